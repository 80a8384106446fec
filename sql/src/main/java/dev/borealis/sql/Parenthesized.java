package dev.borealis.sql;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stood in parentheses: a query or one expression or more. Which one it is shows only within.
 */
record Parenthesized(@Nullable SelectStmt select, List<Expr> items) {
  static Parenthesized of(SelectStmt select) {
    return new Parenthesized(select, List.of());
  }

  static Parenthesized of(List<Expr> items) {
    return new Parenthesized(null, items);
  }
}
