package dev.borealis.plan;

import dev.borealis.plan.PlanNode.Actual;
import dev.borealis.plan.PlanNode.Estimate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first line of a node, taken apart: {@code Seq Scan on t (cost=...) (actual ...)}. */
record TitleLine(String title, @Nullable Estimate estimate, @Nullable Actual actual) {
  private static final String NEVER = "(never executed)";
  private static final String COST = "(cost=";
  private static final String ACTUAL = "(actual ";

  /** Whatever is not understood stays in the title. */
  static TitleLine parse(String line) {
    String rest = line;
    Actual actual = null;
    if (rest.endsWith(NEVER)) {
      actual = Actual.NEVER_EXECUTED;
      rest = without(rest, rest.length() - NEVER.length());
    } else {
      int start = bracket(rest, ACTUAL);
      actual = start < 0 ? null : actual(inside(rest, start));
      rest = actual == null ? rest : without(rest, start);
    }
    int start = bracket(rest, COST);
    Estimate estimate = start < 0 ? null : estimate(inside(rest, start));
    return new TitleLine(estimate == null ? rest : without(rest, start), estimate, actual);
  }

  /** Where the bracket begins that ends the line, if it is of this kind. */
  private static int bracket(String line, String beginning) {
    if (!line.endsWith(")")) {
      return -1;
    }
    int start = line.lastIndexOf('(');
    return start > 0 && line.startsWith(beginning, start) ? start : -1;
  }

  private static String inside(String line, int start) {
    return line.substring(start + 1, line.length() - 1);
  }

  private static String without(String line, int start) {
    return line.substring(0, start).stripTrailing();
  }

  private static @Nullable Estimate estimate(String inside) {
    Map<String, String> values = values(inside);
    double[] costs = range(values.get("cost"));
    Double rows = number(values.get("rows"));
    Double width = number(values.get("width"));
    Double loops = number(values.get("loops"));
    if (costs == null || rows == null || width == null) {
      return null;
    }
    return new Estimate(
        costs[0], costs[1], rows, width.longValue(), loops == null ? null : loops.longValue());
  }

  private static @Nullable Actual actual(String inside) {
    Map<String, String> values = values(inside);
    double[] times = range(values.get("time"));
    Double rows = number(values.get("rows"));
    Double loops = number(values.get("loops"));
    if (rows == null || loops == null || (times == null && values.containsKey("time"))) {
      return null;
    }
    return new Actual(
        times == null ? null : times[0], times == null ? null : times[1], rows, loops.longValue());
  }

  private static Map<String, String> values(String inside) {
    Map<String, String> values = new HashMap<>();
    for (String pair : inside.split(" ", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return values;
  }

  private static double @Nullable [] range(@Nullable String text) {
    int dots = text == null ? -1 : text.indexOf("..");
    if (text == null || dots < 0) {
      return null;
    }
    Double from = number(text.substring(0, dots));
    Double to = number(text.substring(dots + 2));
    return from == null || to == null ? null : new double[] {from, to};
  }

  /** A number that is not negative; null if it is none. */
  static @Nullable Double number(@Nullable String text) {
    if (text == null || text.isEmpty() || !text.chars().allMatch(TitleLine::isDigitOrDot)) {
      return null;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isDigitOrDot(int c) {
    return (c >= '0' && c <= '9') || c == '.';
  }
}
