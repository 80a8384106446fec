package dev.borealis.diagnose;

import dev.borealis.diagnose.Conditions.Compared;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.diagnose.GivenStatement.Query;
import dev.borealis.diagnose.Scope.Found;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Equalities of one column that are joined by OR, as IN. */
final class DisjunctionRule implements Rewrites.Rule {

  @Override
  public void find(GivenStatement statement, List<Finding> findings) {
    for (Query query : statement.queries()) {
      for (Expr conjunct : Conditions.conjuncts(query.where())) {
        if (conjunct instanceof BoolExpr or && or.boolop() == BoolExpr.Op.OR) {
          Finding finding = finding(statement, query, or);
          if (finding != null) {
            findings.add(finding);
          }
        }
      }
    }
  }

  private static @Nullable Finding finding(GivenStatement statement, Query query, BoolExpr or) {
    List<Compared> equalities = new ArrayList<>();
    for (Expr part : or.args()) {
      Compared compared = Conditions.withConstant(part);
      if (compared == null
          || !compared.operator().equals("=")
          || !Conditions.isConstant(compared.right())
          || (!equalities.isEmpty() && !compared.left().equals(equalities.getFirst().left()))) {
        return null;
      }
      equalities.add(compared);
    }
    Expr column = equalities.getFirst().left();
    Found found = query.scope().column(column);
    ScannedTable scan = found == null ? null : statement.wastefulScan(found.table());
    List<Expr> values = equalities.stream().map(Compared::right).distinct().toList();
    if (scan == null || !areOfOneType(values)) {
      return null;
    }
    String in =
        "%s IN (%s)"
            .formatted(
                SqlPrinter.print(column),
                values.stream().map(SqlPrinter::print).collect(Collectors.joining(", ")));
    return statement.finding(
        "OR of equalities on one column, which IN says in one condition",
        scan.millis(),
        List.of(
            new Metric("Condition", "`" + SqlPrinter.print(or) + "`"),
            new Metric("Rows read", Figures.count(scan.readRows())),
            new Metric("Rows removed by the filter", Figures.count(scan.removedRows()))),
        "OR is decided row by row, above storage. IN is one condition on the column, which storage"
            + " and an index can answer.",
        "Write IN. It keeps the same rows.",
        statement.replaced(or.span(), in),
        GivenStatement.COMPARE);
  }

  /** Others could be compared as another type in a list than one by one. */
  private static boolean areOfOneType(List<Expr> values) {
    return values.stream().allMatch(value -> valueOf(value) instanceof IntegerValue)
        || values.stream().allMatch(value -> valueOf(value) instanceof StringValue);
  }

  private static @Nullable Object valueOf(Expr value) {
    return value instanceof AConst constant ? constant.val() : null;
  }
}
