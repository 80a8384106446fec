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
import dev.borealis.gateway.history.Transaction.Outcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions that each key went through, in order, and who made them. Nothing is guessed: a
 * transaction of which the client knows no outcome has committed if somebody has seen what it
 * wrote.
 */
final class VersionOrder {
  private final History history;
  private final Map<Transaction, Footprint> footprints;
  private final List<Anomaly> anomalies;
  private final Map<Long, Transaction> writers = new HashMap<>();
  private final Map<Long, Version> faces = new HashMap<>();
  private final Set<Transaction> committed = new HashSet<>();
  private final Map<Long, Incarnation> incarnations = new TreeMap<>();

  private VersionOrder(
      History history, Map<Transaction, Footprint> footprints, List<Anomaly> anomalies) {
    this.history = history;
    this.footprints = footprints;
    this.anomalies = anomalies;
  }

  /** Works out the order; adds what is wrong in it. */
  static VersionOrder of(
      History history, Map<Transaction, Footprint> footprints, List<Anomaly> anomalies) {
    VersionOrder order = new VersionOrder(history, footprints, anomalies);
    order.findWriters();
    order.findCommitted();
    order.lineUp();
    order.bury();
    return order;
  }

  boolean isCommitted(Transaction transaction) {
    return committed.contains(transaction);
  }

  /** Who has written a value; null if nobody. */
  @Nullable Transaction writer(long value) {
    return writers.get(value);
  }

  /** The row's life that a value is part of; null if it was never committed. */
  @Nullable Incarnation incarnationOf(long value) {
    Version version = faces.get(value);
    return version == null ? null : incarnations.get(version.birth());
  }

  /** The lives of all rows. */
  Collection<Incarnation> incarnations() {
    return incarnations.values();
  }

  private void findWriters() {
    for (Transaction transaction : history.transactions()) {
      for (Event event : transaction.events()) {
        switch (event) {
          case Wrote(Version version) -> writers.put(version.value(), transaction);
          case Attempted(_, long value) -> writers.put(value, transaction);
          case Found _, Locked _, Missed _, Met _, Deleted _, AttemptedDeletion _ -> {}
        }
      }
    }
  }

  private void findCommitted() {
    for (Transaction transaction : history.transactions()) {
      if (transaction.outcome() == Outcome.COMMITTED) {
        committed.add(transaction);
      }
      for (Event event : transaction.events()) {
        Version seen =
            switch (event) {
              case Found(Version version) -> version;
              case Locked(Version version) -> version;
              case Deleted(Version version) -> version;
              case Wrote(Version version) -> version;
              case Missed _, Met _, Attempted _, AttemptedDeletion _ -> null;
            };
        if (seen != null) {
          saw(transaction, seen);
          if (!seen.isInsertion() && seen.previous() != Version.UNKNOWN) {
            saw(transaction, seen.replaced());
          }
        }
      }
    }
  }

  private void saw(Transaction by, Version version) {
    Version known = faces.get(version.value());
    if (known != null && !known.agreesWith(version)) {
      anomalies.add(
          new Anomaly(Kind.TWO_FACES, "%s, and %s, seen by %s".formatted(known, version, by)));
    }
    if (known == null || known.previous() == Version.UNKNOWN) {
      faces.put(version.value(), version);
    }
    Transaction writer = writers.get(version.value());
    if (writer == null) {
      anomalies.add(new Anomaly(Kind.INVENTED, "%s, seen by %s".formatted(version, by)));
    } else if (writer != by && writer.outcome() == Outcome.UNKNOWN) {
      committed.add(writer);
    }
  }

  /** Puts the committed versions of each row in a line. */
  private void lineUp() {
    for (Version version : faces.values()) {
      Transaction writer = writers.get(version.value());
      if (writer == null || !committed.contains(writer)) {
        continue;
      }
      Incarnation incarnation =
          incarnations.computeIfAbsent(
              version.birth(), birth -> new Incarnation(version.key(), birth));
      Version rival = incarnation.put(version, writer);
      if (rival != null) {
        anomalies.add(
            new Anomaly(
                Kind.LOST_UPDATE,
                "%s and %s, of %s and of %s"
                    .formatted(version, rival, writer, writers.get(rival.value()))));
      }
    }
    for (Incarnation incarnation : incarnations.values()) {
      Version before = null;
      for (Version version : incarnation.versions()) {
        if (before != null
            && version.previous() != Version.UNKNOWN
            && version.previous() != before.value()) {
          anomalies.add(new Anomaly(Kind.LOST_UPDATE, "%s follows %s".formatted(version, before)));
        }
        before = version;
      }
    }
  }

  /** Finds out who deleted each row. */
  private void bury() {
    for (Transaction transaction : committed) {
      for (Version dead : footprint(transaction).deleted()) {
        Incarnation incarnation = incarnations.get(dead.birth());
        if (incarnation == null) {
          continue;
        }
        Transaction rival = incarnation.deleter();
        if (rival != null) {
          anomalies.add(
              new Anomaly(
                  Kind.LOST_UPDATE,
                  "%s was deleted by %s and by %s".formatted(dead, transaction, rival)));
        }
        incarnation.deletedBy(transaction);
        if (incarnation.last().value() != dead.value()) {
          anomalies.add(
              new Anomaly(
                  Kind.LOST_UPDATE,
                  "%s was deleted by %s, and updated to %s"
                      .formatted(dead, transaction, incarnation.last())));
        }
      }
    }
    Transaction finalRead = history.finalRead();
    if (finalRead != null) {
      Map<Integer, Long> left = footprint(finalRead).taken();
      for (Incarnation incarnation : incarnations.values()) {
        Incarnation survivor = incarnationOf(left.getOrDefault(incarnation.key(), 0L));
        if (incarnation != survivor && incarnation.deleter() == null) {
          findLostDeleter(incarnation);
        }
      }
    }
  }

  /** The row is gone, and nobody who knows that he committed has deleted it. */
  private void findLostDeleter(Incarnation incarnation) {
    List<Transaction> suspects =
        history.transactions().stream()
            .filter(it -> it.outcome() == Outcome.UNKNOWN && mayHaveDeleted(it, incarnation))
            .toList();
    if (suspects.isEmpty()) {
      Transaction writer = Objects.requireNonNull(writers.get(incarnation.last().value()));
      List<Transaction> rivals =
          history.transactions().stream()
              .filter(it -> it.contended().contains(incarnation.key()))
              .filter(it -> it.endedNanos() > writer.begunNanos())
              .limit(8)
              .toList();
      anomalies.add(
          new Anomaly(
              Kind.VANISHED,
              "nobody deleted %s of %s; of those who wanted the key: %s"
                  .formatted(incarnation.last(), writer, rivals)));
    }
    if (suspects.size() == 1) {
      committed.add(suspects.getFirst());
      incarnation.deletedBy(suspects.getFirst());
    } else {
      incarnation.deletedBySomebody();
    }
  }

  private boolean mayHaveDeleted(Transaction transaction, Incarnation incarnation) {
    Version last = incarnation.last();
    Footprint footprint = footprint(transaction);
    // It may have updated the row before, which nobody has seen then.
    boolean began = Long.valueOf(last.value()).equals(footprint.taken().get(last.key()));
    return footprint.deleted().stream()
            .anyMatch(
                dead -> dead.value() == last.value() || (began && dead.birth() == last.birth()))
        || transaction.events().contains(new AttemptedDeletion(incarnation.key()));
  }

  private Footprint footprint(Transaction transaction) {
    return Objects.requireNonNull(footprints.get(transaction));
  }
}
