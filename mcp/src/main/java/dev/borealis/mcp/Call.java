package dev.borealis.mcp;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import org.jspecify.annotations.Nullable;

/** One call of a tool while it runs: whoever called can stop it and is told how far it is. */
final class Call {
  /** The call that this thread carries out; the transport binds it, and cancels by it. */
  static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

  private Progress progress = (done, of, what) -> {};
  private final Cancellation cancellation = new Cancellation();
  private volatile boolean abandoned;

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

  /** The one that this thread carries out, or one that nobody can cancel. */
  static Call current() {
    return CURRENT.isBound() ? CURRENT.get() : new Call();
  }

  /**
   * The cluster's connections for this call: a cancellation ends waiting for them, and their work.
   */
  ClusterClient client(ClusterSource cluster) {
    return cancellation.interruptibly(cluster::client).endedBy(cancellation);
  }

  void requireWanted() {
    if (isCancelled()) {
      throw new RefusedException("The call was cancelled.");
    }
  }

  /** Stops the call; what it has not committed is undone. */
  void cancel() {
    cancellation.cancel();
  }

  /** Stops the call for a client that does not wait for its answer any more. */
  void abandon() {
    abandoned = true;
    cancel();
  }

  boolean isAbandoned() {
    return abandoned;
  }

  boolean isCancelled() {
    return cancellation.isCancelled();
  }
}
