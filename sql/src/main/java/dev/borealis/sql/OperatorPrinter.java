package dev.borealis.sql;

import static dev.borealis.sql.Precedence.IS;
import static dev.borealis.sql.Precedence.LIKE;
import static dev.borealis.sql.Precedence.NOT;
import static dev.borealis.sql.Precedence.OPERATOR;
import static dev.borealis.sql.Precedence.SIGN;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.Expr.ExprList;
import dev.borealis.sql.tree.Expr.JsonIsPredicate;
import dev.borealis.sql.tree.Expr.SubLink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Writes operators, and the words that PostgreSQL treats as operators. */
final class OperatorPrinter {
  private final Printout p;
  private final ExpressionPrinter expressions;

  OperatorPrinter(Printout printout, ExpressionPrinter expressions) {
    this.p = printout;
    this.expressions = expressions;
  }

  void print(AExpr operator, boolean restricted) {
    Expr left = operator.lexpr();
    switch (operator.kind()) {
      case OP -> {
        if (left == null) {
          prefix(operator, restricted);
        } else {
          chain(operator, restricted);
        }
      }
      case NULLIF ->
          p.functions.plain("NULLIF", left == null ? List.of() : List.of(left, operator.rexpr()));
      case OP_ANY, OP_ALL -> {
        leftOf(operator, ExpressionPrinter.precedence(operator.name()) + 1, restricted);
        p.text.operator(operator.name());
        p.text.add(operator.kind() == AExpr.Kind.OP_ANY ? "ANY" : "ALL");
        expressions.inParentheses(operator.rexpr());
      }
      case DISTINCT -> test(operator, "IS DISTINCT FROM", restricted);
      case NOT_DISTINCT -> test(operator, "IS NOT DISTINCT FROM", restricted);
      case IN -> pattern(operator, "IN");
      case NOT_IN -> pattern(operator, "NOT IN");
      case LIKE -> pattern(operator, "LIKE");
      case NOT_LIKE -> pattern(operator, "NOT LIKE");
      case ILIKE -> pattern(operator, "ILIKE");
      case NOT_ILIKE -> pattern(operator, "NOT ILIKE");
      case SIMILAR -> pattern(operator, "SIMILAR TO");
      case NOT_SIMILAR -> pattern(operator, "NOT SIMILAR TO");
      case BETWEEN -> between(operator, "BETWEEN");
      case NOT_BETWEEN -> between(operator, "NOT BETWEEN");
      case BETWEEN_SYM -> between(operator, "BETWEEN SYMMETRIC");
      case NOT_BETWEEN_SYM -> between(operator, "NOT BETWEEN SYMMETRIC");
    }
  }

  private void prefix(AExpr operator, boolean restricted) {
    p.text.operator(operator.name());
    boolean sign = operator.name().size() == 1 && "+-".contains(operator.name().getFirst());
    expressions.operand(operator.rexpr(), sign ? SIGN : OPERATOR + 1, restricted);
  }

  /** A chain of operators of one precedence leans to the left and may be long. */
  private void chain(AExpr last, boolean restricted) {
    int precedence = ExpressionPrinter.precedence(last.name());
    int leftLeast = precedence == Precedence.COMPARISON ? precedence + 1 : precedence;
    Deque<AExpr> chain = new ArrayDeque<>();
    AExpr first = last;
    chain.push(first);
    while (first.lexpr() instanceof AExpr left
        && left.kind() == AExpr.Kind.OP
        && left.lexpr() != null
        && leftLeast == precedence
        && ExpressionPrinter.precedence(left.name()) == precedence) {
      first = left;
      chain.push(first);
    }
    leftOf(first, leftLeast, restricted);
    for (AExpr operator : chain) {
      p.text.operator(operator.name());
      expressions.operand(operator.rexpr(), precedence + 1, restricted);
    }
  }

  private void leftOf(AExpr operator, int least, boolean restricted) {
    if (operator.lexpr() != null) {
      expressions.operand(operator.lexpr(), least, restricted);
    }
  }

  private void test(AExpr operator, String words, boolean restricted) {
    leftOf(operator, IS + 1, restricted);
    p.text.add(words);
    expressions.operand(operator.rexpr(), IS + 1, restricted);
  }

  private void pattern(AExpr operator, String words) {
    leftOf(operator, LIKE + 1, false);
    p.text.add(words);
    expressions.operand(operator.rexpr(), LIKE + 1, false);
    if (operator.escape() != null) {
      p.text.add("ESCAPE");
      expressions.operand(operator.escape(), LIKE + 1, false);
    }
  }

  private void between(AExpr operator, String words) {
    leftOf(operator, LIKE + 1, false);
    p.text.add(words);
    if (operator.rexpr() instanceof ExprList bounds) {
      expressions.operand(bounds.items().getFirst(), LIKE + 1, true);
      p.text.add("AND");
      expressions.operand(bounds.items().getLast(), LIKE + 1, false);
    }
  }

  void print(BoolExpr bool) {
    switch (bool.boolop()) {
      case NOT -> {
        p.text.add("NOT");
        expressions.operand(bool.args().getFirst(), NOT, false);
      }
      case AND -> separated(bool.args(), "AND", Precedence.AND + 1);
      case OR -> separated(bool.args(), "OR", Precedence.OR + 1);
    }
  }

  private void separated(List<Expr> args, String word, int least) {
    boolean first = true;
    for (Expr arg : args) {
      p.text.addIf(!first, word);
      expressions.operand(arg, least, false);
      first = false;
    }
  }

  /** IS with a word after it. */
  void tested(Expr arg, String words) {
    // IS DISTINCT FROM ends in an operand and does not go on with another IS.
    expressions.operand(arg, arg instanceof AExpr ? IS + 1 : IS, false);
    p.text.add("IS").add(words);
  }

  void print(JsonIsPredicate test) {
    tested(
        test.expr(),
        switch (test.itemType()) {
          case ANY -> "JSON";
          case OBJECT -> "JSON OBJECT";
          case ARRAY -> "JSON ARRAY";
          case SCALAR -> "JSON SCALAR";
        });
    p.text.addIf(test.uniqueKeys(), "WITH UNIQUE KEYS");
  }

  void print(SubLink link) {
    if (link.testexpr() != null) {
      boolean in = link.operName().isEmpty();
      int precedence = in ? LIKE : ExpressionPrinter.precedence(link.operName());
      expressions.operand(link.testexpr(), precedence + 1, false);
      if (in) {
        p.text.add("IN");
      } else {
        p.text.operator(link.operName());
      }
    }
    switch (link.subLinkType()) {
      case EXISTS -> p.text.add("EXISTS");
      case ARRAY -> p.text.add("ARRAY");
      case ANY -> p.text.addIf(!link.operName().isEmpty(), "ANY");
      case ALL -> p.text.add("ALL");
      case EXPR -> {}
    }
    p.queries.inParentheses(link.subselect());
  }
}
