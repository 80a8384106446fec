package dev.borealis.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands below the tree of a plan.
 *
 * @param queryIdentifier of VERBOSE plans; equal for equal texts of a statement
 * @param planningMillis null if not shown
 * @param executionMillis null if not shown
 * @param dpu only of EXPLAIN ANALYZE VERBOSE in Aurora DSQL
 * @param otherLines settings and whatever else is shown, line by line
 */
public record Footer(
    @Nullable String queryIdentifier,
    @Nullable Double planningMillis,
    @Nullable Double executionMillis,
    @Nullable DpuEstimate dpu,
    List<String> otherLines) {
  /** Of a plan with nothing below its tree. */
  public static final Footer NONE = new Footer(null, null, null, null, List.of());

  /** Keeps a list of its own. */
  public Footer {
    otherLines = List.copyOf(otherLines);
  }

  /**
   * What a statement cost, in DPUs with five decimals, minimums per transaction not applied.
   *
   * @param multiRegionWrite null if the cluster is not linked
   * @param total the sum, as shown
   */
  public record DpuEstimate(
      double compute, double read, double write, @Nullable Double multiRegionWrite, double total) {}
}
