package dev.borealis.sql;

import dev.borealis.sql.tree.Stmt;
import java.util.List;

/**
 * PostgreSQL 16's grammar, with what Aurora DSQL adds to it. It reads no table and no setting.
 *
 * <p>It accepts and refuses what PostgreSQL's raw parser accepts and refuses, with the same message
 * and position. Nesting is bounded; deeper texts are refused with SQLSTATE 54001. The time it takes
 * is linear in the text.
 */
public final class SqlParser {
  private SqlParser() {}

  /**
   * The statements of a text, without empty ones.
   *
   * @throws SqlParseException if the text is not SQL; the first error counts, as in PostgreSQL
   */
  public static List<Stmt> parse(String text) {
    return parse(Tokens.of(text));
  }

  /** The statements of a text that was split into tokens; see {@link #parse(String)}. */
  public static List<Stmt> parse(Tokens tokens) {
    return new Grammar(tokens).statements.statements();
  }
}
