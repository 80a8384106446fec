package dev.borealis.sql;

/** The kinds of tokens, named as in PostgreSQL's grammar. */
public enum TokenKind {
  /** An identifier: plain, quoted, or quoted with Unicode escapes. */
  IDENT,
  /** A key word of any category; {@link Keyword} says which. */
  KEYWORD,
  /** An integer that fits 32 bits with sign: decimal, hexadecimal, octal or binary. */
  ICONST,
  /** Any other number. */
  FCONST,
  /** A string in quotes, with escapes, with Unicode escapes, or between dollar quotes. */
  SCONST,
  /** A bit string, {@code B'101'}. */
  BCONST,
  /** A bit string in hexadecimal, {@code X'1F'}. */
  XCONST,
  /** A parameter, {@code $1}. */
  PARAM,
  /** An operator without a kind of its own. */
  OP,
  /** {@code ::}. */
  TYPECAST,
  /** {@code ..}. */
  DOT_DOT,
  /** {@code :=}. */
  COLON_EQUALS,
  /** {@code =>}. */
  EQUALS_GREATER,
  /** {@code <=}. */
  LESS_EQUALS,
  /** {@code >=}. */
  GREATER_EQUALS,
  /** {@code <>} or {@code !=}. */
  NOT_EQUALS,
  /** {@code ,}. */
  COMMA,
  /** {@code (}. */
  LEFT_PAREN,
  /** {@code )}. */
  RIGHT_PAREN,
  /** {@code [}. */
  LEFT_BRACKET,
  /** {@code ]}. */
  RIGHT_BRACKET,
  /** {@code .}. */
  DOT,
  /** {@code ;}. */
  SEMICOLON,
  /** {@code :}. */
  COLON,
  /** {@code +}. */
  PLUS,
  /** {@code -}. */
  MINUS,
  /** {@code *}. */
  STAR,
  /** {@code /}. */
  SLASH,
  /** {@code %}. */
  PERCENT,
  /** {@code ^}. */
  CARET,
  /** {@code <}. */
  LESS,
  /** {@code >}. */
  GREATER,
  /** {@code =}. */
  EQUALS,
  /** A character that no PostgreSQL statement uses outside quotes, such as a backslash. */
  OTHER,
  /** {@code -- ...}, without the line's end. */
  LINE_COMMENT,
  /** {@code /* ... *}{@code /}, with the comments nested in it. */
  BLOCK_COMMENT,
  /** Text that PostgreSQL's lexer refuses. */
  ERROR,
  /** The end of the text. */
  END
}
