package dev.borealis.lint.mysql;

import java.util.Locale;

/**
 * A token of MySQL's SQL.
 *
 * @param text a name without its quotes, a string's value, else as written
 * @param offset where in the statement it begins
 */
record MysqlToken(Kind kind, String text, int offset) {
  enum Kind {
    /** A word without quotes: a key word, a name or a number's name. */
    WORD,
    /** A name in backticks. */
    QUOTED_NAME,
    /** A string in either kind of quotes. */
    STRING,
    /** A number. */
    NUMBER,
    /** A bit string; the text is its digits. */
    BITS,
    /** A string in hexadecimal; the text is its digits. */
    HEX,
    /** Anything else, one character at a time. */
    SYMBOL,
    END
  }

  boolean is(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  String lower() {
    return text.toLowerCase(Locale.ROOT);
  }
}
