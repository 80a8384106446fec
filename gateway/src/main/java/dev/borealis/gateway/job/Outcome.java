package dev.borealis.gateway.job;

/** How an attempt at a job ended. */
sealed interface Outcome {
  /** What the job was for is there. */
  record Completed() implements Outcome {}

  /** The job cannot succeed; {@code details} is what sys.jobs tells. */
  record Failed(String details) implements Outcome {}

  /** The job gave way to a client's statement and has to be tried again. */
  record GaveWay() implements Outcome {}
}
