package dev.borealis.mcp;

import dev.borealis.sql.Lexer;
import dev.borealis.sql.SqlError;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.TokenKind;
import dev.borealis.sql.tree.QueryStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import dev.borealis.sql.tree.UtilityStmt.TransactionStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableShowStmt;
import java.util.List;

/**
 * Decides on the syntax tree whether a statement may run. Words in names, literals and comments
 * mean nothing to it; what is no SQL never passes.
 *
 * <p>It is one of two lines: what passes for reading also runs in a READ ONLY transaction. The
 * texts of the refusals begin as the official server's do, so that clients know them.
 */
final class SqlGuard {
  /** A statement is at most this long, in UTF-16 units: ten times what people write. */
  static final int MAX_SQL_CHARACTERS = 1_000_000;

  private static final String NO_WRITES =
      "Your MCP server does not allow write operations. To use write operations, change the MCP"
          + " configuration per README.md";
  private static final String SEVERAL =
      "Query contains patterns that could bypass read-only transaction controls";

  /** What statements may do. */
  enum Access {
    /** Read, and leave no trace, in the session neither. */
    READ,
    /** Anything but leave the transaction or reach beyond the database. */
    WRITE
  }

  private SqlGuard() {}

  /**
   * The statement of a text, if it may run.
   *
   * @throws RefusedException if it may not, or if the text is not exactly one statement
   */
  static Stmt require(String sql, Access access) {
    Stmt statement = only(sql, access);
    if (statement instanceof TransactionStmt) {
      throw new RefusedException(
          SEVERAL
              + ". The tool begins and ends the transaction itself; leave out BEGIN, COMMIT,"
              + " ROLLBACK and their like.");
    }
    if (access == Access.READ) {
      requireReading(statement);
    }
    RiskyShape risk = RiskyShape.find(statement);
    if (risk == null && hidesQuoteInComment(sql)) {
      risk = new RiskyShape("comment_injection", "a comment after a literal holds a quote");
    }
    if (risk != null) {
      throw new RefusedException(risk.refusal());
    }
    String effect = access == Access.READ ? FunctionEffects.firstIn(statement) : null;
    if (effect != null) {
      throw new RefusedException(
          "%s. The function %s may change something, wait, or reach beyond the database."
              .formatted(NO_WRITES, effect));
    }
    return statement;
  }

  private static Stmt only(String sql, Access access) {
    if (sql.length() > MAX_SQL_CHARACTERS) {
      throw new RefusedException(
          "The statement has %,d characters; at most %,d are accepted. Send less at a time, or use 'dsql sql -f FILE'."
              .formatted(sql.length(), MAX_SQL_CHARACTERS));
    }
    if (sql.indexOf('\0') >= 0) {
      throw new RefusedException("The statement contains a NUL character, which SQL cannot hold.");
    }
    List<Stmt> statements = parse(sql);
    if (statements.isEmpty()) {
      throw new RefusedException(
          SEVERAL + ". There is no statement in the text, only comments or semicolons.");
    }
    if (statements.size() > 1) {
      String several =
          "The text has %d statements. Send one at a time, or a list to transact."
              .formatted(statements.size());
      throw new RefusedException(
          access == Access.READ
              ? SEVERAL + ". " + several
              : new RiskyShape("stacked_query", several).refusal());
    }
    return statements.getFirst();
  }

  private static List<Stmt> parse(String sql) {
    try {
      return SqlParser.parse(sql);
    } catch (SqlParseException e) {
      SqlError error = e.error();
      String where = error.position() > 0 ? " at character " + error.position() : "";
      String hint = error.hint() == null ? "" : " " + error.hint();
      throw new RefusedException(
          "The statement is not SQL of Aurora DSQL: %s (%s)%s.%s"
              .formatted(error.message(), error.sqlState(), where, hint));
    }
  }

  private static void requireReading(Stmt statement) {
    StatementFacts facts = StatementFacts.of(statement);
    boolean reads =
        switch (statement) {
          case SelectStmt _, VariableShowStmt _ -> facts.readOnly();
          case ExplainStmt explain -> explain.query() instanceof QueryStmt && facts.readOnly();
          default -> false;
        };
    if (!reads) {
      throw new RefusedException(NO_WRITES + ". " + why(statement, facts));
    }
  }

  private static String why(Stmt statement, StatementFacts facts) {
    if (!facts.modifyingCtes().isEmpty()) {
      return "A common table expression changes rows.";
    }
    if (!facts.lockingClauses().isEmpty()) {
      return "FOR UPDATE and its like lock rows, which counts as a write; leave the clause out.";
    }
    return switch (statement) {
      case SelectStmt _ -> "SELECT INTO creates a table.";
      case ExplainStmt _ ->
          "EXPLAIN ANALYZE runs the statement; explain a SELECT, or leave out ANALYZE.";
      default -> "Only SELECT, VALUES, TABLE, SHOW and EXPLAIN of these may run here.";
    };
  }

  /**
   * True if a literal is followed, on its line, by a comment with a quote: what injection leaves.
   */
  private static boolean hidesQuoteInComment(String sql) {
    Lexer lexer = new Lexer(sql);
    int literalEnd = -1;
    for (TokenKind kind = lexer.next();
        kind != TokenKind.END && kind != TokenKind.ERROR;
        kind = lexer.next()) {
      if (kind == TokenKind.SCONST) {
        literalEnd = lexer.end();
      } else if (kind == TokenKind.LINE_COMMENT) {
        String comment = sql.substring(lexer.start(), lexer.end());
        boolean sameLine =
            literalEnd >= 0
                && sql.substring(literalEnd, lexer.start())
                    .chars()
                    .allMatch(c -> c == ' ' || c == '\t');
        if (sameLine && comment.indexOf('\'') >= 0) {
          return true;
        }
      }
    }
    return false;
  }
}
