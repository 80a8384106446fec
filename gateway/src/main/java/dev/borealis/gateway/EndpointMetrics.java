package dev.borealis.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happens at one endpoint of a cluster, counted since the service started, under the names
 * that Aurora DSQL has for it ("Monitoring Aurora DSQL with Amazon CloudWatch"). Any thread may
 * count and read; counting costs a few nanoseconds.
 */
public final class EndpointMetrics {
  private final LongAdder totalTransactions = new LongAdder();
  private final LongAdder readOnlyTransactions = new LongAdder();
  private final LongAdder queryTimeouts = new LongAdder();
  private final LongAdder occConflicts = new LongAdder();
  private final LongAdder computeNanos = new LongAdder();
  private final LongAdder openedConnections = new LongAdder();
  private final LongAdder closedConnections = new LongAdder();
  private final LongAdder refusedConnections = new LongAdder();
  private final LatencyHistogram commitLatency = new LatencyHistogram();

  void transactionEnded(boolean readOnly) {
    totalTransactions.increment();
    if (readOnly) {
      readOnlyTransactions.increment();
    }
  }

  void queryTimedOut() {
    queryTimeouts.increment();
  }

  void conflicted() {
    occConflicts.increment();
  }

  void committed(long nanos) {
    commitLatency.add(nanos);
  }

  void computed(long nanos) {
    computeNanos.add(nanos);
  }

  void connectionOpened() {
    openedConnections.increment();
  }

  void connectionClosed() {
    closedConnections.increment();
  }

  void connectionRefused() {
    refusedConnections.increment();
  }

  /** Transactions that have ended, however they ended. */
  public long totalTransactions() {
    return totalTransactions.sum();
  }

  /** Those of them that neither changed nor locked anything. */
  public long readOnlyTransactions() {
    return readOnlyTransactions.sum();
  }

  /** Transactions that came to the age at which they must end. */
  public long queryTimeouts() {
    return queryTimeouts.sum();
  }

  /** Transactions that lost to another one which changed the same rows (OC000). */
  public long occConflicts() {
    return occConflicts.sum();
  }

  /** How long commits took that ended a block which had changed something. */
  public LatencyHistogram.Snapshot commitLatency() {
    return commitLatency.snapshot();
  }

  /** For how long PostgreSQL worked on answers, all sessions together. */
  public Duration computeTime() {
    return Duration.ofNanos(computeNanos.sum());
  }

  /** Connections that are signed in now. */
  public long connections() {
    // Read in this order, one that closes in between cannot make it negative.
    long closed = closedConnections.sum();
    return openedConnections.sum() - closed;
  }

  /** Connections that have signed in. */
  public long openedConnections() {
    return openedConnections.sum();
  }

  /** Connections that named this cluster and were not let in. */
  public long refusedConnections() {
    return refusedConnections.sum();
  }
}
