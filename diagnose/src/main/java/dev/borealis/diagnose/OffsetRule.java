package dev.borealis.diagnose;

import dev.borealis.diagnose.Finding.AppliesTo;
import dev.borealis.diagnose.Finding.Cause;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.plan.Dpu;
import dev.borealis.plan.PlanNode;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Value.IntegerValue;
import java.util.List;

/** Pages that are reached by reading all those before them. */
final class OffsetRule {
  private static final int LARGE = 1_000;

  private OffsetRule() {}

  static List<Finding> findings(Evidence evidence) {
    PlanNode root = evidence.capture().plan().root();
    boolean large =
        evidence.statement().tree().limitOffset() instanceof AConst constant
            && constant.val() instanceof IntegerValue offset
            && offset.value() >= LARGE;
    if (!large || !root.title().equals("Limit") || root.branches().isEmpty()) {
      return List.of();
    }
    PlanNode.Actual kept = root.actual();
    PlanNode.Actual below = root.branches().getFirst().node().actual();
    if (kept == null || below == null) {
      return List.of();
    }
    double dropped = below.allRows() - kept.allRows();
    return List.of(
        new Finding(
            Cause.LARGE_OFFSET,
            "OFFSET drops %s".formatted(Figures.rows(dropped)),
            evidence.severity(below.allMillis()),
            below.allMillis(),
            AppliesTo.ORIGINAL_QUERY,
            List.of(
                new Metric("Rows that came to the Limit", Figures.count(below.allRows())),
                new Metric("Rows that it kept", Figures.count(kept.allRows()))),
            "Rows before the page are read, sorted and transferred as well, more of them with every"
                + " page.",
            "Remember the last key of the page before, and ask for what comes behind it: WHERE"
                + " (sort columns) > (last values) ORDER BY the sort columns LIMIT n, with an index"
                + " on the sort columns.",
            null,
            "%s fewer to read; at least %s read DPU less by the published arithmetic."
                .formatted(Figures.rows(dropped), Figures.dpu(Dpu.read(Dpu.bytes(dropped, 0))))));
  }
}
