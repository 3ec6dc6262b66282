-- A backfill may pause its cron until it is over, and say what becomes of what came due meanwhile.
ALTER TABLE backfills ADD COLUMN pause_cron TEXT;
