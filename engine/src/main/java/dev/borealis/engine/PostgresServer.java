package dev.borealis.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL 16 server that this JVM runs: reached over a Unix-domain socket only, restarted when
 * it dies, stopped on close.
 *
 * <p>If the JVM is killed, the server stays behind until the next start: in the same data directory
 * for a durable one, of any ephemeral server with the same cache for an ephemeral one that was
 * given no directory. Safe for use by many threads.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration STARTUP_POLL = Duration.ofMillis(3);
  private static final Duration LOG_CHECK_INTERVAL = Duration.ofMinutes(1);

  private final PostgresPrograms programs;
  private final DataDirectory directory;
  private final Thread supervisor;
  private final List<StateListener> listeners = new CopyOnWriteArrayList<>();

  private final ReentrantLock monitor = new ReentrantLock();
  private final Condition changed = monitor.newCondition();
  // Guarded by monitor.
  private ServerState state = ServerState.STARTING;
  private boolean stopRequested;
  private boolean sleepRequested;
  private @Nullable EngineException failure;

  // Used by the supervisor thread only.
  private @Nullable Postmaster postmaster;

  private PostgresServer(Installation installation, boolean asleep) {
    this.programs = installation.programs();
    this.directory = installation.directory();
    if (asleep) {
      state = ServerState.ASLEEP;
      sleepRequested = true;
    }
    this.supervisor = Thread.ofVirtual().name("postgres-supervisor").start(this::supervise);
  }

  /**
   * Prepares the data directory and launches the server; {@link #awaitReady} tells when it accepts
   * connections. Takes seconds when the cache is cold, about a tenth of one when it is warm.
   *
   * @throws EngineException if the machine is not supported, a directory cannot be used, the
   *     bootstrap script fails, or another server uses the data directory
   */
  public static PostgresServer start(PostgresServerOptions options) {
    return new PostgresServer(Installation.prepare(options), false);
  }

  /** The same, but PostgreSQL sleeps until {@link #awaitReady} is called. Throws what it throws. */
  public static PostgresServer asleep(PostgresServerOptions options) {
    return new PostgresServer(Installation.prepare(options), true);
  }

  Path pgdata() {
    return directory.pgdata();
  }

  /** The socket, valid for the life of this object; nobody listens on it unless READY. */
  public Path socket() {
    return directory.socket();
  }

  public ServerState state() {
    monitor.lock();
    try {
      return state;
    } finally {
      monitor.unlock();
    }
  }

  /** Why the server is in the state FAILED, or nothing if it is not. */
  public Optional<EngineException> failure() {
    monitor.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      monitor.unlock();
    }
  }

  /** Tells {@code listener} about all further changes of the state. */
  public void onStateChange(StateListener listener) {
    listeners.add(listener);
  }

  /**
   * Returns when the server accepts connections, at once if it does now. Wakes a server that
   * sleeps.
   *
   * @throws EngineException if it does not within {@code patience}, or has failed or been closed
   */
  public void awaitReady(Duration patience) {
    monitor.lock();
    try {
      long nanos = patience.toNanos();
      while (state != ServerState.READY || sleepRequested) {
        if (sleepRequested) {
          sleepRequested = false;
          changed.signalAll();
          continue;
        }
        if (failure != null) {
          throw new EngineException(String.valueOf(failure.getMessage()), failure);
        }
        if (state == ServerState.STOPPING || state == ServerState.STOPPED) {
          throw new EngineException("PostgreSQL has been stopped.");
        }
        if (nanos <= 0) {
          throw new EngineException(
              "PostgreSQL is not ready after %d ms. It may still be recovering; see %s"
                  .formatted(patience.toMillis(), directory.log().file()));
        }
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      throw Interruption.during("waiting for PostgreSQL to become ready", e);
    } finally {
      monitor.unlock();
    }
  }

  /**
   * Has PostgreSQL end in good order, and no process left, until {@link #awaitReady} is called.
   * Returns without waiting for that.
   *
   * @param unused asked only if the server is ready, and while nobody who calls {@link #awaitReady}
   *     gets an answer; false keeps the server awake. Must not call this object
   * @return whether it goes to sleep
   */
  public boolean sleep(BooleanSupplier unused) {
    monitor.lock();
    try {
      if (state != ServerState.READY || stopRequested || !unused.getAsBoolean()) {
        return false;
      }
      sleepRequested = true;
      changed.signalAll();
      return true;
    } finally {
      monitor.unlock();
    }
  }

  /**
   * Stops the server, breaking all connections, and frees the data directory or, if ephemeral,
   * deletes it. Takes at most about a minute; returns at once if called by a {@link StateListener}.
   */
  @Override
  public void close() {
    monitor.lock();
    try {
      stopRequested = true;
      changed.signalAll();
    } finally {
      monitor.unlock();
    }
    boolean interrupted = false;
    while (!Thread.currentThread().equals(supervisor) && supervisor.isAlive()) {
      try {
        supervisor.join();
      } catch (InterruptedException e) {
        // Half stopped is worse than late.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // What follows runs on the supervisor thread, which alone changes the state.

  private void supervise() {
    try {
      keepRunning();
    } catch (IOException | RuntimeException e) {
      fail("Running PostgreSQL", e);
    }
    awaitStopRequest();
    try {
      if (postmaster != null) {
        postmaster.stop();
      }
      directory.close();
      if (state() == ServerState.STOPPING) {
        moveTo(ServerState.STOPPED);
      }
    } catch (IOException | RuntimeException e) {
      // The directory stays locked: nobody else may start a server beside what is left of this one.
      fail("Stopping PostgreSQL", e);
    }
  }

  private void keepRunning() throws IOException {
    var restarts = new RestartPolicy();
    Duration pause = Duration.ZERO;
    while (isWantedAfter(pause)) {
      Postmaster launched = Postmaster.launch(directory, programs);
      postmaster = launched;
      launched.onExit(this::wakeUp);
      if (awaitStartup(launched)) {
        Duration upTime = runReady(launched);
        pause = state() == ServerState.ASLEEP ? Duration.ZERO : restarts.afterRun(upTime);
      } else if (!isStopRequested()) {
        pause = afterFailedStart(launched, restarts);
      }
    }
    moveTo(ServerState.STOPPING);
  }

  /** Waits for {@code pause} and for as long as the server is to sleep; false if it is to stop. */
  private boolean isWantedAfter(Duration pause) {
    if (isStopRequestedWithin(pause, () -> false)) {
      return false;
    }
    monitor.lock();
    try {
      while (sleepRequested && !stopRequested) {
        changed.awaitUninterruptibly();
      }
      if (stopRequested) {
        return false;
      }
    } finally {
      monitor.unlock();
    }
    if (state() == ServerState.ASLEEP) {
      moveTo(ServerState.RESTARTING);
    }
    return true;
  }

  /** Goes to sleep if that is still wanted; from then on a caller of awaitReady has to wait. */
  private boolean fallAsleep(Postmaster launched) throws IOException {
    monitor.lock();
    try {
      if (!sleepRequested || stopRequested || !launched.isAlive()) {
        return false;
      }
      moveTo(ServerState.ASLEEP);
    } finally {
      monitor.unlock();
    }
    launched.stopInOrder();
    postmaster = null;
    return true;
  }

  /** Returns true when connections are accepted, false if the server ends or is to be stopped. */
  private boolean awaitStartup(Postmaster launched) throws IOException {
    while (!launched.isReady()) {
      if (!launched.isAlive() || isStopRequestedWithin(STARTUP_POLL, () -> false)) {
        return false;
      }
    }
    return true;
  }

  /** Lets the server work until it dies, sleeps or is to be stopped; returns how long that was. */
  private Duration runReady(Postmaster launched) throws IOException {
    long since = System.nanoTime();
    long logPosition = directory.log().size();
    moveTo(ServerState.READY);
    while (launched.isAlive()
        && !isStopRequestedWithin(
            LOG_CHECK_INTERVAL, () -> sleepRequested || !launched.isAlive())) {
      if (fallAsleep(launched)) {
        return Duration.ofNanos(System.nanoTime() - since);
      }
      directory.log().cut();
    }
    Duration upTime = Duration.ofNanos(System.nanoTime() - since);
    if (!launched.isAlive() && !isStopRequested()) {
      EngineLog.log(
          Level.WARNING,
          "PostgreSQL in %s ended with exit code %d; starting it again. Its last messages: %s"
              .formatted(
                  directory.pgdata(), launched.exitCode(), directory.log().excerpt(logPosition)));
      moveTo(ServerState.RESTARTING);
      directory.endProcesses();
    }
    return upTime;
  }

  private Duration afterFailedStart(Postmaster launched, RestartPolicy restarts)
      throws IOException {
    String reason = launched.lastWords();
    Optional<Duration> pause = restarts.afterFailedStart();
    // What keeps a first start from working will not go away by itself, but for one thing: memory
    // that processes of a former server still hold, where the system does not let us find them.
    boolean first = state() == ServerState.STARTING && !reason.contains("shared memory block");
    if (first || pause.isEmpty()) {
      throw new EngineException(
          "PostgreSQL cannot start in %s: %s (all messages: %s)"
              .formatted(directory.pgdata(), reason, directory.log().file()));
    }
    EngineLog.log(Level.WARNING, "PostgreSQL did not start (" + reason + "); trying again");
    directory.endProcesses();
    return pause.get();
  }

  private void fail(String doing, Exception cause) {
    EngineException reason =
        switch (cause) {
          case EngineException known -> known;
          case IOException e -> EngineException.of(doing, e);
          case Exception bug -> new EngineException(doing + " failed: " + bug, bug);
        };
    EngineLog.log(Level.ERROR, String.valueOf(reason.getMessage()));
    monitor.lock();
    try {
      failure = reason;
    } finally {
      monitor.unlock();
    }
    if (state() != ServerState.FAILED) {
      moveTo(ServerState.FAILED);
    }
  }

  private boolean isStopRequested() {
    return isStopRequestedWithin(Duration.ZERO, () -> false);
  }

  /** Waits up to {@code time}, less if {@code enough} says so; returns whether to stop. */
  private boolean isStopRequestedWithin(Duration time, BooleanSupplier enough) {
    monitor.lock();
    try {
      long nanos = time.toNanos();
      while (!stopRequested && !enough.getAsBoolean() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return stopRequested;
    } catch (InterruptedException e) {
      throw Interruption.during("supervising PostgreSQL", e);
    } finally {
      monitor.unlock();
    }
  }

  private void awaitStopRequest() {
    monitor.lock();
    try {
      while (!stopRequested) {
        changed.awaitUninterruptibly();
      }
    } finally {
      monitor.unlock();
    }
  }

  private void wakeUp() {
    monitor.lock();
    try {
      changed.signalAll();
    } finally {
      monitor.unlock();
    }
  }

  private void moveTo(ServerState next) {
    ServerState before;
    monitor.lock();
    try {
      before = state;
      if (!before.mayBecome(next)) {
        throw new IllegalStateException("PostgreSQL cannot go from " + before + " to " + next);
      }
      state = next;
      changed.signalAll();
    } finally {
      monitor.unlock();
    }
    for (StateListener listener : listeners) {
      try {
        listener.stateChanged(before, next);
      } catch (RuntimeException e) {
        EngineLog.log(Level.WARNING, "A listener to the server's state failed", e);
      }
    }
  }
}
