package dev.borealis.engine;

import java.time.Duration;

/**
 * All backends stayed in use for as long as a session may wait; SQLSTATE 53300
 * (too_many_connections).
 */
public final class BackendLimitException extends Exception {
  private static final long serialVersionUID = 1L;

  public static final String SQLSTATE = "53300";

  BackendLimitException(int limit, Duration waited) {
    super(
        "all "
            + limit
            + " database backends were in use by open transactions for "
            + waited.toSeconds()
            + " s");
  }
}
