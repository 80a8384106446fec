package dev.borealis.diagnose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it should be, and what to do about it.
 *
 * @param cause what kind of thing it is
 * @param title in a few words
 * @param millis how long the node ran that it is about, over all its loops; 0 if it is about none
 * @param appliesTo the plan in which it was seen
 * @param observed the figures
 * @param why the planner's or the storage's reason
 * @param recommendation what to do, in sentences
 * @param sql what to do, as SQL; null if there is none
 * @param expectedImpact what that would change, from the figures, or which evidence is missing
 */
public record Finding(
    Cause cause,
    String title,
    Severity severity,
    double millis,
    AppliesTo appliesTo,
    List<Metric> observed,
    String why,
    String recommendation,
    @Nullable String sql,
    String expectedImpact) {

  /** The kinds; of two that are about the same node, the earlier one comes first. */
  public enum Cause {
    MISSING_INDEX,
    TYPE_MISMATCH,
    LOOP_AMPLIFICATION,
    STORAGE_LOOKUPS,
    /** The statement itself can be written so that less is to do. */
    REWRITE,
    UNINDEXABLE_FILTER,
    STALE_STATISTICS,
    CORRELATED_PREDICATES,
    SKEW,
    MISESTIMATE,
    HASH_GROWTH,
    WIDE_ROWS,
    LARGE_OFFSET,
    JOIN_STRATEGY,
    REDUNDANT_PREDICATE,
    FAILED_EXPERIMENT,
    IMPOSSIBLE_ROWS
  }

  /** The plan in which something was seen. */
  public enum AppliesTo {
    ORIGINAL_QUERY("Original Query"),
    SETTINGS_EXPERIMENT("GUC Experiment"),
    REDUNDANT_PREDICATE_EXPERIMENT("Redundant Predicate Experiment");

    private final String words;

    AppliesTo(String words) {
      this.words = words;
    }

    /** As in a report. */
    public String words() {
      return words;
    }
  }

  /** A figure. */
  public record Metric(String name, String value) {}
}
