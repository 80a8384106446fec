package dev.borealis.diagnose;

import dev.borealis.sql.CatalogFunction.Kind;
import dev.borealis.sql.FunctionCatalog;
import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.SubLink;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.SetOperation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What rules of rewriting ask about conditions and queries. */
final class Conditions {
  /** The comparisons, each with what it is when its sides change places. */
  private static final Map<String, String> TURNED =
      Map.of("=", "=", "<>", "<>", "<", ">", "<=", ">=", ">", "<", ">=", "<=");

  private Conditions() {}

  /** The parts of a condition that all must be true. */
  static List<Expr> conjuncts(@Nullable Expr condition) {
    return parts(condition, Set.of(BoolExpr.Op.AND));
  }

  /** The parts that decide a condition by being true, joined by AND and OR in whatever way. */
  static List<Expr> atoms(@Nullable Expr condition) {
    return parts(condition, Set.of(BoolExpr.Op.AND, BoolExpr.Op.OR));
  }

  private static List<Expr> parts(@Nullable Expr condition, Set<BoolExpr.Op> through) {
    List<Expr> parts = new ArrayList<>();
    Deque<Expr> next = new ArrayDeque<>();
    if (condition != null) {
      next.push(condition);
    }
    while (!next.isEmpty()) {
      Expr expr = next.pop();
      if (expr instanceof BoolExpr bool && through.contains(bool.boolop())) {
        bool.args().reversed().forEach(next::push);
      } else {
        parts.add(expr);
      }
    }
    return parts;
  }

  /**
   * A comparison by one of PostgreSQL's own operators.
   *
   * @param operator such as {@code >=}
   */
  record Compared(Expr left, String operator, Expr right) {
    /** The same with its sides in each other's place. */
    Compared turned() {
      return new Compared(/* left= */ right, Conditions.turned(operator), /* right= */ left);
    }
  }

  /** What a comparison is when its sides change places. */
  static String turned(String operator) {
    return TURNED.getOrDefault(operator, operator);
  }

  /** The comparison that an expression is; null if it is none. */
  static @Nullable Compared comparison(Expr expr) {
    return expr instanceof AExpr binary
            && binary.kind() == AExpr.Kind.OP
            && binary.lexpr() != null
            && binary.name().size() == 1
            && TURNED.containsKey(binary.name().getFirst())
        ? new Compared(binary.lexpr(), binary.name().getFirst(), binary.rexpr())
        : null;
  }

  /** The same, with the constant on the right if there is one on either side. */
  static @Nullable Compared withConstant(Expr expr) {
    Compared compared = comparison(expr);
    return compared != null && compared.left() instanceof AConst ? compared.turned() : compared;
  }

  /** A constant that is not NULL. */
  static boolean isConstant(Expr expr) {
    return expr instanceof AConst constant && constant.val() != null;
  }

  /** Visits an expression and what is within, but no query within. */
  static void walkHere(Node root, Consumer<Node> visit) {
    Deque<Node> next = new ArrayDeque<>(List.of(root));
    while (!next.isEmpty()) {
      Node node = next.pop();
      visit.accept(node);
      if (!(node instanceof SubLink)) {
        Children.of(node).reversed().forEach(next::push);
      }
    }
  }

  /** The columns named in an expression, but not those in queries within. */
  static List<ColumnRef> columns(Expr expr) {
    List<ColumnRef> columns = new ArrayList<>();
    walkHere(
        expr,
        node -> {
          if (node instanceof ColumnRef column) {
            columns.add(column);
          }
        });
    return columns;
  }

  /** Whether an aggregate or a window function is called, but not in a query within. */
  static boolean aggregates(Node root) {
    boolean[] found = {false};
    walkHere(
        root,
        node ->
            found[0] |=
                node instanceof FuncCall call
                    && (call.over() != null
                        || FunctionCatalog.calledBy(call).stream()
                            .anyMatch(function -> function.kind() == Kind.AGGREGATE)));
    return found[0];
  }

  /** Whether a query is SELECT ... FROM ... WHERE and no more, perhaps with DISTINCT. */
  static boolean isPlain(SelectStmt query) {
    List<Expr> distinct = query.distinctClause();
    return query.op() == SetOperation.NONE
        && query.valuesLists().isEmpty()
        && !query.fromClause().isEmpty()
        && (distinct == null || distinct.isEmpty())
        && query.intoClause() == null
        && query.withClause() == null
        && query.groupClause().isEmpty()
        && query.havingClause() == null
        && query.windowClause().isEmpty()
        && query.limitCount() == null
        && query.limitOffset() == null
        && query.lockingClause().isEmpty();
  }
}
