package dev.borealis.gateway;

import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Stmt;

/** What the gateway makes of a statement of Aurora DSQL's own. */
public final class ClientStatement {
  private ClientStatement() {}

  /** The statement that PostgreSQL gets instead; the statement itself if it knows it. */
  public static String forPostgres(String sql) {
    Stmt tree = SqlParser.parse(sql).getFirst();
    Replacement replacement = OwnStatements.replacement(tree, sql);
    return replacement == null ? sql : replacement.sql();
  }
}
