package dev.borealis.lint.mysql;

/**
 * A part of a script.
 *
 * @param statement whether it is a statement, without its delimiter; else it is a comment
 * @param line the line on which it begins, from 1
 * @param cut whether more of it was left out: only of statements that change rows
 * @param afterBlankLine whether the line before it is blank
 */
record MysqlUnit(boolean statement, String text, int line, boolean cut, boolean afterBlankLine) {
  static final MysqlUnit NONE = new MysqlUnit(true, "", 1, false, false);
}
