package dev.borealis.sql;

/** What a token stands for, computed from its text when asked. */
final class TokenValue {
  /** The bytes of a name that count (PostgreSQL's NAMEDATALEN less the terminator). */
  private static final int NAME_BYTES = 63;

  private TokenValue() {}

  static String of(CharSequence text, TokenKind kind, int start, int end) {
    return switch (kind) {
      case IDENT -> identifier(text, start, end);
      case SCONST -> string(text, start, end);
      case BCONST, XCONST -> unquote(text, start + 1, end);
      case NOT_EQUALS -> "<>";
      case KEYWORD,
          ICONST,
          FCONST,
          PARAM,
          OP,
          TYPECAST,
          DOT_DOT,
          COLON_EQUALS,
          EQUALS_GREATER,
          LESS_EQUALS,
          GREATER_EQUALS,
          COMMA,
          LEFT_PAREN,
          RIGHT_PAREN,
          LEFT_BRACKET,
          RIGHT_BRACKET,
          DOT,
          SEMICOLON,
          COLON,
          PLUS,
          MINUS,
          STAR,
          SLASH,
          PERCENT,
          CARET,
          LESS,
          GREATER,
          EQUALS,
          OTHER,
          LINE_COMMENT,
          BLOCK_COMMENT,
          ERROR,
          END ->
          text.subSequence(start, end).toString();
    };
  }

  private static String identifier(CharSequence text, int start, int end) {
    if (text.charAt(start) == '"') {
      return truncate(unquote(text, start, end));
    }
    if (UnicodeEscapes.begin(text, start, end)) {
      return truncate(unicodeString(text, start, end));
    }
    return truncate(fold(text.subSequence(start, end).toString()));
  }

  /** The string that a token of kind SCONST stands for. */
  static String string(CharSequence text, int start, int end) {
    return switch (text.charAt(start)) {
      case '\'' -> unquote(text, start, end);
      case '$' -> dollarQuoted(text, start, end);
      case 'e', 'E' -> escaped(text, start + 1, end);
      default -> unicodeString(text, start, end);
    };
  }

  private static String escaped(CharSequence text, int open, int end) {
    for (int i = open + 1; i < end; i++) {
      if (text.charAt(i) == '\\') {
        return EscapeString.decode(text, open, end);
      }
    }
    return unquote(text, open, end);
  }

  private static String dollarQuoted(CharSequence text, int start, int end) {
    int tag = start + 1;
    while (text.charAt(tag) != '$') {
      tag++;
    }
    int length = tag + 1 - start;
    return text.subSequence(start + length, end - length).toString();
  }

  private static String unicodeString(CharSequence text, int start, int end) {
    QuotedScanner quoted = new QuotedScanner(text, end);
    int open = start + 2;
    int close =
        text.charAt(open) == '"' ? quoted.identifier(start, open) : quoted.string(start, open);
    return UnicodeEscapes.decode(unquote(text, open, close), escapeCharacter(text, close, end));
  }

  private static char escapeCharacter(CharSequence text, int close, int end) {
    char escape = '\\';
    Lexer rest = new Lexer(text, close, end);
    while (rest.next() != TokenKind.END) {
      if (rest.kind() == TokenKind.SCONST) {
        escape = string(text, rest.start(), rest.end()).charAt(0);
      }
    }
    return escape;
  }

  /**
   * The text between the quotes, the first of which is at {@code open}: doubled quotes are halved,
   * continued strings joined.
   */
  static String unquote(CharSequence text, int open, int end) {
    char quote = text.charAt(open);
    StringBuilder joined = null;
    int run = open + 1;
    for (int i = run; i < end - 1; i++) {
      if (text.charAt(i) != quote) {
        continue;
      }
      joined = joined == null ? new StringBuilder(end - open) : joined;
      boolean doubled = text.charAt(i + 1) == quote;
      joined.append(text, run, doubled ? i + 1 : i);
      run = doubled ? i + 2 : QuotedScanner.continuation(text, i + 1, end);
      i = run - 1;
    }
    if (joined == null) {
      return text.subSequence(run, end - 1).toString();
    }
    return joined.append(text, run, end - 1).toString();
  }

  private static String fold(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (CharClass.toLower(name.charAt(i)) != name.charAt(i)) {
        return foldFrom(name, i);
      }
    }
    return name;
  }

  private static String foldFrom(String name, int first) {
    char[] folded = name.toCharArray();
    for (int i = first; i < folded.length; i++) {
      folded[i] = CharClass.toLower(folded[i]);
    }
    return new String(folded);
  }

  /** Cuts a name to the bytes that count, never within a character. */
  private static String truncate(String name) {
    if (name.length() <= NAME_BYTES / 3) {
      return name;
    }
    int bytes = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean pair = Character.isHighSurrogate(c);
      bytes += CharClass.utf8Length(c);
      if (bytes + (pair ? 2 : 0) > NAME_BYTES) {
        return name.substring(0, i);
      }
    }
    return name;
  }
}
