package dev.borealis.lint;

/**
 * A part of a script. The texts of all units, one after the other, are the script.
 *
 * @param text as it stands in the script; of kind UNREADABLE: why
 * @param read what of it is read: psql's commands within a statement are blanks here
 * @param line the line on which it begins, from 1
 * @param column the character of the line with which it begins, from 1
 */
record ScriptUnit(Kind kind, String text, String read, int line, int column) {
  /** What a part of a script is. */
  enum Kind {
    /** A statement without its terminator. */
    STATEMENT,
    /** What lies between statements: terminators, blanks, comments, psql's commands. */
    BETWEEN,
    /** Data of a COPY. */
    DATA,
    /** Where reading ended before the script did. */
    UNREADABLE
  }

  static ScriptUnit unreadable(String why, int line, int column) {
    return new ScriptUnit(Kind.UNREADABLE, why, why, line, column);
  }

  ScriptUnit readAs(String read) {
    return new ScriptUnit(kind, text, read, line, column);
  }
}
