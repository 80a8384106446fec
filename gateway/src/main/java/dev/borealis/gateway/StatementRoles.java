package dev.borealis.gateway;

import dev.borealis.gateway.SqlStatement.Role;
import dev.borealis.gateway.SqlStatement.RowBound;
import dev.borealis.sql.FunctionCatalog;
import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.Volatility;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.QueryStmt;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.UtilityStmt;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import dev.borealis.sql.tree.UtilityStmt.TransactionStmt;

/** What statements mean to the transaction that they run in. */
final class StatementRoles {
  private StatementRoles() {}

  /** The role of a statement that the dialect accepts. */
  static Role of(Stmt tree, StatementFacts facts) {
    return switch (tree) {
      case TransactionStmt transaction ->
          switch (transaction.kind()) {
            case BEGIN, START -> Role.BEGIN;
            case COMMIT -> Role.COMMIT;
            case ROLLBACK -> Role.ROLLBACK;
            default -> Role.OTHER;
          };
      case QueryStmt _, ExplainStmt _, CopyStmt _ -> ofQuery(tree, facts);
      case UtilityStmt _ -> Role.OTHER;
      default -> Role.DDL;
    };
  }

  private static Role ofQuery(Stmt tree, StatementFacts facts) {
    boolean changes =
        !facts.tablesWritten().isEmpty() || (!facts.readOnly() && facts.lockingClauses().isEmpty());
    if (changes || mayCallUsersFunctions(facts)) {
      return Role.WRITE;
    }
    return facts.lockingClauses().isEmpty() || tree instanceof ExplainStmt ? Role.OTHER : Role.LOCK;
  }

  /** How many rows a statement can change that changes rows. */
  static RowBound rows(Stmt tree, StatementFacts facts) {
    boolean alone = facts.modifyingCtes().isEmpty() && !mayCallUsersFunctions(facts);
    if (tree instanceof InsertStmt insert && alone) {
      SelectStmt source = insert.selectStmt();
      if (source == null) {
        return new RowBound(1, true, true);
      }
      boolean listed =
          !source.valuesLists().isEmpty() && source.op() == SelectStmt.SetOperation.NONE;
      return new RowBound(
          listed ? source.valuesLists().size() : RowBound.UNKNOWN,
          true,
          listed && facts.functions().isEmpty());
    }
    boolean tagged = tree instanceof QueryStmt || tree instanceof CopyStmt;
    return new RowBound(
        RowBound.UNKNOWN,
        tagged && alone && !(tree instanceof SelectStmt),
        tree instanceof DeleteStmt);
  }

  /** Whether the statement does the same when it runs again in the same snapshot. */
  static boolean isRepeatable(Stmt tree, StatementFacts facts) {
    return isRepeatable(facts) || onlySetsSettings(tree, facts);
  }

  /** Whether a statement that calls these functions does the same again. */
  static boolean isRepeatable(StatementFacts facts) {
    return facts.volatility() != Volatility.VOLATILE
        && facts.functions().stream().noneMatch(StatementRoles::differsByStatement);
  }

  /** Stable is what stays within one statement; what tells of the statement itself is another. */
  private static boolean differsByStatement(FuncCall call) {
    String name = call.funcname().getLast();
    return name.equals("statement_timestamp") || name.startsWith("pg_stat_get_");
  }

  /** The catalog has set_config as volatile for what it does, not for what it returns. */
  private static boolean onlySetsSettings(Stmt tree, StatementFacts facts) {
    return tree instanceof SelectStmt
        && facts.tablesRead().isEmpty()
        && facts.tablesWritten().isEmpty()
        && facts.functions().stream()
            .allMatch(call -> call.funcname().getLast().equals("set_config"));
  }

  /** Functions that PostgreSQL does not come with may change rows, whatever the statement is. */
  static boolean mayCallUsersFunctions(StatementFacts facts) {
    return facts.functions().stream().anyMatch(call -> FunctionCatalog.calledBy(call).isEmpty());
  }
}
