package dev.borealis.diagnose;

import dev.borealis.diagnose.ExperimentRuns.Explainer;
import dev.borealis.diagnose.ExperimentRuns.Variant;
import dev.borealis.diagnose.Finding.AppliesTo;
import dev.borealis.diagnose.Finding.Cause;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.plan.Operation;
import dev.borealis.plan.Operation.Join;
import dev.borealis.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statement in other ways, each in a transaction of its own, and tells what is to be
 * learnt from it.
 *
 * @param settings the default, merge joins only and, where it makes a difference, nested loops
 *     without batches; or none
 * @param predicates the default, and with redundant predicates; or none
 * @param skipped why there are no experiments with settings; null if there are
 */
record Experiments(
    List<Experiment> settings, List<Experiment> predicates, @Nullable String skipped) {
  /** A statement that takes longer is not run again. */
  static final double MAX_MILLIS = 30_000;

  /** What leaves merge joins as the only ones. */
  static final List<String> MERGE_ONLY =
      List.of("enable_hashjoin = off", "enable_nestloop = off", "enable_mergejoin = on");

  /** What has the rows of a nested loop's outer side come one by one, as before September 2026. */
  static final List<String> BATCHES_OFF = List.of("dsql.enable_batched_nestloop = off");

  private static final String DEFAULT = "Default";
  private static final String MERGE = "Merge joins only";
  private static final String UNBATCHED = "Nested loops without batches";

  private static final double CLEARLY_FASTER = 0.8;
  private static final double CLEARLY_SLOWER = 1.2;

  /** Less may be chance, even if it is the median of three. */
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
    Explainer explainer =
        (query, settings) -> reader.explain(query, true, settings.toArray(String[]::new));
    List<Variant> joins = joinVariants(original, statement.explained());
    return new Experiments(
        ExperimentRuns.run(joins, MAX_MILLIS, explainer),
        withPredicates(statement, redundant, explainer),
        joins.isEmpty() ? "The plan has no join, so other join methods change nothing." : null);
  }

  /** The statement as it is, first, and with other ways to join; none if it joins nothing. */
  static List<Variant> joinVariants(CapturedPlan original, String query) {
    List<Join> joins = new ArrayList<>();
    for (PlanNode node : original.plan().nodes()) {
      if (node.operation() instanceof Join join) {
        joins.add(join);
      }
    }
    if (joins.isEmpty()) {
      return List.of();
    }
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant(DEFAULT, query, List.of(), List.of()));
    variants.add(new Variant(MERGE, query, MERGE_ONLY, List.of()));
    if (joins.stream().anyMatch(Join::batched)) {
      variants.add(new Variant(UNBATCHED, query, BATCHES_OFF, List.of()));
    }
    return variants;
  }

  /** As it is, with all of them at once and, if that makes it slower, with each by itself. */
  private static List<Experiment> withPredicates(
      ExplainedStatement statement, List<String> redundant, Explainer explainer) {
    if (redundant.isEmpty()) {
      return List.of();
    }
    List<Variant> both =
        List.of(
            new Variant(DEFAULT, statement.explained(), List.of(), List.of()),
            new Variant("All predicates", statement.with(redundant), List.of(), redundant));
    List<Experiment> experiments = new ArrayList<>(ExperimentRuns.run(both, MAX_MILLIS, explainer));
    CapturedPlan without = experiments.getFirst().capture();
    CapturedPlan all = experiments.getLast().capture();
    boolean slower =
        without != null
            && all != null
            && all.executionMillis() > CLEARLY_SLOWER * without.executionMillis();
    if (redundant.size() > 1 && (all == null || slower)) {
      List<Variant> single = new ArrayList<>();
      for (String predicate : redundant) {
        List<String> one = List.of(predicate);
        single.add(new Variant("One predicate", statement.with(one), List.of(), one));
      }
      experiments.addAll(ExperimentRuns.run(single, MAX_MILLIS, explainer));
    }
    return experiments;
  }

  /** What the experiments have shown. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Experiment experiment : settings) {
      addFailure(experiment, AppliesTo.SETTINGS_EXPERIMENT, findings);
    }
    CapturedPlan usual = settings.isEmpty() ? null : settings.getFirst().capture();
    for (Experiment experiment : settings) {
      CapturedPlan other = experiment.capture();
      if (usual != null && other != null && !experiment.settings().isEmpty()) {
        addComparison(usual, experiment.name(), other, findings);
      }
    }
    CapturedPlan without = predicates.isEmpty() ? null : predicates.getFirst().capture();
    for (Experiment experiment : predicates) {
      addFailure(experiment, AppliesTo.REDUNDANT_PREDICATE_EXPERIMENT, findings);
      CapturedPlan capture = experiment.capture();
      if (without != null && capture != null && !experiment.predicates().isEmpty()) {
        addPredicate(without, experiment, capture, findings);
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
      CapturedPlan usual, String name, CapturedPlan other, List<Finding> findings) {
    double before = usual.executionMillis();
    double after = other.executionMillis();
    if (usesDisabled(other)) {
      findings.add(
          new Finding(
              Cause.JOIN_STRATEGY,
              "There is no other way to join than the one that is used",
              Severity.LOW,
              0,
              AppliesTo.SETTINGS_EXPERIMENT,
              List.of(
                  new Metric("Cost with it switched off", Figures.count(cost(other))),
                  new Metric("Structure", structure(other))),
              "A join method stays although it is switched off: the planner has nothing else for"
                  + " this condition.",
              "Mend how the tables are read (the findings on indexes), not how they are joined.",
              null,
              "None by settings."));
    } else if (after < CLEARLY_FASTER * before && before - after > NOTICEABLE_MILLIS) {
      findings.add(
          new Finding(
              Cause.JOIN_STRATEGY,
              "Another way to join would be faster than what the planner chose: "
                  + name.toLowerCase(Locale.ROOT),
              Severity.ofShare((before - after) / before),
              0,
              AppliesTo.SETTINGS_EXPERIMENT,
              List.of(
                  new Metric(DEFAULT, structure(usual) + ", " + Figures.millis(before)),
                  new Metric(name, structure(other) + ", " + Figures.millis(after))),
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
