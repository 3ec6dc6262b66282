-- What jobu doctor reads beside the statements of the ledger.

-- name: read_isolation$
-- dialect: sqlite
-- Every family keeps the level of the open transaction elsewhere.
SELECT 'serializable'

-- dialect: postgres
-- PostgreSQL keeps it as a setting.
SELECT current_setting('transaction_isolation')

-- dialect: mysql
-- MySQL and MariaDB keep it under two names; each skips the comment that is meant for the other.
SELECT /*!50700 @@transaction_isolation */ /*M! @@tx_isolation */

-- name: list_set_aside
SELECT name, error_code, error_message FROM cron_jobs WHERE error_code IS NOT NULL ORDER BY name LIMIT :limit

-- name: list_overdue
SELECT name, next_run_at FROM cron_jobs
WHERE is_enabled = :enabled AND error_code IS NULL AND next_run_at < :before
ORDER BY next_run_at, name
LIMIT :limit

-- name: list_needed_handlers
SELECT handler_name, queue, MIN(name) AS cron_name, COUNT(*) AS crons FROM cron_jobs
WHERE is_enabled = :enabled AND cron_expression IS NOT NULL
GROUP BY handler_name, queue
ORDER BY handler_name, queue

-- name: list_old_pending
SELECT handler_name, queue, COUNT(*) AS executions, MIN(run_at) AS oldest_at FROM job_executions
WHERE status = 'PENDING' AND run_at < :before
GROUP BY handler_name, queue
ORDER BY handler_name, queue
