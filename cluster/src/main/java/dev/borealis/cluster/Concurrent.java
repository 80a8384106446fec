package dev.borealis.cluster;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work that is done on a thread of its own until its result is needed. */
final class Concurrent<T> {
  private final FutureTask<T> task;

  private Concurrent(FutureTask<T> task) {
    this.task = task;
  }

  static <T> Concurrent<T> start(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().name(name).start(task);
    return new Concurrent<>(task);
  }

  /** The result, waiting for it if need be; failures of the work are thrown as they are. */
  T await() throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("The start was interrupted.", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException runtime -> throw runtime;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
