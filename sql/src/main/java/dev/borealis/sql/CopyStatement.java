package dev.borealis.sql;

import org.jspecify.annotations.Nullable;

/** Recognises {@code COPY ... FROM STDIN} by its tokens outside parentheses. */
final class CopyStatement {
  private boolean begun;
  private boolean copy;
  private boolean afterFrom;
  private boolean stdin;

  /** Takes the next token outside parentheses: its key word, or null if it is none. */
  void accept(@Nullable Keyword keyword) {
    if (!begun) {
      begun = true;
      copy = keyword == Keyword.COPY;
    }
    // PostgreSQL takes STDOUT for STDIN after FROM.
    stdin |= copy && afterFrom && (keyword == Keyword.STDIN || keyword == Keyword.STDOUT);
    afterFrom = keyword == Keyword.FROM;
  }

  /** True if the statement so far reads data from the client. */
  boolean readsStdin() {
    return stdin;
  }

  /** Forgets the statement. */
  void reset() {
    begun = false;
    copy = false;
    afterFrom = false;
    stdin = false;
  }
}
