package dev.borealis.cli;

import dev.borealis.client.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets long work come to an orderly end when this process is asked to stop (Ctrl-C, SIGTERM): the
 * work is cancelled, and the process waits until it has said how to go on.
 */
final class Interruption implements AutoCloseable {
  private static final int MAX_WAIT_SECONDS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Cancellation cancellation;

  private Interruption(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  static Interruption cancels(Cancellation cancellation) {
    Interruption interruption = new Interruption(cancellation);
    Thread _ = ProcessEnd.before("interruption", interruption::onShutdown);
    return interruption;
  }

  private void onShutdown() {
    if (ended.getCount() == 0) {
      return;
    }
    cancellation.cancel();
    try {
      boolean _ = ended.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
