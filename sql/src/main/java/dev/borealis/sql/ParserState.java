package dev.borealis.sql;

import dev.borealis.sql.tree.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a parser stands among the tokens of a text. The parser only moves forward.
 *
 * <p>Five key words mean something else before certain others, as in PostgreSQL's grammar: NOT,
 * NULLS, WITH, WITHOUT and FORMAT. Such a word is no name, and {@link #at(Keyword)} does not see
 * it; {@link #atBound} does.
 */
final class ParserState {
  final Nesting nesting = new Nesting();
  private final Tokens tokens;
  private int position = -1;
  private TokenKind kind = TokenKind.END;
  private @Nullable Keyword word;
  private boolean bound;

  ParserState(Tokens tokens) {
    this.tokens = tokens;
    next();
  }

  /** Moves to the next token; stays at the one that ends the text. */
  void next() {
    if (position == tokens.size()) {
      return;
    }
    position++;
    kind = tokens.kind(position);
    if (kind == TokenKind.KEYWORD) {
      Keyword at = tokens.keyword(position);
      word = at;
      bound = at != null && isBound(at);
    } else {
      word = null;
      bound = false;
    }
  }

  private boolean isBound(Keyword at) {
    return switch (at) {
      case NOT ->
          switch (ahead(1)) {
            case BETWEEN, IN, LIKE, ILIKE, SIMILAR -> true;
            case null, default -> false;
          };
      case NULLS -> ahead(1) == Keyword.FIRST || ahead(1) == Keyword.LAST;
      case WITH -> ahead(1) == Keyword.TIME || ahead(1) == Keyword.ORDINALITY;
      case WITHOUT -> ahead(1) == Keyword.TIME;
      case FORMAT -> ahead(1) == Keyword.JSON;
      default -> false;
    };
  }

  /** The kind of the current token. */
  TokenKind kind() {
    return kind;
  }

  /** The current token's key word, unless it is bound to the next one. */
  @Nullable Keyword word() {
    return bound ? null : word;
  }

  boolean at(Keyword keyword) {
    return word == keyword && !bound;
  }

  /** True at one of the five key words that mean something else before the next one. */
  boolean atBound(Keyword keyword) {
    return word == keyword && bound;
  }

  boolean at(TokenKind other) {
    return kind == other;
  }

  /** The key word so many tokens ahead, if there is one. */
  @Nullable Keyword ahead(int count) {
    int index = position + count;
    return index < tokens.size() ? tokens.keyword(index) : null;
  }

  /** The kind of the token so many tokens ahead. */
  TokenKind kindAhead(int count) {
    return tokens.kind(Math.min(position + count, tokens.size()));
  }

  boolean accept(Keyword keyword) {
    if (at(keyword)) {
      next();
      return true;
    }
    return false;
  }

  boolean accept(TokenKind other) {
    if (kind == other) {
      next();
      return true;
    }
    return false;
  }

  /** Accepts both words or, if the first is not there, nothing; fails at the second. */
  boolean accept(Keyword first, Keyword second) {
    if (accept(first)) {
      expect(second);
      return true;
    }
    return false;
  }

  /** {@code IF EXISTS}; IF alone is a name. */
  boolean acceptIfExists() {
    if (!at(Keyword.IF) || ahead(1) != Keyword.EXISTS) {
      return false;
    }
    next();
    next();
    return true;
  }

  /** {@code IF NOT EXISTS}; IF alone is a name. */
  boolean acceptIfNotExists() {
    if (!at(Keyword.IF) || ahead(1) != Keyword.NOT) {
      return false;
    }
    next();
    next();
    expect(Keyword.EXISTS);
    return true;
  }

  void expect(Keyword keyword) {
    if (!accept(keyword)) {
      throw syntaxError();
    }
  }

  void expect(Keyword... keywords) {
    for (Keyword keyword : keywords) {
      expect(keyword);
    }
  }

  void expect(TokenKind other) {
    if (!accept(other)) {
      throw syntaxError();
    }
  }

  /** The value of the current token, which is passed. */
  String take() {
    String value = tokens.value(position);
    next();
    return value;
  }

  /** The number of the current token, which is passed. */
  int takeNumber() {
    int number = tokens.number(position);
    next();
    return number;
  }

  /** Where the current token begins. */
  int start() {
    return tokens.start(position);
  }

  /** How many tokens were passed. */
  int position() {
    return position;
  }

  /** Where the last such word before an offset begins, among the tokens that were passed. */
  int lastBefore(Keyword keyword, int offset) {
    for (int i = position - 1; i >= 0; i--) {
      if (tokens.start(i) < offset && tokens.keyword(i) == keyword) {
        return tokens.start(i);
      }
    }
    return offset;
  }

  /** From there to the end of the last token that was passed. */
  Span from(int start) {
    return new Span(start, position == 0 ? start : Math.max(start, tokens.end(position - 1)));
  }

  /** True at an identifier that is this word; for words that PostgreSQL does not know. */
  boolean atWord(String name) {
    return kind == TokenKind.IDENT && tokens.text(position).equalsIgnoreCase(name);
  }

  boolean atColId() {
    return kind == TokenKind.IDENT || (word != null && !bound && isColId(word));
  }

  private static boolean isColId(Keyword keyword) {
    KeywordCategory category = keyword.category();
    return category == KeywordCategory.UNRESERVED || category == KeywordCategory.COL_NAME;
  }

  boolean atTypeFunctionName() {
    if (kind == TokenKind.IDENT) {
      return true;
    }
    if (word == null || bound) {
      return false;
    }
    KeywordCategory category = word.category();
    return category == KeywordCategory.UNRESERVED || category == KeywordCategory.TYPE_FUNC_NAME;
  }

  boolean atNonReservedWord() {
    return kind == TokenKind.IDENT
        || (word != null && !bound && word.category() != KeywordCategory.RESERVED);
  }

  boolean atBareColLabel() {
    return kind == TokenKind.IDENT || (word != null && !bound && word.isBareLabel());
  }

  String colId() {
    return takeIf(atColId());
  }

  String typeFunctionName() {
    return takeIf(atTypeFunctionName());
  }

  String nonReservedWord() {
    return takeIf(atNonReservedWord());
  }

  String colLabel() {
    return takeIf(kind == TokenKind.IDENT || (word != null && !bound));
  }

  /** A string constant. */
  String sconst() {
    return takeIf(kind == TokenKind.SCONST);
  }

  /** An integer constant. */
  int iconst() {
    if (kind != TokenKind.ICONST) {
      throw syntaxError();
    }
    return takeNumber();
  }

  String takeIf(boolean acceptable) {
    if (!acceptable) {
      throw syntaxError();
    }
    return take();
  }

  /** One item or more, with commas between. */
  <T> List<T> commaList(Supplier<T> item) {
    T first = item.get();
    if (kind != TokenKind.COMMA) {
      return List.of(first);
    }
    List<T> items = new ArrayList<>();
    items.add(first);
    while (accept(TokenKind.COMMA)) {
      items.add(item.get());
    }
    return List.copyOf(items);
  }

  /** The list in parentheses. */
  <T> List<T> parenthesized(Supplier<T> item) {
    expect(TokenKind.LEFT_PAREN);
    List<T> items = commaList(item);
    expect(TokenKind.RIGHT_PAREN);
    return items;
  }

  /** The list in parentheses, or an empty one. */
  <T> List<T> optionalParenthesized(Supplier<T> item) {
    return at(TokenKind.LEFT_PAREN) ? parenthesized(item) : List.of();
  }

  /** PostgreSQL's error about the current token; the lexer's own if it has refused that token. */
  SqlParseException syntaxError() {
    return errorNear("syntax error");
  }

  /** True if the next token is an identifier that is this word. */
  boolean wordAhead(String name) {
    return kindAhead(1) == TokenKind.IDENT && tokens.text(position + 1).equalsIgnoreCase(name);
  }

  /** True unless the last token that was passed is a star or a parenthesis. */
  boolean lastWasName() {
    TokenKind last = tokens.kind(position - 1);
    return last == TokenKind.IDENT || last == TokenKind.KEYWORD;
  }

  /** A syntax error at the token that was passed last. */
  SqlParseException syntaxErrorAtLast() {
    return syntaxErrorAt(tokens.start(position - 1));
  }

  /** A syntax error at a token that was passed. */
  SqlParseException syntaxErrorAt(int offset) {
    return errorNear("syntax error", offset);
  }

  /** An error that names a token that was passed. */
  SqlParseException errorNear(String message, int offset) {
    while (position > 0 && tokens.start(position) > offset) {
      position--;
    }
    kind = tokens.kind(position);
    return errorNear(message);
  }

  /** An error that names the current token. */
  SqlParseException errorNear(String message) {
    SqlError lexical = tokens.error();
    if (kind == TokenKind.ERROR && lexical != null) {
      return new SqlParseException(lexical);
    }
    String place =
        kind == TokenKind.END ? " at end of input" : " at or near \"" + tokens.text(position) + '"';
    return new SqlParseException(
        SqlError.at(tokens.text(), "42601", message + place, null, start()));
  }

  /** A syntax error in PostgreSQL's own words, about a place in the text. */
  SqlParseException error(String message, int offset) {
    return error("42601", message, null, offset);
  }

  /** An error in PostgreSQL's own words; the offset is -1 if it has no place. */
  SqlParseException error(String sqlState, String message, @Nullable String hint, int offset) {
    return new SqlParseException(SqlError.at(tokens.text(), sqlState, message, hint, offset));
  }

  /** PostgreSQL's error for what its grammar knows but does not support. */
  SqlParseException unsupported(String message, int offset) {
    return error("0A000", message, null, offset);
  }
}
