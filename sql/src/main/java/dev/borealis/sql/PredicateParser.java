package dev.borealis.sql;

import static dev.borealis.sql.Precedence.IS;
import static dev.borealis.sql.Precedence.LIKE;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.AExpr.Kind;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.Expr.BooleanTest;
import dev.borealis.sql.tree.Expr.ExprList;
import dev.borealis.sql.tree.Expr.JsonIsPredicate;
import dev.borealis.sql.tree.Expr.NullTest;
import dev.borealis.sql.tree.Expr.RowExpr;
import dev.borealis.sql.tree.Expr.SubLink;
import dev.borealis.sql.tree.Expr.XmlExpr;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tests that are words: IS, LIKE, IN, BETWEEN and their negations. */
final class PredicateParser {

  private final Grammar g;
  private final ParserState s;
  private final ExpressionParser expressions;

  PredicateParser(Grammar grammar, ExpressionParser expressions) {
    this.g = grammar;
    this.s = grammar.state;
    this.expressions = expressions;
  }

  /** True at {@code IS [NOT] DISTINCT}, which ends in an operand. */
  boolean isDistinct() {
    return s.at(Keyword.IS)
        && (s.ahead(1) == Keyword.DISTINCT
            || (s.ahead(1) == Keyword.NOT && s.ahead(2) == Keyword.DISTINCT));
  }

  /** True at LIKE, SIMILAR and BETWEEN, which end in an operand; IN does not. */
  boolean isOpen() {
    return !s.at(Keyword.IN) && !(s.atBound(Keyword.NOT) && s.ahead(1) == Keyword.IN);
  }

  /** IS, ISNULL and NOTNULL. */
  Expr is(Expr left, int start) {
    if (s.accept(Keyword.ISNULL)) {
      return new NullTest(left, false, s.from(start));
    }
    if (s.accept(Keyword.NOTNULL)) {
      return new NullTest(left, true, s.from(start));
    }
    s.next();
    boolean not = s.accept(Keyword.NOT);
    Keyword word = s.word();
    if (word == Keyword.DISTINCT || word == Keyword.DOCUMENT) {
      return distinctOrDocument(left, not, false, start);
    }
    if (word == Keyword.JSON) {
      return json(left, not, start);
    }
    return switch (word) {
      case NULL -> {
        s.next();
        yield new NullTest(left, not, s.from(start));
      }
      case TRUE -> test(left, not ? BooleanTest.Test.NOT_TRUE : BooleanTest.Test.TRUE, start);
      case FALSE -> test(left, not ? BooleanTest.Test.NOT_FALSE : BooleanTest.Test.FALSE, start);
      case UNKNOWN ->
          test(left, not ? BooleanTest.Test.NOT_UNKNOWN : BooleanTest.Test.UNKNOWN, start);
      case NORMALIZED, NFC, NFD, NFKC, NFKD -> normalized(left, not, start);
      case null, default -> throw s.syntaxError();
    };
  }

  /** IS in a restricted expression: DISTINCT and DOCUMENT only. */
  Expr restrictedIs(Expr left, int start) {
    s.next();
    return distinctOrDocument(left, s.accept(Keyword.NOT), true, start);
  }

  private Expr distinctOrDocument(Expr left, boolean not, boolean restricted, int start) {
    if (s.accept(Keyword.DOCUMENT)) {
      s.nesting.grow();
      XmlExpr document =
          new XmlExpr(
              XmlExpr.Op.DOCUMENT,
              null,
              List.of(),
              List.of(left),
              false,
              false,
              null,
              s.from(start));
      return negated(document, not, start);
    }
    s.expect(Keyword.DISTINCT);
    s.expect(Keyword.FROM);
    Expr right = restricted ? expressions.restrictedOperand(IS + 1) : expressions.operand(IS + 1);
    Kind kind = not ? Kind.NOT_DISTINCT : Kind.DISTINCT;
    return new AExpr(kind, List.of("="), left, right, null, s.from(start));
  }

  private Expr negated(Expr expr, boolean not, int start) {
    if (!not) {
      return expr;
    }
    s.nesting.grow();
    return new BoolExpr(BoolExpr.Op.NOT, List.of(expr), s.from(start));
  }

  private BooleanTest test(Expr left, BooleanTest.Test test, int start) {
    s.next();
    return new BooleanTest(left, test, s.from(start));
  }

  private Expr normalized(Expr left, boolean not, int start) {
    AConst form = acceptNormalForm();
    s.expect(Keyword.NORMALIZED);
    List<Expr> args = form == null ? List.of(left) : List.of(left, form);
    return negated(expressions.systemCall("is_normalized", args, start), not, start);
  }

  /** The name of a Unicode normal form. */
  @Nullable AConst acceptNormalForm() {
    int start = s.start();
    return switch (s.word()) {
      case NFC, NFD, NFKC, NFKD -> {
        String form = s.word().name();
        s.next();
        yield new AConst(new StringValue(form, s.from(start)), s.from(start));
      }
      case null, default -> null;
    };
  }

  private Expr json(Expr left, boolean not, int start) {
    s.next();
    JsonIsPredicate.Type type =
        switch (s.word()) {
          case VALUE -> JsonIsPredicate.Type.ANY;
          case ARRAY -> JsonIsPredicate.Type.ARRAY;
          case OBJECT -> JsonIsPredicate.Type.OBJECT;
          case SCALAR -> JsonIsPredicate.Type.SCALAR;
          case null, default -> null;
        };
    if (type != null) {
      s.next();
    }
    boolean unique = g.json.uniqueKeys();
    JsonIsPredicate test =
        new JsonIsPredicate(
            left, type == null ? JsonIsPredicate.Type.ANY : type, unique, s.from(start));
    return negated(test, not, start);
  }

  /** LIKE, ILIKE, SIMILAR TO, IN and BETWEEN, each perhaps after NOT. */
  Expr like(Expr left, int start) {
    boolean not = s.atBound(Keyword.NOT);
    if (not) {
      s.next();
    }
    Keyword word = s.word();
    s.next();
    return switch (word) {
      case LIKE ->
          pattern(left, not ? Kind.NOT_LIKE : Kind.LIKE, List.of(not ? "!~~" : "~~"), start);
      case ILIKE ->
          pattern(left, not ? Kind.NOT_ILIKE : Kind.ILIKE, List.of(not ? "!~~*" : "~~*"), start);
      case SIMILAR -> {
        s.expect(Keyword.TO);
        Kind kind = not ? Kind.NOT_SIMILAR : Kind.SIMILAR;
        yield escaped(left, kind, List.of(not ? "!~" : "~"), start);
      }
      case IN -> in(left, not, start);
      case BETWEEN -> between(left, not, start);
      case null, default -> throw s.syntaxError();
    };
  }

  private Expr pattern(Expr left, Kind kind, List<String> operator, int start) {
    if (expressions.atQuantifier()) {
      return expressions.quantified(left, operator, start);
    }
    return escaped(left, kind, operator, start);
  }

  private Expr escaped(Expr left, Kind kind, List<String> operator, int start) {
    Expr pattern = expressions.operand(LIKE + 1);
    Expr escape = s.accept(Keyword.ESCAPE) ? expressions.operand(LIKE + 1) : null;
    return new AExpr(kind, operator, left, pattern, escape, s.from(start));
  }

  private Expr in(Expr left, boolean not, int start) {
    int listStart = s.start();
    Parenthesized list = g.primaries.parenthesized();
    if (list.select() != null) {
      SubLink any = new SubLink(SubLink.Type.ANY, left, List.of(), list.select(), s.from(start));
      return negated(any, not, start);
    }
    Expr items = new ExprList(list.items(), s.from(listStart));
    Kind kind = not ? Kind.NOT_IN : Kind.IN;
    return new AExpr(kind, List.of(not ? "<>" : "="), left, items, null, s.from(start));
  }

  private Expr between(Expr left, boolean not, int start) {
    boolean symmetric = s.accept(Keyword.SYMMETRIC);
    if (!symmetric) {
      s.accept(Keyword.ASYMMETRIC);
    }
    int boundsStart = s.start();
    Expr lower = expressions.restricted();
    s.expect(Keyword.AND);
    Expr upper = expressions.operand(LIKE + 1);
    Expr bounds = new ExprList(List.of(lower, upper), s.from(boundsStart));
    Kind kind =
        symmetric
            ? not ? Kind.NOT_BETWEEN_SYM : Kind.BETWEEN_SYM
            : not ? Kind.NOT_BETWEEN : Kind.BETWEEN;
    return new AExpr(kind, List.of("BETWEEN"), left, bounds, null, s.from(start));
  }

  /** {@code row OVERLAPS row}, if that follows a row. */
  Expr overlaps(Expr left, int start) {
    // A row in more parentheses is an operand like any other.
    boolean bare = left instanceof RowExpr && left.span().start() == start;
    if (!bare || !(left instanceof RowExpr row) || !s.accept(Keyword.OVERLAPS)) {
      return left;
    }
    int rightStart = s.start();
    List<Expr> right = g.primaries.row();
    checkPair(row.args(), "left", start);
    checkPair(right, "right", rightStart);
    List<Expr> args = new ArrayList<>(row.args());
    args.addAll(right);
    return expressions.systemCall("overlaps", List.copyOf(args), start);
  }

  private void checkPair(List<Expr> args, String side, int offset) {
    if (args.size() != 2) {
      throw s.error(
          "wrong number of parameters on " + side + " side of OVERLAPS expression", offset);
    }
  }
}
