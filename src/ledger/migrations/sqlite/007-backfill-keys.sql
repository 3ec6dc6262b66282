-- A request for a backfill that is repeated with its key makes no second one.
ALTER TABLE backfills ADD COLUMN idempotency_key TEXT;

CREATE UNIQUE INDEX backfills_idempotency_key ON backfills (idempotency_key) WHERE idempotency_key IS NOT NULL;
