package dev.borealis.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Lets the main thread end a service in an orderly way when this process is asked to stop (SIGINT,
 * SIGTERM). The JVM tells this by running shutdown hooks beside all other threads, and would end
 * without waiting for them.
 */
final class StopSignal {
  private final Thread main;
  private final CountDownLatch handled = new CountDownLatch(1);

  private StopSignal(Thread main) {
    this.main = main;
  }

  /** From now on the current thread is interrupted by a signal, and has time to clean up. */
  static StopSignal expect() {
    StopSignal signal = new StopSignal(Thread.currentThread());
    Thread _ = ProcessEnd.before("stop-signal", signal::onShutdown);
    return signal;
  }

  private void onShutdown() {
    if (handled.getCount() == 0) {
      return; // The main thread itself ends this process, and its exit code counts.
    }
    main.interrupt();
    try {
      handled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Whoever stops a service gets what was asked for; 130 or 143 would look like a failure.
    Runtime.getRuntime().halt(0);
  }

  /** Returns when this process is asked to stop. */
  void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // Not set again: what is closed now must not take it for its own.
      return;
    }
  }

  /** Everything is cleaned up. */
  void handled() {
    handled.countDown();
  }
}
