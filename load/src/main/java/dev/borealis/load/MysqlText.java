package dev.borealis.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words, names and literals of MySQL's SQL, character by character. */
final class MysqlText implements Closeable {
  private static final int MAX_VALUE_CHARS = 4 << 20;
  private static final int BUFFER_CHARS = 64 << 10;

  private final String file;
  private final Reader in;
  private final char[] buffer = new char[BUFFER_CHARS];
  private final StringBuilder text = new StringBuilder();
  private int next;
  private int limit;
  private long line = 1;

  MysqlText(String file, Reader in) {
    this.file = file;
    this.in = in;
  }

  long line() {
    return line;
  }

  LoadException unexpected(String wanted) {
    return new LoadException(
        "%s:%d: expected %s, as mysqldump writes it.".formatted(file, line, wanted));
  }

  /** The next character, which stays; -1 at the end. */
  private int peek() throws IOException {
    if (next == limit) {
      next = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
      if (limit == 0) {
        return -1;
      }
    }
    return buffer[next];
  }

  int take() throws IOException {
    int c = peek();
    if (c >= 0) {
      next++;
      line += c == '\n' ? 1 : 0;
    }
    return c;
  }

  void expect(char wanted) throws IOException {
    if (skipBlanks() != wanted) {
      throw unexpected("'" + wanted + "'");
    }
    take();
  }

  /** Goes over blanks and comments; returns the character behind them, which stays. */
  int skipBlanks() throws IOException {
    while (true) {
      int c = peek();
      if (c >= 0 && Character.isWhitespace(c)) {
        take();
      } else if (c == '#') {
        skipLine();
      } else if (c == '-' && lookahead() == '-') {
        skipLine();
      } else if (c == '/' && lookahead() == '*') {
        skipComment();
      } else {
        return c;
      }
    }
  }

  private int lookahead() throws IOException {
    if (next + 1 == limit) {
      buffer[0] = buffer[next];
      next = 0;
      limit = 1 + Math.max(0, in.read(buffer, 1, buffer.length - 1));
    }
    return next + 1 < limit ? buffer[next + 1] : -1;
  }

  private void skipLine() throws IOException {
    int c = take();
    while (c >= 0 && c != '\n') {
      c = take();
    }
  }

  private void skipComment() throws IOException {
    take();
    int before = take();
    int c = take();
    while (c >= 0 && !(before == '*' && c == '/')) {
      before = c;
      c = take();
    }
  }

  /** Goes behind the next semicolon that is in no quotes. */
  void skipStatement() throws IOException {
    int c = skipBlanks();
    while (c >= 0 && c != ';') {
      if (c == '\'' || c == '"' || c == '`') {
        quoted();
      } else {
        take();
      }
      c = skipBlanks();
    }
    take();
  }

  /** What is left of the line, without its end; null at the end of the file. */
  @Nullable String restOfLine() throws IOException {
    text.setLength(0);
    int c = take();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      if (text.length() > MAX_VALUE_CHARS) {
        throw unexpected("the end of a line");
      }
      text.append((char) c);
      c = take();
    }
    return text.toString();
  }

  /** Letters, digits and what else is in a word or number; may be empty. */
  String word() throws IOException {
    text.setLength(0);
    int c = peek();
    while (c >= 0 && (Character.isLetterOrDigit(c) || "_$.+-".indexOf(c) >= 0)) {
      text.append((char) take());
      c = peek();
    }
    return text.toString();
  }

  /** A name, with or without its quotes. */
  String name() throws IOException {
    int c = skipBlanks();
    if (c == '`' || c == '"') {
      return quoted();
    }
    text.setLength(0);
    while (c >= 0 && (Character.isLetterOrDigit(c) || c == '_' || c == '$')) {
      text.append((char) take());
      c = peek();
    }
    if (text.isEmpty()) {
      throw unexpected("a name");
    }
    return text.toString();
  }

  /** A literal; null for NULL. Bytes come as PostgreSQL writes them, in hexadecimal digits. */
  @Nullable String value() throws IOException {
    int c = skipBlanks();
    if (c == '\'' || c == '"') {
      return quoted();
    }
    String word = word();
    String upper = word.toUpperCase(Locale.ROOT);
    boolean quote = peek() == '\'';
    if (quote && upper.equals("X")) {
      return "\\x" + quoted();
    }
    if (quote && (upper.equals("B") || upper.equals("N") || upper.startsWith("_"))) {
      return quoted();
    }
    if (upper.startsWith("_")) {
      skipBlanks();
      return quoted();
    }
    if (upper.startsWith("0X")) {
      return "\\x" + word.substring(2);
    }
    boolean known =
        upper.equals("NULL")
            || upper.equals("TRUE")
            || upper.equals("FALSE")
            || (!upper.isEmpty() && "0123456789+-.".indexOf(upper.charAt(0)) >= 0);
    if (!known) {
      throw unexpected("a literal");
    }
    return upper.equals("NULL") ? null : word;
  }

  private String quoted() throws IOException {
    int quote = take();
    text.setLength(0);
    while (true) {
      int c = take();
      if (c < 0 || text.length() > MAX_VALUE_CHARS) {
        throw unexpected("the end of a quoted text");
      }
      if (c == quote) {
        if (peek() != quote) {
          return text.toString();
        }
        c = take();
      } else if (c == '\\' && quote != '`') {
        c = escaped(take());
      }
      text.append((char) c);
    }
  }

  private static int escaped(int c) {
    return switch (c) {
      case '0' -> 0;
      case 'b' -> '\b';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'Z' -> 26;
      default -> c;
    };
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
