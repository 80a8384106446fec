package dev.borealis.diagnose;

import static dev.borealis.diagnose.Figures.count;

import dev.borealis.diagnose.Finding.AppliesTo;
import dev.borealis.diagnose.Finding.Cause;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.plan.Condition;
import dev.borealis.plan.Dpu;
import dev.borealis.plan.Operation.Join;
import dev.borealis.plan.PlanNode;
import dev.borealis.plan.PlanNode.Actual;
import dev.borealis.plan.PlanNode.Branch;
import dev.borealis.plan.PlanNode.Estimate;
import dev.borealis.plan.Predicate;
import dev.borealis.plan.Predicate.Column;
import dev.borealis.plan.Predicate.ColumnEquality;
import dev.borealis.sql.SqlPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How tables are joined: in too many loops, by reading all of one, with a hash that grew. */
final class JoinRules {
  private static final long MANY_LOOPS = 100;
  private static final double MIN_SHARE = 0.2;
  private static final double MIN_ROWS = 1_000;

  /** So many rows are read for one that is joined. */
  private static final double WASTEFUL = 10;

  private static final double IMPOSSIBLE = 10;

  private static final Pattern GROWN =
      Pattern.compile(".*Buckets: ([0-9]+) \\(originally ([0-9]+)\\).*");
  private static final Pattern NEWER_GROWN =
      Pattern.compile(".*Buckets: originally ([0-9]+), now ([0-9]+).*");

  private final Evidence evidence;
  private final List<Finding> findings = new ArrayList<>();

  JoinRules(Evidence evidence) {
    this.evidence = evidence;
  }

  List<Finding> findings() {
    for (PlanNode node : evidence.capture().plan().nodes()) {
      if (node.operation() instanceof Join join) {
        addAmplification(node, join);
        addScansForJoin(node);
      }
      if (node.title().equals("Hash")) {
        addGrowth(node);
      }
    }
    evidence.scans().forEach(this::addImpossible);
    return findings;
  }

  /** The nodes that are joined; plans below SubPlan and the like are not among them. */
  private static List<PlanNode> sides(PlanNode join) {
    return join.branches().stream()
        .filter(branch -> branch.label() == null)
        .map(Branch::node)
        .toList();
  }

  private void addAmplification(PlanNode node, Join join) {
    List<PlanNode> sides = sides(node);
    if (join.method() != Join.Method.NESTED_LOOP || sides.size() != 2) {
      return;
    }
    Actual inner = sides.getLast().actual();
    Actual outer = sides.getFirst().actual();
    Estimate expected = sides.getFirst().estimate();
    if (inner == null
        || outer == null
        || expected == null
        || inner.loops() < MANY_LOOPS
        || evidence.share(inner.allMillis()) < MIN_SHARE) {
      return;
    }
    ScannedTable scan = scanBelow(sides.getLast());
    String sql = scan == null ? null : indexForJoin(node, scan);
    double ratio = outer.allRows() / Math.max(1, expected.rows());
    findings.add(
        new Finding(
            Cause.LOOP_AMPLIFICATION,
            "The inner side of a nested loop runs %s times".formatted(count(inner.loops())),
            evidence.severity(inner.allMillis()),
            inner.allMillis(),
            AppliesTo.ORIGINAL_QUERY,
            List.of(
                new Metric("Join", "`" + node.title() + "`"),
                new Metric("Inner side", "`" + sides.getLast().title() + "`"),
                new Metric("Outer rows estimated", count(expected.rows())),
                new Metric("Outer rows in fact", count(outer.allRows())),
                new Metric("Loops", count(inner.loops())),
                new Metric("Duration over all loops", Figures.millis(inner.allMillis()))),
            ratio > 2
                ? "The planner chose the loop for %s outer rows, and there were %s times as many."
                    .formatted(count(expected.rows()), Figures.factor(ratio))
                : "Each outer row starts the inner side anew.",
            sql == null
                ? "Make the outer side smaller (a further condition, or ANALYZE so that another"
                    + " join is chosen)."
                : "An index on the join's column turns each loop into a look at a few entries.",
            sql,
            "The inner side takes %s of the execution time; how much of it stays depends on the new plan."
                .formatted(Figures.share(evidence.share(inner.allMillis())))));
  }

  private void addScansForJoin(PlanNode node) {
    Actual joined = node.actual();
    for (PlanNode side : sides(node)) {
      ScannedTable scan = scanBelow(side);
      if (joined == null
          || scan == null
          || scan.keptRows() < MIN_ROWS
          || scan.keptRows() < WASTEFUL * Math.max(1, joined.allRows())
          || scan.removedRows() > scan.keptRows()
          || !scan.indexPredicates().isEmpty()) {
        continue;
      }
      String sql = indexForJoin(node, scan);
      if (sql != null) {
        findings.add(scanForJoin(scan, sql, joined));
      }
    }
  }

  private Finding scanForJoin(ScannedTable scan, String sql, Actual joined) {
    double bytes = Dpu.bytes(scan.readRows(), scan.readWidth());
    return new Finding(
        Cause.MISSING_INDEX,
        "Scan of all of %s for a join that keeps %s"
            .formatted(scan.name(), Figures.rows(joined.allRows())),
        evidence.severity(scan.millis()),
        scan.millis(),
        AppliesTo.ORIGINAL_QUERY,
        List.of(
            new Metric("Node", "`" + scan.node().title() + "`"),
            new Metric("Rows read", count(scan.readRows())),
            new Metric("Rows that the join keeps", count(joined.allRows())),
            new Metric("Duration", Figures.millis(scan.millis()))),
        "No index begins with the column that is joined by, so the planner has to read the whole"
            + " table.",
        "With an index the few rows of the other side look up theirs.",
        sql,
        "up to %s rows fewer to read; read DPU by the published arithmetic up to %s less."
            .formatted(
                count(scan.readRows() - joined.allRows()),
                Figures.dpu(
                    Dpu.read(bytes) - Dpu.read(Dpu.bytes(joined.allRows(), scan.readWidth())))));
  }

  /** The scan that a side is, with nothing between that drops or multiplies rows. */
  private @Nullable ScannedTable scanBelow(PlanNode side) {
    PlanNode node = side;
    while (List.of("Hash", "Sort", "Materialize", "Memoize").contains(node.title())
        && sides(node).size() == 1) {
      node = sides(node).getFirst();
    }
    for (ScannedTable scan : evidence.scans()) {
      if (scan.node().equals(node)) {
        return scan;
      }
    }
    return null;
  }

  private static @Nullable String indexForJoin(PlanNode join, ScannedTable scan) {
    TableEvidence table = scan.table();
    Column column = joinColumn(join, scan);
    if (table == null
        || column == null
        || table.column(column.name()) == null
        || table.indexes().stream().anyMatch(index -> index.leadsWith(column.name()))) {
      return null;
    }
    return "CREATE INDEX ASYNC ON %s (%s)"
        .formatted(table.relation().qualified(), SqlPrinter.printName(column.name()));
  }

  private static @Nullable Column joinColumn(PlanNode join, ScannedTable scan) {
    String qualifier = scan.scan().relation().qualifier();
    for (String property : List.of("Hash Cond", "Merge Cond", "Join Filter")) {
      String condition = join.property(property);
      List<Predicate> predicates =
          condition == null ? List.of() : new Condition(condition).predicates();
      for (Predicate predicate : predicates) {
        if (predicate instanceof ColumnEquality equality) {
          for (Column column : equality.columns()) {
            if (qualifier.equals(column.qualifier())) {
              return column;
            }
          }
        }
      }
    }
    return null;
  }

  private void addGrowth(PlanNode hash) {
    Actual actual = hash.actual();
    Estimate estimate = hash.estimate();
    for (PlanNode.Property property : hash.properties()) {
      String line = property.name() + ": " + property.value();
      Matcher grown = GROWN.matcher(line);
      Matcher newer = NEWER_GROWN.matcher(line);
      String now = grown.matches() ? grown.group(1) : newer.matches() ? newer.group(2) : null;
      if (now == null || actual == null || estimate == null) {
        continue;
      }
      String before = grown.matches() ? grown.group(2) : newer.group(1);
      findings.add(
          new Finding(
              Cause.HASH_GROWTH,
              "A hash table grew from %s to %s buckets".formatted(before, now),
              Severity.LOW,
              actual.allMillis(),
              AppliesTo.ORIGINAL_QUERY,
              List.of(
                  new Metric("Rows estimated", count(estimate.rows())),
                  new Metric("Rows in fact", count(actual.rows()))),
              "More rows came than the planner expected, so the table was built again while it was"
                  + " filled.",
              "See why the estimate below the Hash is wrong: the findings on estimates name the"
                  + " table.",
              null,
              "Small by itself; a right estimate may lead to another join."));
    }
  }

  private void addImpossible(ScannedTable scan) {
    TableEvidence table = scan.table();
    if (table == null || table.count() == null || table.count() == 0) {
      return;
    }
    for (PlanNode node : withStorage(scan.node())) {
      Actual actual = node.actual();
      if (actual != null && actual.rows() >= IMPOSSIBLE * table.count()) {
        findings.add(
            new Finding(
                Cause.IMPOSSIBLE_ROWS,
                "More rows of %s than there are".formatted(scan.name()),
                Severity.BUG_REPORT,
                0,
                AppliesTo.ORIGINAL_QUERY,
                List.of(
                    new Metric("Node", "`" + node.title() + "`"),
                    new Metric("Rows per loop, as shown", count(actual.rows())),
                    new Metric("Rows in the table", count(table.count()))),
                "The node cannot have given so many rows. It is the figure that is wrong; the"
                    + " result of the query is right.",
                "Report it: the template is below.",
                null,
                "None for the query."));
        return;
      }
    }
  }

  private static List<PlanNode> withStorage(PlanNode scan) {
    List<PlanNode> nodes = new ArrayList<>(List.of(scan));
    scan.branches().forEach(branch -> nodes.addAll(withStorage(branch.node())));
    return nodes;
  }
}
