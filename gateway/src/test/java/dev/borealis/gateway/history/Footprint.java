package dev.borealis.gateway.history;

import dev.borealis.gateway.history.Anomaly.Kind;
import dev.borealis.gateway.history.Event.Attempted;
import dev.borealis.gateway.history.Event.AttemptedDeletion;
import dev.borealis.gateway.history.Event.Deleted;
import dev.borealis.gateway.history.Event.Found;
import dev.borealis.gateway.history.Event.Locked;
import dev.borealis.gateway.history.Event.Met;
import dev.borealis.gateway.history.Event.Missed;
import dev.borealis.gateway.history.Event.Wrote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a transaction is to others: what it took from its snapshot, what it locked there, and which
 * rows it deleted. On the way it is seen whether the transaction agrees with itself: a key looks as
 * it did when it was last looked at, or as the transaction has left it since.
 */
final class Footprint {
  /** Stands for a value: there is no row. */
  static final long MISSING = 0;

  /** Stands for a value: there is a row, which has not been shown. */
  static final long PRESENT = -2;

  private final Transaction transaction;
  private final List<Anomaly> anomalies;
  private final Map<Integer, Long> view = new HashMap<>();
  private final Map<Integer, Long> taken = new HashMap<>();
  private final List<Version> locked = new ArrayList<>();
  private final List<Version> deleted = new ArrayList<>();

  private Footprint(Transaction transaction, List<Anomaly> anomalies) {
    this.transaction = transaction;
    this.anomalies = anomalies;
  }

  /** Walks through a transaction; adds what is wrong within it. */
  static Footprint of(Transaction transaction, List<Anomaly> anomalies) {
    Footprint footprint = new Footprint(transaction, anomalies);
    transaction.events().forEach(footprint::step);
    return footprint;
  }

  /** By key, what the transaction took from its snapshot: a value, or what stands for one. */
  Map<Integer, Long> taken() {
    return taken;
  }

  /** Versions of others that it locked. */
  List<Version> locked() {
    return locked;
  }

  /** Rows that it deleted, as they were. */
  List<Version> deleted() {
    return deleted;
  }

  private void step(Event event) {
    switch (event) {
      case Found(Version version) -> expect(version.key(), version.value());
      case Locked(Version version) -> {
        expect(version.key(), version.value());
        if (Long.valueOf(version.value()).equals(taken.get(version.key()))) {
          locked.add(version);
        }
      }
      case Missed(int key) -> expect(key, MISSING);
      case Met(int key) -> expect(key, PRESENT);
      case Wrote(Version version) -> {
        expect(version.key(), version.isInsertion() ? MISSING : version.previous());
        view.put(version.key(), version.value());
      }
      case Deleted(Version version) -> {
        expect(version.key(), version.value());
        view.put(version.key(), MISSING);
        deleted.add(version);
      }
      case Attempted _, AttemptedDeletion _ -> {
        // Nobody has seen whether it happened, and nothing is seen after it.
      }
    }
  }

  private void expect(int key, long seen) {
    Long known = view.get(key);
    if (known == null || (known == PRESENT && seen > 0)) {
      view.put(key, seen);
      taken.put(key, seen);
    } else if (known != seen && !(seen == PRESENT && known > 0)) {
      anomalies.add(
          new Anomaly(
              Kind.INTERNAL,
              "k%d was %d to the transaction, and then %d: %s"
                  .formatted(key, known, seen, transaction)));
    }
  }
}
