package dev.borealis.client;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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

  /** From now on until the returned object is closed, {@code statement} is cancelled as well. */
  public Watch watch(Statement statement) {
    Watched watched = new Watched(statement);
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
    private final Statement statement;

    Watched(Statement statement) {
      this.statement = statement;
    }

    /** The driver cancels a statement only once; a connection it cancels as often as asked. */
    synchronized void cancel() {
      if (!running.contains(this)) {
        return;
      }
      try {
        statement.getConnection().unwrap(PGConnection.class).cancelQuery();
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
