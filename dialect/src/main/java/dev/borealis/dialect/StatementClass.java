package dev.borealis.dialect;

import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.tree.DatabaseStmt;
import dev.borealis.sql.tree.ObjectStmt;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.MergeStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import dev.borealis.sql.tree.RelationStmt;
import dev.borealis.sql.tree.RoleStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TypeStmt;
import dev.borealis.sql.tree.UtilityStmt;
import dev.borealis.sql.tree.UtilityStmt.ConstraintsSetStmt;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import dev.borealis.sql.tree.UtilityStmt.TransactionStmt;
import dev.borealis.sql.tree.UtilityStmt.TruncateStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableShowStmt;

/**
 * What a statement counts as in a transaction: one DDL statement at most, and never together with
 * DML ("Concurrency control in Aurora DSQL"; recorded).
 */
public enum StatementClass {
  /** Changes the catalog: CREATE, ALTER, DROP, COMMENT, GRANT, REVOKE, AWS IAM GRANT and REVOKE. */
  DDL,
  /** May change rows, also by a common table expression. */
  DML,
  /** Reads rows; locking clauses do not change that. */
  QUERY,
  /** BEGIN, COMMIT, ROLLBACK and their like. */
  TRANSACTION,
  /** SET, RESET, SHOW. */
  SETTING,
  /** Anything else: ANALYZE, CALL, DEALLOCATE, and what is refused anyway. */
  OTHER;

  /** What the statement counts as; EXPLAIN ANALYZE as the statement that it runs. */
  static StatementClass of(Stmt statement) {
    return switch (statement) {
      case SelectStmt select -> ofSelect(select);
      case InsertStmt _, UpdateStmt _, DeleteStmt _, MergeStmt _, TruncateStmt _ -> DML;
      case RelationStmt _, TypeStmt _, RoleStmt _, DatabaseStmt _, ObjectStmt _ -> DDL;
      case TransactionStmt _ -> TRANSACTION;
      case VariableSetStmt _, VariableShowStmt _, ConstraintsSetStmt _ -> SETTING;
      case CopyStmt copy -> copy.isFrom() ? DML : copy.query() == null ? QUERY : of(copy.query());
      case ExplainStmt explain ->
          StatementFacts.of(explain).readOnly() ? QUERY : of(explain.query());
      case UtilityStmt _ -> OTHER;
    };
  }

  private static StatementClass ofSelect(SelectStmt select) {
    boolean changes =
        select.withClause() != null
            && select.withClause().ctes().stream().anyMatch(cte -> of(cte.ctequery()) != QUERY);
    return changes ? DML : QUERY;
  }
}
