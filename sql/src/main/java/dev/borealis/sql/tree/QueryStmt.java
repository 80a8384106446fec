package dev.borealis.sql.tree;

import dev.borealis.sql.tree.Clause.Assignment;
import dev.borealis.sql.tree.Clause.IntoClause;
import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Clause.MergeWhenClause;
import dev.borealis.sql.tree.Clause.OnConflictClause;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Clause.WindowDef;
import dev.borealis.sql.tree.Clause.WithClause;
import dev.borealis.sql.tree.Expr.ExprList;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Statements that read and write rows. */
public sealed interface QueryStmt extends Stmt {
  /**
   * SELECT, VALUES, TABLE or a set operation of them; distinctClause is null without DISTINCT and
   * empty without ON.
   */
  record SelectStmt(
      @Nullable List<Expr> distinctClause,
      @Nullable IntoClause intoClause,
      List<ResTarget> targetList,
      List<TableRef> fromClause,
      @Nullable Expr whereClause,
      List<Expr> groupClause,
      boolean groupDistinct,
      @Nullable Expr havingClause,
      List<WindowDef> windowClause,
      List<ExprList> valuesLists,
      List<SortBy> sortClause,
      @Nullable Expr limitOffset,
      @Nullable Expr limitCount,
      SelectStmt.LimitOption limitOption,
      List<LockingClause> lockingClause,
      @Nullable WithClause withClause,
      SelectStmt.SetOperation op,
      boolean all,
      @Nullable SelectStmt larg,
      @Nullable SelectStmt rarg,
      Span span)
      implements QueryStmt {
    /** Compares a chain of set operations, which leans to the left, without recursion along it. */
    @Override
    public boolean equals(@Nullable Object other) {
      SelectStmt mine = this;
      Object theirs = other;
      while (mine != theirs) {
        if (!(theirs instanceof SelectStmt query)
            || !mine.equalsInClauses(query)
            || !mine.equalsInOptions(query)) {
          return false;
        }
        if (mine.larg == null) {
          return query.larg == null;
        }
        mine = mine.larg;
        theirs = query.larg;
      }
      return true;
    }

    private boolean equalsInClauses(SelectStmt other) {
      return Objects.equals(distinctClause, other.distinctClause)
          && Objects.equals(intoClause, other.intoClause)
          && targetList.equals(other.targetList)
          && fromClause.equals(other.fromClause)
          && Objects.equals(whereClause, other.whereClause)
          && groupClause.equals(other.groupClause)
          && groupDistinct == other.groupDistinct
          && Objects.equals(havingClause, other.havingClause)
          && windowClause.equals(other.windowClause)
          && valuesLists.equals(other.valuesLists);
    }

    private boolean equalsInOptions(SelectStmt other) {
      return sortClause.equals(other.sortClause)
          && Objects.equals(limitOffset, other.limitOffset)
          && Objects.equals(limitCount, other.limitCount)
          && limitOption == other.limitOption
          && lockingClause.equals(other.lockingClause)
          && Objects.equals(withClause, other.withClause)
          && op == other.op
          && all == other.all
          && Objects.equals(rarg, other.rarg);
    }

    @Override
    public int hashCode() {
      return Objects.hash(op, targetList, fromClause, whereClause, rarg);
    }

    /** The kind of query and its place; {@code SqlPrinter} writes the whole. */
    @Override
    public String toString() {
      return "SelectStmt[" + op + " at " + span + "]";
    }

    /** The kinds. */
    public enum SetOperation {
      NONE,
      UNION,
      INTERSECT,
      EXCEPT
    }

    /** The kinds. */
    public enum LimitOption {
      DEFAULT,
      COUNT,
      WITH_TIES
    }
  }

  /** INSERT; without a selectStmt it is DEFAULT VALUES. */
  record InsertStmt(
      RangeVar relation,
      List<ResTarget> cols,
      @Nullable SelectStmt selectStmt,
      @Nullable OnConflictClause onConflictClause,
      List<ResTarget> returningList,
      @Nullable WithClause withClause,
      Clause.OverridingKind override,
      Span span)
      implements QueryStmt {}

  /** UPDATE. */
  record UpdateStmt(
      RangeVar relation,
      List<Assignment> targetList,
      List<TableRef> fromClause,
      @Nullable Expr whereClause,
      List<ResTarget> returningList,
      @Nullable WithClause withClause,
      Span span)
      implements QueryStmt {}

  /** DELETE. */
  record DeleteStmt(
      RangeVar relation,
      List<TableRef> usingClause,
      @Nullable Expr whereClause,
      List<ResTarget> returningList,
      @Nullable WithClause withClause,
      Span span)
      implements QueryStmt {}

  /** MERGE. */
  record MergeStmt(
      RangeVar relation,
      TableRef sourceRelation,
      Expr joinCondition,
      List<MergeWhenClause> mergeWhenClauses,
      @Nullable WithClause withClause,
      Span span)
      implements QueryStmt {}
}
