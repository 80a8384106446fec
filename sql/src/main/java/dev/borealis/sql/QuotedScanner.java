package dev.borealis.sql;

import org.jspecify.annotations.Nullable;

/** Finds the ends of strings, quoted identifiers and comments, and checks backslash escapes. */
final class QuotedScanner {
  private final CharSequence text;
  private final int limit;

  private @Nullable LexicalFault fault;

  QuotedScanner(CharSequence text, int limit) {
    this.text = text;
    this.limit = limit;
  }

  /** What is wrong with the token last read, the first fault if there are several. */
  @Nullable LexicalFault fault() {
    return fault;
  }

  private void refuse(LexicalFault.Kind kind, int offset, int end) {
    if (fault == null) {
      fault = new LexicalFault(kind, offset, end);
    }
  }

  private int refuseUnterminated(LexicalFault.Kind kind, int start) {
    refuse(kind, start, limit);
    return limit;
  }

  /** The end of the string whose opening quote is at {@code open}, with its continuations. */
  int string(int start, int open) {
    fault = null;
    int i = open + 1;
    while (i < limit) {
      if (text.charAt(i++) != '\'') {
        continue;
      }
      if (i < limit && text.charAt(i) == '\'') {
        i++;
        continue;
      }
      int next = continuation(text, i, limit);
      if (next < 0) {
        return i;
      }
      i = next;
    }
    return refuseUnterminated(LexicalFault.Kind.UNTERMINATED_STRING, start);
  }

  /**
   * The end of a bit string: no doubled quotes; what the bits are is checked when they are used.
   */
  int bits(int start, LexicalFault.Kind unterminated) {
    fault = null;
    int i = start + 2;
    while (i < limit) {
      if (text.charAt(i++) != '\'') {
        continue;
      }
      int next = continuation(text, i, limit);
      if (next < 0) {
        return i;
      }
      i = next;
    }
    return refuseUnterminated(unterminated, start);
  }

  /** The end of the quoted identifier whose opening quote is at {@code open}. */
  int identifier(int start, int open) {
    fault = null;
    int i = open + 1;
    while (i < limit) {
      if (text.charAt(i++) != '"') {
        continue;
      }
      if (i < limit && text.charAt(i) == '"') {
        i++;
        continue;
      }
      if (i == open + 2) {
        refuse(LexicalFault.Kind.ZERO_LENGTH_IDENTIFIER, start, i);
      }
      return i;
    }
    return refuseUnterminated(LexicalFault.Kind.UNTERMINATED_IDENTIFIER, start);
  }

  /** The end of the dollar-quoted string, or -1 if the dollar sign at {@code start} begins none. */
  int dollarString(int start) {
    fault = null;
    int i = start + 1;
    if (i < limit && CharClass.isIdentifierStart(text.charAt(i))) {
      while (i < limit && CharClass.isIdentifierPart(text.charAt(i)) && text.charAt(i) != '$') {
        i++;
      }
    }
    if (i >= limit || text.charAt(i) != '$') {
      return -1;
    }
    int length = i + 1 - start;
    for (int at = i + 1; at <= limit - length; at++) {
      if (text.charAt(at) == '$' && repeats(start, at, length)) {
        return at + length;
      }
    }
    return refuseUnterminated(LexicalFault.Kind.UNTERMINATED_DOLLAR_STRING, start);
  }

  private boolean repeats(int start, int at, int length) {
    for (int i = 1; i < length; i++) {
      if (text.charAt(start + i) != text.charAt(at + i)) {
        return false;
      }
    }
    return true;
  }

  /** The end of the block comment, with the comments nested in it. */
  int blockComment(int start) {
    fault = null;
    int depth = 1;
    int i = start + 2;
    while (i < limit - 1) {
      char c = text.charAt(i);
      if (c == '*' && text.charAt(i + 1) == '/') {
        i += 2;
        if (--depth == 0) {
          return i;
        }
      } else if (c == '/' && text.charAt(i + 1) == '*') {
        i += 2;
        depth++;
      } else {
        i++;
      }
    }
    return refuseUnterminated(LexicalFault.Kind.UNTERMINATED_COMMENT, start);
  }

  /** The end of the string with backslash escapes whose opening quote is at {@code open}. */
  int escapeString(int start, int open) {
    fault = null;
    boolean bytes = false;
    boolean half = false;
    int i = open + 1;
    while (i < limit) {
      char c = text.charAt(i);
      if (c == '\\' && EscapeString.isUnicode(text, i, limit)) {
        half = unicodeEscape(i, half);
        i = EscapeString.end(text, i, limit);
        continue;
      }
      if (half) {
        refuse(LexicalFault.Kind.SURROGATE_IN_ESCAPE_STRING, i, characterEnd(i));
        half = false;
      }
      if (c == '\\') {
        bytes |= EscapeString.isByteBeyondText(text, i, limit);
        i = EscapeString.end(text, i, limit);
        continue;
      }
      i++;
      if (c != '\'') {
        continue;
      }
      if (i < limit && text.charAt(i) == '\'') {
        i++;
        continue;
      }
      int next = continuation(text, i, limit);
      if (next < 0) {
        if (bytes && fault == null) {
          fault = EscapeString.check(text, start, open, i);
        }
        return i;
      }
      i = next;
    }
    if (half) {
      refuse(LexicalFault.Kind.SURROGATE_IN_ESCAPE_STRING, limit, limit);
    }
    return refuseUnterminated(LexicalFault.Kind.UNTERMINATED_STRING, start);
  }

  /** Checks the Unicode escape at {@code i}; true if it is the first half of a surrogate pair. */
  private boolean unicodeEscape(int i, boolean afterFirstHalf) {
    int end = EscapeString.end(text, i, limit);
    long value = EscapeString.unicodeValue(text, i, limit);
    if (value < 0) {
      refuse(LexicalFault.Kind.ESCAPE_IN_ESCAPE_STRING, i, end);
      return false;
    }
    boolean secondHalf =
        value >= Character.MIN_LOW_SURROGATE && value <= Character.MAX_LOW_SURROGATE;
    if (secondHalf != afterFirstHalf) {
      refuse(LexicalFault.Kind.SURROGATE_IN_ESCAPE_STRING, i, end);
      return false;
    }
    if (value == 0 || value > Character.MAX_CODE_POINT) {
      refuse(LexicalFault.Kind.VALUE_IN_ESCAPE_STRING, i, end);
    }
    return value >= Character.MIN_HIGH_SURROGATE && value <= Character.MAX_HIGH_SURROGATE;
  }

  /** PostgreSQL would quote a byte here, even of a longer character; a message must be UTF-8. */
  private int characterEnd(int i) {
    return i
        + Character.charCount(
            Character.codePointAt(text.subSequence(i, Math.min(i + 2, limit)), 0));
  }

  /**
   * The index after the quote that continues a string closed just before {@code i}, or -1. Blanks
   * and line comments may stand between the two quotes, a newline must.
   */
  static int continuation(CharSequence text, int i, int limit) {
    boolean newline = false;
    while (i < limit) {
      char c = text.charAt(i);
      if (CharClass.isSpace(c)) {
        newline |= CharClass.isNewline(c);
        i++;
      } else if (c == '-' && i + 1 < limit && text.charAt(i + 1) == '-') {
        i = lineEnd(text, i, limit);
      } else {
        return newline && c == '\'' ? i + 1 : -1;
      }
    }
    return -1;
  }

  /** The index of the newline that ends the line of {@code i}, or {@code limit}. */
  static int lineEnd(CharSequence text, int i, int limit) {
    while (i < limit && !CharClass.isNewline(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
