package dev.borealis.lint.mysql;

import dev.borealis.dialect.Fix;
import dev.borealis.lint.Diagnostic;
import dev.borealis.lint.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said about the translation of a script. */
final class Remarks {
  private static final int PREVIEW_CHARS = 80;
  private static final int PREVIEWED_CHARS = 4096;

  private final List<Diagnostic> said = new ArrayList<>();
  private MysqlUnit statement = MysqlUnit.NONE;

  /** What follows is about another statement. */
  void about(MysqlUnit statement) {
    this.statement = statement;
  }

  List<Diagnostic> all() {
    return said;
  }

  /** Takes back what was said under a rule since there were {@code count} remarks. */
  void takeBack(String rule, int count) {
    said.subList(count, said.size()).removeIf(remark -> remark.rule().equals(rule));
  }

  /** Something that means another thing in PostgreSQL, or nothing at all. */
  void lossy(String rule, String message, String detail) {
    add(rule, statement.line(), message, detail, Fix.FIXED_WITH_WARNING, detail);
  }

  /** The same, about a word of the statement. */
  void lossy(String rule, MysqlToken at, String message, String detail) {
    int line = statement.line() + lineFeeds(statement.text(), at.offset());
    add(rule, line, message, detail, Fix.FIXED_WITH_WARNING, detail);
  }

  /** Something that is written in another way, and means the same. */
  void mended(String rule, MysqlToken at, String message, String detail) {
    int line = statement.line() + lineFeeds(statement.text(), at.offset());
    add(rule, line, message, detail, Fix.FIXED, detail);
  }

  /** Something that only the author can translate. */
  void open(String rule, String message, String suggestion) {
    add(rule, statement.line(), message, suggestion, Fix.UNFIXABLE, null);
  }

  void open(String rule, MysqlToken at, String message, String suggestion) {
    int line = statement.line() + lineFeeds(statement.text(), at.offset());
    add(rule, line, message, suggestion, Fix.UNFIXABLE, null);
  }

  private void add(
      String rule, int line, String message, String suggestion, Fix fix, @Nullable String detail) {
    Place place = new Place(line, 1, line, 1, "", 0, 0);
    said.add(
        new Diagnostic(
            rule,
            place,
            message,
            suggestion,
            fix,
            detail,
            preview(statement.text()),
            null,
            null,
            null));
  }

  static String preview(String sql) {
    String beginning = sql.substring(0, Math.min(sql.length(), PREVIEWED_CHARS));
    String line = beginning.strip().replaceAll("\\s+", " ");
    return line.length() <= PREVIEW_CHARS ? line : line.substring(0, PREVIEW_CHARS) + "…";
  }

  private static int lineFeeds(String text, int end) {
    return (int)
        text.substring(0, Math.min(end, text.length())).chars().filter(c -> c == '\n').count();
  }
}
