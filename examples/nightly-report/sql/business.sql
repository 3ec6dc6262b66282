-- What the night works on: damage reports, and one control record for each day that is loaded.

-- name: create_business_tables#
CREATE TABLE IF NOT EXISTS strike_reports (
  business_day VARCHAR(10) NOT NULL,
  report_no INTEGER NOT NULL,
  flight_date VARCHAR(10) NOT NULL,
  airline VARCHAR(100) NOT NULL,
  repair_cost BIGINT NOT NULL,
  other_cost BIGINT NOT NULL,
  PRIMARY KEY (business_day, report_no)
);
CREATE TABLE IF NOT EXISTS strike_loads (
  business_day VARCHAR(10) NOT NULL PRIMARY KEY,
  reports INTEGER NOT NULL,
  total_cost BIGINT NOT NULL,
  is_reported INTEGER NOT NULL DEFAULT 0
);

-- name: delete_reports!
DELETE FROM strike_reports WHERE business_day = :day

-- name: insert_reports*!
INSERT INTO strike_reports (business_day, report_no, flight_date, airline, repair_cost, other_cost)
VALUES (:day, :report_no, :flight_date, :airline, :repair_cost, :other_cost)

-- name: delete_load!
DELETE FROM strike_loads WHERE business_day = :day

-- name: mark_reported!
UPDATE strike_loads SET is_reported = 1 WHERE business_day = :day

-- name: insert_load!
INSERT INTO strike_loads (business_day, reports, total_cost) VALUES (:day, :reports, :total_cost)

-- name: find_load^
SELECT reports, total_cost FROM strike_loads WHERE business_day = :day

-- name: sum_by_airline
SELECT airline, COUNT(*) AS reports, SUM(repair_cost) AS repair_cost, SUM(other_cost) AS other_cost
FROM strike_reports
WHERE business_day = :day
GROUP BY airline
ORDER BY airline
