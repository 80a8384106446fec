package dev.borealis.gateway;

import java.time.Duration;

/**
 * What one transaction may do at most ("Cluster quotas and database limits in Amazon Aurora DSQL").
 *
 * @param rows rows changed
 * @param bytes bytes of changed rows
 * @param age how long it may be open
 */
public record TransactionLimits(int rows, long bytes, Duration age) {
  /** The service's own. */
  public static final TransactionLimits SERVICE =
      new TransactionLimits(3_000, 10L << 20, Duration.ofMinutes(5));

  public TransactionLimits {
    if (rows < 1 || bytes < 1 || !age.isPositive()) {
      throw new IllegalArgumentException("limits of a transaction are positive");
    }
  }
}
