package dev.borealis.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a plan.
 *
 * @param operation what it does
 * @param estimate what the planner expected; null without COSTS
 * @param actual what happened; null without ANALYZE
 * @param properties the lines below its title, in order
 * @param branches the nodes below it, in order
 */
public record PlanNode(
    Operation operation,
    @Nullable Estimate estimate,
    @Nullable Actual actual,
    List<Property> properties,
    List<Branch> branches) {

  /** Keeps lists of its own. */
  public PlanNode {
    properties = List.copyOf(properties);
    branches = List.copyOf(branches);
  }

  /**
   * What the planner expected.
   *
   * @param startupCost until the first row, in the planner's units
   * @param totalCost until the last row
   * @param rows per loop
   * @param width of a row, in bytes
   * @param loops as DSQL's storage nodes show it since 2026; null where it is not shown
   */
  public record Estimate(
      double startupCost, double totalCost, double rows, long width, @Nullable Long loops) {}

  /**
   * What happened.
   *
   * @param startupMillis until the first row, averaged over the loops; null where no time is shown:
   *     at storage nodes, and without TIMING
   * @param totalMillis until the last row, averaged over the loops
   * @param rows per loop, averaged
   * @param loops how often the node ran; 0: never
   */
  public record Actual(
      @Nullable Double startupMillis, @Nullable Double totalMillis, double rows, long loops) {
    /** Of a node that never ran. */
    public static final Actual NEVER_EXECUTED = new Actual(null, null, 0, 0);

    /** Over all loops. */
    public double allRows() {
      return rows * loops;
    }

    /** Over all loops, nodes below included; 0 where no time is shown. */
    public double allMillis() {
      return totalMillis == null ? 0 : totalMillis * loops;
    }
  }

  /**
   * A line below a node's title.
   *
   * @param name what stands before the colon; empty if the line has none
   * @param value the rest, which may have line ends within literals
   */
  public record Property(String name, String value) {
    public static final String OUTPUT = "Output";
    public static final String INDEX_CONDITION = "Index Cond";

    /** Of a bitmap scan, what the index was asked for. */
    public static final String RECHECK = "Recheck Cond";

    public static final String FILTER = "Filter";
    public static final String REMOVED_BY_FILTER = "Rows Removed by Filter";

    /** Of DSQL's storage nodes. */
    public static final String PROJECTIONS = "Projections";

    /** What is filtered in storage. */
    public static final String STORAGE_FILTERS = "Filters";

    /** How many rows {@link #STORAGE_FILTERS} dropped. */
    public static final String STORAGE_FILTERED = "Rows Filtered";
  }

  /**
   * A node below another.
   *
   * @param label what the line before it says, such as {@code SubPlan 2}; null for an ordinary
   *     child
   */
  public record Branch(@Nullable String label, PlanNode node) {}

  /** The first property of a name. */
  public @Nullable String property(String name) {
    for (Property property : properties) {
      if (property.name().equals(name)) {
        return property.value();
      }
    }
    return null;
  }

  /** A property that is a whole number; 0 if there is none. */
  public long count(String name) {
    String value = property(name);
    try {
      return value == null ? 0 : Long.parseLong(value);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The title line without its numbers. */
  public String title() {
    return operation.title();
  }
}
