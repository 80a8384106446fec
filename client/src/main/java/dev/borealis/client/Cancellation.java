package dev.borealis.client;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Somebody's wish that work ends: pauses end, statements that run are cancelled on the server, and
 * no further attempt is made. One object for one piece of work, shared by its threads.
 */
public final class Cancellation {
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Set<Statement> running = ConcurrentHashMap.newKeySet();

  /** That the work was cancelled. */
  public static final class CancelledException extends ClientException {
    private static final long serialVersionUID = 1L;

    CancelledException() {
      super("Cancelled.");
    }
  }

  /** Ends the work; may be called from any thread, and more than once. */
  public void cancel() {
    cancelled.countDown();
    running.forEach(Cancellation::cancel);
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      // The statement goes on to its own end, and the work stops behind it.
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
    running.add(statement);
    // Whoever cancelled between the caller's last look and now has not seen this statement.
    if (isCancelled()) {
      running.remove(statement);
      throw new CancelledException();
    }
    return () -> running.remove(statement);
  }

  /** That a statement is watched. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
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
