package dev.borealis.gateway.job;

import dev.borealis.engine.Backend;
import dev.borealis.engine.BackendConnector;
import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendProfile;
import dev.borealis.sql.Quoted;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which a job runs its statements, with the rights of the role that asked for it.
 * The lock that such a statement keeps on its table lets rows be read and written but not the table
 * be changed; so it is cancelled as soon as a client waits for it.
 */
final class JobStatement implements AutoCloseable {
  private static final String QUERY_CANCELED = "57014";

  /** PostgreSQL refused the statement. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Report report;

    FailedException(Report report) {
      super(report.message());
      this.report = report;
    }

    Report report() {
      return report;
    }
  }

  /** What else is done while a statement runs. */
  interface Watch {
    /**
     * Looks at what the statement has done.
     *
     * @return how long to wait before looking again
     */
    Duration look() throws IOException, BackendException;

    /** Whether the statement is to be cancelled. */
    boolean mustGiveWay() throws IOException, BackendException;
  }

  /** What a job does is no query of a client's: it may take the space that it needs. */
  private static final String UNBOUND =
      "SELECT pg_catalog.pg_backend_pid() FROM sys.borealis_lift_space_limit()";

  private final Backend backend;
  private final String processId;
  private @Nullable Thread running;

  private JobStatement(Backend backend, String processId) {
    this.backend = backend;
    this.processId = processId;
  }

  /**
   * Connects.
   *
   * @param setRole the role to become, or null
   * @throws FailedException if the role may not sign in or become the other one
   */
  static JobStatement connect(
      BackendConnector connector, BackendProfile profile, @Nullable String setRole)
      throws IOException, FailedException {
    Backend backend = null;
    boolean connected = false;
    try {
      backend = connector.connect(profile);
      String processId = Objects.requireNonNull(backend.query(UNBOUND).getFirst().getFirst());
      if (setRole != null) {
        backend.query("SET ROLE " + Quoted.name(setRole));
      }
      connected = true;
      return new JobStatement(backend, processId);
    } catch (BackendException e) {
      throw new FailedException(e.report());
    } finally {
      if (!connected && backend != null) {
        backend.close();
      }
    }
  }

  /** The process of PostgreSQL that runs the statement. */
  String processId() {
    return processId;
  }

  /** Runs a short statement. */
  void run(String sql) throws IOException, FailedException {
    try {
      backend.query(sql);
    } catch (BackendException e) {
      throw new FailedException(e.report());
    }
  }

  /**
   * Runs a statement to its end, or until it has to give way.
   *
   * @return false if the statement was cancelled to give way
   * @throws BackendException if {@code watch} fails
   */
  boolean run(String sql, Watch watch)
      throws IOException, BackendException, FailedException, InterruptedException {
    FutureTask<List<List<@Nullable String>>> task = new FutureTask<>(() -> backend.query(sql));
    running = Thread.ofVirtual().name("job-statement").start(task);
    boolean givesWay = false;
    Duration pause = watch.look();
    while (!isDoneWithin(task, pause)) {
      pause = watch.look();
      if (!givesWay && watch.mustGiveWay()) {
        givesWay = true;
        backend.cancel();
      }
    }
    try {
      task.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BackendException refused) {
        if (givesWay && refused.report().sqlState().equals(QUERY_CANCELED)) {
          return false;
        }
        throw new FailedException(refused.report());
      }
      throw new IOException("the connection of a job broke", e.getCause());
    } finally {
      running = null;
    }
  }

  private static boolean isDoneWithin(FutureTask<?> task, Duration time)
      throws InterruptedException {
    try {
      task.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  /** Stops what runs. */
  @Override
  public void close() {
    Thread unfinished = running;
    if (unfinished == null) {
      backend.close();
      return;
    }
    // A thread that is interrupted cannot send anything, and PostgreSQL would go on with the
    // statement for nobody.
    boolean interrupted = Thread.interrupted();
    try {
      backend.cancel();
    } catch (IOException e) {
      // PostgreSQL is gone, and the statement with it.
      backend.markBroken();
    }
    // Its read fails, and nobody waits for it any more.
    unfinished.interrupt();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
