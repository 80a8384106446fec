package dev.borealis.diagnose;

import dev.borealis.diagnose.EarlierReport.FindingRow;
import dev.borealis.plan.Footer;
import dev.borealis.plan.Operation;
import dev.borealis.plan.PlanNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what has changed since an earlier report, to be appended to it. */
final class AddendumWriter {
  static final String HEADLINE = "## Addendum: After-Change Performance";
  private static final String UNKNOWN = "–";

  private final EarlierReport earlier;
  private final Diagnosis.Diagnosed now;
  private final Markdown text = new Markdown();

  AddendumWriter(EarlierReport earlier, Diagnosis.Diagnosed now) {
    this.earlier = earlier;
    this.now = now;
  }

  String write() {
    text.line().line(HEADLINE).line();
    CapturedPlan before = earlier.capture();
    CapturedPlan after = now.capture();
    Footer footer = after.plan().footer();
    text.paragraph(
        "Change applied: "
            + (solved().isEmpty()
                ? "none that a finding asked for can be seen."
                : "what these findings asked for: " + String.join("; ", solved()) + "."));
    text.header("Figure", "Before", "After", "Improvement");
    text.row(
        "Query identifier",
        text(before.plan().footer().queryIdentifier()),
        text(footer.queryIdentifier()),
        UNKNOWN);
    number("Cost of the plan", Experiments.cost(before), Experiments.cost(after), "%,.2f");
    PlanNode scanBefore = Diagnosis.mainScan(before);
    PlanNode scanAfter = Diagnosis.mainScan(after);
    text.row("Main scan", scanBefore.title(), scanAfter.title(), UNKNOWN);
    number("Estimated rows scanned", estimated(scanBefore), estimated(scanAfter), "%,.0f");
    number("Rows read", read(scanBefore), read(scanAfter), "%,.0f");
    number("Planning and execution, ms", before.totalMillis(), after.totalMillis(), "%,.3f");
    EarlierReport afterwards = EarlierReport.read(now.report());
    text.row(
        "Total DPU (see Query Information)",
        earlier.totalDpu(),
        afterwards.totalDpu(),
        dpuChange(afterwards));
    text.row(
        "Rows of the result",
        Experiments.resultRows(before),
        Experiments.resultRows(after),
        UNKNOWN);
    text.line();
    if (!Experiments.resultRows(before).equals(Experiments.resultRows(after))) {
      text.paragraph(
          "**Alarm: the number of rows of the result has changed.** Either the data changed"
              + " meanwhile, or the change has altered what the query means. Find out which before"
              + " you go on.");
    }
    expectations();
    text.line("### Plan after the change").line().fenced("text", after.text());
    remaining();
    return text.toString();
  }

  private List<String> solved() {
    return earlier.findings().stream()
        .map(FindingRow::title)
        .filter(title -> !isStillThere(title))
        .toList();
  }

  private boolean isStillThere(String title) {
    return now.findings().stream().anyMatch(finding -> escaped(finding.title()).equals(title));
  }

  private static String escaped(String title) {
    return title.replace("|", "\\|");
  }

  private void expectations() {
    if (earlier.findings().isEmpty()) {
      return;
    }
    boolean better = now.capture().totalMillis() < earlier.capture().totalMillis();
    text.line("### Expected and measured").line();
    text.header("Finding", "Expected", "Measured", "Match", "State");
    for (FindingRow finding : earlier.findings()) {
      boolean there = isStillThere(finding.title());
      text.row(
          finding.title().replace("\\|", "|"),
          finding.expectedImpact().replace("\\|", "|"),
          "%s → %s rows read; %s → %s"
              .formatted(
                  Figures.count(read(Diagnosis.mainScan(earlier.capture()))),
                  Figures.count(read(Diagnosis.mainScan(now.capture()))),
                  Figures.millis(earlier.capture().totalMillis()),
                  Figures.millis(now.capture().totalMillis())),
          there ? "no" : better ? "yes" : "no: gone, but not faster",
          there ? "open" : "gone");
    }
    text.line();
  }

  private void remaining() {
    text.line("### Findings now").line();
    if (now.findings().isEmpty()) {
      text.paragraph("None.");
      return;
    }
    text.header("#", "Finding", "Severity", "Recommendation", "Expected Impact");
    for (int i = 0; i < now.findings().size(); i++) {
      Finding finding = now.findings().get(i);
      text.row(
          Integer.toString(i + 1),
          finding.title(),
          finding.severity().words(),
          finding.sql() == null ? finding.recommendation() : "`" + finding.sql() + "`",
          finding.expectedImpact());
    }
    text.line();
  }

  private String dpuChange(EarlierReport afterwards) {
    try {
      return change(
          Double.parseDouble(earlier.totalDpu()), Double.parseDouble(afterwards.totalDpu()));
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  private void number(String name, double before, double after, String format) {
    text.row(
        name,
        String.format(Locale.ROOT, format, before),
        String.format(Locale.ROOT, format, after),
        change(before, after));
  }

  private static String change(double before, double after) {
    return before == 0 ? UNKNOWN : Figures.share((before - after) / before);
  }

  private static double estimated(PlanNode node) {
    return node.estimate() == null ? 0 : node.estimate().rows();
  }

  private static double read(PlanNode node) {
    return node.operation() instanceof Operation.Scan scan
        ? new ScannedTable(node, scan, null, false).readRows()
        : 0;
  }

  private static String text(@Nullable String value) {
    return value == null ? UNKNOWN : value;
  }
}
