package dev.borealis.gateway.job;

/** What a job does; the names are the service's, as sys.jobs shows them. */
enum JobType {
  /** Fills an index of CREATE INDEX ASYNC. */
  INDEX_BUILD,
  /** Checks the rows of ALTER TABLE ASYNC ... VALIDATE CONSTRAINT. */
  VALIDATE_CONSTRAINT,
  /** Gathers statistics of a table that has changed much. */
  ANALYZE,
  /** Frees what a dropped table or index occupied. */
  DROP
}
