package dev.borealis.dialect;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.JoinExpr;
import dev.borealis.sql.tree.TableRef.RangeSubselect;
import dev.borealis.sql.tree.TableRef.RangeTableSample;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a locking clause locks. The service judges by the plan; this reads it from the text. */
final class RowLocks {
  private RowLocks() {}

  /**
   * The first clause of one of these strengths that locks rows. A clause locks none if the query
   * reads no table, or if FOR UPDATE locks the same ones anyway (field report).
   */
  static @Nullable Match locks(NameSet strengths, SelectStmt select) {
    if (select.lockingClause().isEmpty() || !readsTable(select.fromClause())) {
      return null;
    }
    Set<RangeVar> updated = new HashSet<>();
    boolean updatesAll = false;
    for (LockingClause clause : select.lockingClause()) {
      if (clause.strength() == LockingClause.Strength.FORUPDATE) {
        updated.addAll(clause.lockedRels());
        updatesAll |= clause.lockedRels().isEmpty();
      }
    }
    for (LockingClause clause : select.lockingClause()) {
      boolean shadowed =
          clause.strength() != LockingClause.Strength.FORUPDATE
              && (updatesAll
                  || (!clause.lockedRels().isEmpty() && updated.containsAll(clause.lockedRels())));
      if (strengths.contains(clause.strength().name()) && !shadowed) {
        return new Match(clause.span(), "");
      }
    }
    return null;
  }

  private static boolean readsTable(List<TableRef> from) {
    return from.stream().anyMatch(RowLocks::readsTable);
  }

  private static boolean readsTable(TableRef table) {
    return switch (table) {
      case RangeVar _, RangeTableSample _ -> true;
      case JoinExpr join -> readsTable(join.larg()) || readsTable(join.rarg());
      case RangeSubselect query -> readsTable(query.subquery().fromClause());
      case TableRef.RangeFunction _,
          TableRef.RangeFunctionItem _,
          TableRef.RangeTableFunc _,
          TableRef.RangeTableFuncCol _ ->
          false;
    };
  }

  /** True unless the query reads one table. */
  static boolean readsSeveralTables(SelectStmt select) {
    return select.fromClause().size() != 1 || !(select.fromClause().getFirst() instanceof RangeVar);
  }

  /**
   * True if no column must equal anything. Whether those that must are the whole primary key, only
   * the catalog knows.
   */
  static boolean hasNoEquality(SelectStmt select) {
    return !hasEquality(select.whereClause());
  }

  private static boolean hasEquality(@Nullable Expr condition) {
    return switch (condition) {
      case AExpr comparison ->
          comparison.kind() == AExpr.Kind.OP
              && comparison.name().getLast().equals("=")
              && (comparison.lexpr() instanceof ColumnRef
                  || comparison.rexpr() instanceof ColumnRef);
      case BoolExpr bool when bool.boolop() == BoolExpr.Op.AND ->
          bool.args().stream().anyMatch(RowLocks::hasEquality);
      case null, default -> false;
    };
  }

  /** NOWAIT or SKIP LOCKED: nothing waits in DSQL. */
  static @Nullable Match waitPolicy(LockingClause clause, Site site) {
    return switch (clause.waitPolicy()) {
      case BLOCK -> null;
      case ERROR -> new Match(site.words(clause.span(), Keyword.NOWAIT), "");
      case SKIP -> new Match(site.words(clause.span(), Keyword.SKIP, Keyword.LOCKED), "");
    };
  }
}
