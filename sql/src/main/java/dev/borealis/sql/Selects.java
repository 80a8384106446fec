package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Clause.WithClause;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.ExprList;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.LimitOption;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.SetOperation;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.TableRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes queries that have only some of the many parts. */
final class Selects {
  private Selects() {}

  static SelectStmt values(List<ExprList> rows, Span span) {
    return of(List.of(), List.of(), rows, SetOperation.NONE, false, null, null, span);
  }

  static SelectStmt table(ResTarget star, TableRef relation, Span span) {
    return of(
        List.of(star), List.of(relation), List.of(), SetOperation.NONE, false, null, null, span);
  }

  static SelectStmt setOperation(
      SetOperation op, boolean all, SelectStmt left, SelectStmt right, Span span) {
    return of(List.of(), List.of(), List.of(), op, all, left, right, span);
  }

  private static SelectStmt of(
      List<ResTarget> targets,
      List<TableRef> from,
      List<ExprList> values,
      SetOperation op,
      boolean all,
      @Nullable SelectStmt left,
      @Nullable SelectStmt right,
      Span span) {
    return new SelectStmt(
        null,
        null,
        targets,
        from,
        null,
        List.of(),
        false,
        null,
        List.of(),
        values,
        List.of(),
        null,
        null,
        LimitOption.DEFAULT,
        List.of(),
        null,
        op,
        all,
        left,
        right,
        span);
  }

  /** The same query with other parts around it. */
  static SelectStmt withOptions(
      SelectStmt select,
      List<SortBy> sort,
      @Nullable Expr offset,
      @Nullable Expr count,
      LimitOption limitOption,
      List<LockingClause> locking,
      @Nullable WithClause with,
      Span span) {
    return new SelectStmt(
        select.distinctClause(),
        select.intoClause(),
        select.targetList(),
        select.fromClause(),
        select.whereClause(),
        select.groupClause(),
        select.groupDistinct(),
        select.havingClause(),
        select.windowClause(),
        select.valuesLists(),
        sort,
        offset,
        count,
        limitOption,
        locking,
        with,
        select.op(),
        select.all(),
        select.larg(),
        select.rarg(),
        span);
  }
}
