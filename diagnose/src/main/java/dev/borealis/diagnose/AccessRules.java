package dev.borealis.diagnose;

import static dev.borealis.diagnose.Figures.count;

import dev.borealis.diagnose.Finding.AppliesTo;
import dev.borealis.diagnose.Finding.Cause;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.diagnose.TableEvidence.Index;
import dev.borealis.plan.Dpu;
import dev.borealis.plan.PlanNode;
import dev.borealis.plan.Predicate;
import dev.borealis.plan.Predicate.Comparison;
import dev.borealis.sql.SqlPrinter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How tables are read: too much, by the wrong index, by none. */
final class AccessRules {
  /** Less is read for nothing in any plan. */
  private static final double MIN_REMOVED_ROWS = 100;

  private static final double FINE_WASTE = 0.1;
  private static final double GREAT_WASTE = 0.5;
  private static final double MANY_LOOKUPS = 10_000;
  private static final int MANY_COLUMNS = 50;
  private static final long WIDE_BYTES = 5_000;

  /** "Cluster quotas and database limits": columns of an index's key. */
  private static final int MAX_KEY_COLUMNS = 8;

  /** More would make the index another copy of the table. */
  private static final int MAX_INCLUDED_COLUMNS = 5;

  private final Evidence evidence;
  private final StatementColumns columns;

  AccessRules(Evidence evidence) {
    this.evidence = evidence;
    columns = StatementColumns.of(evidence.statement().tree());
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (ScannedTable scan : evidence.scans()) {
      TableEvidence table = scan.table();
      if (table == null) {
        continue;
      }
      boolean wasteful = scan.removedRows() >= MIN_REMOVED_ROWS && scan.waste() >= FINE_WASTE;
      boolean mismatch = wasteful && addMismatches(scan, table, findings);
      if (wasteful && !mismatch) {
        findings.add(waste(scan, table));
      }
      if (scan.lookedUpRows() > MANY_LOOKUPS) {
        findings.add(lookups(scan, table));
      }
      PlanNode.Estimate estimate = scan.node().estimate();
      if (estimate != null && (estimate.width() > WIDE_BYTES || isWide(scan, table))) {
        findings.add(width(scan, table, estimate.width()));
      }
    }
    return findings;
  }

  private boolean isWide(ScannedTable scan, TableEvidence table) {
    return columns.everything() && table.columns().size() >= MANY_COLUMNS && scan.keptRows() > 0;
  }

  /** A column that is turned into another type to be compared; whether there is one. */
  private boolean addMismatches(ScannedTable scan, TableEvidence table, List<Finding> findings) {
    boolean found = false;
    for (Predicate predicate : scan.filterPredicates()) {
      if (predicate instanceof Comparison comparison && castsColumn(comparison, table)) {
        findings.add(mismatch(scan, table, comparison));
        found = true;
      }
    }
    return found;
  }

  private boolean castsColumn(Comparison comparison, TableEvidence table) {
    TableEvidence.Column column = table.column(comparison.column().name());
    String operand = comparison.operand();
    if (column == null || operand == null || !(comparison.isEquality() || comparison.isRange())) {
      return false;
    }
    boolean indexed = table.indexes().stream().anyMatch(index -> index.leadsWith(column.name()));
    return comparison.castTo() != null
        ? !evidence.operators().areMixable(column.type(), comparison.castTo())
        : indexed && !evidence.operators().isComparableWith(column.type(), operand);
  }

  private Finding mismatch(ScannedTable scan, TableEvidence table, Comparison comparison) {
    String column = comparison.column().name();
    TableEvidence.Column known = table.column(column);
    String type = known == null ? "" : known.type();
    Index index =
        table.indexes().stream().filter(each -> each.leadsWith(column)).findFirst().orElse(null);
    String mended =
        "%s %s CAST(%s AS %s)"
            .formatted(
                SqlPrinter.printName(column), comparison.operator(), comparison.operand(), type);
    return new Finding(
        Cause.TYPE_MISMATCH,
        "Column %s of %s is compared as another type".formatted(column, scan.name()),
        evidence.severity(scan.millis()),
        scan.millis(),
        AppliesTo.ORIGINAL_QUERY,
        List.of(
            new Metric("Predicate", "`" + comparison.text() + "`"),
            new Metric("Type of the column", type),
            new Metric(
                "Type it is compared as",
                comparison.castTo() == null
                    ? "that of `" + comparison.operand() + "`"
                    : comparison.castTo()),
            new Metric("Index on the column", index == null ? "none" : index.name()),
            new Metric("Which types an index mixes", evidence.operators().source()),
            new Metric("Rows read", count(scan.readRows())),
            new Metric("Rows removed by the filter", count(scan.removedRows()))),
        "The constant has another type than the column, so the column is converted row by row, and"
            + " no index on it can be used: the indexes of Aurora DSQL have no operator for these"
            + " two types.",
        "Give the constant (or bind the parameter) as %s. %s"
            .formatted(
                type,
                index == null
                    ? "An index on the column is needed as well."
                    : "The index " + index.name() + " can be used then."),
        mended,
        index == null ? "Together with an index: " + impact(scan) : impact(scan));
  }

  /** What reading only the rows that stay would save. */
  private static String impact(ScannedTable scan) {
    double before = Dpu.bytes(scan.readRows(), scan.readWidth());
    double after = Dpu.bytes(scan.keptRows(), scan.readWidth());
    return "about %s read instead of %s (%s less); read DPU by the published arithmetic about %s instead of %s."
        .formatted(
            Figures.rows(scan.keptRows()),
            count(scan.readRows()),
            Figures.share(scan.waste()),
            Figures.dpu(Dpu.read(after)),
            Figures.dpu(Dpu.read(before)));
  }

  private Finding waste(ScannedTable scan, TableEvidence table) {
    List<String> key = key(scan);
    boolean indexable = scan.filterPredicates().stream().anyMatch(AccessRules::isIndexable);
    Index existing =
        table.indexes().stream()
            .filter(index -> index.valid() && index.beginsWith(key))
            .findFirst()
            .orElse(null);
    return !indexable || existing != null
        ? unindexable(scan, indexable ? existing : null)
        : missingIndex(scan, table, key);
  }

  private static boolean isIndexable(Predicate predicate) {
    return predicate instanceof Comparison comparison
        && (comparison.isEquality() || comparison.isRange());
  }

  /** Columns with equality first, then one with a range: an index serves no more. */
  private static List<String> key(ScannedTable scan) {
    Set<String> key = new LinkedHashSet<>();
    List<Comparison> comparisons = new ArrayList<>();
    for (Predicate predicate : scan.indexPredicates()) {
      addComparison(predicate, comparisons);
    }
    for (Predicate predicate : scan.filterPredicates()) {
      addComparison(predicate, comparisons);
    }
    comparisons.stream()
        .filter(Comparison::isEquality)
        .forEach(comparison -> key.add(comparison.column().name()));
    comparisons.stream()
        .filter(Comparison::isRange)
        .map(comparison -> comparison.column().name())
        .filter(column -> !key.contains(column))
        .limit(1)
        .forEach(key::add);
    return key.stream().limit(MAX_KEY_COLUMNS).toList();
  }

  private static void addComparison(Predicate predicate, List<Comparison> into) {
    if (predicate instanceof Comparison comparison) {
      into.add(comparison);
    }
  }

  private Finding missingIndex(ScannedTable scan, TableEvidence table, List<String> key) {
    List<String> included = included(scan, table, key);
    String sql =
        "CREATE INDEX ASYNC ON %s (%s)%s"
            .formatted(
                table.relation().qualified(),
                names(key),
                included.isEmpty() ? "" : " INCLUDE (" + names(included) + ")");
    List<Metric> observed = new ArrayList<>(observedWaste(scan));
    observed.add(
        new Metric(
            "Indexes of the table",
            table.indexes().isEmpty()
                ? "none"
                : table.indexes().stream()
                    .map(index -> index.name() + " (" + String.join(", ", index.keys()) + ")")
                    .collect(Collectors.joining("; "))));
    boolean some = scan.waste() <= GREAT_WASTE;
    return new Finding(
        Cause.MISSING_INDEX,
        "%s of %s, for want of an index on (%s)"
            .formatted(
                scan.indexPredicates().isEmpty() ? "Scan of all" : "Scan of too much",
                scan.name(),
                names(key)),
        evidence.severity(scan.millis()),
        scan.millis(),
        AppliesTo.ORIGINAL_QUERY,
        observed,
        "No index begins with the columns of the predicate, so that %s rows are read and %s of them dropped. What is read is paid for, and takes time, whether it is dropped in storage or above it."
            .formatted(count(scan.readRows()), Figures.share(scan.waste())),
        (some
                ? "A composite index narrows the read further; the columns compared for equality"
                    + " come first."
                : "An index with the columns compared for equality first reads only what matches.")
            + " Each index makes writes dearer: see whether an existing one can be extended.",
        sql,
        impact(scan));
  }

  /** Columns that would otherwise be looked up row by row, if that is worth it. */
  private List<String> included(ScannedTable scan, TableEvidence table, List<String> key) {
    if (scan.keptRows() <= MANY_LOOKUPS || columns.everything()) {
      return List.of();
    }
    Set<String> there = new LinkedHashSet<>(key);
    table.indexes().stream()
        .filter(Index::primary)
        .forEach(primary -> there.addAll(primary.keys()));
    List<String> needed =
        table.columns().stream()
            .map(TableEvidence.Column::name)
            .filter(columns::mentions)
            .filter(column -> !there.contains(column))
            .toList();
    return needed.size() <= MAX_INCLUDED_COLUMNS ? needed : List.of();
  }

  private static String names(List<String> columns) {
    return columns.stream().map(SqlPrinter::printName).collect(Collectors.joining(", "));
  }

  private static List<Metric> observedWaste(ScannedTable scan) {
    return List.of(
        new Metric("Node", "`" + scan.node().title() + "`"),
        new Metric(
            "Filter",
            scan.filterPredicates().stream()
                .map(predicate -> "`" + predicate.text() + "`")
                .collect(Collectors.joining(" and "))),
        new Metric("Rows read", count(scan.readRows())),
        new Metric("Rows removed by the filter", count(scan.removedRows())),
        new Metric("Filter waste", Figures.share(scan.waste())),
        new Metric("Duration", Figures.millis(scan.millis())));
  }

  private Finding unindexable(ScannedTable scan, @Nullable Index existing) {
    return new Finding(
        Cause.UNINDEXABLE_FILTER,
        existing == null
            ? "A filter on %s that no index can serve".formatted(scan.name())
            : "An index on %s that the plan does not use".formatted(scan.name()),
        evidence.severity(scan.millis()),
        scan.millis(),
        AppliesTo.ORIGINAL_QUERY,
        observedWaste(scan),
        existing == null
            ? "An index serves a column that is compared with a constant by =, IN, <, <=, > or >=."
                + " What is computed from a column, LIKE with a wildcard in front, and OR across"
                + " columns are decided row by row."
            : "The index %s begins with the columns of the predicate. The planner expects so many rows that reading all seems cheaper; see whether its estimate is right."
                .formatted(existing.name()),
        existing == null
            ? "Add a condition on a plain column that is true for all rows of the result, store"
                + " what is computed in a column of its own, or move the computation to the"
                + " constant's side."
            : "Run ANALYZE, then reassess. If the estimate is right, the scan is.",
        existing == null ? null : "ANALYZE " + scan.name(),
        "Not known before the condition is chosen: the share of rows that it keeps is missing.");
  }

  private Finding lookups(ScannedTable scan, TableEvidence table) {
    String index = scan.scan().index();
    List<String> needed = included(scan, table, List.of());
    Index used =
        table.indexes().stream().filter(each -> each.name().equals(index)).findFirst().orElse(null);
    String sql = null;
    if (used != null && !needed.isEmpty()) {
      List<String> more = needed.stream().filter(column -> !used.keys().contains(column)).toList();
      sql =
          "CREATE INDEX ASYNC ON %s (%s) INCLUDE (%s)"
              .formatted(table.relation().qualified(), String.join(", ", used.keys()), names(more));
    }
    return new Finding(
        Cause.STORAGE_LOOKUPS,
        "%s rows of %s are looked up one by one".formatted(count(scan.lookedUpRows()), scan.name()),
        evidence.severity(scan.millis()),
        scan.millis(),
        AppliesTo.ORIGINAL_QUERY,
        List.of(
            new Metric("Index", String.valueOf(index)),
            new Metric("Rows looked up", count(scan.lookedUpRows()))),
        "The index lacks columns that the query needs, so each row is fetched from the table as"
            + " well.",
        sql == null
            ? "Select fewer columns, or find the keys first (in a common table expression) and join"
                + " the rest to them."
            : "An index that includes the columns makes the lookups unnecessary.",
        sql,
        "%s lookups fewer; at least %s read DPU by the published arithmetic."
            .formatted(
                count(scan.lookedUpRows()),
                Figures.dpu(Dpu.read(Dpu.bytes(scan.lookedUpRows(), 0)))));
  }

  private Finding width(ScannedTable scan, TableEvidence table, long bytes) {
    return new Finding(
        Cause.WIDE_ROWS,
        "Wide rows of " + scan.name(),
        Severity.LOW,
        scan.millis(),
        AppliesTo.ORIGINAL_QUERY,
        List.of(
            new Metric("Columns", Integer.toString(table.columns().size())),
            new Metric("Bytes of a row, as estimated", count(bytes)),
            new Metric("Rows", count(scan.keptRows()))),
        "All columns travel from storage to the query processor, needed or not.",
        "Name the columns that are needed in place of *.",
        null,
        "About %s bytes cross; how many of them are needed is not known here."
            .formatted(count(bytes * scan.keptRows())));
  }
}
