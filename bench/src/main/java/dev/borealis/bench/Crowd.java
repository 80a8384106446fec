package dev.borealis.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many clients at once. */
final class Crowd {
  /** What one client does. */
  @FunctionalInterface
  interface Act<T> {
    T act(int client) throws Exception;
  }

  private Crowd() {}

  /**
   * Lets clients 0 to {@code count - 1} act, {@code atOnce} of them at a time.
   *
   * @return what they brought back, in their order
   * @throws BenchFailure if one of them failed
   */
  static <T> List<T> each(int count, int atOnce, Act<T> act) {
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<T>> acts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int client = i;
        acts.add(threads.submit(() -> act.act(client)));
      }
      List<T> results = new ArrayList<>();
      try {
        for (Future<T> done : acts) {
          results.add(done.get());
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw new BenchFailure(
            "After %d of %d clients: %s".formatted(results.size(), count, e.getCause()), e);
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new BenchFailure("interrupted", e);
      }
      return results;
    }
  }
}
