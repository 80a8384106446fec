package dev.borealis.sql;

import org.jspecify.annotations.Nullable;

/**
 * Follows a stream of tokens and says which semicolons end a statement.
 *
 * <p>In PostgreSQL's grammar a semicolon stands inside a statement in two places only: between the
 * parentheses of {@code CREATE RULE ... DO (...)}, and in the {@code BEGIN ATOMIC ... END} of a
 * function or procedure. Such a body ends with the {@code END} that follows a semicolon or {@code
 * ATOMIC} directly; no statement in it begins with that word, so the {@code END} of a {@code CASE}
 * or a column label is never taken for it. Bodies nest.
 */
final class StatementNesting {
  /** How far the current statement spells CREATE [OR REPLACE] FUNCTION | PROCEDURE. */
  private enum Beginning {
    NOTHING,
    CREATE,
    CREATE_OR,
    CREATE_OR_REPLACE,
    ROUTINE,
    OTHER
  }

  private Beginning beginning = Beginning.NOTHING;
  private int parentheses;
  private int bodies;
  private boolean afterBegin;
  private boolean atBodyStatement;

  /** Takes the next token, not a comment; true if it is a semicolon that ends the statement. */
  boolean endsWith(TokenKind kind, @Nullable Keyword keyword) {
    boolean wasAfterBegin = afterBegin;
    boolean wasAtBodyStatement = atBodyStatement;
    afterBegin = false;
    atBodyStatement = false;
    if (kind == TokenKind.LEFT_PAREN) {
      parentheses++;
    } else if (kind == TokenKind.RIGHT_PAREN) {
      parentheses = Math.max(0, parentheses - 1);
    } else if (parentheses == 0) {
      if (kind == TokenKind.SEMICOLON) {
        return semicolon();
      }
      if (keyword == Keyword.BEGIN && beginning == Beginning.ROUTINE) {
        afterBegin = true;
      } else if (keyword == Keyword.ATOMIC && wasAfterBegin) {
        bodies++;
        beginBodyStatement();
        return false;
      } else if (keyword == Keyword.END && wasAtBodyStatement) {
        bodies--;
        beginning = Beginning.ROUTINE;
        return false;
      }
    }
    beginning = after(beginning, keyword);
    return false;
  }

  private boolean semicolon() {
    if (bodies > 0) {
      beginBodyStatement();
      return false;
    }
    beginning = Beginning.NOTHING;
    return true;
  }

  private void beginBodyStatement() {
    beginning = Beginning.NOTHING;
    atBodyStatement = true;
  }

  /** Forgets the current statement, however it ended. */
  void reset() {
    beginning = Beginning.NOTHING;
    parentheses = 0;
    bodies = 0;
    afterBegin = false;
    atBodyStatement = false;
  }

  /** True if the tokens of the current statement lie outside parentheses and bodies. */
  boolean isAtTopLevel() {
    return parentheses == 0 && bodies == 0;
  }

  private static Beginning after(Beginning beginning, @Nullable Keyword keyword) {
    return switch (beginning) {
      case NOTHING -> keyword == Keyword.CREATE ? Beginning.CREATE : Beginning.OTHER;
      case CREATE -> keyword == Keyword.OR ? Beginning.CREATE_OR : routine(keyword);
      case CREATE_OR -> keyword == Keyword.REPLACE ? Beginning.CREATE_OR_REPLACE : Beginning.OTHER;
      case CREATE_OR_REPLACE -> routine(keyword);
      case ROUTINE -> Beginning.ROUTINE;
      case OTHER -> Beginning.OTHER;
    };
  }

  private static Beginning routine(@Nullable Keyword keyword) {
    return keyword == Keyword.FUNCTION || keyword == Keyword.PROCEDURE
        ? Beginning.ROUTINE
        : Beginning.OTHER;
  }
}
