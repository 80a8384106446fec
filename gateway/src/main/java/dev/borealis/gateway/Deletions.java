package dev.borealis.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether rows have been deleted since a transaction's snapshot. If so, PostgreSQL lets it insert
 * keys that its snapshot still shows, which to DSQL are two changes of one row.
 */
final class Deletions {
  private static final long UNCERTAIN = -1;

  private final AtomicInteger committing = new AtomicInteger();
  private final AtomicLong committed = new AtomicLong();

  /** A transaction that has deleted rows is about to commit. */
  void begin() {
    committing.incrementAndGet();
  }

  /** It has committed, or failed to. */
  void end() {
    // In this order, or somebody could see neither.
    committed.incrementAndGet();
    committing.decrementAndGet();
  }

  /** This moment, for {@link #since}. */
  long mark() {
    return committing.get() > 0 ? UNCERTAIN : committed.get();
  }

  /** Whether rows may have been deleted since. */
  boolean since(long mark) {
    return mark == UNCERTAIN || committing.get() > 0 || committed.get() != mark;
  }
}
