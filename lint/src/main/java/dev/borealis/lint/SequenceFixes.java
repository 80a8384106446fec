package dev.borealis.lint;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.TokenKind;

/** Options of sequences and identity columns. */
final class SequenceFixes {
  private static final String CACHE_ADDED =
      "CACHE 1 is written: PostgreSQL's own default. CACHE 65536 suits many writers at once better.";

  private SequenceFixes() {}

  static Mending type(Draft draft, int from, int to) {
    draft.replace(from, to, draft.words("BIGINT"));
    return Mending.warning("The sequence counts as bigint.");
  }

  /** {@code end} is the token after GENERATED ... AS IDENTITY and its options. */
  static Mending identityCache(Draft draft, int end) {
    if (draft.statement().is(end - 1, TokenKind.RIGHT_PAREN)) {
      draft.insertAfter(end - 2, draft.words(" CACHE 1"));
    } else {
      draft.insertAfter(end - 1, draft.words(" (CACHE 1)"));
    }
    return Mending.same(CACHE_ADDED);
  }

  static Mending sequenceCache(Draft draft, int end) {
    draft.insertAfter(end - 1, draft.words(" CACHE 1"));
    return Mending.same(CACHE_ADDED);
  }

  /** {@code CACHE n}, with or without SET before it. */
  static Mending cache(Draft draft, int from, int to) {
    int word = draft.statement().find(from, to, Keyword.CACHE);
    draft.replace(word + 1, to, "1");
    return Mending.warning(
        "CACHE becomes 1: one value at a time. CACHE 65536 suits many writers at once better.");
  }
}
