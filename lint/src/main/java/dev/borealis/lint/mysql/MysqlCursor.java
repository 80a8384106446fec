package dev.borealis.lint.mysql;

import dev.borealis.lint.mysql.MysqlToken.Kind;
import dev.borealis.sql.SqlPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of a statement one after the other. */
final class MysqlCursor {
  /** A statement that is not as expected: it is not translated. */
  static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message, null, false, false);
    }
  }

  private static final Set<Kind> LITERALS = Set.of(Kind.STRING, Kind.NUMBER, Kind.BITS, Kind.HEX);

  private final List<MysqlToken> tokens;
  private int at;

  MysqlCursor(String statement) {
    tokens = MysqlLexer.read(statement);
  }

  MysqlToken peek() {
    return tokens.get(at);
  }

  MysqlToken peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  MysqlToken take() {
    MysqlToken token = peek();
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  boolean atEnd() {
    return peek().kind() == Kind.END;
  }

  /** Takes words if they come next. */
  boolean accept(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!peek(i).is(words[i])) {
        return false;
      }
    }
    at += words.length;
    return true;
  }

  boolean acceptAny(String... words) {
    for (String word : words) {
      if (accept(word)) {
        return true;
      }
    }
    return false;
  }

  boolean accept(char symbol) {
    if (peek().isSymbol(symbol)) {
      at++;
      return true;
    }
    return false;
  }

  void expect(char symbol) {
    if (!accept(symbol)) {
      throw unexpected();
    }
  }

  void expect(String word) {
    if (!accept(word)) {
      throw unexpected();
    }
  }

  UnreadableException unexpected() {
    return new UnreadableException(
        atEnd()
            ? "syntax error at end of input"
            : "syntax error at or near \"" + peek().text() + '"');
  }

  String name() {
    MysqlToken token = take();
    if (!token.isName() && token.kind() != Kind.STRING) {
      throw new UnreadableException("syntax error at or near \"" + token.text() + '"');
    }
    return token.text();
  }

  /** A table's name, perhaps with a schema, in PostgreSQL's spelling. */
  String relation() {
    String name = SqlPrinter.printName(name());
    return accept('.') ? name + "." + SqlPrinter.printName(name()) : name;
  }

  boolean isLiteral() {
    return LITERALS.contains(peek().kind());
  }

  /** The text of parentheses that come next, with names and strings in PostgreSQL's spelling. */
  String parentheses() {
    expect('(');
    StringBuilder text = new StringBuilder("(");
    int depth = 1;
    while (depth > 0) {
      if (atEnd()) {
        throw unexpected();
      }
      MysqlToken token = take();
      depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
      append(text, token);
    }
    return text.toString();
  }

  /** Passes over parentheses, if they come next. */
  void skipParentheses() {
    if (peek().isSymbol('(')) {
      String _ = parentheses();
    }
  }

  /** All that is left, in PostgreSQL's spelling. */
  String rest() {
    StringBuilder text = new StringBuilder();
    while (!atEnd()) {
      append(text, take());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, MysqlToken token) {
    String written = written(token);
    char last = text.isEmpty() ? '(' : text.charAt(text.length() - 1);
    boolean tight =
        last == '('
            || last == '.'
            || token.isSymbol(')')
            || token.isSymbol(',')
            || token.isSymbol('.')
            || (token.isSymbol('(') && (Character.isLetterOrDigit(last) || last == '"'))
            || isOperatorPart(last, token);
    text.append(tight ? "" : " ").append(written);
  }

  /** True within operators of two characters, such as {@code >=}. */
  private static boolean isOperatorPart(char last, MysqlToken token) {
    return token.kind() == Kind.SYMBOL
        && "<>=!|&:".indexOf(last) >= 0
        && "<>=|&:".indexOf(token.text().charAt(0)) >= 0;
  }

  private static String written(MysqlToken token) {
    return switch (token.kind()) {
      case STRING -> SqlPrinter.printString(token.text());
      case QUOTED_NAME -> SqlPrinter.printName(token.text());
      case BITS -> "B'" + token.text() + "'";
      case HEX -> "'\\x" + token.text() + "'";
      case WORD, NUMBER, SYMBOL, END -> token.text();
    };
  }

  /** Columns in parentheses, with what MySQL lets an index say about each. */
  List<KeyPart> keys() {
    expect('(');
    List<KeyPart> keys = new ArrayList<>();
    do {
      keys.add(key());
    } while (accept(','));
    expect(')');
    return keys;
  }

  private KeyPart key() {
    if (peek().isSymbol('(')) {
      String expression = parentheses();
      boolean descending = accept("DESC");
      boolean _ = accept("ASC");
      return new KeyPart(null, expression, false, descending);
    }
    String name = name();
    boolean prefix = peek().isSymbol('(');
    skipParentheses();
    boolean descending = accept("DESC");
    boolean _ = accept("ASC");
    return new KeyPart(name, SqlPrinter.printName(name), prefix, descending);
  }

  /**
   * A part of a key.
   *
   * @param column null for an expression
   * @param written in PostgreSQL's spelling
   * @param prefix whether only the beginning of the value counts
   */
  record KeyPart(@Nullable String column, String written, boolean prefix, boolean descending) {}
}
