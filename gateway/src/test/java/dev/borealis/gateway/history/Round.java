package dev.borealis.gateway.history;

import dev.borealis.gateway.history.Arena.Door;
import dev.borealis.gateway.history.Transaction.Outcome;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * A table's life, from its first row to the last look at it, under clients that do as they like.
 */
final class Round implements AutoCloseable {
  private final Arena arena;
  private final long seed;
  private final List<Actor> actors = new ArrayList<>();
  private final Transaction loader;

  /** Makes the table and fills half of it. */
  Round(Arena arena, Door door, long seed, int clients) throws IOException {
    this.arena = arena;
    this.seed = seed;
    try (WireClient maker = door.open()) {
      List<String> made =
          maker.run(
              "CREATE TABLE %s (k int PRIMARY KEY, birth bigint NOT NULL, n int NOT NULL, prev bigint NOT NULL, v bigint NOT NULL)"
                  .formatted(arena.table()));
      if (!made.equals(List.of("CREATE TABLE"))) {
        throw new IOException(made.toString());
      }
    }
    loader =
        alone("loader", new Step(Step.Kind.INSERT_SOME, 1, arena.keys() / 2, arena.nextBase()));
    for (int i = 0; i < clients; i++) {
      actors.add(new Actor("c" + i, arena, new Random(seed * 31 + i)));
    }
  }

  private Transaction alone(String name, Step step) throws IOException {
    Transaction transaction = new Transaction(name, System.nanoTime());
    try (Link link = arena.connect()) {
      link.query(step.literalSql(arena.table()));
      transaction.ending(System.nanoTime());
      link.send();
      Answer answer = link.receive().getFirst();
      if (answer.error() != null) {
        throw new IOException(answer.toString());
      }
      step.events(answer).forEach(transaction::add);
    }
    transaction.ended(Outcome.COMMITTED, System.nanoTime());
    return transaction;
  }

  /**
   * One client acts at a time, and everybody else does nothing until it has its answer: so a
   * statement that waits for another client would wait for ever.
   */
  void takeTurns(int turns) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < turns; i++) {
      actors.get(random.nextInt(actors.size())).act();
    }
    for (Actor actor : actors) {
      while (!actor.isIdle()) {
        actor.act();
      }
    }
  }

  /** What happens in the middle of a race. */
  @FunctionalInterface
  interface Incident {
    void happen() throws IOException;
  }

  /** All clients act at once. */
  void race(Duration duration, Incident incident) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + duration.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (Actor actor : actors) {
        running.add(
            threads.submit(() -> {
              while (System.nanoTime() < deadline || !actor.isIdle()) {
                actor.act();
              }
              return null;
            }));
      }
      LockSupport.parkNanos(duration.toNanos() / 2);
      incident.happen();
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /** The history, with a last look at the table; nobody else may be at work any more. */
  History history() throws IOException {
    Transaction last = alone("final", new Step(Step.Kind.LOOK, 1, arena.keys(), 0));
    List<Transaction> all = new ArrayList<>();
    all.add(loader);
    actors.forEach(actor -> all.addAll(actor.transactions()));
    all.add(last);
    return new History(all, last);
  }

  @Override
  public void close() throws IOException {
    for (Actor actor : actors) {
      actor.close();
    }
  }
}
