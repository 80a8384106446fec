package dev.borealis.lint;

import dev.borealis.sql.tree.Span;

/**
 * Where in a script something is.
 *
 * @param line from 1
 * @param column the character of the line, from 1
 * @param endLine the line of its last character
 * @param endColumn the column after its last character
 * @param excerpt its first line as far as it belongs to the statement, at most {@link
 *     #MAX_EXCERPT_CHARS} of it
 * @param from where in the excerpt it begins, in UTF-16 units
 * @param to where in the excerpt it ends (exclusive)
 */
public record Place(
    int line, int column, int endLine, int endColumn, String excerpt, int from, int to) {
  /** More of a line than this is not shown. */
  public static final int MAX_EXCERPT_CHARS = 160;

  /** The place of a span of a statement. */
  static Place of(ScriptUnit statement, Span span) {
    String text = statement.text();
    int start = Math.min(Math.max(span.start(), 0), text.length());
    int end = Math.min(Math.max(span.end(), start), text.length());
    int lineStart = text.lastIndexOf('\n', start - 1) + 1;
    int lineFeed = text.indexOf('\n', start);
    int lineEnd = lineFeed < 0 ? text.length() : lineFeed;
    int shownFrom = Math.max(lineStart, start - MAX_EXCERPT_CHARS / 2);
    int shownTo = Math.min(lineEnd, shownFrom + MAX_EXCERPT_CHARS);
    return new Place(
        line(statement, start),
        column(statement, start),
        line(statement, end),
        column(statement, end),
        text.substring(shownFrom, shownTo).stripTrailing(),
        start - shownFrom,
        Math.min(end, shownTo) - shownFrom);
  }

  private static int line(ScriptUnit statement, int offset) {
    int line = statement.line();
    String text = statement.text();
    for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
    }
    return line;
  }

  private static int column(ScriptUnit statement, int offset) {
    String text = statement.text();
    int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    int before = lineStart == 0 ? statement.column() : 1;
    return before + text.codePointCount(lineStart, offset);
  }
}
