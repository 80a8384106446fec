package dev.borealis.lint.mysql;

import dev.borealis.lint.mysql.MysqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a statement into tokens (MySQL 8.0 Reference Manual, "Language Structure"). Comments are
 * blanks, but what stands in comments for some versions, {@code /*!50100 ...}, is read as if the
 * comment were not there.
 */
final class MysqlLexer {
  private final String text;
  private final List<MysqlToken> tokens = new ArrayList<>();
  private int at;

  private MysqlLexer(String text) {
    this.text = text;
  }

  static List<MysqlToken> read(String text) {
    MysqlLexer lexer = new MysqlLexer(text);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '#' || text.startsWith("-- ", at) || text.startsWith("--\n", at)) {
        int lineFeed = text.indexOf('\n', at);
        at = lineFeed < 0 ? text.length() : lineFeed;
      } else if (text.startsWith("/*", at)) {
        comment();
      } else if (text.startsWith("*/", at)) {
        // The end of a comment for some versions.
        at += 2;
      } else {
        token(c);
      }
    }
    tokens.add(new MysqlToken(Kind.END, "", text.length()));
  }

  private void comment() {
    // MariaDB's clients write /*M!999999\- ... */ for themselves: no server has that version.
    boolean hint =
        (text.startsWith("/*!", at) || text.startsWith("/*M!", at))
            && !text.startsWith("/*M!999999", at);
    if (hint) {
      at = text.indexOf('!', at) + 1;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
    } else {
      int end = text.indexOf("*/", at + 2);
      at = end < 0 ? text.length() : end + 2;
    }
  }

  private void token(char c) {
    int start = at;
    if (c == '`') {
      add(Kind.QUOTED_NAME, quoted('`', false), start);
    } else if (c == '\'' || c == '"') {
      add(Kind.STRING, quoted(c, true), start);
    } else if ((c == 'b' || c == 'B' || c == 'x' || c == 'X') && text.startsWith("'", at + 1)) {
      at++;
      Kind kind = c == 'b' || c == 'B' ? Kind.BITS : Kind.HEX;
      add(kind, quoted('\'', false), start);
    } else if (text.startsWith("0x", at) && isWordPart(at + 2)) {
      at += 2;
      add(Kind.HEX, word(), start);
    } else if (Character.isDigit(c) || (c == '.' && isDigit(at + 1))) {
      add(Kind.NUMBER, number(), start);
    } else if (isWordPart(at)) {
      String word = word();
      // The character set of a string says nothing in a text of UTF-8.
      boolean introducer = word.startsWith("_") && at < text.length() && text.charAt(at) == '\'';
      if (!introducer) {
        add(Kind.WORD, word, start);
      }
    } else {
      at++;
      add(Kind.SYMBOL, String.valueOf(c), start);
    }
  }

  private void add(Kind kind, String value, int start) {
    tokens.add(new MysqlToken(kind, value, start));
  }

  private boolean isDigit(int index) {
    return index < text.length() && Character.isDigit(text.charAt(index));
  }

  private boolean isWordPart(int index) {
    if (index >= text.length()) {
      return false;
    }
    char c = text.charAt(index);
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@' || c >= 0x80;
  }

  private String word() {
    int start = at;
    while (isWordPart(at)) {
      at++;
    }
    return text.substring(start, at);
  }

  private String number() {
    int start = at;
    while (isDigit(at) || (at < text.length() && text.charAt(at) == '.')) {
      at++;
    }
    boolean exponent =
        at < text.length()
            && (text.charAt(at) == 'e' || text.charAt(at) == 'E')
            && (isDigit(at + 1) || (isDigit(at + 2) && "+-".indexOf(text.charAt(at + 1)) >= 0));
    if (exponent) {
      at += 2;
      while (isDigit(at)) {
        at++;
      }
    }
    return text.substring(start, at);
  }

  private String quoted(char quote, boolean escapes) {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == quote) {
        if (!text.startsWith(String.valueOf(quote), at + 1)) {
          at++;
          return value.toString();
        }
        at++;
      } else if (escapes && c == '\\' && at + 1 < text.length()) {
        at++;
        c = unescaped(text.charAt(at));
      }
      value.append(c);
      at++;
    }
    return value.toString();
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case '0' -> '\0';
      case 'Z' -> '\u001a';
      default -> c;
    };
  }
}
