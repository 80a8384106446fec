package dev.borealis.diagnose;

import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.diagnose.GivenStatement.Query;
import dev.borealis.diagnose.GivenStatement.SubPlan;
import dev.borealis.diagnose.Scope.Found;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.Volatility;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.Expr.SubLink;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.TableRef;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * NOT IN (subquery) as NOT EXISTS, and IN (subquery) as EXISTS where the subquery is run row by
 * row.
 *
 * <p>IN in a WHERE keeps the same rows as EXISTS, since NULL and false both drop a row. NOT IN does
 * so only if neither side can be NULL.
 */
final class MembershipRule implements Rewrites.Rule {
  private static final long MANY_LOOPS = 100;

  /**
   * A membership as EXISTS.
   *
   * @param condition as SQL, without NOT
   * @param nullable the sides that can be NULL
   */
  private record Exists(String condition, List<String> nullable) {}

  @Override
  public void find(GivenStatement statement, List<Finding> findings) {
    for (Query query : statement.queries()) {
      for (Expr atom : Conditions.atoms(query.where())) {
        if (atom instanceof SubLink link && isMembership(link)) {
          addIn(statement, query, link, findings);
        } else if (atom instanceof BoolExpr not
            && not.boolop() == BoolExpr.Op.NOT
            && not.args().getFirst() instanceof SubLink link
            && isMembership(link)) {
          addNotIn(statement, query, link, not.span(), findings);
        }
      }
    }
  }

  private static boolean isMembership(SubLink link) {
    return link.subLinkType() == SubLink.Type.ANY && link.operName().isEmpty();
  }

  private static void addIn(
      GivenStatement statement, Query query, SubLink link, List<Finding> findings) {
    Scope inner = statement.scopeOf(link.subselect());
    SubPlan plan = inner == null ? null : statement.subPlan(inner);
    if (plan == null || plan.loops() < MANY_LOOPS) {
      return;
    }
    Exists exists = exists(query, link, statement);
    findings.add(
        statement.finding(
            "IN runs its subquery for each row",
            plan.millis(),
            observed(plan),
            "The planner joins no subquery of IN that names columns from outside, or stands under"
                + " OR. It runs it once for each row instead.",
            exists == null
                ? "Write EXISTS with the compared column in its WHERE."
                : "With EXISTS the same rows can be found by a semi join.",
            exists == null ? null : statement.replaced(link.span(), exists.condition()),
            GivenStatement.COMPARE));
  }

  private static void addNotIn(
      GivenStatement statement, Query query, SubLink link, Span span, List<Finding> findings) {
    Scope inner = statement.scopeOf(link.subselect());
    SubPlan plan = inner == null ? null : statement.subPlan(inner);
    if (plan == null) {
      return;
    }
    Exists exists = exists(query, link, statement);
    String same =
        exists == null || !exists.nullable().isEmpty()
            ? null
            : statement.replaced(span, "NOT " + exists.condition());
    findings.add(
        statement.finding(
            "NOT IN with a subquery cannot be joined",
            plan.millis(),
            observed(plan),
            "A NULL among the values makes NOT IN keep no row at all, so the planner has to look at"
                + " the whole list for each row, and cannot use an anti join.",
            same == null
                ? advice(exists)
                : "Neither side can be NULL, so NOT EXISTS keeps the same rows.",
            same,
            GivenStatement.COMPARE));
  }

  private static String advice(@Nullable Exists exists) {
    return exists == null
        ? "Write NOT EXISTS with the compared column in its WHERE, if neither side can be NULL:"
            + " where a value of the subquery is NULL, NOT IN keeps no row and NOT EXISTS does."
        : "Check whether %s can be NULL: where a value of the subquery is NULL, NOT IN keeps no row; a row whose own value is NULL is dropped by NOT IN and kept by NOT EXISTS. If neither happens, declare NOT NULL and write `NOT %s`."
            .formatted(String.join(" or ", exists.nullable()), exists.condition());
  }

  private static List<Metric> observed(SubPlan plan) {
    return List.of(
        new Metric("Subquery", "`" + plan.node().title() + "`"),
        new Metric("Loops", Figures.count(plan.loops())),
        new Metric("Duration over all loops", Figures.millis(plan.millis())));
  }

  /** Null if it is not certain which columns are compared, or the subquery does more. */
  private static @Nullable Exists exists(Query query, SubLink link, GivenStatement statement) {
    SelectStmt inner = link.subselect();
    if (!Conditions.isPlain(inner)
        || inner.targetList().size() != 1
        || StatementFacts.of(inner).volatility() == Volatility.VOLATILE) {
      return null;
    }
    Scope scope = statement.scopeOf(inner);
    Found left = query.scope().column(link.testexpr());
    Found right = scope == null ? null : scope.column(inner.targetList().getFirst().val());
    if (scope == null
        || left == null
        || right == null
        || left.depth() != 0
        || right.depth() != 0
        || scope.names(left.relation().name())) {
      return null;
    }
    String where = inner.whereClause() == null ? "" : condition(inner.whereClause()) + " AND ";
    String exists =
        "EXISTS (SELECT 1 FROM %s WHERE %s%s = %s)"
            .formatted(from(inner.fromClause()), where, left.qualified(), right.qualified());
    return new Exists(exists, nullable(left, right));
  }

  private static List<String> nullable(Found left, Found right) {
    return List.of(left, right).stream()
        .filter(found -> !found.neverNull())
        .map(Found::qualified)
        .toList();
  }

  private static String condition(Expr where) {
    String text = SqlPrinter.print(where);
    return where instanceof BoolExpr bool && bool.boolop() == BoolExpr.Op.OR
        ? "(" + text + ")"
        : text;
  }

  private static String from(List<TableRef> from) {
    return from.stream().map(SqlPrinter::print).collect(Collectors.joining(", "));
  }
}
