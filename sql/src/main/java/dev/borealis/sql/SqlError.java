package dev.borealis.sql;

import org.jspecify.annotations.Nullable;

/**
 * An error as PostgreSQL reports it for a text that it cannot read.
 *
 * @param sqlState five characters, such as 42601 (syntax error)
 * @param message PostgreSQL's message
 * @param hint PostgreSQL's hint, if it gives one
 * @param offset where in the text, in UTF-16 units from 0; -1 if PostgreSQL does not say where
 * @param position the same in characters (code points) from 1, as in the protocol's field {@code
 *     P}; 0 if PostgreSQL does not say where
 */
public record SqlError(
    String sqlState, String message, @Nullable String hint, int offset, int position) {

  static SqlError at(
      CharSequence text, String sqlState, String message, @Nullable String hint, int offset) {
    int position = offset < 0 ? 0 : Character.codePointCount(text, 0, offset) + 1;
    return new SqlError(sqlState, message, hint, offset, position);
  }
}
