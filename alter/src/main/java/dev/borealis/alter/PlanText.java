package dev.borealis.alter;

import dev.borealis.alter.AlterPlan.Method;
import dev.borealis.alter.AlterPlan.Step;
import dev.borealis.alter.AlterPlan.Validation;
import java.util.List;

/** Plans for people: what is in the way first, then the SQL of each step, then what to know. */
public final class PlanText {
  private PlanText() {}

  /** The whole plan; every line that is no SQL is a comment. */
  public static String of(AlterPlan plan) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "-- Plan %s for %s, Aurora DSQL %s"
            .formatted(plan.id(), plan.qualifiedTable(), plan.version()));
    line(text, "-- " + method(plan));
    lines(text, "IN THE WAY", plan.blockers());
    if (!plan.validations().isEmpty()) {
      line(text, "");
      line(text, "-- What the rows say:");
      plan.validations().forEach(validation -> validation(text, validation));
    }
    int number = 0;
    for (Step step : plan.steps()) {
      number++;
      line(text, "");
      line(text, "-- %d. %s".formatted(number, step.title()));
      line(text, step.sql() + ";");
    }
    line(text, "");
    plan.notes().forEach(note -> line(text, "-- " + printable(note)));
    return text.toString();
  }

  private static String method(AlterPlan plan) {
    return plan.method() == Method.DIRECT
        ? "The cluster makes this change itself."
        : "The table is made anew: %,d rows are copied to %s, which then takes its place; the original stays as %s."
            .formatted(plan.rows(), plan.newTable(), plan.oldTable());
  }

  private static void validation(StringBuilder text, Validation validation) {
    String found =
        validation.found() < 0 ? "cannot be counted" : "%,d".formatted(validation.found());
    String verdict =
        validation.found() == 0 ? "ok" : validation.stops() ? "IN THE WAY" : "to be accepted";
    line(text, "--   %s: %s: %s".formatted(printable(validation.title()), found, verdict));
    validation.examples().forEach(example -> line(text, "--     " + printable(example)));
    if (validation.message() != null) {
      line(text, "--     " + printable(validation.message()));
    }
  }

  private static void lines(StringBuilder text, String title, List<String> lines) {
    lines.forEach(each -> line(text, "-- %s: %s".formatted(title, printable(each))));
  }

  // What comes from a table's rows or names must not end the comment that it stands in.
  private static String printable(String line) {
    return line.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
