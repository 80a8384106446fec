package dev.borealis.sql;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL 16's lexer, for a UTF-8 database with {@code standard_conforming_strings} on
 * (PostgreSQL 16, "Lexical Structure"; the edges are recorded from 16.15).
 *
 * <p>It is pulled: {@link #next} moves to the next token, the other methods describe that token.
 * Comments are tokens here; only blanks lie between tokens. {@code U&'...' UESCAPE '!'} is one
 * token. A refused text is a token of kind {@link TokenKind#ERROR}; the lexer goes on after it, so
 * that scripts can be split all the same. It takes time linear in the text, does not recurse and
 * allocates only for errors.
 */
public final class Lexer {
  /** Operators of this many characters are refused (PostgreSQL's NAMEDATALEN). */
  private static final int OPERATOR_LIMIT = 64;

  private final CharSequence text;
  private final int limit;
  private final QuotedScanner quoted;
  private final NumberScanner number;
  private final OperatorScanner operator;

  private int start;
  private int end;
  private TokenKind kind = TokenKind.OTHER;
  private @Nullable Keyword keyword;
  private @Nullable LexicalFault fault;

  /** Reads the whole text. */
  public Lexer(CharSequence text) {
    this(text, 0, text.length());
  }

  /**
   * Reads {@code text[from, to)} as if the text ended at {@code to}; offsets stay those of the
   * text.
   *
   * @throws IndexOutOfBoundsException if the range is not within the text
   */
  public Lexer(CharSequence text, int from, int to) {
    if (from < 0 || to < from || to > text.length()) {
      throw new IndexOutOfBoundsException(
          "range [" + from + ", " + to + ") of a text of " + text.length() + " characters");
    }
    this.text = text;
    this.limit = to;
    this.start = from;
    this.end = from;
    this.quoted = new QuotedScanner(text, to);
    this.number = new NumberScanner(text, to);
    this.operator = new OperatorScanner(text, to);
  }

  /** Moves to the next token and returns its kind; {@link TokenKind#END} from the end on. */
  public TokenKind next() {
    nextRaw();
    if (kind == TokenKind.SCONST || kind == TokenKind.IDENT) {
      if (UnicodeEscapes.begin(text, start, end)) {
        kind = unicodeEscapes(kind);
      }
    }
    return kind;
  }

  /** The kind of the current token. */
  public TokenKind kind() {
    return kind;
  }

  /** Where the current token begins, in UTF-16 units from the beginning of the text. */
  public int start() {
    return start;
  }

  /** Where the current token ends (exclusive), in UTF-16 units. */
  public int end() {
    return end;
  }

  /** The key word, if the current token is one. */
  public @Nullable Keyword keyword() {
    return keyword;
  }

  /** What is wrong with the current token, if it is of kind {@link TokenKind#ERROR}. */
  public @Nullable SqlError error() {
    if (fault == null) {
      return null;
    }
    if (fault.kind().isFoundAfterNextToken()) {
      Lexer ahead = new Lexer(text, end, limit);
      ahead.nextRawBeyondComments();
      if (ahead.fault != null) {
        return ahead.fault.toError(text, limit);
      }
    }
    return fault.toError(text, limit);
  }

  /** The next token as the lexer proper sees it: Unicode escapes are neither joined nor checked. */
  private void nextRaw() {
    int i = end;
    while (i < limit && CharClass.isSpace(text.charAt(i))) {
      i++;
    }
    start = i;
    end = i;
    keyword = null;
    fault = null;
    kind = i == limit ? TokenKind.END : scan(text.charAt(i));
    if (fault != null) {
      kind = TokenKind.ERROR;
    }
  }

  private void nextRawBeyondComments() {
    do {
      nextRaw();
    } while (kind == TokenKind.LINE_COMMENT || kind == TokenKind.BLOCK_COMMENT);
  }

  private TokenKind scan(char c) {
    return switch (c) {
      case '\'' -> quoted(quoted.string(start, start), TokenKind.SCONST);
      case '"' -> quoted(quoted.identifier(start, start), TokenKind.IDENT);
      case '$' -> dollar();
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      case '.' -> dot();
      case ':' -> colon();
      case ',' -> single(TokenKind.COMMA);
      case ';' -> single(TokenKind.SEMICOLON);
      case '(' -> single(TokenKind.LEFT_PAREN);
      case ')' -> single(TokenKind.RIGHT_PAREN);
      case '[' -> single(TokenKind.LEFT_BRACKET);
      case ']' -> single(TokenKind.RIGHT_BRACKET);
      case 'b', 'B', 'e', 'E', 'n', 'N', 'u', 'U', 'x', 'X' -> prefixedOrWord(c);
      default -> {
        if (CharClass.isIdentifierStart(c)) {
          yield word();
        }
        yield CharClass.isOperator(c) ? commentOrOperator(c) : single(TokenKind.OTHER);
      }
    };
  }

  private char at(int i) {
    return i < limit ? text.charAt(i) : 0;
  }

  private TokenKind single(TokenKind of) {
    end = start + 1;
    return of;
  }

  private TokenKind quoted(int tokenEnd, TokenKind of) {
    end = tokenEnd;
    fault = quoted.fault();
    return of;
  }

  private TokenKind prefixedOrWord(char c) {
    char next = at(start + 1);
    if (next == '\'') {
      return prefixedString(c);
    }
    if ((c == 'u' || c == 'U') && next == '&') {
      return switch (at(start + 2)) {
        case '\'' -> quoted(quoted.string(start, start + 2), TokenKind.SCONST);
        case '"' -> quoted(quoted.identifier(start, start + 2), TokenKind.IDENT);
        default -> word();
      };
    }
    return word();
  }

  private TokenKind prefixedString(char c) {
    return switch (c) {
      case 'b', 'B' ->
          quoted(quoted.bits(start, LexicalFault.Kind.UNTERMINATED_BIT_STRING), TokenKind.BCONST);
      case 'x', 'X' ->
          quoted(quoted.bits(start, LexicalFault.Kind.UNTERMINATED_HEX_STRING), TokenKind.XCONST);
      case 'e', 'E' -> quoted(quoted.escapeString(start, start + 1), TokenKind.SCONST);
      case 'n', 'N' -> {
        // N'...' is the type nchar and a string: two tokens, as in PostgreSQL.
        keyword = Keyword.NCHAR;
        yield single(TokenKind.KEYWORD);
      }
      default -> word();
    };
  }

  private TokenKind word() {
    int i = start;
    int hash = 0;
    while (i < limit) {
      char c = text.charAt(i);
      if (!CharClass.isIdentifierPart(c)) {
        break;
      }
      hash = KeywordTable.hash(hash, c);
      i++;
    }
    end = i;
    keyword = KeywordTable.find(text, start, i, hash);
    return keyword == null ? TokenKind.IDENT : TokenKind.KEYWORD;
  }

  private TokenKind dollar() {
    if (CharClass.isDigit(at(start + 1))) {
      return number(number.parameter(start));
    }
    int after = quoted.dollarString(start);
    return after < 0 ? single(TokenKind.OTHER) : quoted(after, TokenKind.SCONST);
  }

  private TokenKind number() {
    return number(number.number(start));
  }

  private TokenKind number(TokenKind of) {
    end = number.end();
    fault = number.fault();
    return of;
  }

  private TokenKind dot() {
    char next = at(start + 1);
    if (CharClass.isDigit(next)) {
      return number();
    }
    if (next == '.') {
      end = start + 2;
      return TokenKind.DOT_DOT;
    }
    return single(TokenKind.DOT);
  }

  private TokenKind colon() {
    char next = at(start + 1);
    if (next == ':' || next == '=') {
      end = start + 2;
      return next == ':' ? TokenKind.TYPECAST : TokenKind.COLON_EQUALS;
    }
    return single(TokenKind.COLON);
  }

  private TokenKind commentOrOperator(char c) {
    char next = at(start + 1);
    if (c == '-' && next == '-') {
      end = QuotedScanner.lineEnd(text, start, limit);
      return TokenKind.LINE_COMMENT;
    }
    if (c == '/' && next == '*') {
      return quoted(quoted.blockComment(start), TokenKind.BLOCK_COMMENT);
    }
    end = operator.end(start);
    if (end - start >= OPERATOR_LIMIT) {
      fault = new LexicalFault(LexicalFault.Kind.OPERATOR_TOO_LONG, start, end);
    }
    return OperatorScanner.kind(text, start, end);
  }

  /** Joins {@code UESCAPE} and its string to the current token, then checks the escapes. */
  private TokenKind unicodeEscapes(TokenKind of) {
    int tokenStart = start;
    int stringEnd = end;
    char escape = '\\';
    if (UnicodeEscapes.uescapeFollows(text, stringEnd, limit)) {
      nextRawBeyondComments();
      nextRawBeyondComments();
      if (fault == null && (kind != TokenKind.SCONST || UnicodeEscapes.begin(text, start, end))) {
        fault = new LexicalFault(LexicalFault.Kind.UESCAPE_WITHOUT_STRING, start, end);
      }
      if (fault == null) {
        String character = TokenValue.string(text, start, end);
        if (UnicodeEscapes.isEscapeCharacter(character)) {
          escape = character.charAt(0);
        } else {
          fault = new LexicalFault(LexicalFault.Kind.UESCAPE_CHARACTER, start, end);
        }
      }
      start = tokenStart;
      keyword = null;
    }
    if (fault == null) {
      fault = UnicodeEscapes.check(text, start, stringEnd, escape);
    }
    return fault == null ? of : TokenKind.ERROR;
  }
}
