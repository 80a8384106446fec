package dev.borealis.mcp;

import dev.borealis.sql.Lexer;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.Tokens;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values for the placeholders of a statement, in the two spellings that clients have. */
final class Placeholders {
  private static final int MAX_PARAMETERS = 65_535;

  private Placeholders() {}

  /**
   * A statement with {@code $1} in it, and what it stands for.
   *
   * @param sql what the guard judges
   * @param values the value of $1, of $2 and so on
   */
  record Numbered(String sql, List<@Nullable Object> values) {}

  /**
   * A statement for JDBC.
   *
   * @param sql with a question mark for each value
   * @param values in the order of the question marks
   */
  record Marked(String sql, List<@Nullable Object> values) {}

  /**
   * Reads {@code %s}, as the Python driver of the official server does: only if there are values,
   * and then {@code %%} is a percent sign.
   *
   * @throws RefusedException if placeholders and values do not match
   */
  static Numbered ofPercent(String sql, @Nullable List<@Nullable Object> values) {
    if (values == null) {
      return new Numbered(sql, List.of());
    }
    BitSet quoted = quoted(sql);
    StringBuilder numbered = new StringBuilder();
    int count = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      char next = i + 1 < sql.length() ? sql.charAt(i + 1) : ' ';
      if (c != '%' || (next != 's' && next != '%')) {
        numbered.append(c);
      } else if (next == '%') {
        numbered.append('%');
        i++;
      } else if (quoted.get(i)) {
        throw new RefusedException(
            "A placeholder stands inside quotes or a comment. Write it without quotes; the value is bound.");
      } else {
        boolean touching =
            !numbered.isEmpty()
                && Character.isLetterOrDigit(numbered.charAt(numbered.length() - 1));
        numbered.append(touching ? " $" : "$").append(++count);
        i++;
      }
    }
    requireCount(count, values.size());
    return new Numbered(numbered.toString(), values);
  }

  /** Reads {@code $1}. */
  static Numbered ofDollar(String sql, @Nullable List<@Nullable Object> values) {
    List<@Nullable Object> given = values == null ? List.of() : values;
    Tokens tokens = Tokens.of(sql);
    int highest = 0;
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.kind(i) == TokenKind.PARAM) {
        int number = tokens.number(i);
        if (number < 1 || number > MAX_PARAMETERS) {
          throw new RefusedException("There is no parameter " + tokens.text(i) + ".");
        }
        highest = Math.max(highest, number);
      }
    }
    requireCount(highest, given.size());
    return new Numbered(sql, given);
  }

  private static void requireCount(int placeholders, int values) {
    if (placeholders != values) {
      throw new RefusedException(
          "The query has %d placeholders but %d parameters were passed."
              .formatted(placeholders, values));
    }
  }

  /** Which characters are part of a literal, a quoted name or a comment. */
  private static BitSet quoted(String sql) {
    BitSet quoted = new BitSet(sql.length());
    Lexer lexer = new Lexer(sql);
    for (TokenKind kind = lexer.next(); kind != TokenKind.END; kind = lexer.next()) {
      boolean comment = kind == TokenKind.LINE_COMMENT || kind == TokenKind.BLOCK_COMMENT;
      boolean name =
          kind == TokenKind.IDENT
              && sql.indexOf('"', lexer.start()) >= lexer.start()
              && sql.indexOf('"', lexer.start()) < lexer.end();
      if (comment || name || kind == TokenKind.SCONST) {
        quoted.set(lexer.start(), lexer.end());
      }
      if (kind == TokenKind.ERROR) {
        return quoted;
      }
    }
    return quoted;
  }

  /** The form in which JDBC takes it. A parameter that is used twice is bound twice. */
  static Marked marked(Numbered numbered) {
    if (numbered.values().isEmpty()) {
      return new Marked(numbered.sql(), List.of());
    }
    String sql = numbered.sql();
    Tokens tokens = Tokens.of(sql);
    StringBuilder marked = new StringBuilder();
    List<@Nullable Object> values = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < tokens.size(); i++) {
      TokenKind kind = tokens.kind(i);
      boolean operator = kind == TokenKind.OP && tokens.text(i).indexOf('?') >= 0;
      if (kind == TokenKind.PARAM || operator) {
        marked.append(sql, from, tokens.start(i));
        marked.append(operator ? tokens.text(i).replace("?", "??") : "?");
        from = tokens.end(i);
      }
      if (kind == TokenKind.PARAM) {
        values.add(numbered.values().get(tokens.number(i) - 1));
      }
    }
    return new Marked(marked.append(sql, from, sql.length()).toString(), values);
  }
}
