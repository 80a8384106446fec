package dev.borealis.diagnose;

import dev.borealis.diagnose.Conditions.Compared;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.diagnose.GivenStatement.Query;
import dev.borealis.sql.SourceEdits;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.NullTest;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.JoinExpr;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * LEFT JOIN as JOIN where WHERE drops every row that the outer join adds: a comparison, which is
 * never true of NULL, or IS NOT NULL on a column of the right side.
 */
final class OuterJoinRule implements Rewrites.Rule {
  private static final Set<AExpr.Kind> NEVER_TRUE_OF_NULL =
      Set.of(
          AExpr.Kind.IN,
          AExpr.Kind.NOT_IN,
          AExpr.Kind.LIKE,
          AExpr.Kind.ILIKE,
          AExpr.Kind.BETWEEN,
          AExpr.Kind.NOT_LIKE,
          AExpr.Kind.NOT_ILIKE);

  @Override
  public void find(GivenStatement statement, List<Finding> findings) {
    for (Query query : statement.queries()) {
      List<JoinExpr> joins = new ArrayList<>();
      query.from().forEach(item -> addLeftJoins(item, joins));
      for (JoinExpr join : joins) {
        Expr rejecting = rejecting(query, join);
        if (rejecting != null) {
          findings.add(finding(statement, join, rejecting));
        }
      }
    }
  }

  /** Those whose rows no other outer join can fill with nulls. */
  private static void addLeftJoins(TableRef item, List<JoinExpr> into) {
    TableRef next = item;
    while (next instanceof JoinExpr join && join.alias() == null) {
      switch (join.jointype()) {
        case LEFT -> {
          if (join.rarg() instanceof RangeVar) {
            into.add(join);
          }
        }
        case INNER -> addLeftJoins(join.rarg(), into);
        case RIGHT, FULL -> {
          return;
        }
      }
      next = join.larg();
    }
  }

  private static @Nullable Expr rejecting(Query query, JoinExpr join) {
    if (!(join.rarg() instanceof RangeVar right)) {
      return null;
    }
    String name = right.alias() == null ? right.relname() : right.alias().aliasname();
    for (Expr conjunct : Conditions.conjuncts(query.where())) {
      if (subjects(conjunct).stream().anyMatch(column -> isOf(query, column, name))) {
        return conjunct;
      }
    }
    return null;
  }

  /** The columns without which a condition is not true. */
  private static List<Expr> subjects(Expr conjunct) {
    Compared compared = Conditions.comparison(conjunct);
    if (compared != null) {
      return List.of(compared.left(), compared.right());
    }
    return switch (conjunct) {
      case NullTest test when test.isNot() -> List.of(test.arg());
      case AExpr test when NEVER_TRUE_OF_NULL.contains(test.kind()) && test.lexpr() != null ->
          List.of(test.lexpr());
      default -> List.of();
    };
  }

  private static boolean isOf(Query query, Expr expr, String relation) {
    if (expr instanceof ColumnRef column && column.fields().size() == 2) {
      return column.fields().getFirst().equals(relation) && !column.star();
    }
    Scope.Found found = query.scope().column(expr);
    return found != null && found.depth() == 0 && found.relation().name().equals(relation);
  }

  private static Finding finding(GivenStatement statement, JoinExpr join, Expr rejecting) {
    String condition = SqlPrinter.print(rejecting);
    return statement.finding(
        "A LEFT JOIN that WHERE turns into an inner join",
        0,
        List.of(
            new Metric("Right side", "`" + SqlPrinter.print(join.rarg()) + "`"),
            new Metric("Condition", "`" + condition + "`")),
        "Rows without a partner have NULL on the right side, and the condition is never true of"
            + " NULL: all that the outer join adds is dropped again. Where the planner does not see"
            + " that, it cannot begin with the right side.",
        "Write JOIN, which has the same rows. If rows without a partner are wanted, move the"
            + " condition from WHERE to ON.",
        inner(statement, join),
        "Small where the plan has no left join any more; else the planner is free to choose which"
            + " side comes first.");
  }

  /** Null if there is something else between the two sides, such as a comment. */
  private static @Nullable String inner(GivenStatement statement, JoinExpr join) {
    Span between =
        new Span(/* start= */ join.larg().span().end(), /* end= */ join.rarg().span().start());
    String written = between.of(statement.text());
    String words = written.strip().replaceAll("\\s+", " ");
    boolean plain =
        words.equalsIgnoreCase("LEFT JOIN") || words.equalsIgnoreCase("LEFT OUTER JOIN");
    String before = written.substring(0, written.length() - written.stripLeading().length());
    return plain
        ? new SourceEdits(statement.text()).replace(between, before + "JOIN ").apply()
        : null;
  }
}
