package dev.borealis.diagnose;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement in several ways, each of them up to three times, and takes the run in the
 * middle. All ways have their first run before any has its second, so that none gains by what
 * another has left in caches.
 */
final class ExperimentRuns {
  static final int MAX_RUNS = 3;

  private final Variant variant;
  private final List<CapturedPlan> captures = new ArrayList<>();
  private @Nullable String failure;

  private ExperimentRuns(Variant variant) {
    this.variant = variant;
  }

  /**
   * A way to run the statement.
   *
   * @param name as a report calls it
   * @param query what EXPLAIN gets
   * @param settings planner settings of its transaction
   * @param predicates conditions that were added
   */
  record Variant(String name, String query, List<String> settings, List<String> predicates) {}

  /** Runs a query with settings, and says its plan. */
  @FunctionalInterface
  interface Explainer {
    CapturedPlan explain(String query, List<String> settings) throws SQLException;
  }

  /**
   * Runs each variant once, and then again as long as all runs together stay within the time.
   *
   * @param millis for planning and execution
   */
  static List<Experiment> run(List<Variant> variants, double millis, Explainer explainer) {
    List<ExperimentRuns> all = variants.stream().map(ExperimentRuns::new).toList();
    double left = millis;
    for (int round = 0; round < MAX_RUNS; round++) {
      for (ExperimentRuns each : all) {
        if (each.isDue(round, left)) {
          each.again(explainer);
          left -= each.lastMillis();
        }
      }
    }
    return all.stream().map(ExperimentRuns::outcome).toList();
  }

  private boolean isDue(int round, double left) {
    return failure == null && (round == 0 || lastMillis() <= left);
  }

  private double lastMillis() {
    return captures.isEmpty() ? 0 : captures.getLast().totalMillis();
  }

  private void again(Explainer explainer) {
    try {
      captures.add(explainer.explain(variant.query(), variant.settings()));
    } catch (SQLException e) {
      failure = ClusterReader.words(e);
    }
  }

  /** With the median; of two runs it is the faster one, as the first may have filled caches. */
  private Experiment outcome() {
    List<CapturedPlan> ordered = new ArrayList<>(captures);
    ordered.sort(Comparator.comparingDouble(CapturedPlan::executionMillis));
    CapturedPlan median = failure != null ? null : ordered.get((ordered.size() - 1) / 2);
    return new Experiment(
        variant.name(), variant.settings(), variant.predicates(), captures.size(), median, failure);
  }
}
