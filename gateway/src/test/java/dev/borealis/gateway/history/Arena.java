package dev.borealis.gateway.history;

import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The table that random transactions share, and the way to it. */
final class Arena {
  /** How a client comes to the server. */
  @FunctionalInterface
  interface Door {
    WireClient open() throws IOException;
  }

  /** How clients send a request to cancel what another connection runs. */
  @FunctionalInterface
  interface CancelDoor {
    void cancel(WireClient client) throws IOException;
  }

  /** How long a server may be away that clients bear to lose. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Door door;
  private final CancelDoor cancelDoor;
  private final String table;
  private final int keys;
  private final Habits habits;
  private final Lie lie;
  private final AtomicLong values = new AtomicLong();

  /**
   * What clients do.
   *
   * @param begin the statement that begins a block
   * @param mishaps in how many of a thousand exchanges a client cancels, or leaves without a word
   * @param locks whether they SELECT FOR UPDATE
   * @param bearsLoss whether they go on after the server has ended their connections
   */
  record Habits(String begin, int mishaps, boolean locks, boolean bearsLoss) {
    Habits bearingLoss() {
      return new Habits(begin, mishaps, locks, true);
    }
  }

  Arena(Door door, CancelDoor cancelDoor, String table, int keys, Habits habits, Lie lie) {
    this.door = door;
    this.cancelDoor = cancelDoor;
    this.table = table;
    this.keys = keys;
    this.habits = habits;
    this.lie = lie;
  }

  Link connect() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return new Link(door.open());
      } catch (IOException e) {
        if (!habits.bearsLoss() || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
  }

  void cancel(Link link) throws IOException {
    cancelDoor.cancel(link.client());
  }

  String table() {
    return table;
  }

  /** Keys are 1 to this. */
  int keys() {
    return keys;
  }

  Habits habits() {
    return habits;
  }

  Lie lie() {
    return lie;
  }

  /** A base such that no value over it is written twice. */
  long nextBase() {
    return values.addAndGet(keys + 1L);
  }

  /** Some statement. */
  Step step(Random random) {
    int key = 1 + random.nextInt(keys);
    int other = 1 + random.nextInt(keys);
    int width = random.nextInt(4) == 0 ? random.nextInt(6) : 0;
    int last = Math.min(key + width, keys);
    Step.Kind kind = kind(random.nextInt(100));
    return switch (kind) {
      case LOOK ->
          random.nextInt(4) == 0 ? new Step(kind, 1, keys, 0) : new Step(kind, key, last, 0);
      case LOOK_FOR_UPDATE, DELETE -> new Step(kind, key, last, 0);
      case UPDATE, INSERT_SOME -> new Step(kind, key, last, nextBase());
      case INSERT, INSERT_IF_MISSING, INSERT_OR_NOTHING, UPSERT ->
          new Step(kind, key, key, nextBase());
      case UPDATE_TWO, DELETE_ONE_AND_UPDATE_ONE ->
          new Step(kind, key, other == key ? key % keys + 1 : other, nextBase());
    };
  }

  private Step.Kind kind(int percent) {
    if (percent < 28) {
      return Step.Kind.LOOK;
    } else if (percent < 36) {
      return habits.locks() ? Step.Kind.LOOK_FOR_UPDATE : Step.Kind.LOOK;
    } else if (percent < 62) {
      return Step.Kind.UPDATE;
    } else if (percent < 69) {
      return Step.Kind.DELETE;
    } else if (percent < 74) {
      return Step.Kind.INSERT;
    } else if (percent < 78) {
      return Step.Kind.INSERT_SOME;
    } else if (percent < 82) {
      return Step.Kind.INSERT_IF_MISSING;
    } else if (percent < 86) {
      return Step.Kind.INSERT_OR_NOTHING;
    } else if (percent < 94) {
      return Step.Kind.UPSERT;
    } else if (percent < 97) {
      return Step.Kind.UPDATE_TWO;
    }
    return Step.Kind.DELETE_ONE_AND_UPDATE_ONE;
  }
}
