package dev.borealis.diagnose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statement run in another way.
 *
 * @param name as a report calls it
 * @param settings planner settings of its transaction
 * @param predicates conditions that were added
 * @param runs how often it ran
 * @param capture what EXPLAIN said of the run with the median time; null if one failed
 * @param failure the cluster's words; null if it did not
 */
record Experiment(
    String name,
    List<String> settings,
    List<String> predicates,
    int runs,
    @Nullable CapturedPlan capture,
    @Nullable String failure) {}
