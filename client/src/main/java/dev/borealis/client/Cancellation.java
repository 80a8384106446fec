package dev.borealis.client;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/**
 * Somebody's wish that work ends: pauses end, statements that run are cancelled on the server, and
 * no further attempt is made. One object for one piece of work, shared by its threads.
 */
public final class Cancellation {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Set<Watched> running = ConcurrentHashMap.newKeySet();
  private final Set<Thread> waiting = new HashSet<>();

  /** That the work was cancelled. */
  public static final class CancelledException extends ClientException {
    private static final long serialVersionUID = 1L;

    CancelledException() {
      super("Cancelled.");
    }
  }

  /** Ends the work, without waiting for that; may be called from any thread, and more than once. */
  public synchronized void cancel() {
    if (!isCancelled()) {
      cancelled.countDown();
      waiting.forEach(Thread::interrupt);
      Thread.ofVirtual().name("cancellation").start(this::cancelRunning);
    }
  }

  /**
   * Cancels what runs until it has ended: a request that overtakes its statement finds nothing to
   * cancel, and the statement would go on.
   */
  private void cancelRunning() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!running.isEmpty()) {
        running.forEach(Watched::cancel);
        Thread.sleep(pause);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the work is to end. */
  public boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /**
   * Goes on only if the work goes on.
   *
   * @throws CancelledException if it is to end
   */
  public void check() {
    if (isCancelled()) {
      throw new CancelledException();
    }
  }

  /** Something that may wait for long, and ends if its thread is interrupted. */
  @FunctionalInterface
  public interface Waiting<T, X extends Exception> {
    /** Waits. */
    T get() throws X;
  }

  /**
   * What {@code waiting} gives.
   *
   * @throws CancelledException as soon as the work is to end
   */
  public <T, X extends Exception> T interruptibly(Waiting<T, X> waiting) throws X {
    Thread thread = Thread.currentThread();
    synchronized (this) {
      check();
      this.waiting.add(thread);
    }
    try {
      return waiting.get();
    } catch (Exception e) {
      check();
      throw e;
    } finally {
      synchronized (this) {
        this.waiting.remove(thread);
        if (isCancelled()) {
          // The interruption was for the waiting alone.
          boolean _ = Thread.interrupted();
        }
      }
    }
  }

  /** From now on until the returned object is closed, {@code statement} is cancelled as well. */
  public Watch watch(Statement statement) {
    return watch(new Watched(statement::getConnection));
  }

  /**
   * From now on until the returned object is closed, what runs on {@code connection} is cancelled
   * as well. To be closed before the connection goes back to a pool.
   */
  Watch watch(Connection connection) {
    return watch(new Watched(() -> connection));
  }

  private Watch watch(Watched watched) {
    running.add(watched);
    // Whoever cancelled between the caller's last look and now has not seen this statement.
    if (isCancelled()) {
      watched.close();
      throw new CancelledException();
    }
    return watched;
  }

  /** That a statement is watched. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  private final class Watched implements Watch {
    private final Waiting<Connection, SQLException> connection;

    Watched(Waiting<Connection, SQLException> connection) {
      this.connection = connection;
    }

    /** The driver cancels a statement only once; a connection it cancels as often as asked. */
    synchronized void cancel() {
      if (!running.contains(this)) {
        return;
      }
      try {
        connection.get().unwrap(PGConnection.class).cancelQuery();
      } catch (SQLException e) {
        // It is tried again as long as the statement runs, and the work stops behind it.
      }
    }

    /** Waits for a request that is on its way: it must not find the connection's next statement. */
    @Override
    public synchronized void close() {
      running.remove(this);
    }
  }

  /**
   * Waits.
   *
   * @throws CancelledException as soon as the work is to end, or the thread is interrupted
   */
  void pause(Duration duration) {
    try {
      if (cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new CancelledException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }
}
