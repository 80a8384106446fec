package dev.borealis.gateway;

import dev.borealis.wire.BodyMemory;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all connections together may hold for messages that do not fit their own buffers.
 */
final class LargeMessageMemory implements BodyMemory {
  private static final int TOTAL_KIB = 256 * 1024;
  private static final long MAX_WAIT_SECONDS = 10;

  private final Semaphore kib = new Semaphore(TOTAL_KIB, true);

  /** No memory within the time that a connection may wait for it. */
  static final class ExhaustedException extends IOException {
    private static final long serialVersionUID = 1L;

    ExhaustedException() {
      super("no memory for a large message");
    }
  }

  @Override
  public void take(int bytes) throws IOException {
    try {
      if (!kib.tryAcquire(kib(bytes), MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new ExhaustedException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExhaustedException();
    }
  }

  @Override
  public void give(int bytes) {
    kib.release(kib(bytes));
  }

  private static int kib(int bytes) {
    return (bytes + 1023) / 1024;
  }
}
