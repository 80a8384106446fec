package dev.borealis.plan;

import dev.borealis.plan.Footer.DpuEstimate;
import dev.borealis.plan.PlanNode.Actual;
import dev.borealis.plan.PlanNode.Branch;
import dev.borealis.plan.PlanNode.Estimate;
import dev.borealis.plan.PlanNode.Property;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes plans as Aurora DSQL's EXPLAIN does, which lays out ordinary nodes as PostgreSQL 16 does.
 * What {@link PlanReader} reads from the text is equal to what was written, and the text of a live
 * plan is written as it was.
 */
public final class PlanWriter {
  private static final int STEP = 2;
  private static final String ARROW = "->  ";
  private static final String STORAGE_ARROW = "-> ";
  private static final int STORAGE_STEP = 4;

  private final StringBuilder text = new StringBuilder();

  private PlanWriter() {}

  /** A plan, each line with a line feed. */
  public static String write(QueryPlan plan) {
    PlanWriter writer = new PlanWriter();
    writer.node(plan.root(), "", 0, STEP);
    writer.footer(plan.footer());
    return writer.text.toString();
  }

  /**
   * @param arrow what stands before the title
   * @param column where the arrow or, without one, the title begins
   * @param inner where the node's properties and the arrows of its storage nodes begin
   */
  private void node(PlanNode node, String arrow, int column, int inner) {
    text.repeat(" ", column).append(arrow).append(node.title());
    numbers(node);
    text.append('\n');
    for (Property property : node.properties()) {
      text.repeat(" ", inner);
      if (!property.name().isEmpty()) {
        text.append(property.name()).append(": ");
      }
      text.append(property.value()).append('\n');
    }
    for (Branch branch : node.branches()) {
      int at = inner;
      if (branch.label() != null) {
        text.repeat(" ", at).append(branch.label()).append('\n');
        at += STEP;
      }
      if (branch.node().operation() instanceof Operation.Storage) {
        node(branch.node(), STORAGE_ARROW, at, at + STORAGE_STEP);
      } else {
        node(branch.node(), ARROW, at, at + ARROW.length() + STEP);
      }
    }
  }

  private void numbers(PlanNode node) {
    Estimate estimate = node.estimate();
    Actual actual = node.actual();
    if (estimate != null) {
      // Storage nodes have one blank before the costs until their builds show loops there.
      boolean storage = node.operation() instanceof Operation.Storage;
      text.append(storage && estimate.loops() == null ? " " : "  ")
          .append(
              "(cost=%s..%s rows=%s width=%d"
                  .formatted(
                      decimal(estimate.startupCost(), 2),
                      decimal(estimate.totalCost(), 2),
                      decimal(estimate.rows(), 0),
                      estimate.width()));
      if (estimate.loops() != null) {
        text.append(" loops=").append(estimate.loops());
      }
      text.append(')');
    }
    if (actual == null) {
      return;
    }
    if (actual.loops() == 0) {
      text.append(" (never executed)");
      return;
    }
    text.append(" (actual ");
    if (actual.startupMillis() != null && actual.totalMillis() != null) {
      text.append("time=")
          .append(decimal(actual.startupMillis(), 3))
          .append("..")
          .append(decimal(actual.totalMillis(), 3))
          .append(' ');
    }
    text.append("rows=")
        .append(decimal(actual.rows(), 0))
        .append(" loops=")
        .append(actual.loops())
        .append(')');
  }

  private void footer(Footer footer) {
    for (String line : footer.otherLines()) {
      text.append(line).append('\n');
    }
    line(FooterReader.QUERY_IDENTIFIER, footer.queryIdentifier(), "");
    line(FooterReader.PLANNING, millis(footer.planningMillis()), FooterReader.MILLIS);
    line(FooterReader.EXECUTION, millis(footer.executionMillis()), FooterReader.MILLIS);
    DpuEstimate dpu = footer.dpu();
    if (dpu != null) {
      text.append(FooterReader.DPU_HEADLINE).append('\n');
      dpu(FooterReader.COMPUTE, dpu.compute(), 0);
      dpu(FooterReader.READ, dpu.read(), Dpu.MIN_READ);
      dpu(FooterReader.WRITE, dpu.write(), Dpu.MIN_WRITE);
      if (dpu.multiRegionWrite() != null) {
        dpu(FooterReader.MULTI_REGION_WRITE, dpu.multiRegionWrite(), Dpu.MIN_WRITE);
      }
      dpu(FooterReader.TOTAL, dpu.total(), 0);
    }
  }

  private void line(String name, @Nullable String value, String unit) {
    if (value != null) {
      text.append(name).append(value).append(unit).append('\n');
    }
  }

  private static @Nullable String millis(@Nullable Double value) {
    return value == null ? null : decimal(value, 3);
  }

  private void dpu(String part, double value, double minimum) {
    text.append("  ").append(part).append(": ").append(decimal(value, 5)).append(FooterReader.DPU);
    if (value > 0 && value < minimum) {
      text.append(" (Transaction minimum: ").append(decimal(minimum, 5)).append(')');
    }
    text.append('\n');
  }

  private static String decimal(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
