package dev.borealis.load;

/**
 * How many batches are on their way at once. Begins low and climbs while more rows arrive per
 * second; falls to the half when the cluster reports conflicts or has no room. Also bounds the
 * memory of the batches on their way.
 */
final class AdaptiveLimit {
  private static final long MAX_BYTES_ON_WAY = 96L << 20;
  private static final long WINDOW_NANOS = 400_000_000L;
  private static final int FIRST_LIMIT = 2;
  private static final double BETTER = 1.04;
  private static final double WORSE = 0.9;

  private final int max;
  private int limit;
  private int onWay;
  private long bytesOnWay;

  private long windowStart = System.nanoTime();
  private long windowRows;
  private boolean contended;
  private double best;

  AdaptiveLimit(int max) {
    this.max = max;
    this.limit = Math.min(FIRST_LIMIT, max);
  }

  /** Waits until another batch of so many bytes may go. */
  synchronized void acquire(long bytes) throws InterruptedException {
    while (onWay >= limit || (onWay > 0 && bytesOnWay + bytes > MAX_BYTES_ON_WAY)) {
      wait();
    }
    onWay++;
    bytesOnWay += bytes;
  }

  /**
   * A batch has arrived or failed.
   *
   * @param hadTrouble whether the cluster had to be asked again
   */
  synchronized void release(long bytes, long rows, boolean hadTrouble) {
    onWay--;
    bytesOnWay -= bytes;
    windowRows += rows;
    contended |= hadTrouble;
    long now = System.nanoTime();
    if (now - windowStart >= WINDOW_NANOS) {
      adapt(windowRows / (double) (now - windowStart));
      windowStart = now;
      windowRows = 0;
      contended = false;
    }
    notifyAll();
  }

  private void adapt(double rate) {
    if (contended) {
      limit = Math.max(1, limit / 2);
      best = rate;
    } else if (rate > best * BETTER) {
      best = rate;
      limit = Math.min(max, limit + Math.max(1, limit / 4));
    } else if (rate < best * WORSE && limit > 1) {
      // What was best may have been luck, so it fades.
      best *= WORSE;
      limit--;
    }
  }

  /** Waits until nothing is on its way. */
  synchronized void awaitNone() throws InterruptedException {
    while (onWay > 0) {
      wait();
    }
  }

  synchronized int limit() {
    return limit;
  }
}
