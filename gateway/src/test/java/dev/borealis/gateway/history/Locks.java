package dev.borealis.gateway.history;

import dev.borealis.gateway.history.Anomaly.Kind;
import dev.borealis.gateway.history.SnapshotGraph.Why;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Versions that committed transactions locked FOR UPDATE. To DSQL that is a write, which leaves the
 * row as it is: of two that locked the same version, or of one that locked and one that replaced
 * it, the first must have committed before the other one's snapshot.
 */
final class Locks {
  private record Holder(Transaction transaction, @Nullable Transaction replacer) {}

  private final SnapshotGraph graph;
  private final List<Anomaly> anomalies;
  private final Map<Long, List<Holder>> holders = new LinkedHashMap<>();
  private final Map<Long, Version> versions = new LinkedHashMap<>();

  Locks(SnapshotGraph graph, List<Anomaly> anomalies) {
    this.graph = graph;
    this.anomalies = anomalies;
  }

  /** A committed transaction has locked a version of a row. */
  void add(Transaction transaction, Version version, @Nullable Incarnation row) {
    Version seen = row == null ? null : row.withValue(version.value());
    Transaction replacer = row == null || seen == null ? null : row.replacer(seen.number());
    versions.put(version.value(), version);
    holders
        .computeIfAbsent(version.value(), _ -> new ArrayList<>())
        .add(new Holder(transaction, replacer));
  }

  /** Adds which of those that wanted the same version were first. */
  void conflict() {
    holders.forEach((value, rivals) -> {
      Version version = Objects.requireNonNull(versions.get(value));
      for (int i = 0; i < rivals.size(); i++) {
        Holder one = rivals.get(i);
        if (one.replacer() != null) {
          graph.visible(one.transaction(), one.replacer(), Why.LOCK, version.key());
        }
        for (int j = 0; j < i; j++) {
          conflict(one, rivals.get(j), version);
        }
      }
    });
  }

  private void conflict(Holder one, Holder other, Version version) {
    Transaction first = one.transaction();
    Transaction second = other.transaction();
    if (first == second || first == one.replacer() || second == one.replacer()) {
      // The one that also replaced it comes last, as is added for the other one.
      return;
    }
    boolean forth = first.endingNanos() < second.snapshotNanos();
    boolean back = second.endingNanos() < first.snapshotNanos();
    if (!forth && !back) {
      anomalies.add(
          new Anomaly(Kind.LOST_LOCK, "%s, by %s and by %s".formatted(version, first, second)));
    } else if (!back) {
      graph.visible(first, second, Why.LOCK, version.key());
    } else if (!forth) {
      graph.visible(second, first, Why.LOCK, version.key());
    }
  }
}
