package dev.borealis.sql;

import static dev.borealis.sql.Precedence.ADDITION;
import static dev.borealis.sql.Precedence.AND;
import static dev.borealis.sql.Precedence.AT;
import static dev.borealis.sql.Precedence.CAST;
import static dev.borealis.sql.Precedence.COLLATE;
import static dev.borealis.sql.Precedence.COMPARISON;
import static dev.borealis.sql.Precedence.IS;
import static dev.borealis.sql.Precedence.LIKE;
import static dev.borealis.sql.Precedence.MULTIPLICATION;
import static dev.borealis.sql.Precedence.NONE;
import static dev.borealis.sql.Precedence.NOT;
import static dev.borealis.sql.Precedence.OPERATOR;
import static dev.borealis.sql.Precedence.OR;
import static dev.borealis.sql.Precedence.POWER;
import static dev.borealis.sql.Precedence.SIGN;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.AExpr.Kind;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.Expr.CollateClause;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.SetToDefault;
import dev.borealis.sql.tree.Expr.SubLink;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Value;
import dev.borealis.sql.tree.Value.FloatValue;
import dev.borealis.sql.tree.Value.IntegerValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions, by precedence climbing with PostgreSQL's precedences ("Operator Precedence").
 *
 * <p>A restricted expression ({@code b_expr}) is one without AND, NOT, IN, LIKE and the tests, for
 * places where these words mean something else.
 */
final class ExpressionParser {

  /** What else than an operator a word may be that follows a whole expression. */
  private enum Stop {
    NOWHERE,
    LABEL,
    SIMILAR
  }

  private final Grammar g;

  private final ParserState s;

  private final PredicateParser predicates;

  ExpressionParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
    this.predicates = new PredicateParser(grammar, this);
  }

  /** {@code a_expr}. */
  Expr expression() {
    return expression(0, false, Stop.NOWHERE);
  }

  /** {@code b_expr}. */
  Expr restricted() {
    return expression(0, true, Stop.NOWHERE);
  }

  /** The expression of a target list, which a bare label may follow. */
  Expr target() {
    return expression(0, false, Stop.LABEL);
  }

  /** The first argument of SUBSTRING, which SIMILAR without TO may follow. */
  Expr beforeSimilar() {
    return expression(0, false, Stop.SIMILAR);
  }

  private boolean stopsAt(Stop stop) {
    return switch (stop) {
      case NOWHERE -> false;
      case LABEL -> s.word() != null && g.selects.isLabel();
      case SIMILAR -> s.at(Keyword.SIMILAR) && s.ahead(1) != Keyword.TO;
    };
  }

  /** An operand, with operators that bind at least so strongly. */
  Expr operand(int precedence) {
    return expression(precedence, false, Stop.NOWHERE);
  }

  /** The same, of a restricted expression. */
  Expr restrictedOperand(int precedence) {
    return expression(precedence, true, Stop.NOWHERE);
  }

  /** The name of a Unicode normal form. */
  @Nullable AConst acceptNormalForm() {
    return predicates.acceptNormalForm();
  }

  /** Goes on after an operand that was read already. */
  Expr continued(Expr left, int start) {
    return infix(predicates.overlaps(left, start), start, 0, false, Stop.NOWHERE);
  }

  private Expr expression(int least, boolean restricted, Stop stop) {
    int above = s.nesting.enter();
    int start = s.start();
    Expr left = prefix(restricted);
    Expr whole = infix(left, start, least, restricted, stop);
    s.nesting.leave(above);
    return whole;
  }

  private Expr prefix(boolean restricted) {
    int start = s.start();
    switch (s.kind()) {
      case PLUS -> {
        s.next();
        Expr operand = expression(SIGN + 1, restricted, Stop.NOWHERE);
        return unary(List.of("+"), operand, start);
      }
      case MINUS -> {
        s.next();
        return negate(expression(SIGN + 1, restricted, Stop.NOWHERE), start);
      }
      case OP -> {
        List<String> operator = List.of(s.take());
        return unary(operator, expression(OPERATOR + 1, restricted, Stop.NOWHERE), start);
      }
      case KEYWORD -> {
        Expr expr = prefixWord(restricted, start);
        if (expr != null) {
          return expr;
        }
      }
      default -> {}
    }
    Expr primary = g.primaries.primary();
    return restricted ? primary : predicates.overlaps(primary, start);
  }

  private @Nullable Expr prefixWord(boolean restricted, int start) {
    if (s.at(Keyword.OPERATOR) && s.kindAhead(1) == TokenKind.LEFT_PAREN) {
      s.next();
      List<String> operator = g.names.operatorInParentheses();
      return unary(operator, expression(OPERATOR + 1, restricted, Stop.NOWHERE), start);
    }
    if (restricted) {
      return null;
    }
    if (s.at(Keyword.NOT) || s.atBound(Keyword.NOT)) {
      s.next();
      Expr operand = operand(NOT + 1);
      return new BoolExpr(BoolExpr.Op.NOT, List.of(operand), s.from(start));
    }
    if (s.accept(Keyword.DEFAULT)) {
      return new SetToDefault(s.from(start));
    }
    if (s.accept(Keyword.UNIQUE)) {
      g.constraints.nullTreatment();
      g.selects.selectWithParens();
      throw s.unsupported("UNIQUE predicate is not yet implemented", start);
    }
    return null;
  }

  AExpr unary(List<String> operator, Expr operand, int start) {
    return new AExpr(Kind.OP, operator, null, operand, null, s.from(start));
  }

  /** PostgreSQL's grammar makes a negative constant of a minus sign and a constant. */
  Expr negate(Expr operand, int start) {
    if (operand instanceof AConst(Value value, Span _)) {
      Span span = s.from(start);
      if (value instanceof IntegerValue(int number, Span _)) {
        return new AConst(new IntegerValue(-number, span), span);
      }
      if (value instanceof FloatValue(String digits, Span _)) {
        String negated = digits.startsWith("-") ? digits.substring(1) : "-" + digits;
        return new AConst(new FloatValue(negated, span), span);
      }
    }
    return unary(List.of("-"), operand, start);
  }

  /** True where an expression begins without an operator. */
  boolean atPrimary() {
    return !NameParser.isOperator(s.kind())
        && !s.at(Keyword.NOT)
        && !s.atBound(Keyword.NOT)
        && !s.at(Keyword.DEFAULT)
        && !s.at(Keyword.UNIQUE)
        && !(s.at(Keyword.OPERATOR) && s.kindAhead(1) == TokenKind.LEFT_PAREN);
  }

  /** A call that was written in a syntax of its own. */
  FuncCall systemCall(String name, List<Expr> args, int start) {
    return new FuncCall(
        List.of("pg_catalog", name),
        args,
        List.of(),
        null,
        null,
        false,
        false,
        false,
        false,
        true,
        s.from(start));
  }

  /**
   * The operators after an operand.
   *
   * @param least how strongly an operator must bind to be taken
   */
  private Expr infix(Expr first, int start, int least, boolean restricted, Stop stop) {
    Expr left = first;
    int last = NONE;
    while (true) {
      int precedence = precedence(restricted);
      if (precedence < least || precedence == NONE) {
        return left;
      }
      if (precedence == last) {
        throw s.syntaxError();
      }
      if (stop != Stop.NOWHERE && stopsAt(stop)) {
        return left;
      }
      last = NONE;
      switch (precedence) {
        case CAST, COLLATE, AT, IS, LIKE -> s.nesting.grow();
        default -> s.nesting.growChain();
      }
      switch (precedence) {
        case CAST -> {
          s.next();
          left = new TypeCast(left, g.types.typeName(), s.from(start));
        }
        case COLLATE -> {
          s.next();
          left = new CollateClause(left, g.names.anyName(), s.from(start));
        }
        case AT -> left = atTimeZone(left, start);
        case IS -> {
          boolean distinct = predicates.isDistinct();
          left = restricted ? predicates.restrictedIs(left, start) : predicates.is(left, start);
          last = distinct ? IS : NONE;
        }
        case LIKE -> {
          boolean open = predicates.isOpen();
          left = predicates.like(left, start);
          last = open && !(left instanceof SubLink) && !isQuantified(left) ? LIKE : NONE;
        }
        case AND, OR -> left = bool(left, start, precedence, stop);
        default -> {
          left = binary(left, start, precedence, restricted);
          boolean closed = left instanceof SubLink || isQuantified(left);
          last = precedence == COMPARISON && !closed ? COMPARISON : NONE;
        }
      }
    }
  }

  private static boolean isQuantified(Expr expr) {
    return expr instanceof AExpr a && (a.kind() == Kind.OP_ANY || a.kind() == Kind.OP_ALL);
  }

  private int precedence(boolean restricted) {
    return switch (s.kind()) {
      case TYPECAST -> CAST;
      case OP -> OPERATOR;
      case PLUS, MINUS -> ADDITION;
      case STAR, SLASH, PERCENT -> MULTIPLICATION;
      case CARET -> POWER;
      case LESS, GREATER, EQUALS, LESS_EQUALS, GREATER_EQUALS, NOT_EQUALS -> COMPARISON;
      case KEYWORD -> wordPrecedence(restricted);
      default -> NONE;
    };
  }

  private int wordPrecedence(boolean restricted) {
    Keyword word = s.word();
    if (word == null) {
      return s.atBound(Keyword.NOT) && !restricted ? LIKE : NONE;
    }
    return switch (word) {
      case OPERATOR -> OPERATOR;
      case IS -> IS;
      case ISNULL, NOTNULL -> restricted ? NONE : IS;
      case AND -> restricted ? NONE : AND;
      case OR -> restricted ? NONE : OR;
      case LIKE, ILIKE, SIMILAR, IN, BETWEEN -> restricted ? NONE : LIKE;
      case COLLATE -> restricted ? NONE : COLLATE;
      case AT -> restricted ? NONE : AT;
      default -> NONE;
    };
  }

  private Expr atTimeZone(Expr left, int start) {
    s.next();
    s.expect(Keyword.TIME);
    s.expect(Keyword.ZONE);
    Expr zone = operand(AT + 1);
    return systemCall("timezone", List.of(zone, left), start);
  }

  /** AND and OR: a chain of one of them on the left is one node. */
  private Expr bool(Expr left, int start, int precedence, Stop stop) {
    BoolExpr.Op op = precedence == AND ? BoolExpr.Op.AND : BoolExpr.Op.OR;
    List<Expr> args = new ArrayList<>();
    if (left instanceof BoolExpr(BoolExpr.Op leftOp, List<Expr> leftArgs, Span _) && leftOp == op) {
      args.addAll(leftArgs);
    } else {
      args.add(left);
    }
    Keyword word = precedence == AND ? Keyword.AND : Keyword.OR;
    s.next();
    args.add(operand(precedence + 1));
    while (s.at(word) && !stopsAt(stop)) {
      s.next();
      args.add(operand(precedence + 1));
    }
    return new BoolExpr(op, List.copyOf(args), s.from(start));
  }

  private Expr binary(Expr left, int start, int precedence, boolean restricted) {
    List<String> operator = g.names.qualifiedOperator();
    if (!restricted && atQuantifier()) {
      return quantified(left, operator, start);
    }
    Expr right = expression(precedence + 1, restricted, Stop.NOWHERE);
    return new AExpr(Kind.OP, operator, left, right, null, s.from(start));
  }

  boolean atQuantifier() {
    return s.at(Keyword.ANY) || s.at(Keyword.SOME) || s.at(Keyword.ALL);
  }

  /** {@code operator ANY (...)}, after the operator. */
  Expr quantified(Expr left, List<String> operator, int start) {
    boolean all = s.at(Keyword.ALL);
    s.next();
    Parenthesized inner = g.primaries.parenthesizedSingle();
    if (inner.select() != null) {
      s.nesting.grow();
      SubLink.Type type = all ? SubLink.Type.ALL : SubLink.Type.ANY;
      return new SubLink(type, left, operator, inner.select(), s.from(start));
    }
    Kind kind = all ? Kind.OP_ALL : Kind.OP_ANY;
    return new AExpr(kind, operator, left, inner.items().getFirst(), null, s.from(start));
  }

  List<Expr> expressionList() {
    return s.commaList(this::expression);
  }

  List<Expr> expressionsInParentheses() {
    int above = s.nesting.enter();
    List<Expr> expressions = s.parenthesized(this::expression);
    s.nesting.leave(above);
    return expressions;
  }

  /** An expression in parentheses. */
  Expr inParentheses() {
    int above = s.nesting.enter();
    s.expect(TokenKind.LEFT_PAREN);
    Expr expr = expression();
    s.expect(TokenKind.RIGHT_PAREN);
    s.nesting.leave(above);
    return expr;
  }

  /** {@code where_clause}. */
  @Nullable Expr where() {
    return s.accept(Keyword.WHERE) ? expression() : null;
  }
}
