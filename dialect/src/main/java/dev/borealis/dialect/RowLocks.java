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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a locking clause locks. The service judges by the plan; this reads it from the text. */
final class RowLocks {
  private RowLocks() {}

  /**
   * False for a clause that locks nothing, because the query reads no table or because a stronger
   * clause locks the same tables (field report).
   */
  static @Nullable Match locksRows(LockingClause clause, Site site) {
    SelectStmt select = query(site);
    return Match.when(
        select != null && readsTable(select.fromClause()) && !isShadowed(clause, select),
        clause.span());
  }

  private static @Nullable SelectStmt query(Site site) {
    return site.parent() instanceof SelectStmt select ? select : null;
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

  private static boolean isShadowed(LockingClause clause, SelectStmt select) {
    return select.lockingClause().stream()
        .filter(other -> other.strength() == LockingClause.Strength.FORUPDATE)
        .filter(other -> clause.strength() != LockingClause.Strength.FORUPDATE)
        .anyMatch(other ->
            other.lockedRels().isEmpty()
                || (!clause.lockedRels().isEmpty()
                    && other.lockedRels().containsAll(clause.lockedRels())));
  }

  /** True unless the query reads one table, or none. */
  static @Nullable Match locksSeveralTables(LockingClause clause, Site site) {
    SelectStmt select = query(site);
    if (select == null || select.fromClause().isEmpty()) {
      return null;
    }
    boolean single =
        select.fromClause().size() == 1 && select.fromClause().getFirst() instanceof RangeVar;
    return Match.when(!single, clause.span());
  }

  /**
   * True if no column must equal anything. Whether those that must are the whole primary key, only
   * the catalog knows.
   */
  static @Nullable Match locksWithoutEquality(LockingClause clause, Site site) {
    SelectStmt select = query(site);
    return Match.when(
        select != null && !select.fromClause().isEmpty() && !hasEquality(select.whereClause()),
        clause.span());
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
