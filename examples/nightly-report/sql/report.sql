-- What the night leaves behind: one row for each airline and day.

-- name: create_report_tables#
CREATE TABLE IF NOT EXISTS nightly_costs (
  business_day VARCHAR(10) NOT NULL,
  airline VARCHAR(100) NOT NULL,
  reports INTEGER NOT NULL,
  repair_cost BIGINT NOT NULL,
  other_cost BIGINT NOT NULL,
  PRIMARY KEY (business_day, airline)
);

-- name: delete_costs!
DELETE FROM nightly_costs WHERE business_day = :day

-- name: insert_costs*!
INSERT INTO nightly_costs (business_day, airline, reports, repair_cost, other_cost)
VALUES (:day, :airline, :reports, :repair_cost, :other_cost)

-- name: list_costs
SELECT airline, reports, repair_cost, other_cost FROM nightly_costs WHERE business_day = :day ORDER BY airline
