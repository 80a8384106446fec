package dev.borealis.mcp;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One call of a tool while it runs: whoever called can stop it and is told how far it is. */
final class Call {
  /** The call that this thread carries out; the transport binds it, and cancels by it. */
  static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

  private Progress progress = (done, of, what) -> {};
  private @Nullable Statement running;
  private boolean cancelled;
  private boolean abandoned;

  /** Is told how many steps of how many are done, and perhaps in words what comes next. */
  @FunctionalInterface
  interface Progress {
    void steps(int done, int of, @Nullable String next);
  }

  void reportsTo(Progress listener) {
    progress = listener;
  }

  void done(int steps, int of, @Nullable String next) {
    progress.steps(steps, of, next);
  }

  /** Has this statement cancelled from now on, in place of the one before. */
  synchronized void runs(@Nullable Statement statement) {
    requireWanted();
    running = statement;
  }

  synchronized void requireWanted() {
    if (cancelled) {
      throw new RefusedException("The call was cancelled.");
    }
  }

  /** Stops the call; what it has not committed is undone. */
  synchronized void cancel() {
    cancelled = true;
    if (running != null) {
      try {
        running.cancel();
      } catch (SQLException e) {
        // It goes on to its own end; nobody waits for it any more.
      }
    }
  }

  /** Stops the call for a client that does not wait for its answer any more. */
  synchronized void abandon() {
    abandoned = true;
    cancel();
  }

  synchronized boolean isAbandoned() {
    return abandoned;
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }
}
