package dev.borealis.dialect;

import dev.borealis.sql.tree.Span;
import org.jspecify.annotations.Nullable;

/** What becomes of a statement. */
public sealed interface Verdict {
  /** PostgreSQL, or who carries out DSQL's own statements, gets it as it is. */
  record Accept() implements Verdict {}

  /**
   * PostgreSQL gets another text.
   *
   * @param sql stands in the place of the statement's span; the rest of the source is untouched
   */
  record Rewrite(String sql) implements Verdict {}

  /**
   * The client gets an error. It aborts an open transaction like any other error.
   *
   * @param rule what refuses it
   * @param sqlState five characters
   * @param message without "ERROR: "
   * @param detail null if there is none
   * @param hint what to do instead, null if nothing is known to help
   * @param span where in the source, null if it is not written there
   */
  record Refuse(
      Rule rule,
      String sqlState,
      String message,
      @Nullable String detail,
      @Nullable String hint,
      @Nullable Span span)
      implements Verdict {}
}
