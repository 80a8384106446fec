package dev.borealis.diagnose;

import dev.borealis.diagnose.ExperimentRuns.Variant;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.plan.Footer;
import dev.borealis.plan.Footer.DpuEstimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the report of a diagnosis, in Markdown. */
final class ReportWriter {
  static final String HEADLINE = "# SQL Query Explainability — Diagnostic Report";
  static final String QUERY_INFORMATION = "## Query Information";
  static final String STATEMENT = "## SQL Statement";
  static final String PLAN = "## Plan Overview";
  static final String FINDINGS = "## Findings";
  static final String SUMMARY = "## Summary";

  private static final String MEDIAN =
      "Time, DPU and rows are those of the median of the runs (of two, the faster one).";

  private final Evidence evidence;
  private final Experiments experiments;
  private final List<Finding> findings;
  private final Markdown text = new Markdown();

  ReportWriter(Evidence evidence, Experiments experiments, List<Finding> findings) {
    this.evidence = evidence;
    this.experiments = experiments;
    this.findings = findings;
  }

  String write() {
    text.line(HEADLINE).line();
    information();
    statement();
    text.line(PLAN).line().fenced("text", evidence.capture().text());
    findings();
    experiments();
    if (findings.stream().anyMatch(finding -> finding.severity() == Severity.BUG_REPORT)) {
      supportTemplate();
    }
    summary();
    nextSteps();
    return text.toString();
  }

  private void information() {
    CapturedPlan capture = evidence.capture();
    Footer footer = capture.plan().footer();
    text.line(QUERY_INFORMATION).line().header("Figure", "Value");
    String identifier = footer.queryIdentifier();
    text.row("Query identifier", identifier == null ? "not told by this cluster" : identifier);
    text.row("Planning time", millis(footer.planningMillis()));
    text.row("Execution time", millis(footer.executionMillis()));
    DpuEstimate dpu = footer.dpu();
    if (dpu != null) {
      text.row("Compute DPU", Figures.dpu(dpu.compute()));
      text.row("Read DPU", Figures.dpu(dpu.read()));
      text.row("Write DPU", Figures.dpu(dpu.write()));
      if (dpu.multiRegionWrite() != null) {
        text.row("Multi-Region write DPU", Figures.dpu(dpu.multiRegionWrite()));
      }
      text.row("Total DPU", Figures.dpu(dpu.total())).line();
      return;
    }
    DpuArithmetic arithmetic = DpuArithmetic.of(capture, evidence.scans());
    text.row("DPU", "not told by this cluster");
    text.row("Compute DPU, estimated here", Figures.dpu(arithmetic.compute()));
    text.row("Read DPU, estimated here", Figures.dpu(arithmetic.read()));
    text.row("Total DPU, estimated here", Figures.dpu(arithmetic.total())).line();
    text.paragraph(
        "Estimated here means: by the published arithmetic, from the times and rows of this plan."
            + " It compares plans of this cluster with each other; it is not what Aurora DSQL would"
            + " show or charge.");
  }

  private static String millis(@Nullable Double value) {
    return value == null ? "not told by this cluster" : Figures.millis(value);
  }

  private void statement() {
    ExplainedStatement statement = evidence.statement();
    text.line(STATEMENT).line().fenced("sql", statement.given());
    if (statement.note() != null) {
      text.paragraph(statement.note());
      text.fenced("sql", statement.explained());
    }
  }

  private void findings() {
    text.line(FINDINGS).line();
    if (findings.isEmpty()) {
      text.paragraph(
          "None. The plan reads what it needs, and the planner's estimates are near what"
              + " happened.");
    }
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      text.line("### " + heading(i + 1, finding)).line();
      text.paragraph("**Applies to:** " + finding.appliesTo().words());
      text.line("#### What we observed").line().header("Metric", "Value");
      for (Metric metric : finding.observed()) {
        text.row(metric.name(), metric.value());
      }
      text.line();
      text.line("#### Why it happened").line().paragraph(finding.why());
      text.line("#### Recommendation").line().paragraph(finding.recommendation());
      if (finding.sql() != null) {
        text.fenced("sql", finding.sql() + (isStatement(finding) ? ";" : ""));
      }
      text.paragraph("**Expected impact:** " + finding.expectedImpact());
    }
    for (String gap : evidence.gaps()) {
      text.paragraph("Evidence that is missing: " + gap);
    }
  }

  /** Other SQL of a finding is a condition. */
  private static boolean isStatement(Finding finding) {
    return finding.cause() != Finding.Cause.TYPE_MISMATCH
        && finding.cause() != Finding.Cause.REDUNDANT_PREDICATE;
  }

  private static String heading(int number, Finding finding) {
    return "Finding %d: %s (%s%s)"
        .formatted(
            number,
            finding.title(),
            finding.severity().words(),
            finding.millis() > 0 ? " — " + Figures.millis(finding.millis()) : "");
  }

  private void experiments() {
    text.line("## GUC Experiment Results").line();
    if (experiments.skipped() != null) {
      text.paragraph(experiments.skipped());
      if (evidence.capture().totalMillis() > Experiments.MAX_MILLIS) {
        byHand();
      }
    } else {
      text.paragraph(MEDIAN);
      table(experiments.settings());
    }
    if (!experiments.predicates().isEmpty()) {
      text.line("### Redundant predicates").line();
      text.paragraph(MEDIAN);
      table(experiments.predicates());
    }
  }

  private void byHand() {
    String query = evidence.statement().explained();
    for (Variant variant : Experiments.joinVariants(evidence.capture(), query)) {
      if (variant.settings().isEmpty()) {
        continue;
      }
      text.paragraph("To try it by hand (" + variant.name() + "):");
      StringBuilder script = new StringBuilder("BEGIN READ ONLY;\n");
      for (String setting : variant.settings()) {
        script.append("SET LOCAL ").append(setting).append(";\n");
      }
      script.append("EXPLAIN ANALYZE VERBOSE ").append(query).append(";\nROLLBACK;");
      text.fenced("sql", script.toString());
    }
  }

  private void table(List<Experiment> tried) {
    text.header(
        "Experiment", "Structure", "Runs", "Time", "Total DPU", "Rows", "Disabled strategy used");
    for (Experiment experiment : tried) {
      CapturedPlan capture = experiment.capture();
      String name =
          experiment.predicates().isEmpty()
              ? experiment.name()
              : experiment.name() + ": `" + String.join("` and `", experiment.predicates()) + "`";
      if (capture == null) {
        text.row(name, "failed: " + experiment.failure(), "–", "–", "–", "–", "–");
        continue;
      }
      DpuEstimate dpu = capture.plan().footer().dpu();
      text.row(
          name,
          Experiments.structure(capture),
          Integer.toString(experiment.runs()),
          Figures.millis(capture.totalMillis()),
          dpu == null ? "not told" : Figures.dpu(dpu.total()),
          Experiments.resultRows(capture),
          Experiments.usesDisabled(capture) ? "yes" : "no");
    }
    text.line();
  }

  /** Without data values: literals of the statement stand in the plan only. */
  private void supportTemplate() {
    Footer footer = evidence.capture().plan().footer();
    text.line("## Support Request Template").line();
    text.paragraph(
        "Look through the plan for data that must not leave your hands before you send it.");
    text.line("- Subject: impossible row counts in EXPLAIN ANALYZE VERBOSE");
    text.line(
        "- Query identifier: "
            + (footer.queryIdentifier() == null
                ? "not told by this cluster"
                : footer.queryIdentifier()));
    text.line(
        "- Description: A node of the plan shows at least ten times as many rows as its table has."
            + " The result of the query is right. The figures of the node and of the table are in"
            + " the finding.");
    for (TableEvidence table : evidence.tables()) {
      text.line(
          "- Table %s: reltuples %s, relpages %s, count %s"
              .formatted(
                  table.relation().qualified(),
                  Figures.count(table.relationTuples()),
                  Figures.count(table.relationPages()),
                  table.count() == null ? "not counted" : Figures.count(table.count())));
    }
    for (ScannedTable scan : evidence.scans()) {
      if (scan.scan().index() != null) {
        text.line("- Index used: " + scan.scan().index());
      }
    }
    text.line(
        "- DPU: "
            + (footer.dpu() == null
                ? "not told by this cluster"
                : Figures.dpu(footer.dpu().total())));
    text.line("- Plan: the whole of Plan Overview").line();
  }

  private void summary() {
    text.line(SUMMARY)
        .line()
        .header("#", "Finding", "Severity", "Recommendation", "Expected Impact");
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      text.row(
          Integer.toString(i + 1),
          finding.title(),
          finding.severity().words(),
          finding.sql() == null
              ? finding.recommendation()
              : "`" + finding.sql().replace('\n', ' ') + "`",
          finding.expectedImpact());
    }
    text.line();
  }

  private void nextSteps() {
    text.line("## Next Steps").line();
    if (findings.isEmpty()) {
      text.line("1. Nothing needs to be done. Keep this report to compare with.");
    } else {
      text.line(
          "1. Apply the recommendations in the order of the findings, one at a time; try indexes on"
              + " a copy of the data first.");
      text.line(
          "2. After each, say \"reassess\" (`dsql explain --reassess FILE`): the statement is"
              + " captured again, and before and after are appended to this report.");
      text.line(
          "3. What falls short of its expected impact, and evidence that is missing here, is looked"
              + " into then.");
    }
  }
}
