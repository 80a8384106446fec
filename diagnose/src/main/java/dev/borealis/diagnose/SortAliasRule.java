package dev.borealis.diagnose;

import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.diagnose.GivenStatement.Query;
import dev.borealis.diagnose.Scope.Found;
import dev.borealis.plan.PlanNode;
import dev.borealis.plan.PlanNode.Actual;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Clause.SortByDir;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.CoalesceExpr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ORDER BY the name of a result that is computed from an indexed column: the rows are sorted,
 * though the index has the column in order. Sorted by the column they are in the right order too if
 * the computation never turns two values around.
 */
final class SortAliasRule implements Rewrites.Rule {
  @Override
  public void find(GivenStatement statement, List<Finding> findings) {
    for (Query query : statement.queries()) {
      SelectStmt select = query.select();
      PlanNode sort = sort(statement);
      if (select == null || sort == null || select.sortClause().isEmpty()) {
        continue;
      }
      SortBy first = select.sortClause().getFirst();
      Expr computed = computed(select, first);
      Found column = computed == null ? null : column(query.scope(), computed);
      if (computed != null && column != null) {
        boolean same = keepsOrder(computed, column) && stays(select);
        findings.add(finding(statement, sort, first, computed, column, same));
      }
    }
  }

  private static @Nullable PlanNode sort(GivenStatement statement) {
    return statement.evidence().capture().plan().nodes().stream()
        .filter(node -> node.title().equals("Sort") || node.title().equals("Incremental Sort"))
        .findFirst()
        .orElse(null);
  }

  /** What the name in ORDER BY stands for; null if it is no name of something computed. */
  private static @Nullable Expr computed(SelectStmt select, SortBy sort) {
    if (!(sort.node() instanceof ColumnRef name) || name.fields().size() != 1 || name.star()) {
      return null;
    }
    for (ResTarget target : select.targetList()) {
      if (name.fields().getFirst().equals(target.name())) {
        return target.val() instanceof ColumnRef ? null : target.val();
      }
    }
    return null;
  }

  /** The only column of an expression, if an index has it in order. */
  private static @Nullable Found column(Scope scope, Expr expr) {
    List<ColumnRef> columns = Conditions.columns(expr);
    Found found = columns.size() == 1 ? scope.column(columns.getFirst()) : null;
    return found != null
            && found.depth() == 0
            && found.table().indexes().stream()
                .anyMatch(index -> index.valid() && index.leadsWith(found.column().name()))
        ? found
        : null;
  }

  /** Whether greater values of the column never give smaller results, nor NULL. */
  private static boolean keepsOrder(Expr expr, Found column) {
    return switch (expr) {
      case AExpr sum ->
          sum.kind() == AExpr.Kind.OP
              && (sum.name().getLast().equals("+") || sum.name().getLast().equals("-"))
              && sum.lexpr() instanceof ColumnRef
              && sum.rexpr() instanceof AConst constant
              && constant.val() instanceof IntegerValue
              && column.column().isInteger();
      case TypeCast cast ->
          cast.arg() instanceof ColumnRef
              && SqlPrinter.print(cast.typeName()).equals("date")
              && column.column().isTimestamp();
      case FuncCall call ->
          call.funcname().getLast().equals("date_trunc")
              && call.args().size() == 2
              && call.args().getFirst() instanceof AConst unit
              && unit.val() instanceof StringValue
              && call.args().getLast() instanceof ColumnRef
              && column.column().isTimestamp();
      case CoalesceExpr coalesce ->
          coalesce.args().getFirst() instanceof ColumnRef && column.neverNull();
      default -> false;
    };
  }

  /** Whether the same rows are shown if equal ones come in another order. */
  private static boolean stays(SelectStmt select) {
    return select.sortClause().size() == 1
        && select.sortClause().getFirst().sortbyDir() != SortByDir.USING
        && Conditions.isPlain(select)
        && select.distinctClause() == null
        && select.targetList().stream().noneMatch(Conditions::aggregates);
  }

  private static Finding finding(
      GivenStatement statement,
      PlanNode sort,
      SortBy by,
      Expr computed,
      Found column,
      boolean same) {
    Actual actual = sort.actual();
    String name = SqlPrinter.print(by.node());
    return statement.finding(
        "ORDER BY %s sorts by what is computed, not by the column".formatted(name),
        actual == null ? 0 : actual.allMillis(),
        List.of(
            new Metric("The name stands for", "`" + SqlPrinter.print(computed) + "`"),
            new Metric("Column that an index has in order", column.qualified()),
            new Metric("Rows sorted", actual == null ? "–" : Figures.count(actual.allRows()))),
        "A name in ORDER BY means the result column of that name first. The order of an index on the"
            + " column is of no use for it.",
        same
            ? "Order by the column: the results are in the same order."
            : "If the order of the column is meant, name it with its table: ORDER BY %s. Check that the computation keeps the order, and that it does not matter which of equal rows come first."
                .formatted(column.qualified()),
        same ? statement.replaced(by.node().span(), column.qualified()) : null,
        "No sort of %s where the index is read in order."
            .formatted(actual == null ? "the rows" : Figures.rows(actual.allRows())));
  }
}
