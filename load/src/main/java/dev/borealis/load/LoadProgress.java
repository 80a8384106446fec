package dev.borealis.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** How far loading is; may be read from any thread. */
public final class LoadProgress {
  /** What is being done. */
  public enum Phase {
    /** Sources are looked for, and the cluster is asked about the table. */
    STARTING,
    /** The source is read for the types of its columns. */
    INFERRING,
    /** Rows are on their way. */
    LOADING,
    /** The source is read again, or rows are counted. */
    VERIFYING,
    /** Nothing more is done. */
    DONE
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);
  final AtomicLong totalBytes = new AtomicLong();
  final AtomicLong bytesRead = new AtomicLong();
  final AtomicLong rowsRead = new AtomicLong();
  final AtomicLong rowsLoaded = new AtomicLong();
  final AtomicLong rowsConflicting = new AtomicLong();
  final AtomicLong rowsRejected = new AtomicLong();
  final AtomicLong rowsResumed = new AtomicLong();
  final AtomicLong batches = new AtomicLong();
  final AtomicLong retries = new AtomicLong();

  void enter(Phase next) {
    if (next == Phase.LOADING || next == Phase.VERIFYING) {
      bytesRead.set(0);
    }
    phase.set(next);
  }

  /** What is being done now. */
  public Phase phase() {
    return phase.get();
  }

  /** Of all sources, as stored. */
  public long totalBytes() {
    return totalBytes.get();
  }

  /** Of them, how many have been read in this phase. */
  public long bytesRead() {
    return bytesRead.get();
  }

  /** Records read from the sources. */
  public long rowsRead() {
    return rowsRead.get();
  }

  /** Rows committed, those of earlier runs of the job included. */
  public long rowsLoaded() {
    return rowsLoaded.get();
  }

  /** Records left out because they cannot be loaded. */
  public long rowsRejected() {
    return rowsRejected.get();
  }

  /** Transactions tried again after a conflict or a lost connection. */
  public long retries() {
    return retries.get();
  }
}
