package dev.borealis.lint.mysql;

import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script of the client {@code mysql}: statements, comments between them, and DELIMITER. It
 * goes through the text once, a character at a time; a statement may have {@link
 * #MAX_STATEMENT_CHARS}, and what is longer is cut, which only statements with rows are.
 */
final class MysqlScript implements AutoCloseable {
  static final int MAX_STATEMENT_CHARS = 4 << 20;

  private static final String DELIMITER_COMMAND = "delimiter";
  private static final int KEPT_CHARS = 4 << 10;
  private static final int BLOCK_CHARS = 64 << 10;

  private final Reader reader;
  private final char[] block = new char[BLOCK_CHARS];
  private int blockLength;
  private int blockAt;
  private int ahead = -2;
  private int line = 1;
  private String delimiter = ";";

  MysqlScript(Reader reader) {
    this.reader = reader;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private int peek() throws IOException {
    if (ahead == -2) {
      if (blockAt == blockLength) {
        blockLength = Math.max(0, reader.read(block, 0, block.length));
        blockAt = 0;
      }
      ahead = blockLength == 0 ? -1 : block[blockAt++];
    }
    return ahead;
  }

  private int take() throws IOException {
    int c = peek();
    if (c >= 0) {
      ahead = -2;
      line += c == '\n' ? 1 : 0;
    }
    return c;
  }

  /** The next statement or comment, or null at the end. */
  @Nullable MysqlUnit next() throws IOException {
    int lineBefore = line;
    while (peek() >= 0 && Character.isWhitespace(peek())) {
      take();
    }
    if (peek() < 0) {
      return null;
    }
    Statement statement = new Statement(line, line - lineBefore > 1);
    while (true) {
      int c = take();
      if (c < 0) {
        return statement.unit();
      }
      statement.append((char) c);
      if (statement.isLineComment(peek())) {
        restOfLine(statement);
        if (statement.isOnlyComment()) {
          return statement.comment();
        }
      } else if (c == '/' && peek() == '*') {
        blockComment(statement);
      } else if (c == '\'' || c == '"' || c == '`') {
        quoted(statement, c);
      } else if (statement.endsWith(delimiter)) {
        statement.text.setLength(statement.text.length() - delimiter.length());
        return statement.unit();
      } else if (statement.isDelimiterCommand() && Character.isWhitespace(c)) {
        delimiterCommand();
        return next();
      }
    }
  }

  private void delimiterCommand() throws IOException {
    StringBuilder rest = new StringBuilder();
    while (peek() >= 0 && peek() != '\n') {
      rest.append((char) take());
    }
    String given = rest.toString().strip();
    delimiter = given.isEmpty() ? ";" : given;
  }

  private void restOfLine(Statement statement) throws IOException {
    while (peek() >= 0 && peek() != '\n') {
      statement.append((char) take());
    }
  }

  private void blockComment(Statement statement) throws IOException {
    statement.append((char) take());
    if (peek() == '!') {
      // What is in it is SQL, with quotes of its own.
      return;
    }
    int before = 0;
    int c = take();
    while (c >= 0 && !(before == '*' && c == '/')) {
      statement.append((char) c);
      before = c;
      c = take();
    }
    statement.append('/');
  }

  private void quoted(Statement statement, int quote) throws IOException {
    int c = take();
    while (c >= 0 && c != quote) {
      statement.append((char) c);
      if (c == '\\' && quote != '`' && peek() >= 0) {
        statement.append((char) take());
      }
      c = take();
    }
    statement.append((char) quote);
  }

  /** What has been read of a statement. */
  private static final class Statement {
    final StringBuilder text = new StringBuilder();
    final int line;
    final boolean afterBlankLine;
    boolean cut;

    Statement(int line, boolean afterBlankLine) {
      this.line = line;
      this.afterBlankLine = afterBlankLine;
    }

    void append(char c) {
      if (text.length() >= MAX_STATEMENT_CHARS) {
        // Beginning and end are enough to tell what it is and where it ends.
        cut = true;
        text.delete(KEPT_CHARS, text.length() - KEPT_CHARS);
      }
      text.append(c);
    }

    boolean endsWith(String end) {
      int from = text.length() - end.length();
      return from >= 0 && text.indexOf(end, from) == from;
    }

    /** True at {@code #}, and at the second dash of {@code -- }. */
    boolean isLineComment(int next) {
      return endsWith("#")
          || (endsWith("--") && (next < 0 || Character.isWhitespace(next)) && !endsWith("---"));
    }

    boolean isOnlyComment() {
      String read = text.toString().stripLeading();
      return read.startsWith("#") || read.startsWith("--");
    }

    boolean isDelimiterCommand() {
      return text.length() == DELIMITER_COMMAND.length() + 1
          && text.toString().toLowerCase(Locale.ROOT).startsWith(DELIMITER_COMMAND);
    }

    MysqlUnit unit() {
      String read = text.toString().strip();
      boolean comment =
          read.isEmpty()
              || (read.startsWith("/*")
                  && !read.startsWith("/*!")
                  && read.indexOf("*/") == read.length() - 2);
      return new MysqlUnit(!comment, read, line, cut, afterBlankLine);
    }

    MysqlUnit comment() {
      return new MysqlUnit(false, text.toString().strip(), line, cut, afterBlankLine);
    }
  }
}
