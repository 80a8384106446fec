package dev.borealis.diagnose;

import dev.borealis.plan.Condition;
import dev.borealis.plan.Operation;
import dev.borealis.plan.Operation.Storage;
import dev.borealis.plan.PlanNode;
import dev.borealis.plan.PlanNode.Actual;
import dev.borealis.plan.PlanNode.Branch;
import dev.borealis.plan.PlanNode.Property;
import dev.borealis.plan.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node that reads a table, and what belongs to it below.
 *
 * @param table null if the catalog does not know it
 * @param limited whether a Limit above it may have ended it early
 */
record ScannedTable(
    PlanNode node, Operation.Scan scan, @Nullable TableEvidence table, boolean limited) {

  /** What decides which index entries are read. */
  List<Predicate> indexPredicates() {
    String condition = node.property(Property.INDEX_CONDITION);
    return predicates(condition == null ? node.property(Property.RECHECK) : condition);
  }

  /** What drops rows that were read, in storage or above it. */
  List<Predicate> filterPredicates() {
    List<Predicate> all = new ArrayList<>(predicates(node.property(Property.FILTER)));
    storage().forEach(below -> all.addAll(predicates(below.property(Property.STORAGE_FILTERS))));
    return all;
  }

  private static List<Predicate> predicates(@Nullable String condition) {
    return condition == null ? List.of() : new Condition(condition).predicates();
  }

  /** DSQL's storage nodes directly below. */
  private List<PlanNode> storage() {
    return node.branches().stream()
        .map(Branch::node)
        .filter(below -> below.operation() instanceof Storage)
        .toList();
  }

  /** Rows that it gave, over all loops; 0 without ANALYZE. */
  double keptRows() {
    Actual actual = node.actual();
    return actual == null ? 0 : actual.allRows();
  }

  /** Rows that filters dropped, over all loops. */
  double removedRows() {
    Actual actual = node.actual();
    long inStorage =
        storage().stream().mapToLong(below -> below.count(Property.STORAGE_FILTERED)).sum();
    return actual == null
        ? 0
        : (double) (node.count(Property.REMOVED_BY_FILTER) + inStorage) * actual.loops();
  }

  double readRows() {
    return keptRows() + removedRows();
  }

  /** The share of the rows read that was read for nothing; 0 if none was read. */
  double waste() {
    double read = readRows();
    return read == 0 ? 0 : removedRows() / read;
  }

  /** Rows fetched one by one from the table, over all loops; 0 if an index has all columns. */
  double lookedUpRows() {
    double rows = 0;
    for (PlanNode below : storage()) {
      Actual actual = below.actual();
      if (below.operation() instanceof Storage storage
          && storage.kind() == Storage.Kind.STORAGE_LOOKUP
          && actual != null) {
        rows += actual.allRows();
      }
    }
    return rows;
  }

  double millis() {
    Actual actual = node.actual();
    return actual == null ? 0 : actual.allMillis();
  }

  /** The bytes that a row counts when it is read. */
  double readWidth() {
    long known = table == null ? 0 : table.rowWidth();
    return known == 0 && node.estimate() != null ? node.estimate().width() : known;
  }

  String name() {
    return scan.relation().qualified();
  }
}
