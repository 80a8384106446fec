package dev.borealis.diagnose;

import static dev.borealis.diagnose.Figures.count;

import dev.borealis.diagnose.Finding.AppliesTo;
import dev.borealis.diagnose.Finding.Cause;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.diagnose.TableEvidence.Statistics;
import dev.borealis.diagnose.TableEvidence.ValueShare;
import dev.borealis.plan.PlanNode;
import dev.borealis.plan.Predicate;
import dev.borealis.plan.Predicate.Comparison;
import dev.borealis.sql.SqlPrinter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the planner believed, and what is true. */
final class EstimateRules {
  /** pg_class against the real count. */
  private static final double STALE = 0.2;

  private static final double MINOR = 2;
  private static final double SIGNIFICANT = 5;
  private static final double SEVERE = 50;

  /** Below, a wrong guess changes no plan. */
  private static final double MIN_ROWS = 100;

  private static final double SKEWED = 0.5;
  private static final double UNDERRATED = 2;

  /** A value is frequent if a list of a hundred should have it. */
  private static final double FREQUENT = 0.01;

  private static final double CORRELATED = 3;
  private static final int MAX_COLUMNS_PER_TABLE = 4;

  private final Evidence evidence;
  private final Catalog catalog;

  EstimateRules(Evidence evidence, Catalog catalog) {
    this.evidence = evidence;
    this.catalog = catalog;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Map<String, TableEvidence> stale = new LinkedHashMap<>();
    for (TableEvidence table : evidence.tables()) {
      Finding finding = staleness(table);
      if (finding != null) {
        findings.add(finding);
        stale.put(table.relation().qualified(), table);
      }
    }
    Set<String> looked = new HashSet<>();
    for (ScannedTable scan : evidence.scans()) {
      addMisestimate(scan, stale, findings);
      TableEvidence table = scan.table();
      if (table != null && table.count() != null && table.count() >= MIN_ROWS) {
        addSkew(scan, table, looked, findings);
        addCorrelation(scan, table, findings);
      }
    }
    return findings;
  }

  private double millisOf(TableEvidence table) {
    return evidence.scans().stream()
        .filter(scan -> table.equals(scan.table()))
        .mapToDouble(ScannedTable::millis)
        .max()
        .orElse(0);
  }

  private @Nullable Finding staleness(TableEvidence table) {
    Long count = table.count();
    if (count == null || Math.max(count, table.relationTuples()) < MIN_ROWS) {
      return null;
    }
    boolean never = table.relationTuples() < 0;
    double off = Math.abs(table.relationTuples() - count) / Math.max(1, count);
    if (!never && off <= STALE) {
      return null;
    }
    String name = table.relation().qualified();
    return new Finding(
        Cause.STALE_STATISTICS,
        never ? "No statistics of " + name : "Stale statistics of " + name,
        Severity.MODERATE,
        millisOf(table),
        AppliesTo.ORIGINAL_QUERY,
        List.of(
            new Metric("Rows in the statistics", never ? "none" : count(table.relationTuples())),
            new Metric("Rows counted", count(count)),
            new Metric("Off by", never ? "not known" : Figures.share(off))),
        "The planner guesses how many rows a condition keeps from statistics that ANALYZE takes, by"
            + " itself after many changes or when it is run.",
        "Take them anew, then reassess.",
        "ANALYZE " + name,
        "Estimates that fit %s rows; which plan follows from them shows after ANALYZE."
            .formatted(count(count)));
  }

  private void addMisestimate(
      ScannedTable scan, Map<String, TableEvidence> stale, List<Finding> findings) {
    PlanNode.Estimate estimate = scan.node().estimate();
    PlanNode.Actual actual = scan.node().actual();
    if (estimate == null || actual == null || actual.loops() == 0) {
      return;
    }
    boolean cutShort = scan.limited() && actual.rows() < estimate.rows();
    double factor = factor(estimate.rows(), actual.rows());
    if (cutShort || factor < MINOR || Math.max(estimate.rows(), actual.rows()) < MIN_ROWS) {
      return;
    }
    String name = scan.name();
    boolean known = stale.containsKey(name);
    findings.add(
        new Finding(
            Cause.MISESTIMATE,
            "The planner is off by a factor of %s at %s".formatted(Figures.factor(factor), name),
            severity(factor, scan),
            scan.millis(),
            AppliesTo.ORIGINAL_QUERY,
            List.of(
                new Metric("Node", "`" + scan.node().title() + "`"),
                new Metric("Rows estimated", count(estimate.rows())),
                new Metric("Rows in fact", count(actual.rows())),
                new Metric("Judgement", judgement(factor))),
            "Join order and join method are chosen by these numbers, and everything above this node"
                + " builds on them.",
            known
                ? "A consequence of the statistics: the finding about them solves it."
                : "ANALYZE first; if the estimate stays wrong, see the findings on skew and"
                    + " correlation, or fetch what is needed in two steps.",
            "ANALYZE " + name,
            "Not known: which plan a right estimate leads to shows only after ANALYZE."));
  }

  private Severity severity(double factor, ScannedTable scan) {
    if (factor < SIGNIFICANT) {
      return Severity.LOW;
    }
    Severity severity = evidence.severity(scan.millis());
    return factor >= SEVERE && severity.compareTo(Severity.HIGH) > 0 ? Severity.HIGH : severity;
  }

  private static String judgement(double factor) {
    if (factor >= SEVERE) {
      return "severe";
    }
    return factor >= SIGNIFICANT ? "significant" : "minor";
  }

  private static double factor(double estimated, double actual) {
    double low = Math.max(1, Math.min(estimated, actual));
    return Math.max(estimated, actual) / low;
  }

  private void addSkew(
      ScannedTable scan, TableEvidence table, Set<String> looked, List<Finding> findings) {
    for (Comparison comparison : comparisons(scan)) {
      String column = comparison.column().name();
      if (!comparison.operator().startsWith("=")
          || !looked.add(table.relation().qualified() + "." + column)
          || table.column(column) == null) {
        continue;
      }
      try {
        Finding finding = skew(scan, table, column, catalog.topValues(table, column));
        if (finding != null) {
          findings.add(finding);
        }
      } catch (SQLException e) {
        evidence
            .gaps()
            .add("The values of %s were not counted: %s".formatted(column, ClusterReader.words(e)));
      }
    }
  }

  private static List<Comparison> comparisons(ScannedTable scan) {
    List<Predicate> all = new ArrayList<>(scan.indexPredicates());
    all.addAll(scan.filterPredicates());
    List<Comparison> comparisons = new ArrayList<>();
    for (Predicate predicate : all) {
      if (predicate instanceof Comparison comparison) {
        comparisons.add(comparison);
      }
    }
    return comparisons.stream().limit(MAX_COLUMNS_PER_TABLE).toList();
  }

  private @Nullable Finding skew(
      ScannedTable scan, TableEvidence table, String column, List<ValueShare> top) {
    TableEvidence.Column known = table.column(column);
    Statistics statistics = known == null ? null : known.statistics();
    if (top.isEmpty()) {
      return null;
    }
    ValueShare first = top.getFirst();
    // With few different values every one is frequent; what counts is that one outweighs the rest.
    boolean skewed = top.size() > 1 && first.share() > SKEWED;
    ValueShare underrated = statistics == null ? null : underrated(top, statistics);
    if (!skewed && underrated == null) {
      return null;
    }
    ValueShare worst = underrated == null ? first : underrated;
    String name = table.relation().qualified();
    return new Finding(
        Cause.SKEW,
        "Column %s of %s has values of very different frequency".formatted(column, name),
        underrated == null ? Severity.LOW : Severity.MODERATE,
        scan.millis(),
        AppliesTo.ORIGINAL_QUERY,
        List.of(
            new Metric("Most frequent value", "`" + shortened(first.value()) + "`"),
            new Metric("Its share of the rows", Figures.share(first.share())),
            new Metric("Different values seen (at most 20)", Integer.toString(top.size())),
            new Metric(
                "The statistics about " + "`" + shortened(worst.value()) + "`",
                statisticsOf(worst, statistics))),
        "A plan that is right for a rare value is wrong for the frequent one, and an index on this"
            + " column alone helps only for rare values.",
        underrated == null
            ? "Put a second column into the index, or have frequent and rare values asked for by"
                + " separate queries."
            : "The statistics do not know how frequent the value is. Take them anew.",
        underrated == null ? null : "ANALYZE " + name,
        underrated == null
            ? "Rows with the frequent value: %s; an index saves nothing for them."
                .formatted(count(first.share() * table.rows()))
            : "An estimate of %s in place of what the statistics say."
                .formatted(Figures.rows(worst.share() * table.rows())));
  }

  private static @Nullable ValueShare underrated(List<ValueShare> top, Statistics statistics) {
    for (ValueShare value : top) {
      double share =
          statistics.commonValues().stream()
              .filter(common -> common.value().equals(value.value()))
              .mapToDouble(ValueShare::share)
              .findFirst()
              .orElse(-1);
      boolean missing = share < 0 && value.share() >= FREQUENT && isUneven(top);
      boolean tooLow =
          share >= 0 && value.share() >= FREQUENT && value.share() > UNDERRATED * share;
      if (missing || tooLow) {
        return value;
      }
    }
    return null;
  }

  /** Values that are all equally frequent need no list. */
  private static boolean isUneven(List<ValueShare> top) {
    return top.getFirst().share() > UNDERRATED * top.getLast().share();
  }

  private static String statisticsOf(ValueShare value, @Nullable Statistics statistics) {
    if (statistics == null) {
      return "none taken";
    }
    return statistics.commonValues().stream()
        .filter(common -> common.value().equals(value.value()))
        .map(common -> Figures.share(common.share()) + " of the rows")
        .findFirst()
        .orElse("not in the list of common values");
  }

  private static String shortened(String value) {
    String line = value.replace('\n', ' ').replace('`', '\'').replace('|', '/');
    return line.length() <= 40 ? line : line.substring(0, 39) + "…";
  }

  private void addCorrelation(ScannedTable scan, TableEvidence table, List<Finding> findings) {
    List<Comparison> comparisons =
        comparisons(scan).stream().filter(comparison -> comparison.operand() != null).toList();
    long columns = comparisons.stream().map(each -> each.column().name()).distinct().count();
    if (columns < 2) {
      return;
    }
    List<String> conditions = comparisons.stream().map(Comparison::text).toList();
    try {
      List<Long> counts = catalog.matching(scan.scan().relation(), conditions);
      double expected = table.rows();
      for (int i = 0; i < conditions.size(); i++) {
        expected *= counts.get(i) / table.rows();
      }
      double together = counts.getLast();
      if (together >= MIN_ROWS && together / Math.max(1, expected) > CORRELATED) {
        findings.add(correlation(scan, table, comparisons, counts, expected));
      }
    } catch (SQLException e) {
      evidence
          .gaps()
          .add(
              "Whether conditions on %s go together was not counted: %s"
                  .formatted(scan.name(), ClusterReader.words(e)));
    }
  }

  private Finding correlation(
      ScannedTable scan,
      TableEvidence table,
      List<Comparison> comparisons,
      List<Long> counts,
      double expected) {
    List<Metric> observed = new ArrayList<>();
    for (int i = 0; i < comparisons.size(); i++) {
      observed.add(
          new Metric("Rows with `" + comparisons.get(i).text() + "`", count(counts.get(i))));
    }
    observed.add(new Metric("Rows with all of them", count(counts.getLast())));
    observed.add(new Metric("Expected if they were independent", count(expected)));
    List<String> columns =
        comparisons.stream()
            .map(each -> SqlPrinter.printName(each.column().name()))
            .distinct()
            .toList();
    return new Finding(
        Cause.CORRELATED_PREDICATES,
        "Conditions on %s that go together".formatted(scan.name()),
        Severity.MODERATE,
        scan.millis(),
        AppliesTo.ORIGINAL_QUERY,
        observed,
        "The planner multiplies the shares of conditions as if they had nothing to do with each other; here %s times as many rows satisfy all of them."
            .formatted(Figures.factor(counts.getLast() / Math.max(1, expected))),
        "Extended statistics tell the planner (Aurora DSQL has them since 27 August 2026); before,"
            + " leave out the condition that follows from the other. ANALYZE after creating them.",
        "CREATE STATISTICS ON %s FROM %s"
            .formatted(String.join(", ", columns), table.relation().qualified()),
        "An estimate near %s in place of %s rows."
            .formatted(count(counts.getLast()), count(expected)));
  }
}
