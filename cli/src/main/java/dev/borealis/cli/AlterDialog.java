package dev.borealis.cli;

import dev.borealis.alter.AlterPlan.Step;
import dev.borealis.alter.AlterReport;
import dev.borealis.alter.AlterReport.Difference;
import dev.borealis.alter.AlterRun;
import dev.borealis.alter.AlterRun.Gate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;

/** The talk of {@code dsql alter} with the person: what is done, and whether it may be. */
final class AlterDialog implements AlterRun.Consent, AlterRun.Progress {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

  private final PrintWriter err;
  private final boolean agreesToAll;
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
  private long lastLineNanos = System.nanoTime();

  /**
   * @param agreesToAll whether everything is agreed to, unasked
   */
  AlterDialog(PrintWriter err, boolean agreesToAll) {
    this.err = err;
    this.agreesToAll = agreesToAll;
  }

  @Override
  public boolean isGiven(Gate gate, String question) {
    err.print(question + (agreesToAll ? " yes (--yes)\n" : " Type yes to go on: "));
    err.flush();
    if (agreesToAll) {
      return true;
    }
    try {
      return "yes".equals(in.readLine());
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void step(int number, int of, Step step) {
    err.println("[%d/%d] %s".formatted(number, of, step.title()));
    err.flush();
  }

  @Override
  public void rows(long copied, long of) {
    if (copied >= of || System.nanoTime() - lastLineNanos > BETWEEN_LINES.toNanos()) {
      lastLineNanos = System.nanoTime();
      err.println("        %,d of %,d rows".formatted(copied, of));
      err.flush();
    }
  }

  /** What a run came to. */
  static void print(PrintWriter out, AlterReport report) {
    switch (report.outcome()) {
      case DONE -> out.println(report.table() + " is changed.");
      case STOPPED ->
          out.println(
              "Stopped; %s is as it was. Go on with: dsql alter --resume %s. Go back with: dsql alter --abort %s."
                  .formatted(report.table(), report.id(), report.id()));
      case UNDONE -> out.println(report.table() + " is as it was.");
    }
    Difference compared = report.compared();
    if (compared != null) {
      out.printf(
          "compared: %,d rows and %,d; 0 missing, 0 changed, 0 extra; checksums %s and %s; %d %s%n",
          compared.rowsOfOriginal(),
          compared.rowsOfReplacement(),
          compared.checksumOfOriginal(),
          compared.checksumOfReplacement(),
          compared.passes(),
          compared.passes() == 1 ? "pass" : "passes");
    }
    report.lateRows().forEach(key -> out.println("only in the original: " + CellText.visible(key)));
    report.notes().forEach(out::println);
    if (report.originalKept() != null) {
      out.printf(
          "The original is kept as %s. Drop it with: dsql alter --resume %s --drop-old. Go back to it with: dsql alter --abort %s.%n",
          report.originalKept(), report.id(), report.id());
    }
    out.flush();
  }
}
