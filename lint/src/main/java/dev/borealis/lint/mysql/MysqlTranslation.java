package dev.borealis.lint.mysql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The translated script, and which of its lines come from where. */
final class MysqlTranslation {
  private final StringBuilder sql = new StringBuilder();

  /** The source's line of each line. */
  private final List<Integer> sources = new ArrayList<>();

  private final List<Later> later = new ArrayList<>();
  private final Set<String> tables = new HashSet<>();
  private int line = 1;

  /** A statement that has to wait until all tables are there. */
  private record Later(String sql, int line) {}

  /** What follows comes from a line of the source. */
  void from(int sourceLine) {
    line = sourceLine;
  }

  void statement(String statement) {
    append(statement + ";\n");
  }

  /** A comment's lines, in PostgreSQL's form. */
  void comment(String comment) {
    for (String written : comment.split("\n", -1)) {
      boolean hash = written.startsWith("#");
      append((hash ? "--" + written.substring(1) : written) + "\n");
    }
  }

  /** A blank line, unless there is one already or nothing before it. */
  void blankLine() {
    int length = sql.length();
    if (length > 1 && !(sql.charAt(length - 1) == '\n' && sql.charAt(length - 2) == '\n')) {
      append("\n");
    }
  }

  void atEnd(String statement) {
    later.add(new Later(statement, line));
  }

  /** Adds what had to wait. */
  void finish() {
    for (Later waiting : later) {
      line = waiting.line;
      statement(waiting.sql);
    }
    later.clear();
  }

  void created(String table) {
    tables.add(table);
  }

  boolean hasTable(String table) {
    return tables.contains(table);
  }

  private void append(String text) {
    sql.append(text);
    text.chars().filter(c -> c == '\n').forEach(_ -> sources.add(line));
  }

  int length() {
    return sql.length();
  }

  String sql() {
    return sql.toString();
  }

  /** The source's line of a line, both from 1. */
  int sourceLine(int translatedLine) {
    return sources.isEmpty() ? 1 : sources.get(Math.min(translatedLine, sources.size()) - 1);
  }
}
