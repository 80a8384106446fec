package dev.borealis.gateway.history;

import dev.borealis.gateway.history.Anomaly.Kind;
import dev.borealis.gateway.history.SnapshotGraph.Edge;
import dev.borealis.gateway.history.SnapshotGraph.Why;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether a history is one of snapshot isolation in which the first committer wins.
 *
 * <p>The dependencies are Adya's (Weak Consistency, 1999): write, read and anti-dependency, over
 * the versions of each key in their order. That every write leaves a value of its own, and the
 * value that it replaced, makes the order known instead of guessed (Kingsbury and Alvaro, Elle,
 * VLDB 2020). A history is snapshot-isolated if and only if every cycle of dependencies has two
 * anti-dependencies next to each other (Cerone and Gotsman, Analysing Snapshot Isolation, PODC
 * 2016). With two nodes for each transaction, its snapshot and its commit, a cycle without such a
 * pair is just a cycle; and real time can be added, as Adya's G-SI asks: a snapshot shows
 * everything that had been committed before the transaction began.
 *
 * <p>Deleting leaves nothing that the next insertion could name, so the lives of a key's rows are
 * put in order by time: an insertion saw the deletion before it, or it would have lost. Where the
 * order could be either, nothing is concluded, and neither is from a row that came and went between
 * an insertion's snapshot and its commit: PostgreSQL has forgotten it by then, which
 * docs/divergences.md lists.
 */
final class SnapshotIsolation {
  private final History history;
  private final List<Anomaly> anomalies = new ArrayList<>();
  private final IdentityHashMap<Transaction, Footprint> footprints = new IdentityHashMap<>();
  private final VersionOrder order;
  private final SnapshotGraph graph;

  private SnapshotIsolation(History history) {
    this.history = history;
    for (Transaction transaction : history.transactions()) {
      footprints.put(transaction, Footprint.of(transaction, anomalies));
    }
    order = VersionOrder.of(history, footprints, anomalies);
    graph = new SnapshotGraph(history.transactions());
  }

  /** What is wrong with a history; nothing if it is snapshot-isolated. */
  static List<Anomaly> violations(History history) {
    return new SnapshotIsolation(history).check();
  }

  private List<Anomaly> check() {
    Map<Integer, List<Incarnation>> rows = rowsByKey();
    rows.values().forEach(this::follow);
    Locks locks = new Locks(graph, anomalies);
    for (Transaction transaction : history.transactions()) {
      Footprint footprint = Objects.requireNonNull(footprints.get(transaction));
      footprint
          .taken()
          .forEach((key, seen) -> saw(transaction, key, seen, rows.getOrDefault(key, List.of())));
      if (order.isCommitted(transaction)) {
        footprint
            .locked()
            .forEach(it -> locks.add(transaction, it, order.incarnationOf(it.value())));
      }
    }
    locks.conflict();
    report(graph.cycle(), false);
    if (anomalies.isEmpty()) {
      report(graph.cycleInTime(), true);
    }
    return anomalies;
  }

  /** The lives of each key's rows, in the order of their beginning as far as that is known. */
  private Map<Integer, List<Incarnation>> rowsByKey() {
    Map<Integer, List<Incarnation>> rows =
        order.incarnations().stream()
            .filter(row -> !row.isSecret())
            .collect(Collectors.groupingBy(Incarnation::key, TreeMap::new, Collectors.toList()));
    rows.values()
        .forEach(it -> it.sort(Comparator.comparingLong(row -> row.firstWriter().endingNanos())));
    return rows;
  }

  /** Adds what each writer of a key replaced. */
  private void follow(List<Incarnation> rows) {
    for (int i = 0; i < rows.size(); i++) {
      Incarnation row = rows.get(i);
      Transaction before = null;
      for (Transaction writer : row.successiveWriters()) {
        if (before != null) {
          graph.visible(before, writer, Why.WW, row.key());
        }
        before = writer;
      }
      Transaction deleter = row.deleter();
      if (before != null && deleter != null) {
        graph.visible(before, deleter, Why.WW, row.key());
      }
      for (int j = i - 1; j >= 0; j--) {
        if (precedes(rows.get(j), row)) {
          break;
        }
      }
    }
  }

  /** Adds which of two rows was there first; false if that is not known. */
  private boolean precedes(Incarnation earlier, Incarnation later) {
    boolean forth = earlier.mayPrecede(later);
    boolean back = later.mayPrecede(earlier);
    boolean unseen =
        earlier.mayPassUnseenBy(later.firstWriter())
            || later.mayPassUnseenBy(earlier.firstWriter());
    if (unseen || (forth && back)) {
      return false;
    }
    if (!forth && !back) {
      anomalies.add(
          new Anomaly(
              Kind.TWO_ROWS,
              "%s of %s, deleted by %s, and %s of %s, deleted by %s"
                  .formatted(
                      earlier,
                      earlier.firstWriter(),
                      earlier.deleter(),
                      later,
                      later.firstWriter(),
                      later.deleter())));
      return true;
    }
    Incarnation first = forth ? earlier : later;
    Incarnation second = forth ? later : earlier;
    Transaction deleter = first.deleter();
    if (deleter != null) {
      graph.visible(deleter, second.firstWriter(), Why.WW, first.key());
    }
    return true;
  }

  /** Adds what a transaction's having seen something says of its snapshot. */
  private void saw(Transaction reader, int key, long seen, List<Incarnation> rows) {
    if (seen == Footprint.MISSING) {
      missed(reader, key, rows);
    } else if (seen == Footprint.PRESENT) {
      if (rows.stream().noneMatch(row -> row.mayBeSeenBy(reader))) {
        anomalies.add(
            new Anomaly(Kind.WRONG_PRESENCE, "k%d met, but not there: %s".formatted(key, reader)));
      }
    } else {
      read(reader, key, seen);
    }
  }

  private void read(Transaction reader, int key, long value) {
    Transaction writer = order.writer(value);
    if (writer == null || writer == reader) {
      return;
    }
    Incarnation row = order.incarnationOf(value);
    Version version = row == null ? null : row.withValue(value);
    if (row == null || version == null || !order.isCommitted(writer)) {
      anomalies.add(
          new Anomaly(
              Kind.G1A_ABORTED_READ,
              "k%d=%d of %s, read by %s".formatted(key, value, writer, reader)));
      return;
    }
    graph.visible(writer, reader, Why.WR, key);
    Transaction replacer = row.replacer(version.number());
    if (replacer == writer) {
      anomalies.add(
          new Anomaly(
              Kind.G1B_INTERMEDIATE_READ,
              "k%d=%d of %s, read by %s".formatted(key, value, writer, reader)));
    } else if (replacer != null) {
      graph.antiDepends(reader, replacer, key);
    }
  }

  /** A snapshot without a row is from before it or from after it. */
  private void missed(Transaction reader, int key, List<Incarnation> rows) {
    Incarnation before = null;
    Incarnation after = null;
    for (Incarnation row : rows) {
      boolean isBefore = row.mayFollow(reader);
      boolean isAfter = row.mayPrecede(reader);
      if (!isBefore && !isAfter && row.firstWriter() != reader) {
        anomalies.add(
            new Anomaly(
                Kind.WRONG_PRESENCE,
                "%s of %s, not seen by %s".formatted(row, row.firstWriter(), reader)));
      } else if (isAfter && !isBefore) {
        after = row;
      } else if (isBefore && !isAfter && before == null) {
        before = row;
      }
    }
    if (after != null && after.deleter() != null) {
      graph.visible(after.deleter(), reader, Why.WR, key);
    }
    if (before != null) {
      graph.antiDepends(reader, before.firstWriter(), key);
    }
  }

  private void report(List<Edge> cycle, boolean inTime) {
    if (!cycle.isEmpty()) {
      anomalies.add(new Anomaly(inTime ? Kind.REAL_TIME : kind(cycle), graph.describe(cycle)));
    }
  }

  private static Kind kind(List<Edge> cycle) {
    long antiDependencies = cycle.stream().filter(edge -> edge.why() == Why.RW).count();
    if (antiDependencies == 0) {
      boolean reads = cycle.stream().anyMatch(edge -> edge.why() == Why.WR);
      return reads ? Kind.G1C_CIRCULAR_INFORMATION_FLOW : Kind.G0_WRITE_CYCLE;
    }
    return antiDependencies == 1 ? Kind.G_SINGLE_READ_SKEW : Kind.G_NONADJACENT;
  }
}
