package dev.borealis.sql;

/** What a parser says about a text: accepted, or an error with its place in characters from 1. */
record Verdict(String sqlState, String message, int position) {
  static final Verdict ACCEPTED = new Verdict("", "", 0);

  /** Our own parser's verdict. */
  static Verdict of(String sql) {
    try {
      SqlParser.parse(sql);
      return ACCEPTED;
    } catch (SqlParseException e) {
      return new Verdict(e.error().sqlState(), e.error().message(), e.error().position());
    }
  }

  boolean accepts() {
    return sqlState.isEmpty();
  }
}
