package dev.borealis.sql;

/** What follows a table's constraint: DEFERRABLE, NOT VALID and their like. */
final class ConstraintAttributeParser {
  private static final int NOT_DEFERRABLE = 1;
  private static final int DEFERRABLE = 2;
  private static final int IMMEDIATE = 4;
  private static final int DEFERRED = 8;
  private static final int NOT_VALID = 16;
  private static final int NO_INHERIT = 32;

  private final ParserState s;

  ConstraintAttributeParser(Grammar grammar) {
    this.s = grammar.state;
  }

  /** {@code ConstraintAttributeSpec}. */
  void read(
      ConstraintDraft draft, String kind, boolean deferrable, boolean notValid, boolean noInherit) {
    // PostgreSQL gives no place: its rule for the attributes begins empty.
    int place = -1;
    int bits = attributeBits();
    String cannot = kind + " constraints cannot be marked ";
    if ((bits & (DEFERRABLE | DEFERRED)) != 0 && !deferrable) {
      throw s.unsupported(cannot + "DEFERRABLE", place);
    }
    if ((bits & NOT_VALID) != 0 && !notValid) {
      throw s.unsupported(cannot + "NOT VALID", place);
    }
    if ((bits & NO_INHERIT) != 0 && !noInherit) {
      throw s.unsupported(cannot + "NO INHERIT", place);
    }
    draft.deferrable = (bits & (DEFERRABLE | DEFERRED)) != 0;
    draft.initdeferred = (bits & DEFERRED) != 0;
    draft.skipValidation = (bits & NOT_VALID) != 0;
    draft.isNoInherit = (bits & NO_INHERIT) != 0;
  }

  private int attributeBits() {
    int bits = 0;
    while (true) {
      int start = s.start();
      int bit = attributeBit();
      if (bit == 0) {
        return bits;
      }
      bits |= bit;
      if ((bits & (NOT_DEFERRABLE | DEFERRED)) == (NOT_DEFERRABLE | DEFERRED)) {
        throw s.error("constraint declared INITIALLY DEFERRED must be DEFERRABLE", start);
      }
      if ((bits & (NOT_DEFERRABLE | DEFERRABLE)) == (NOT_DEFERRABLE | DEFERRABLE)
          || (bits & (IMMEDIATE | DEFERRED)) == (IMMEDIATE | DEFERRED)) {
        throw s.error("conflicting constraint properties", start);
      }
    }
  }

  private int attributeBit() {
    if (s.accept(Keyword.NOT)) {
      if (s.accept(Keyword.DEFERRABLE)) {
        return NOT_DEFERRABLE;
      }
      s.expect(Keyword.VALID);
      return NOT_VALID;
    }
    if (s.accept(Keyword.DEFERRABLE)) {
      return DEFERRABLE;
    }
    if (s.accept(Keyword.INITIALLY)) {
      if (s.accept(Keyword.IMMEDIATE)) {
        return IMMEDIATE;
      }
      s.expect(Keyword.DEFERRED);
      return DEFERRED;
    }
    return s.accept(Keyword.NO, Keyword.INHERIT) ? NO_INHERIT : 0;
  }
}
