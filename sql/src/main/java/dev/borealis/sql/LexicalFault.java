package dev.borealis.sql;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a token, before it is put into words.
 *
 * @param offset where the error points to, in UTF-16 units
 * @param end the end of the text that the message quotes
 * @param detail the bytes that complete the message of an error without a place; else empty
 */
record LexicalFault(Kind kind, int offset, int end, String detail) {

  LexicalFault(Kind kind, int offset, int end) {
    this(kind, offset, end, "");
  }

  /** The lexical errors of PostgreSQL 16.15, each recorded from that server. */
  enum Kind {
    UNTERMINATED_STRING("unterminated quoted string"),
    UNTERMINATED_BIT_STRING("unterminated bit string literal"),
    UNTERMINATED_HEX_STRING("unterminated hexadecimal string literal"),
    UNTERMINATED_DOLLAR_STRING("unterminated dollar-quoted string"),
    UNTERMINATED_IDENTIFIER("unterminated quoted identifier"),
    UNTERMINATED_COMMENT("unterminated /* comment"),
    ZERO_LENGTH_IDENTIFIER("zero-length delimited identifier"),
    OPERATOR_TOO_LONG("operator too long"),
    INVALID_HEX_INTEGER("invalid hexadecimal integer"),
    INVALID_OCTAL_INTEGER("invalid octal integer"),
    INVALID_BINARY_INTEGER("invalid binary integer"),
    NUMBER_JUNK("trailing junk after numeric literal"),
    PARAMETER_JUNK("trailing junk after parameter"),
    SURROGATE_IN_ESCAPE_STRING("invalid Unicode surrogate pair"),
    VALUE_IN_ESCAPE_STRING("invalid Unicode escape value"),
    ESCAPE_IN_ESCAPE_STRING(
        "22025",
        "invalid Unicode escape",
        "Unicode escapes must be \\uXXXX or \\UXXXXXXXX.",
        false),
    INVALID_BYTE_SEQUENCE("22021", "invalid byte sequence for encoding \"UTF8\": ", null, false),
    HALF_CHARACTER("22021", "invalid byte sequence for encoding \"UTF8\": ", null, false),
    UNICODE_SURROGATE("42601", "invalid Unicode surrogate pair", null, false),
    UNICODE_VALUE("42601", "invalid Unicode escape value", null, false),
    UNICODE_ESCAPE(
        "42601", "invalid Unicode escape", "Unicode escapes must be \\XXXX or \\+XXXXXX.", false),
    UESCAPE_WITHOUT_STRING("UESCAPE must be followed by a simple string literal"),
    UESCAPE_CHARACTER("invalid Unicode escape character");

    private final String sqlState;
    private final String message;
    private final @Nullable String hint;
    private final boolean quotesText;

    Kind(String message) {
      this("42601", message, null, true);
    }

    Kind(String sqlState, String message, @Nullable String hint, boolean quotesText) {
      this.sqlState = sqlState;
      this.message = message;
      this.hint = hint;
      this.quotesText = quotesText;
    }

    /** True for faults that PostgreSQL finds only after it has read one token more. */
    boolean isFoundAfterNextToken() {
      return this == UNICODE_SURROGATE
          || this == UNICODE_VALUE
          || this == UNICODE_ESCAPE
          || this == HALF_CHARACTER;
    }
  }

  SqlError toError(CharSequence text, int limit) {
    if (!detail.isEmpty()) {
      return SqlError.at(text, kind.sqlState, kind.message + detail, kind.hint, -1);
    }
    return SqlError.at(text, kind.sqlState, kind.message + place(text, limit), kind.hint, offset);
  }

  private String place(CharSequence text, int limit) {
    if (!kind.quotesText) {
      return "";
    }
    if (offset >= limit) {
      return " at end of input";
    }
    return " at or near \"" + text.subSequence(offset, end) + '"';
  }
}
