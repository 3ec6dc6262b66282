-- Which code ran: what the worker that claimed an execution last calls its version.
ALTER TABLE workers ADD COLUMN code_version TEXT;

ALTER TABLE job_executions ADD COLUMN code_version TEXT;
