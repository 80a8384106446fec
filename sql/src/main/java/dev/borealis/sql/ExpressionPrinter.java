package dev.borealis.sql;

import static dev.borealis.sql.Precedence.ADDITION;
import static dev.borealis.sql.Precedence.AND;
import static dev.borealis.sql.Precedence.AT;
import static dev.borealis.sql.Precedence.CAST;
import static dev.borealis.sql.Precedence.COLLATE;
import static dev.borealis.sql.Precedence.COMPARISON;
import static dev.borealis.sql.Precedence.IS;
import static dev.borealis.sql.Precedence.LIKE;
import static dev.borealis.sql.Precedence.LOWEST;
import static dev.borealis.sql.Precedence.MULTIPLICATION;
import static dev.borealis.sql.Precedence.NOT;
import static dev.borealis.sql.Precedence.OPERATOR;
import static dev.borealis.sql.Precedence.OR;
import static dev.borealis.sql.Precedence.POWER;
import static dev.borealis.sql.Precedence.PRIMARY;
import static dev.borealis.sql.Precedence.SIGN;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AArrayExpr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.AField;
import dev.borealis.sql.tree.Expr.AIndices;
import dev.borealis.sql.tree.Expr.AIndirection;
import dev.borealis.sql.tree.Expr.AStar;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.Expr.BooleanTest;
import dev.borealis.sql.tree.Expr.CaseExpr;
import dev.borealis.sql.tree.Expr.CaseWhen;
import dev.borealis.sql.tree.Expr.CoalesceExpr;
import dev.borealis.sql.tree.Expr.CollateClause;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.CurrentOfExpr;
import dev.borealis.sql.tree.Expr.ExprList;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.GroupingFunc;
import dev.borealis.sql.tree.Expr.GroupingSet;
import dev.borealis.sql.tree.Expr.JsonArrayAgg;
import dev.borealis.sql.tree.Expr.JsonArrayConstructor;
import dev.borealis.sql.tree.Expr.JsonArrayQueryConstructor;
import dev.borealis.sql.tree.Expr.JsonFormat;
import dev.borealis.sql.tree.Expr.JsonIsPredicate;
import dev.borealis.sql.tree.Expr.JsonKeyValue;
import dev.borealis.sql.tree.Expr.JsonObjectAgg;
import dev.borealis.sql.tree.Expr.JsonObjectConstructor;
import dev.borealis.sql.tree.Expr.JsonOutput;
import dev.borealis.sql.tree.Expr.JsonValueExpr;
import dev.borealis.sql.tree.Expr.MinMaxExpr;
import dev.borealis.sql.tree.Expr.NamedArgExpr;
import dev.borealis.sql.tree.Expr.NullTest;
import dev.borealis.sql.tree.Expr.ParamRef;
import dev.borealis.sql.tree.Expr.RowExpr;
import dev.borealis.sql.tree.Expr.SetToDefault;
import dev.borealis.sql.tree.Expr.SqlValueFunction;
import dev.borealis.sql.tree.Expr.SubLink;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.Expr.XmlExpr;
import dev.borealis.sql.tree.Expr.XmlSerialize;
import dev.borealis.sql.tree.Value;
import dev.borealis.sql.tree.Value.AllValue;
import dev.borealis.sql.tree.Value.BitStringValue;
import dev.borealis.sql.tree.Value.BooleanValue;
import dev.borealis.sql.tree.Value.FloatValue;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.KeywordValue;
import dev.borealis.sql.tree.Value.ListValue;
import dev.borealis.sql.tree.Value.NameListValue;
import dev.borealis.sql.tree.Value.OperatorValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes expressions, with as few parentheses as precedence allows. */
final class ExpressionPrinter {
  private final Printout p;
  private final OperatorPrinter operators;

  ExpressionPrinter(Printout printout) {
    this.p = printout;
    this.operators = new OperatorPrinter(printout, this);
  }

  void print(Expr expr) {
    operand(expr, LOWEST, false);
  }

  /** An expression where AND, NOT, IN, LIKE and the tests mean something else. */
  void restricted(Expr expr) {
    operand(expr, LOWEST, true);
  }

  /** An expression without operators, or one in parentheses. */
  void primary(Expr expr) {
    operand(expr, PRIMARY, true);
  }

  /** An expression in parentheses. */
  void inParentheses(Expr expr) {
    p.text.add("(");
    print(expr);
    p.text.attach(")");
  }

  void where(@Nullable Expr expr) {
    clause("WHERE", expr);
  }

  /** Words and an expression, if there is one. */
  void clause(String words, @Nullable Expr expr) {
    if (expr != null) {
      p.text.add(words);
      print(expr);
    }
  }

  /** Words and an expression in parentheses, if there is one. */
  void parenthesizedClause(String words, @Nullable Expr expr) {
    if (expr != null) {
      p.text.add(words);
      inParentheses(expr);
    }
  }

  /** An operand, in parentheses if it binds less strongly than it has to. */
  void operand(Expr expr, int least, boolean restricted) {
    if (precedence(expr) < least || (restricted && !isRestricted(expr))) {
      inParentheses(expr);
    } else {
      write(expr, restricted);
    }
  }

  private static int precedence(Expr expr) {
    return switch (expr) {
      case AExpr operator -> precedence(operator);
      case BoolExpr bool ->
          switch (bool.boolop()) {
            case OR -> OR;
            case AND -> AND;
            case NOT -> NOT;
          };
      case NullTest _, BooleanTest _, JsonIsPredicate _ -> IS;
      case XmlExpr xml -> xml.op() == XmlExpr.Op.DOCUMENT ? IS : PRIMARY;
      case TypeCast _ -> CAST;
      case CollateClause _ -> COLLATE;
      case AConst constant -> isNegative(constant) ? SIGN : PRIMARY;
      case FuncCall call ->
          switch (FunctionPrinter.operator(call)) {
            case "timezone" -> AT;
            case "is_normalized" -> IS;
            case "overlaps" -> LOWEST;
            default -> PRIMARY;
          };
      case SubLink link ->
          link.testexpr() == null
              ? PRIMARY
              : link.operName().isEmpty() ? LIKE : precedence(link.operName());
      default -> PRIMARY;
    };
  }

  private static int precedence(AExpr operator) {
    return switch (operator.kind()) {
      case OP ->
          operator.lexpr() != null
              ? precedence(operator.name())
              : isSign(operator.name()) ? SIGN : OPERATOR;
      case OP_ANY, OP_ALL -> precedence(operator.name());
      case DISTINCT, NOT_DISTINCT -> IS;
      case NULLIF -> PRIMARY;
      case IN,
          NOT_IN,
          LIKE,
          NOT_LIKE,
          ILIKE,
          NOT_ILIKE,
          SIMILAR,
          NOT_SIMILAR,
          BETWEEN,
          NOT_BETWEEN,
          BETWEEN_SYM,
          NOT_BETWEEN_SYM ->
          LIKE;
    };
  }

  private static boolean isSign(List<String> operator) {
    return operator.equals(List.of("-")) || operator.equals(List.of("+"));
  }

  static int precedence(List<String> operator) {
    if (operator.size() > 1) {
      return OPERATOR;
    }
    return switch (operator.getFirst()) {
      case "+", "-" -> ADDITION;
      case "*", "/", "%" -> MULTIPLICATION;
      case "^" -> POWER;
      case "<", ">", "=", "<=", ">=", "<>" -> COMPARISON;
      default -> OPERATOR;
    };
  }

  /** True for what {@code b_expr} can be without parentheses. */
  private static boolean isRestricted(Expr expr) {
    return switch (expr) {
      case AExpr operator ->
          switch (operator.kind()) {
            case OP, DISTINCT, NOT_DISTINCT, NULLIF -> true;
            default -> false;
          };
      case BoolExpr _,
          NullTest _,
          BooleanTest _,
          JsonIsPredicate _,
          CollateClause _,
          SetToDefault _ ->
          false;
      case FuncCall call -> FunctionPrinter.operator(call).isEmpty();
      case SubLink link -> link.testexpr() == null;
      default -> true;
    };
  }

  private static boolean isNegative(AConst constant) {
    return (constant.val() instanceof IntegerValue number && number.value() < 0)
        || (constant.val() instanceof FloatValue digits && digits.value().startsWith("-"));
  }

  private void write(Expr expr, boolean restricted) {
    switch (expr) {
      case AExpr operator -> operators.print(operator, restricted);
      case SubLink link -> operators.print(link);
      case BoolExpr bool -> operators.print(bool);
      case NullTest test -> operators.tested(test.arg(), test.isNot() ? "NOT NULL" : "NULL");
      case BooleanTest test ->
          operators.tested(test.arg(), test.booltesttype().name().replace('_', ' '));
      case JsonIsPredicate test -> operators.print(test);
      case TypeCast cast -> {
        operand(cast.arg(), CAST, restricted);
        p.text.attach("::").glue();
        p.types.print(cast.typeName());
      }
      case CollateClause collate -> {
        operand(collate.arg(), COLLATE, restricted);
        p.text.add("COLLATE").dotted(collate.collname());
      }
      case FuncCall call -> p.functions.print(call, restricted);
      case XmlExpr xml -> p.jsonXml.print(xml, restricted);
      case ColumnRef column -> column(column);
      case ParamRef parameter -> p.text.add("$" + parameter.number());
      case AConst constant -> constant(constant.val());
      case ExprList list -> p.text.parenthesized(list.items(), this::print);
      case AIndirection indirection -> {
        subject(indirection);
        indirection(indirection.indirection());
      }
      case AField field -> p.text.attach("." + SqlText.quoteName(field.name()));
      case AStar _ -> p.text.attach(".*");
      case AIndices indices -> indices(indices);
      case AArrayExpr array -> {
        p.text.add("ARRAY[").list(array.elements(), this::print).attach("]");
      }
      case RowExpr row -> {
        p.text.add(row.explicit() ? "ROW(" : "(").list(row.args(), this::print).attach(")");
      }
      case NamedArgExpr arg -> {
        p.text.name(arg.name()).add("=>");
        print(arg.arg());
      }
      case CaseExpr caseExpr -> caseExpr(caseExpr);
      case CaseWhen when -> {
        clause("WHEN", when.expr());
        clause("THEN", when.result());
      }
      case CoalesceExpr coalesce -> p.functions.plain("COALESCE", coalesce.args());
      case MinMaxExpr minMax ->
          p.functions.plain(minMax.greatest() ? "GREATEST" : "LEAST", minMax.args());
      case GroupingFunc grouping -> p.functions.plain("GROUPING", grouping.args());
      case GroupingSet set -> groupingSet(set);
      case SqlValueFunction function -> {
        p.text.add(function.op().name());
        if (function.typmod() >= 0) {
          p.text.attach("(" + function.typmod() + ")");
        }
      }
      case SetToDefault _ -> p.text.add("DEFAULT");
      case CurrentOfExpr current -> p.text.add("CURRENT OF").name(current.cursorName());
      case XmlSerialize _,
          JsonFormat _,
          JsonValueExpr _,
          JsonKeyValue _,
          JsonOutput _,
          JsonObjectConstructor _,
          JsonArrayConstructor _,
          JsonArrayQueryConstructor _,
          JsonObjectAgg _,
          JsonArrayAgg _ ->
          p.jsonXml.print(expr);
    }
  }

  /** What fields and subscripts follow; a column only before subscripts, else it eats them. */
  private void subject(AIndirection indirection) {
    boolean bare =
        switch (indirection.arg()) {
          case ColumnRef column ->
              !column.star() && indirection.indirection().getFirst() instanceof AIndices;
          case ParamRef _ -> true;
          case SubLink link -> link.subLinkType() == SubLink.Type.EXPR;
          default -> false;
        };
    if (bare) {
      print(indirection.arg());
    } else {
      inParentheses(indirection.arg());
    }
  }

  void indirection(List<Expr> elements) {
    elements.forEach(this::print);
  }

  private void indices(AIndices indices) {
    p.text.attach("[");
    if (indices.lidx() != null) {
      print(indices.lidx());
    }
    p.text.attach(indices.isSlice() ? " : " : "");
    if (indices.uidx() != null) {
      print(indices.uidx());
    }
    p.text.attach("]");
  }

  private void column(ColumnRef column) {
    if (column.fields().isEmpty()) {
      p.text.add("*");
      return;
    }
    p.text.dotted(column.fields()).attach(column.star() ? ".*" : "");
  }

  private void constant(@Nullable Value value) {
    if (value == null) {
      p.text.add("NULL");
    } else {
      value(value);
    }
  }

  void value(Value value) {
    switch (value) {
      case StringValue string -> p.text.string(string.value());
      case IntegerValue number -> p.text.add(Integer.toString(number.value()));
      case FloatValue digits -> p.text.add(digits.value());
      case BitStringValue bits ->
          p.text.add(bits.value().charAt(0) + "'" + bits.value().substring(1) + "'");
      case BooleanValue bool -> p.text.add(bool.value() ? "TRUE" : "FALSE");
      case AllValue _ -> p.text.add("*");
      case NameListValue names -> p.text.parenthesized(names.names(), p.text::name);
      case OperatorValue operator -> p.text.operator(operator.name());
      case KeywordValue word -> p.text.add(word.word());
      case ListValue list -> p.text.list(list.items(), p::print);
    }
  }

  private void caseExpr(CaseExpr caseExpr) {
    p.text.add("CASE");
    if (caseExpr.arg() != null) {
      print(caseExpr.arg());
    }
    caseExpr.args().forEach(this::print);
    clause("ELSE", caseExpr.defresult());
    p.text.add("END");
  }

  private void groupingSet(GroupingSet set) {
    p.text.add(
        switch (set.kind()) {
          case EMPTY -> "";
          case ROLLUP -> "ROLLUP";
          case CUBE -> "CUBE";
          case SETS -> "GROUPING SETS";
        });
    p.text.parenthesized(set.content(), this::print);
  }
}
