package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.QueryStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import java.util.SortedSet;

/**
 * What a statement does, as far as its text tells. Names are as written: neither views, functions,
 * column defaults nor triggers are looked into.
 *
 * @param tablesRead the relations that queries read, without the names of common table expressions
 * @param tablesWritten the relations whose rows are changed
 * @param functions the functions called by name or by a syntax of their own
 * @param parameters the numbers of the parameters
 * @param readOnly true if the statement's own text can change nothing; the functions that it calls
 *     may
 * @param modifyingCtes the common table expressions that change rows
 * @param lockingClauses FOR UPDATE and its like, at any depth
 * @param volatility the most volatile of what the statement calls: functions and operators of the
 *     catalog as the catalog has them, others as VOLATILE; CURRENT_TIMESTAMP and its like and casts
 *     as STABLE; TABLESAMPLE without REPEATABLE, SKIP LOCKED, CALL, DO and EXECUTE as VOLATILE. If
 *     it is not VOLATILE, the statement computes the same again from the same snapshot, but for the
 *     order of rows that it leaves open
 */
public record StatementFacts(
    List<RangeVar> tablesRead,
    List<RangeVar> tablesWritten,
    List<FuncCall> functions,
    SortedSet<Integer> parameters,
    boolean readOnly,
    List<QueryStmt> modifyingCtes,
    List<LockingClause> lockingClauses,
    Volatility volatility) {

  /** The facts about a statement; takes time linear in its tree. */
  public static StatementFacts of(Stmt statement) {
    return new FactCollector().collect(statement);
  }
}
