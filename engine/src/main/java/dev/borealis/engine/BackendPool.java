package dev.borealis.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The backends of one server, lent to sessions for as long as a transaction is open. Grows on
 * demand up to a limit; who comes when all are lent waits in line for a bounded time. Backends that
 * nobody needed for a while are closed.
 */
public final class BackendPool implements AutoCloseable {
  private static final Duration IDLE_LIFE = Duration.ofSeconds(60);

  /**
   * A backend that has rested this long might have been terminated behind our back; it is asked
   * before it is lent.
   */
  private static final Duration TRUSTED_IDLE = Duration.ofSeconds(1);

  private record Idle(Backend backend, long sinceNanos) {}

  private final BackendConnector connector;
  private final int limit;
  private final Duration maxWait;
  private final Semaphore permits;

  // Guarded by this. The last element was used last, so that the coldest backends age and are
  // closed.
  private final Deque<Idle> idle = new ArrayDeque<>();
  private int lent;
  private long lastUsedNanos = System.nanoTime();
  private long generation;
  private boolean closed;

  /**
   * @param limit backends open at once, lent or idle
   * @param maxWait how long {@link #lease} waits for one
   */
  public BackendPool(BackendConnector connector, int limit, Duration maxWait) {
    this.connector = connector;
    this.limit = limit;
    this.maxWait = maxWait;
    this.permits = new Semaphore(limit, true);
    Thread.ofVirtual().name("backend-pool-shrink").start(this::shrinkUntilClosed);
  }

  /**
   * Lends a backend, preferably one whose settings already are the wanted ones.
   *
   * @param settings what the borrower's settings are beside the profile's
   * @throws BackendLimitException when none became free in time
   * @throws BackendException when PostgreSQL refuses the profile
   */
  public BackendLease lease(BackendProfile profile, Map<String, String> settings)
      throws IOException, BackendException, BackendLimitException, InterruptedException {
    if (!permits.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new BackendLimitException(limit, maxWait);
    }
    boolean lentOut = false;
    try {
      BackendLease lease = take(profile, settings);
      lentOut = true;
      return lease;
    } finally {
      if (!lentOut) {
        synchronized (this) {
          lent--;
        }
        permits.release();
      }
    }
  }

  private BackendLease take(BackendProfile profile, Map<String, String> settings)
      throws IOException, BackendException {
    countLent();
    while (true) {
      Idle resting = pollIdle(profile, settings);
      if (resting == null) {
        break;
      }
      if (System.nanoTime() - resting.sinceNanos() < TRUSTED_IDLE.toNanos()
          || answers(resting.backend())) {
        return new BackendLease(this, resting.backend(), currentGeneration());
      }
      resting.backend().close();
    }
    makeRoom();
    long at = currentGeneration();
    return new BackendLease(this, connector.connect(profile), at);
  }

  private synchronized void countLent() throws IOException {
    lent++;
    lastUsedNanos = System.nanoTime();
    if (closed) {
      throw new IOException("the database is shutting down");
    }
  }

  private synchronized long currentGeneration() {
    return generation;
  }

  private synchronized @Nullable Idle pollIdle(
      BackendProfile profile, Map<String, String> settings) {
    Idle match = null;
    for (Iterator<Idle> latestFirst = idle.descendingIterator(); latestFirst.hasNext(); ) {
      Idle candidate = latestFirst.next();
      if (candidate.backend().profile().equals(profile)) {
        if (candidate.backend().settings().equals(settings)) {
          latestFirst.remove();
          return candidate;
        }
        if (match == null) {
          match = candidate;
        }
      }
    }
    if (match != null) {
      idle.remove(match);
    }
    return match;
  }

  /**
   * Closes the coldest idle backend of another profile if the limit leaves no room for a new one.
   */
  private void makeRoom() {
    Idle coldest = null;
    synchronized (this) {
      if (lent + idle.size() > limit) {
        coldest = idle.pollFirst();
      }
    }
    if (coldest != null) {
      coldest.backend().close();
    }
  }

  private static boolean answers(Backend backend) {
    try {
      backend.query("");
      return true;
    } catch (IOException | BackendException e) {
      return false;
    }
  }

  void giveBack(Backend backend, long leasedGeneration) {
    boolean keep;
    synchronized (this) {
      lent--;
      lastUsedNanos = System.nanoTime();
      keep = backend.isReusable() && leasedGeneration == generation && !closed;
      if (keep) {
        idle.addLast(new Idle(backend, System.nanoTime()));
      }
    }
    permits.release();
    if (!keep) {
      backend.close();
    }
  }

  /** Forgets all backends, because their server is gone; those lent out are not taken back. */
  public void invalidate() {
    closeAll(removeIdle(backend -> true, true));
  }

  /** How long nobody has borrowed a backend or given one back; zero if one is lent out. */
  public synchronized Duration unusedFor() {
    return lent > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - lastUsedNanos);
  }

  /**
   * Lets go of all idle backends if none is lent out; whoever wants one after that has to connect.
   *
   * @return whether none was lent out
   */
  public boolean drainIfUnused() {
    List<Idle> drained;
    synchronized (this) {
      if (lent > 0) {
        return false;
      }
      drained = removeIdle(backend -> true, true);
    }
    closeAll(drained);
    return true;
  }

  /** Backends lent out at this moment. */
  public synchronized int lent() {
    return lent;
  }

  /** Backends open at this moment, lent or idle. */
  public synchronized int open() {
    return lent + idle.size();
  }

  private void shrinkUntilClosed() {
    try {
      while (!isClosed()) {
        Thread.sleep(IDLE_LIFE.dividedBy(4));
        long oldest = System.nanoTime() - IDLE_LIFE.toNanos();
        closeAll(removeIdle(resting -> resting.sinceNanos() - oldest < 0, false));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private List<Idle> removeIdle(Predicate<Idle> which, boolean newGeneration) {
    List<Idle> removed = new ArrayList<>();
    synchronized (this) {
      if (newGeneration) {
        generation++;
      }
      idle.removeIf(resting -> which.test(resting) && removed.add(resting));
    }
    return removed;
  }

  private static void closeAll(List<Idle> removed) {
    removed.forEach(resting -> resting.backend().close());
  }

  /** Closes idle backends; those lent out are closed when they come back. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    invalidate();
  }
}
