package dev.borealis.gateway;

import java.util.function.LongSupplier;

/**
 * How many connections there may be, and how fast new ones may come ("Cluster quotas and database
 * limits in Amazon Aurora DSQL": a token bucket with a burst of 1,000 and a refill of 100 per
 * second).
 */
final class ConnectionAdmission {
  private static final double BURST = 1_000;
  private static final double REFILL_PER_SECOND = 100;

  /** What becomes of a new connection. */
  enum Verdict {
    ADMITTED,
    TOO_MANY,
    TOO_FAST
  }

  private final int maxConnections;
  private final boolean limitsRate;
  private final LongSupplier nanoTime;
  private int open;
  private double tokens = BURST;
  private long refilledAt;

  ConnectionAdmission(int maxConnections, boolean limitsRate, LongSupplier nanoTime) {
    this.maxConnections = maxConnections;
    this.limitsRate = limitsRate;
    this.nanoTime = nanoTime;
    this.refilledAt = nanoTime.getAsLong();
  }

  /**
   * Counts a connection in, unless a limit is reached; who is admitted must {@link #leave} once.
   */
  synchronized Verdict enter() {
    if (open >= maxConnections) {
      return Verdict.TOO_MANY;
    }
    if (limitsRate && !takeToken()) {
      return Verdict.TOO_FAST;
    }
    open++;
    return Verdict.ADMITTED;
  }

  synchronized void leave() {
    open--;
  }

  private boolean takeToken() {
    long now = nanoTime.getAsLong();
    tokens = Math.min(BURST, tokens + (now - refilledAt) / 1e9 * REFILL_PER_SECOND);
    refilledAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
