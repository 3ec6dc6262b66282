-- A row of cron_results is written anew whenever an execution of its cron ends. With room beside it the new version stays in
-- its page, where the old one is cleared away by the next write; without, the table grows to many times what it holds.
ALTER TABLE cron_results SET (fillfactor = 50);
