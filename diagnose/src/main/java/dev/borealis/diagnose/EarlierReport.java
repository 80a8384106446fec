package dev.borealis.diagnose;

import dev.borealis.plan.PlanFormatException;
import dev.borealis.plan.PlanReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a report says that a reassessment needs.
 *
 * @param statement the statement that it is about
 * @param capture its plan
 * @param findings those of its summary, in order
 * @param totalDpu as it stands there, told by the cluster or estimated
 */
record EarlierReport(
    String statement, CapturedPlan capture, List<FindingRow> findings, String totalDpu) {
  /** Reports are some kilobytes. */
  static final int MAX_CHARACTERS = 32 << 20;

  private static final Pattern CELLS = Pattern.compile("(?<!\\\\)\\|");
  private static final int TITLE_CELL = 2;
  private static final int IMPACT_CELL = 5;

  /** A row of the summary. */
  record FindingRow(String title, String expectedImpact) {}

  static EarlierReport read(String report) {
    if (report.length() > MAX_CHARACTERS) {
      throw new DiagnosisException("The file is too long to be a report.");
    }
    List<String> lines = report.lines().toList();
    String statement = fenced(lines, ReportWriter.STATEMENT);
    String plan = fenced(lines, ReportWriter.PLAN);
    try {
      return new EarlierReport(
          statement,
          new CapturedPlan(statement, plan, PlanReader.read(plan)),
          findings(lines),
          totalDpu(lines));
    } catch (PlanFormatException e) {
      throw new DiagnosisException(
          "The plan in the report cannot be read: %s".formatted(e.getMessage()), e);
    }
  }

  private static String fenced(List<String> lines, String heading) {
    int at = lines.indexOf(heading);
    int open = at < 0 ? -1 : at + 2;
    if (open < 0 || open >= lines.size() || !lines.get(open).startsWith("```")) {
      throw new DiagnosisException(
          "The file is no report of dsql explain: there is no '%s' with a text in it."
              .formatted(heading));
    }
    String fence = lines.get(open).replaceAll("[^`]", "");
    List<String> content = new ArrayList<>();
    for (int i = open + 1; i < lines.size(); i++) {
      if (lines.get(i).equals(fence)) {
        return String.join("\n", content);
      }
      content.add(lines.get(i));
    }
    throw new DiagnosisException("The file ends within '%s'.".formatted(heading));
  }

  private static List<FindingRow> findings(List<String> lines) {
    List<FindingRow> rows = new ArrayList<>();
    // The heading, a blank line, and the two lines of the table's head come first.
    int summary = lines.lastIndexOf(ReportWriter.SUMMARY);
    for (int i = summary + 4; summary >= 0 && i < lines.size(); i++) {
      String[] cells = CELLS.split(lines.get(i), -1);
      if (cells.length <= IMPACT_CELL) {
        break;
      }
      rows.add(new FindingRow(cells[TITLE_CELL].strip(), cells[IMPACT_CELL].strip()));
    }
    return rows;
  }

  private static String totalDpu(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith("| Total DPU")) {
        return CELLS.split(line, -1)[2].strip();
      }
    }
    return "–";
  }
}
