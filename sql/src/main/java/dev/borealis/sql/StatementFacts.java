package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.QueryStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import java.util.SortedSet;

/**
 * What a statement does, as far as its text tells. Names are as written: neither views nor
 * functions are looked into.
 *
 * @param tablesRead the relations whose rows are read, without the names of common table
 *     expressions
 * @param tablesWritten the relations whose rows are changed
 * @param functions the functions called by name or by a syntax of their own
 * @param parameters the numbers of the parameters
 * @param readOnly true if the statement's own text can change nothing; the functions that it calls
 *     may
 * @param modifyingCtes the common table expressions that change rows
 * @param lockingClauses FOR UPDATE and its like, at any depth
 */
public record StatementFacts(
    List<RangeVar> tablesRead,
    List<RangeVar> tablesWritten,
    List<FuncCall> functions,
    SortedSet<Integer> parameters,
    boolean readOnly,
    List<QueryStmt> modifyingCtes,
    List<LockingClause> lockingClauses) {

  /** The facts about a statement; takes time linear in its tree. */
  public static StatementFacts of(Stmt statement) {
    return new FactCollector().collect(statement);
  }
}
