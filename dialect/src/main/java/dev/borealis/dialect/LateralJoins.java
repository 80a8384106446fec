package dev.borealis.dialect;

import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.TableRef.JoinExpr;
import dev.borealis.sql.tree.TableRef.RangeSubselect;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A defect of the service with LATERAL queries (recorded). */
final class LateralJoins {
  private LateralJoins() {}

  /**
   * On the right of a LEFT JOIN, a LATERAL query of one table that computes a result from the outer
   * row only. Found is the service's message.
   */
  static @Nullable Match computesOuterValue(JoinExpr join, Site site) {
    if (join.jointype() != JoinExpr.JoinType.LEFT
        || !(join.rarg() instanceof RangeSubselect lateral)
        || !lateral.lateral()) {
      return null;
    }
    SelectStmt query = lateral.subquery();
    if (query.fromClause().size() != 1
        || !(query.fromClause().getFirst() instanceof RangeVar table)) {
      return null;
    }
    String inner = table.alias() == null ? table.relname() : table.alias().aliasname();
    for (int i = 0; i < query.targetList().size(); i++) {
      ResTarget target = query.targetList().get(i);
      if (target.val() != null && isOuterValue(target.val(), inner)) {
        return new Match(
            target.span(),
            "attribute %d of type %s has wrong type".formatted(i + 1, table.relname()));
      }
    }
    return null;
  }

  private static boolean isOuterValue(Expr value, String inner) {
    if (value instanceof ColumnRef) {
      return false;
    }
    List<ColumnRef> columns = new ArrayList<>();
    collect(value, columns);
    return !columns.isEmpty()
        && columns.stream()
            .allMatch(
                column -> column.fields().size() > 1 && !column.fields().getFirst().equals(inner));
  }

  private static void collect(Node node, List<ColumnRef> columns) {
    if (node instanceof ColumnRef column) {
      columns.add(column);
    } else {
      Children.each(node, child -> collect(child, columns));
    }
  }
}
