-- V1__create_accounts.sql
CREATE TABLE IF NOT EXISTS fw_account (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner      VARCHAR(100) NOT NULL,
  currency   CHAR(3)      NOT NULL DEFAULT 'EUR' COLLATE "C",
  opened_on  DATE         NOT NULL DEFAULT CURRENT_DATE
) WITH (fillfactor = 90);

/* one row for each booking */
CREATE TABLE fw_booking (
  account_id BIGINT NOT NULL REFERENCES fw_account (id),
  no         INT NOT NULL,
  amount     NUMERIC(18,2) NOT NULL,
  PRIMARY KEY (account_id, no)
);

CREATE INDEX CONCURRENTLY IF NOT EXISTS fw_booking_amount ON fw_booking (amount);

-- V2__more.sql
ALTER TABLE fw_account ADD COLUMN closed_on DATE;
CREATE SEQUENCE fw_statement_no START WITH 1000;
COMMENT ON TABLE fw_account IS 'Accounts; see fw_booking';
