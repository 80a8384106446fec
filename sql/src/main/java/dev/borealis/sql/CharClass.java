package dev.borealis.sql;

/**
 * The character classes of PostgreSQL's lexer (PostgreSQL 16, "Lexical Structure"). Every character
 * beyond ASCII is a letter, blanks and punctuation included: PostgreSQL looks at bytes.
 */
final class CharClass {
  private static final int SPACE = 1;
  private static final int IDENTIFIER_START = 2;
  private static final int DIGIT = 4;
  private static final int OPERATOR = 8;
  private static final int BEYOND_STANDARD = 16;
  private static final int HEX = 32;
  private static final int IDENTIFIER_PART = 64;

  private static final byte[] CLASSES = new byte[128];

  static {
    for (char c = 0; c < 128; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9';
      mark(c, letter, IDENTIFIER_START);
      mark(c, digit, DIGIT);
      mark(c, letter || digit || c == '$', IDENTIFIER_PART);
      mark(c, digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'), HEX);
      mark(c, " \t\n\r\f".indexOf(c) >= 0, SPACE);
      mark(c, "~!@#^&|`?+-*/%<>=".indexOf(c) >= 0, OPERATOR);
      mark(c, "~!@#^&|`?%".indexOf(c) >= 0, BEYOND_STANDARD);
    }
  }

  private CharClass() {}

  private static void mark(char c, boolean belongs, int classBit) {
    if (belongs) {
      CLASSES[c] |= (byte) classBit;
    }
  }

  private static boolean is(char c, int classBit) {
    return c < 128 && (CLASSES[c] & classBit) != 0;
  }

  static boolean isSpace(char c) {
    return is(c, SPACE);
  }

  static boolean isNewline(char c) {
    return c == '\n' || c == '\r';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHexDigit(char c) {
    return is(c, HEX);
  }

  static boolean isOctalDigit(char c) {
    return c >= '0' && c <= '7';
  }

  static boolean isIdentifierStart(char c) {
    return c >= 128 || is(c, IDENTIFIER_START);
  }

  static boolean isIdentifierPart(char c) {
    return c >= 128 || is(c, IDENTIFIER_PART);
  }

  static boolean isOperator(char c) {
    return is(c, OPERATOR);
  }

  /** Operator characters that allow a trailing plus or minus in the operator that they stand in. */
  static boolean isBeyondStandard(char c) {
    return is(c, BEYOND_STANDARD);
  }

  /**
   * Lower case for ASCII letters, as PostgreSQL folds in a UTF-8 database; others are unchanged.
   */
  static char toLower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  /** The index after the identifier characters that begin at {@code i}. */
  static int identifierEnd(CharSequence text, int i, int limit) {
    while (i < limit && isIdentifierPart(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Bytes that the character takes in UTF-8; each half of a surrogate pair counts two of four. */
  static int utf8Length(char c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
