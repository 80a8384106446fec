package dev.borealis.sql;

/**
 * How deep the parser stands in a text, and how high the tree grows from there: recursion over
 * either must fit a thread's stack.
 */
final class Nesting {
  /**
   * How deeply a text may be nested: a parenthesis or an operand is one level, a call, a subscript
   * or a CASE with what is in it two, a query three. PostgreSQL stops where its stack ends (2 MiB);
   * here a thread needs at most 512 KiB, half of what the JVM gives it, before and after code is
   * compiled.
   */
  static final int MAX_DEPTH = 300;

  /**
   * The greatest height of a tree. Operators, joins and set operations, which are compared without
   * recursion to the left, count once; another node on top of its operand counts four times.
   */
  static final int MAX_HEIGHT = 1_000;

  private static final int OTHER_THAN_CHAIN = 4;

  private int depth;
  private int height;
  private int entered;

  /**
   * Goes one level down; the result is for {@link #leave}. What is read until then is a subtree.
   *
   * @throws SqlParseException with SQLSTATE 54001 if that is too deep, as the other methods
   */
  int enter() {
    entered++;
    if (++depth > MAX_DEPTH) {
      throw tooDeep();
    }
    int above = height;
    height = 0;
    return above;
  }

  /** Puts an operator, join or set operation on top of all subtrees read since {@link #enter}. */
  void growChain() {
    grow(1);
  }

  /** Puts another node on top of all subtrees read since {@link #enter}. */
  void grow() {
    grow(OTHER_THAN_CHAIN);
  }

  private void grow(int levels) {
    height += levels;
    if (height + depth > MAX_HEIGHT) {
      throw tooDeep();
    }
  }

  void leave(int above) {
    depth--;
    growChain();
    height = Math.max(above, height);
  }

  /** How often {@link #enter} was called: the parser's work, but for a few steps at each token. */
  int entered() {
    return entered;
  }

  private static SqlParseException tooDeep() {
    return new SqlParseException(
        new SqlError(
            "54001",
            "stack depth limit exceeded",
            "Nest expressions and queries less deeply, and make chains of operators shorter.",
            -1,
            0));
  }
}
