package dev.borealis.load;

/** What becomes of a record that cannot be loaded. */
public enum OnError {
  /** Loading stops. */
  ABORT,
  /** It is left out and counted. */
  SKIP,
  /** It is left out and written to a file, with the reason. */
  QUARANTINE
}
