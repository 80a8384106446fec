package dev.borealis.plan;

import dev.borealis.plan.Predicate.Comparison;
import dev.borealis.plan.Predicate.Unclassified;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.NullTest;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A condition as a plan shows it, in index conditions and filters.
 *
 * @param text as the server has written it
 */
public record Condition(String text) {
  // What an operator says when its operands change places.
  private static final Map<String, String> MIRRORED =
      Map.of("=", "=", "<>", "<>", "<", ">", ">", "<", "<=", ">=", ">=", "<=");

  /** What must all be true; one {@link Unclassified} if the text is not SQL. */
  public List<Predicate> predicates() {
    Expr tree = parse(text);
    if (tree == null) {
      return List.of(new Unclassified(text, List.of()));
    }
    List<Predicate> predicates = new ArrayList<>();
    addConjuncts(tree, predicates);
    return predicates;
  }

  private static @Nullable Expr parse(String condition) {
    try {
      List<Stmt> statements = SqlParser.parse("SELECT " + condition);
      return statements.size() == 1
              && statements.getFirst() instanceof SelectStmt select
              && select.targetList().size() == 1
              && select.fromClause().isEmpty()
          ? select.targetList().getFirst().val()
          : null;
    } catch (SqlParseException e) {
      // Plans have words of their own, such as (hashed SubPlan 2).
      return null;
    }
  }

  private static void addConjuncts(Expr expr, List<Predicate> into) {
    if (expr instanceof BoolExpr and && and.boolop() == BoolExpr.Op.AND) {
      and.args().forEach(arg -> addConjuncts(arg, into));
    } else {
      into.add(predicate(expr));
    }
  }

  private static Predicate predicate(Expr expr) {
    Predicate known =
        switch (expr) {
          case AExpr operator -> comparison(operator);
          case NullTest test -> nullTest(test);
          case ColumnRef flag -> ofBoolean(expr, flag, "true");
          case BoolExpr not
              when not.boolop() == BoolExpr.Op.NOT
                  && not.args().getFirst() instanceof ColumnRef flag ->
              ofBoolean(expr, flag, "false");
          default -> null;
        };
    return known == null ? new Unclassified(SqlPrinter.print(expr), columnsIn(expr)) : known;
  }

  private static @Nullable Predicate nullTest(NullTest test) {
    Operand operand = column(test.arg());
    return operand == null
        ? null
        : new Comparison(
            SqlPrinter.print(test),
            operand.column(),
            operand.castTo(),
            test.isNot() ? "IS NOT NULL" : "IS NULL",
            null);
  }

  private static @Nullable Predicate ofBoolean(Expr expr, ColumnRef flag, String value) {
    Predicate.Column column = name(flag);
    return column == null ? null : new Comparison(SqlPrinter.print(expr), column, null, "=", value);
  }

  private record Operand(Predicate.Column column, @Nullable String castTo) {}

  private static @Nullable Predicate comparison(AExpr operator) {
    Expr left = operator.lexpr();
    boolean plain = operator.kind() == AExpr.Kind.OP;
    boolean list = operator.kind() == AExpr.Kind.OP_ANY;
    if (left == null || (!plain && !list) || operator.name().size() != 1) {
      return null;
    }
    String name = operator.name().getFirst();
    Predicate join = plain && name.equals("=") ? columnEquality(operator) : null;
    if (join != null) {
      return join;
    }
    Operand onLeft = column(left);
    if (onLeft != null && isConstant(operator.rexpr())) {
      return comparison(operator, onLeft, list ? name + " ANY" : name, operator.rexpr());
    }
    Operand onRight = plain ? column(operator.rexpr()) : null;
    String mirrored = MIRRORED.get(name);
    return onRight != null && mirrored != null && isConstant(left)
        ? comparison(operator, onRight, mirrored, left)
        : null;
  }

  private static @Nullable Predicate columnEquality(AExpr operator) {
    Predicate.Column first = operator.lexpr() instanceof ColumnRef one ? name(one) : null;
    Predicate.Column second = operator.rexpr() instanceof ColumnRef other ? name(other) : null;
    return first == null || second == null
        ? null
        : new Predicate.ColumnEquality(SqlPrinter.print(operator), first, second);
  }

  private static Comparison comparison(AExpr whole, Operand column, String operator, Expr value) {
    return new Comparison(
        SqlPrinter.print(whole),
        column.column(),
        column.castTo(),
        operator,
        SqlPrinter.print(value));
  }

  private static @Nullable Operand column(Expr expr) {
    TypeCast cast = expr instanceof TypeCast known ? known : null;
    Predicate.Column column =
        (cast == null ? expr : cast.arg()) instanceof ColumnRef ref ? name(ref) : null;
    return column == null
        ? null
        : new Operand(column, cast == null ? null : SqlPrinter.print(cast.typeName()));
  }

  private static Predicate.@Nullable Column name(ColumnRef ref) {
    int names = ref.fields().size();
    return ref.star() || names == 0 || names > 2
        ? null
        : new Predicate.Column(names == 2 ? ref.fields().getFirst() : null, ref.fields().getLast());
  }

  /** Whether it is the same for every row, as far as its text tells. */
  private static boolean isConstant(Expr expr) {
    return switch (expr) {
      case AConst _ -> true;
      case TypeCast cast -> isConstant(cast.arg());
      case Expr.SqlValueFunction _ -> true;
      default -> columnsIn(expr).isEmpty() && !contains(expr, Expr.SubLink.class);
    };
  }

  private static boolean contains(Expr root, Class<? extends Expr> kind) {
    List<Expr> found = new ArrayList<>();
    Children.walk(
        root,
        node -> {
          if (kind.isInstance(node)) {
            found.add(kind.cast(node));
          }
        });
    return !found.isEmpty();
  }

  private static List<Predicate.Column> columnsIn(Expr root) {
    List<Predicate.Column> columns = new ArrayList<>();
    Children.walk(
        root,
        node -> {
          Predicate.Column column = node instanceof ColumnRef ref ? name(ref) : null;
          if (column != null) {
            columns.add(column);
          }
        });
    return columns.stream().distinct().toList();
  }
}
