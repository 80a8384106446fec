package dev.borealis.diagnose;

import dev.borealis.plan.Operation;
import dev.borealis.plan.PlanNode;
import dev.borealis.plan.PlanNode.Branch;
import dev.borealis.plan.RelationName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known when findings are made.
 *
 * @param scans the nodes that read tables
 * @param operators which types an index condition may mix
 * @param gaps what could not be looked up, in sentences
 */
record Evidence(
    ExplainedStatement statement,
    CapturedPlan capture,
    List<ScannedTable> scans,
    IndexOperators operators,
    List<String> gaps) {
  /** More tables than a readable plan has. */
  private static final int MAX_TABLES = 32;

  /** Knows tables, and how they can be read. */
  @FunctionalInterface
  interface Tables {
    /** What there is about a table; null if it is none. */
    @Nullable TableEvidence table(RelationName relation) throws SQLException;

    /** Which types an index condition may mix. */
    default IndexOperators indexOperators() throws SQLException {
      return IndexOperators.PUBLISHED;
    }
  }

  /** Looks at each table of the plan once. */
  static Evidence gather(ExplainedStatement statement, CapturedPlan capture, Tables catalog) {
    Map<RelationName, @Nullable TableEvidence> known = new HashMap<>();
    List<String> gaps = new ArrayList<>();
    List<ScannedTable> scans = new ArrayList<>();
    collect(capture.plan().root(), false, scans);
    List<ScannedTable> complete = new ArrayList<>();
    for (ScannedTable scan : scans) {
      RelationName relation = scan.scan().relation();
      RelationName key = new RelationName(relation.schema(), relation.name(), null);
      if (!known.containsKey(key)) {
        known.put(key, known.size() < MAX_TABLES ? look(catalog, key, gaps) : null);
      }
      complete.add(new ScannedTable(scan.node(), scan.scan(), known.get(key), scan.limited()));
    }
    return new Evidence(statement, capture, complete, operators(catalog, gaps), gaps);
  }

  private static IndexOperators operators(Tables catalog, List<String> gaps) {
    try {
      return catalog.indexOperators();
    } catch (SQLException e) {
      gaps.add(
          "Which types an index condition mixes was not looked up, so the published rule counts: "
              + ClusterReader.words(e));
      return IndexOperators.PUBLISHED;
    }
  }

  private static @Nullable TableEvidence look(
      Tables catalog, RelationName relation, List<String> gaps) {
    try {
      return catalog.table(relation);
    } catch (SQLException e) {
      gaps.add(
          "Of %s nothing was looked up: %s"
              .formatted(relation.qualified(), ClusterReader.words(e)));
      return null;
    }
  }

  private static void collect(PlanNode node, boolean limited, List<ScannedTable> into) {
    if (node.operation() instanceof Operation.Scan scan && scan.ofTable()) {
      into.add(new ScannedTable(node, scan, null, limited));
    }
    boolean endsEarly = limited || node.title().equals("Limit");
    for (Branch branch : node.branches()) {
      collect(branch.node(), endsEarly, into);
    }
  }

  /** The tables, each once. */
  List<TableEvidence> tables() {
    return scans.stream().map(ScannedTable::table).filter(Objects::nonNull).distinct().toList();
  }

  /** The share of the execution time that so many milliseconds are. */
  double share(double millis) {
    double execution = capture.executionMillis();
    return execution == 0 ? 0 : millis / execution;
  }

  Severity severity(double millis) {
    return Severity.ofShare(share(millis));
  }
}
