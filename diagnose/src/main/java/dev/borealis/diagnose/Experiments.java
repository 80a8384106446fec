package dev.borealis.diagnose;

import dev.borealis.diagnose.Finding.AppliesTo;
import dev.borealis.diagnose.Finding.Cause;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.plan.Operation;
import dev.borealis.plan.Operation.Join;
import dev.borealis.plan.PlanNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statement in other ways, each in a transaction of its own, and tells what is to be
 * learnt from it.
 *
 * @param settings the default and merge joins only, or none
 * @param predicates with redundant predicates, or none
 * @param skipped why there are no experiments with settings; null if there are
 */
record Experiments(
    List<Experiment> settings, List<Experiment> predicates, @Nullable String skipped) {
  /** A statement that takes longer is not run again. */
  static final double MAX_MILLIS = 30_000;

  /** What leaves merge joins as the only ones. */
  static final List<String> MERGE_ONLY =
      List.of("enable_hashjoin = off", "enable_nestloop = off", "enable_mergejoin = on");

  private static final double CLEARLY_FASTER = 0.8;
  private static final double CLEARLY_SLOWER = 1.2;

  /** Less may be chance: each experiment runs once. */
  private static final double NOTICEABLE_MILLIS = 10;

  /** What PostgreSQL adds to the cost of a strategy that is switched off. */
  private static final double DISABLED_COST = 10_000_000_000.0;

  static Experiments run(
      ClusterReader reader,
      ExplainedStatement statement,
      CapturedPlan original,
      List<String> redundant) {
    if (original.totalMillis() > MAX_MILLIS) {
      return new Experiments(
          List.of(), List.of(), "The statement takes longer than 30 s, so it was not run again.");
    }
    List<Experiment> predicates = withPredicates(reader, statement, original, redundant);
    boolean joins =
        original.plan().nodes().stream().anyMatch(node -> node.operation() instanceof Join);
    if (!joins) {
      return new Experiments(
          List.of(), predicates, "The plan has no join, so other join methods change nothing.");
    }
    List<Experiment> settings =
        List.of(
            run(reader, "Default", statement.explained(), List.of(), List.of()),
            run(reader, "Merge joins only", statement.explained(), MERGE_ONLY, List.of()));
    return new Experiments(settings, predicates, null);
  }

  /** All of them at once and, if that makes it slower, each by itself. */
  private static List<Experiment> withPredicates(
      ClusterReader reader,
      ExplainedStatement statement,
      CapturedPlan original,
      List<String> redundant) {
    if (redundant.isEmpty()) {
      return List.of();
    }
    List<Experiment> experiments = new ArrayList<>();
    experiments.add(run(reader, "All predicates", statement.with(redundant), List.of(), redundant));
    CapturedPlan all = experiments.getFirst().capture();
    boolean isolate =
        redundant.size() > 1
            && (all == null || all.executionMillis() > CLEARLY_SLOWER * original.executionMillis());
    for (String predicate : isolate ? redundant : List.<String>of()) {
      List<String> one = List.of(predicate);
      experiments.add(run(reader, "One predicate", statement.with(one), List.of(), one));
    }
    return experiments;
  }

  private static Experiment run(
      ClusterReader reader,
      String name,
      String query,
      List<String> settings,
      List<String> predicates) {
    try {
      CapturedPlan capture = reader.explain(query, true, settings.toArray(String[]::new));
      return new Experiment(name, settings, predicates, capture, null);
    } catch (SQLException e) {
      return new Experiment(name, settings, predicates, null, ClusterReader.words(e));
    }
  }

  /** What the experiments have shown. */
  List<Finding> findings(CapturedPlan original) {
    List<Finding> findings = new ArrayList<>();
    for (Experiment experiment : settings) {
      addFailure(experiment, AppliesTo.SETTINGS_EXPERIMENT, findings);
    }
    CapturedPlan usual = settings.isEmpty() ? null : settings.getFirst().capture();
    CapturedPlan merged = settings.isEmpty() ? null : settings.getLast().capture();
    if (usual != null && merged != null) {
      addComparison(usual, merged, findings);
    }
    for (Experiment experiment : predicates) {
      addFailure(experiment, AppliesTo.REDUNDANT_PREDICATE_EXPERIMENT, findings);
      CapturedPlan capture = experiment.capture();
      if (capture != null) {
        addPredicate(original, experiment, capture, findings);
      }
    }
    return findings;
  }

  private static void addFailure(
      Experiment experiment, AppliesTo appliesTo, List<Finding> findings) {
    if (experiment.failure() != null) {
      findings.add(
          new Finding(
              Cause.FAILED_EXPERIMENT,
              "The experiment '%s' failed".formatted(experiment.name()),
              Severity.LOW,
              0,
              appliesTo,
              List.of(new Metric("The cluster's words", experiment.failure())),
              "The cluster refused it or did not finish it; the others are not compared with it.",
              "None by itself; what the words say may be worth a look.",
              null,
              "Not known: the experiment is missing."));
    }
  }

  private static void addComparison(
      CapturedPlan usual, CapturedPlan merged, List<Finding> findings) {
    double before = usual.executionMillis();
    double after = merged.executionMillis();
    if (usesDisabled(merged)) {
      findings.add(
          new Finding(
              Cause.JOIN_STRATEGY,
              "There is no other way to join than the one that is used",
              Severity.LOW,
              0,
              AppliesTo.SETTINGS_EXPERIMENT,
              List.of(
                  new Metric("Cost with it switched off", Figures.count(cost(merged))),
                  new Metric("Structure", structure(merged))),
              "A join method stays although it is switched off: the planner has nothing else for"
                  + " this condition.",
              "Mend how the tables are read (the findings on indexes), not how they are joined.",
              null,
              "None by settings."));
    } else if (after < CLEARLY_FASTER * before && before - after > NOTICEABLE_MILLIS) {
      findings.add(
          new Finding(
              Cause.JOIN_STRATEGY,
              "Merge joins would be faster than what the planner chose",
              Severity.ofShare((before - after) / before),
              0,
              AppliesTo.SETTINGS_EXPERIMENT,
              List.of(
                  new Metric("Default", structure(usual) + ", " + Figures.millis(before)),
                  new Metric("Merge joins only", structure(merged) + ", " + Figures.millis(after))),
              "The planner's costs made the other plan look cheaper; wrong estimates are the usual"
                  + " reason.",
              "Run ANALYZE on the tables, then reassess. Settings in production code outlive their"
                  + " reason.",
              null,
              "%s in place of %s, as measured."
                  .formatted(Figures.millis(after), Figures.millis(before))));
    }
  }

  private static void addPredicate(
      CapturedPlan original, Experiment experiment, CapturedPlan capture, List<Finding> findings) {
    double before = original.executionMillis();
    double after = capture.executionMillis();
    List<Metric> observed =
        List.of(
            new Metric("Without", Figures.millis(before)),
            new Metric("With", Figures.millis(after)),
            new Metric("Rows without", resultRows(original)),
            new Metric("Rows with", resultRows(capture)));
    String shown = String.join(" AND ", experiment.predicates());
    boolean sameRows = resultRows(original).equals(resultRows(capture));
    boolean noticeable = Math.abs(before - after) > NOTICEABLE_MILLIS;
    boolean faster = noticeable && after < CLEARLY_FASTER * before;
    boolean slower = noticeable && after > CLEARLY_SLOWER * before;
    if (!sameRows || faster || slower) {
      findings.add(
          new Finding(
              Cause.REDUNDANT_PREDICATE,
              sameRows
                  ? "The statement is %s with a redundant predicate"
                      .formatted(faster ? "faster" : "slower")
                  : "A predicate is not redundant",
              faster && sameRows ? Severity.ofShare((before - after) / before) : Severity.LOW,
              0,
              AppliesTo.REDUNDANT_PREDICATE_EXPERIMENT,
              observed,
              sameRows
                  ? "The planner cannot know what only the business rules say; told, it can use"
                      + " another index."
                  : "The number of rows changed, so the predicate is not true for all of them.",
              faster && sameRows ? "Add it to WHERE, as long as the rule holds." : "Leave it out.",
              faster && sameRows ? shown : null,
              faster && sameRows
                  ? "%s in place of %s, as measured."
                      .formatted(Figures.millis(after), Figures.millis(before))
                  : "None."));
    }
  }

  /** Rows that the statement gave; a dash without ANALYZE. */
  static String resultRows(CapturedPlan capture) {
    PlanNode.Actual actual = capture.plan().root().actual();
    return actual == null ? "–" : Figures.count(actual.allRows());
  }

  static boolean usesDisabled(CapturedPlan capture) {
    return cost(capture) >= DISABLED_COST;
  }

  static double cost(CapturedPlan capture) {
    PlanNode.Estimate estimate = capture.plan().root().estimate();
    return estimate == null ? 0 : estimate.totalCost();
  }

  /** The joins and scans of a plan, in its order. */
  static String structure(CapturedPlan capture) {
    List<String> parts = new ArrayList<>();
    for (PlanNode node : capture.plan().nodes()) {
      switch (node.operation()) {
        case Join join -> parts.add(join.title());
        case Operation.Scan scan -> parts.add(scan.method() + " " + scan.relation().qualifier());
        case Operation.Storage _, Operation.Modify _, Operation.Other _ -> {}
      }
    }
    return String.join(" / ", parts);
  }
}
