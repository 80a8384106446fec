package dev.borealis.bench;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where figures go: text for people, or with {@code --json} one JSON object per line. Progress is
 * told on standard error, and only to people.
 */
final class Report {
  private final PrintWriter out;
  private final PrintWriter progress;
  private final boolean json;

  Report(PrintWriter out, PrintWriter progress, boolean json) {
    this.out = out;
    this.progress = progress;
    this.json = json;
  }

  /** One measured fact for programs: {@code kind} says which fields to expect. */
  void fact(String kind, Map<String, ?> fields) {
    if (json) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("kind", kind);
      members.putAll(fields);
      out.println(Json.write(members));
      out.flush();
    }
  }

  /** A line for people. */
  void line(String text) {
    if (!json) {
      out.println(text);
      out.flush();
    }
  }

  /** A table for people; the first row is its head, the first column is aligned to the left. */
  void table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        text.append(i == 0 ? row.get(i) + padding : "  " + padding + row.get(i));
      }
      line(text.toString().stripTrailing());
    }
  }

  /** What is being done now. */
  void progress(String text) {
    if (!json) {
      progress.println("# " + text);
      progress.flush();
    }
  }
}
