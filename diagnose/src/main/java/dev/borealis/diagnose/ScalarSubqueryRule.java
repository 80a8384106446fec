package dev.borealis.diagnose;

import dev.borealis.diagnose.Conditions.Compared;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.diagnose.GivenStatement.Query;
import dev.borealis.diagnose.GivenStatement.SubPlan;
import dev.borealis.diagnose.Scope.Found;
import dev.borealis.sql.SourceEdits;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.NullTest;
import dev.borealis.sql.tree.Expr.SubLink;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate in a correlated subquery, which is computed anew for each row, as a join with the
 * aggregates of all groups. Each row has at most one group to join with, so no row is added or
 * lost.
 */
final class ScalarSubqueryRule implements Rewrites.Rule {
  private static final long MANY_LOOPS = 100;

  /** Those that cannot fail on rows that the statement did not ask for. */
  private static final Set<String> AGGREGATES = Set.of("avg", "count", "max", "min", "sum");

  private static final String GROUPED = "grouped";

  /**
   * The subquery taken apart.
   *
   * @param keys the columns within that equal columns outside
   * @param others conditions on its own table
   */
  private record Correlated(
      FuncCall aggregate, RangeVar table, List<Compared> keys, List<Expr> others) {}

  @Override
  public void find(GivenStatement statement, List<Finding> findings) {
    for (Query query : statement.queries()) {
      SelectStmt select = query.select();
      List<SubLink> links = new ArrayList<>();
      if (select != null) {
        select.targetList().forEach(target -> addScalars(target.val(), links));
      }
      addScalars(query.where(), links);
      for (SubLink link : links) {
        Scope inner = statement.scopeOf(link.subselect());
        SubPlan plan = inner == null ? null : statement.subPlan(inner);
        if (inner != null && plan != null && plan.loops() >= MANY_LOOPS) {
          findings.add(finding(statement, link, plan, joined(statement, query, link, inner)));
        }
      }
    }
  }

  private static void addScalars(@Nullable Expr expr, List<SubLink> into) {
    if (expr != null) {
      Conditions.walkHere(
          expr,
          node -> {
            if (node instanceof SubLink link && link.subLinkType() == SubLink.Type.EXPR) {
              into.add(link);
            }
          });
    }
  }

  private static Finding finding(
      GivenStatement statement, SubLink link, SubPlan plan, @Nullable String sql) {
    return statement.finding(
        "A subquery in an expression runs %s times".formatted(Figures.count(plan.loops())),
        plan.millis(),
        List.of(
            new Metric("Subquery", "`" + SqlPrinter.print(link) + "`"),
            new Metric("Loops", Figures.count(plan.loops())),
            new Metric("Duration over all loops", Figures.millis(plan.millis()))),
        "It names columns from outside, so its value is found anew for each row.",
        sql == null
            ? "Join its table instead: group it by the columns that are compared with those from"
                + " outside, in a subquery of FROM, and LEFT JOIN that. Check that at most one row"
                + " joins each, and what an empty group gives (count gives 0, others NULL)."
            : "Join the aggregates of all groups, computed once. The rows are the same.",
        sql,
        GivenStatement.COMPARE);
  }

  private static @Nullable String joined(
      GivenStatement statement, Query query, SubLink link, Scope inner) {
    SelectStmt outer = query.select();
    Correlated correlated = correlated(link.subselect(), inner);
    if (outer == null
        || correlated == null
        || !takesJoin(outer)
        || StatementColumns.of(statement.tree()).names().stream()
            .anyMatch(name -> name.startsWith(GROUPED))
        || statement.queries().stream().anyMatch(each -> each.scope().names(GROUPED))) {
      return null;
    }
    String label = label(outer, link);
    if (label == null) {
      return null;
    }
    boolean counts = correlated.aggregate().funcname().getLast().equals("count");
    String value = counts ? "COALESCE(grouped.grouped_value, 0)" : "grouped.grouped_value";
    return new SourceEdits(statement.text())
        .replace(link.span(), value + label)
        .insert(outer.fromClause().getFirst().span().end(), " " + join(correlated, inner))
        .apply();
  }

  /** One relation or chain of joins that a further join can follow, and no star to widen. */
  private static boolean takesJoin(SelectStmt outer) {
    boolean star =
        outer.targetList().stream()
            .anyMatch(target ->
                target.val() instanceof ColumnRef column
                    && column.star()
                    && column.fields().isEmpty());
    boolean aggregates =
        outer.targetList().stream()
            .map(ResTarget::val)
            .anyMatch(value -> value != null && Conditions.aggregates(value));
    return !star
        && !aggregates
        && outer.fromClause().size() == 1
        && outer.groupClause().isEmpty()
        && outer.havingClause() == null
        && outer.lockingClause().isEmpty();
  }

  /** What keeps a result column's name; null if it would change. */
  private static @Nullable String label(SelectStmt outer, SubLink link) {
    for (ResTarget target : outer.targetList()) {
      if (target.val() instanceof SubLink whole
          && GivenStatement.isAt(whole, link)
          && target.name() == null) {
        Expr value = link.subselect().targetList().getFirst().val();
        return value instanceof FuncCall call ? " AS " + call.funcname().getLast() : null;
      }
      boolean within = target.val() != null && contains(target.val(), link);
      if (within && target.name() == null && !(target.val() instanceof AExpr)) {
        return null;
      }
    }
    return "";
  }

  private static boolean contains(Expr expr, SubLink link) {
    boolean[] found = {false};
    Conditions.walkHere(
        expr,
        node -> found[0] |= node instanceof SubLink other && GivenStatement.isAt(other, link));
    return found[0];
  }

  private static @Nullable Correlated correlated(SelectStmt select, Scope inner) {
    if (!Conditions.isPlain(select)
        || select.distinctClause() != null
        || !select.sortClause().isEmpty()
        || select.targetList().size() != 1
        || select.fromClause().size() != 1
        || !(select.fromClause().getFirst() instanceof RangeVar table)
        || !(select.targetList().getFirst().val() instanceof FuncCall aggregate)
        || !isAggregate(aggregate, inner)) {
      return null;
    }
    List<Compared> keys = new ArrayList<>();
    List<Expr> others = new ArrayList<>();
    for (Expr conjunct : Conditions.conjuncts(select.whereClause())) {
      Compared key = key(conjunct, inner);
      if (key != null) {
        keys.add(key);
      } else if (isOwn(conjunct, inner)) {
        others.add(conjunct);
      } else {
        return null;
      }
    }
    return keys.isEmpty() ? null : new Correlated(aggregate, table, keys, others);
  }

  private static boolean isAggregate(FuncCall call, Scope inner) {
    return call.funcname().size() == 1
        && AGGREGATES.contains(call.funcname().getFirst())
        && call.over() == null
        && call.aggFilter() == null
        && call.aggOrder().isEmpty()
        && (call.aggStar()
            || (call.args().size() == 1 && isOfDepth(call.args().getFirst(), inner, 0)));
  }

  private static boolean isOfDepth(Expr expr, Scope inner, int depth) {
    Found found = inner.column(expr);
    return found != null && found.depth() == depth;
  }

  /** An equality of a column within, made the left side here, and one of the query around. */
  private static @Nullable Compared key(Expr conjunct, Scope inner) {
    Compared compared = Conditions.comparison(conjunct);
    if (compared == null || !compared.operator().equals("=")) {
      return null;
    }
    Compared ordered = isOfDepth(compared.left(), inner, 0) ? compared : compared.turned();
    return isOfDepth(ordered.left(), inner, 0) && isOfDepth(ordered.right(), inner, 1)
        ? ordered
        : null;
  }

  /** A condition on its own table that cannot fail. */
  private static boolean isOwn(Expr conjunct, Scope inner) {
    if (conjunct instanceof NullTest test) {
      return isOfDepth(test.arg(), inner, 0);
    }
    Compared compared = Conditions.withConstant(conjunct);
    return compared != null
        && isOfDepth(compared.left(), inner, 0)
        && compared.right() instanceof AConst;
  }

  private static String join(Correlated correlated, Scope inner) {
    List<String> targets = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    for (Compared key : correlated.keys()) {
      Found within = inner.column(key.left());
      Found outside = inner.column(key.right());
      if (within == null || outside == null) {
        throw new IllegalStateException("a key that is no column");
      }
      String name = "grouped_key" + (groups.isEmpty() ? "" : "_" + (groups.size() + 1));
      targets.add(within.qualified() + " AS " + name);
      groups.add(within.qualified());
      conditions.add(GROUPED + "." + name + " = " + outside.qualified());
    }
    String where =
        correlated.others().isEmpty()
            ? ""
            : " WHERE "
                + String.join(
                    " AND ", correlated.others().stream().map(SqlPrinter::print).toList());
    return "LEFT JOIN (SELECT %s, %s AS grouped_value FROM %s%s GROUP BY %s) AS %s ON %s"
        .formatted(
            String.join(", ", targets),
            SqlPrinter.print(correlated.aggregate()),
            SqlPrinter.print(correlated.table()),
            where,
            String.join(", ", groups),
            GROUPED,
            String.join(" AND ", conditions));
  }
}
