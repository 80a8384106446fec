package dev.borealis.sql;

import org.jspecify.annotations.Nullable;

/**
 * Reads numbers and parameters. Letters right after one are refused as trailing junk, with all the
 * letters and digits that follow quoted (recorded from PostgreSQL 16.15).
 */
final class NumberScanner {
  private final CharSequence text;
  private final int limit;

  /** True if there is an underscore among the digits last read. */
  private boolean underscore;

  private int end;
  private @Nullable LexicalFault fault;

  NumberScanner(CharSequence text, int limit) {
    this.text = text;
    this.limit = limit;
  }

  /** The end of the token last read. */
  int end() {
    return end;
  }

  @Nullable LexicalFault fault() {
    return fault;
  }

  /** Reads the parameter that begins with the dollar sign at {@code start}; a digit follows it. */
  TokenKind parameter(int start) {
    fault = null;
    underscore = false;
    int i = start + 1;
    while (i < limit && CharClass.isDigit(text.charAt(i))) {
      i++;
    }
    finish(start, i, LexicalFault.Kind.PARAMETER_JUNK);
    return TokenKind.PARAM;
  }

  /** Reads the number that begins at {@code start} with a digit, or with a dot and a digit. */
  TokenKind number(int start) {
    fault = null;
    if (text.charAt(start) == '0') {
      int radix = radix(at(start + 1));
      if (radix != 10) {
        return prefixed(start, radix);
      }
    }
    int i = digits(start, 10);
    boolean integer = true;
    if (at(i) == '.' && at(i + 1) != '.') {
      integer = false;
      i = CharClass.isDigit(at(i + 1)) ? digits(i + 1, 10) : i + 1;
    }
    if (at(i) == 'e' || at(i) == 'E') {
      exponent(start, i);
      return TokenKind.FCONST;
    }
    finish(start, i, LexicalFault.Kind.NUMBER_JUNK);
    return integer ? integerKind(text, start, end) : TokenKind.FCONST;
  }

  private void exponent(int start, int i) {
    boolean signed = at(i + 1) == '+' || at(i + 1) == '-';
    int first = signed ? i + 2 : i + 1;
    if (CharClass.isDigit(at(first))) {
      int after = digits(first, 10);
      // Without a sign the exponent is also the beginning of an identifier, which a dollar
      // continues.
      boolean junk = !signed && CharClass.identifierEnd(text, i, limit) > after;
      finish(start, junk ? i : after, LexicalFault.Kind.NUMBER_JUNK);
    } else if (signed) {
      end = first;
      fault = new LexicalFault(LexicalFault.Kind.NUMBER_JUNK, start, end);
    } else {
      finish(start, i, LexicalFault.Kind.NUMBER_JUNK);
    }
  }

  private TokenKind prefixed(int start, int radix) {
    int after = digits(start + 2, radix);
    int word = CharClass.identifierEnd(text, start, limit);
    boolean none = after == start + 2;
    if (none && at(after) == '_') {
      after++;
    }
    end = word;
    if (word > after) {
      fault = new LexicalFault(LexicalFault.Kind.NUMBER_JUNK, start, word);
    } else if (none) {
      fault = new LexicalFault(invalidInteger(radix), start, word);
    }
    return fault == null ? integerKind(text, start, end) : TokenKind.FCONST;
  }

  /** Ends the token at {@code i}, or refuses it with the identifier that begins there. */
  private void finish(int start, int i, LexicalFault.Kind junk) {
    end = i;
    if (i < limit && beginsJunk(text.charAt(i))) {
      end = CharClass.identifierEnd(text, i, limit);
      fault = new LexicalFault(junk, start, end);
    }
  }

  /** After 1_0 a dollar is junk too: PostgreSQL then reads 1 and an identifier, which is longer. */
  private boolean beginsJunk(char c) {
    return CharClass.isIdentifierStart(c) || (underscore && c == '$');
  }

  private char at(int i) {
    return i < limit ? text.charAt(i) : 0;
  }

  /**
   * The end of the digits at {@code i}. One underscore may stand between two digits, and before the
   * first one if the integer has a prefix.
   */
  private int digits(int i, int radix) {
    int after = i;
    underscore = false;
    while (true) {
      boolean separated = at(after) == '_' && (radix != 10 || after > i);
      int digit = separated ? after + 1 : after;
      if (digit >= limit || !isDigit(text.charAt(digit), radix)) {
        return after;
      }
      underscore |= separated;
      after = digit + 1;
    }
  }

  private static boolean isDigit(char c, int radix) {
    return c < 128 && Character.digit(c, radix) >= 0;
  }

  private static int radix(char marker) {
    return switch (marker) {
      case 'x', 'X' -> 16;
      case 'o', 'O' -> 8;
      case 'b', 'B' -> 2;
      default -> 10;
    };
  }

  private static LexicalFault.Kind invalidInteger(int radix) {
    return switch (radix) {
      case 16 -> LexicalFault.Kind.INVALID_HEX_INTEGER;
      case 8 -> LexicalFault.Kind.INVALID_OCTAL_INTEGER;
      default -> LexicalFault.Kind.INVALID_BINARY_INTEGER;
    };
  }

  private static TokenKind integerKind(CharSequence text, int start, int end) {
    return integer(text, start, end) < 0 ? TokenKind.FCONST : TokenKind.ICONST;
  }

  /** The value of a well-formed integer, or -1 if it does not fit 31 bits. */
  static int integer(CharSequence text, int start, int end) {
    int radix = end - start > 2 && text.charAt(start) == '0' ? radix(text.charAt(start + 1)) : 10;
    long value = 0;
    for (int i = radix == 10 ? start : start + 2; i < end; i++) {
      char c = text.charAt(i);
      if (c != '_') {
        value = value * radix + Character.digit(c, radix);
      }
      if (value > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return (int) value;
  }

  /** The number after the dollar sign, cut to 32 bits as PostgreSQL 16 cuts it. */
  static int parameterNumber(CharSequence text, int start, int end) {
    long value = 0;
    for (int i = start + 1; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        return (int) Long.MAX_VALUE;
      }
      value = value * 10 + digit;
    }
    return (int) value;
  }
}
