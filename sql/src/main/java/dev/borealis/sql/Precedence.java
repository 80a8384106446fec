package dev.borealis.sql;

/**
 * How strongly operators bind, from weak to strong, as PostgreSQL's grammar has it ("Operator
 * Precedence").
 */
final class Precedence {
  static final int NONE = -1;
  static final int LOWEST = 0;
  static final int OR = 1;
  static final int AND = 2;
  static final int NOT = 3;
  static final int IS = 4;
  static final int COMPARISON = 5;

  /** LIKE, IN, BETWEEN and their like. */
  static final int LIKE = 6;

  /** All other operators. */
  static final int OPERATOR = 9;

  static final int ADDITION = 10;
  static final int MULTIPLICATION = 11;
  static final int POWER = 12;

  /** AT TIME ZONE. */
  static final int AT = 13;

  static final int COLLATE = 14;

  /** Plus and minus before an operand. */
  static final int SIGN = 15;

  static final int CAST = 18;

  /** What needs no parentheses anywhere. */
  static final int PRIMARY = 20;

  private Precedence() {}
}
