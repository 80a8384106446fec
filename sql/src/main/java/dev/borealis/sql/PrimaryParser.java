package dev.borealis.sql;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AArrayExpr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AField;
import dev.borealis.sql.tree.Expr.AIndices;
import dev.borealis.sql.tree.Expr.AIndirection;
import dev.borealis.sql.tree.Expr.AStar;
import dev.borealis.sql.tree.Expr.CaseExpr;
import dev.borealis.sql.tree.Expr.CaseWhen;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.GroupingFunc;
import dev.borealis.sql.tree.Expr.ParamRef;
import dev.borealis.sql.tree.Expr.RowExpr;
import dev.borealis.sql.tree.Expr.SubLink;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.Value.BooleanValue;
import java.util.ArrayList;
import java.util.List;

/** Expressions without operators ({@code c_expr}). */
final class PrimaryParser {
  private final Grammar g;

  private final ParserState s;

  PrimaryParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  Expr primary() {
    int start = s.start();
    return switch (s.kind()) {
      case IDENT -> columnOrFunction();
      case ICONST, FCONST, SCONST, BCONST, XCONST -> g.literals.constant();
      case PARAM -> {
        ParamRef parameter = new ParamRef(s.takeNumber(), s.from(start));
        yield indirected(parameter, start);
      }
      case LEFT_PAREN -> fromParentheses(parenthesized(), start);
      case KEYWORD -> word();
      default -> throw s.syntaxError();
    };
  }

  private Expr word() {
    int start = s.start();
    Keyword word = s.word();
    return switch (word) {
      case null -> throw s.syntaxError();
      case TRUE, FALSE -> {
        s.next();
        yield new AConst(new BooleanValue(word == Keyword.TRUE, s.from(start)), s.from(start));
      }
      case NULL -> {
        s.next();
        yield new AConst(null, s.from(start));
      }
      case CASE -> caseExpression();
      case ARRAY -> array();
      case EXISTS -> exists();
      case ROW ->
          s.kindAhead(1) == TokenKind.LEFT_PAREN
              ? new RowExpr(row(), true, s.from(start))
              : columnOrFunction();
      case GROUPING -> grouping();
      default -> {
        Expr special = g.literals.typedLiteral(word);
        if (special == null) {
          special = g.functions.special(true);
        }
        yield special == null ? columnOrFunction() : special;
      }
    };
  }

  private Expr exists() {
    if (s.kindAhead(1) != TokenKind.LEFT_PAREN) {
      return columnOrFunction();
    }
    int start = s.start();
    s.next();
    SelectStmt query = g.selects.selectWithParens();
    return new SubLink(SubLink.Type.EXISTS, null, List.of(), query, s.from(start));
  }

  private Expr grouping() {
    if (s.kindAhead(1) != TokenKind.LEFT_PAREN) {
      return columnOrFunction();
    }
    int start = s.start();
    s.next();
    List<Expr> args = g.expressions.expressionsInParentheses();
    return new GroupingFunc(args, s.from(start));
  }

  private Expr array() {
    int start = s.start();
    s.next();
    if (s.at(TokenKind.LEFT_BRACKET)) {
      return arrayElements(start);
    }
    SelectStmt query = g.selects.selectWithParens();
    return new SubLink(SubLink.Type.ARRAY, null, List.of(), query, s.from(start));
  }

  private AArrayExpr arrayElements(int start) {
    int above = s.nesting.enter();
    s.expect(TokenKind.LEFT_BRACKET);
    List<Expr> elements = List.of();
    if (s.at(TokenKind.LEFT_BRACKET)) {
      elements = s.commaList(() -> arrayElements(s.start()));
    } else if (!s.at(TokenKind.RIGHT_BRACKET)) {
      elements = g.expressions.expressionList();
    }
    s.expect(TokenKind.RIGHT_BRACKET);
    s.nesting.leave(above);
    return new AArrayExpr(elements, s.from(start));
  }

  /** {@code row}: at least two expressions in parentheses, or any number after ROW. */
  List<Expr> row() {
    if (s.accept(Keyword.ROW)) {
      if (s.at(TokenKind.LEFT_PAREN) && s.kindAhead(1) == TokenKind.RIGHT_PAREN) {
        s.next();
        s.next();
        return List.of();
      }
      return g.expressions.expressionsInParentheses();
    }
    Parenthesized row = parenthesized();
    SelectStmt query = row.select();
    if (query != null) {
      throw s.syntaxErrorAt(query.span().start());
    }
    if (row.items().size() < 2) {
      throw s.syntaxErrorAtLast();
    }
    return row.items();
  }

  /** Reads what is in parentheses. */
  Parenthesized parenthesized() {
    return parenthesized(false);
  }

  /** Reads a query or a single expression in parentheses. */
  Parenthesized parenthesizedSingle() {
    return parenthesized(true);
  }

  private Parenthesized parenthesized(boolean single) {
    int above = s.nesting.enter();
    s.expect(TokenKind.LEFT_PAREN);
    Parenthesized inner = content(single);
    s.expect(TokenKind.RIGHT_PAREN);
    s.nesting.leave(above);
    return inner;
  }

  /**
   * Parentheses belong to a query as long as they can: only what follows the inner ones tells
   * whether the query goes on or is an operand.
   */
  private Parenthesized content(boolean single) {
    if (g.selects.atSelect()) {
      return Parenthesized.of(g.selects.selectNoParens());
    }
    if (!s.at(TokenKind.LEFT_PAREN)) {
      return Parenthesized.of(
          single ? List.of(g.expressions.expression()) : g.expressions.expressionList());
    }
    int start = s.start();
    Parenthesized inner = parenthesized();
    if (inner.select() != null) {
      if (s.at(TokenKind.RIGHT_PAREN)) {
        return inner;
      }
      if (g.selects.atContinuation()) {
        return Parenthesized.of(g.selects.continued(inner.select(), start));
      }
    }
    Expr first = g.expressions.continued(fromParentheses(inner, start), start);
    if (single || !s.accept(TokenKind.COMMA)) {
      return Parenthesized.of(List.of(first));
    }
    List<Expr> items = new ArrayList<>();
    items.add(first);
    items.addAll(g.expressions.expressionList());
    return Parenthesized.of(List.copyOf(items));
  }

  private Expr fromParentheses(Parenthesized inner, int start) {
    if (inner.select() != null) {
      SubLink query =
          new SubLink(SubLink.Type.EXPR, null, List.of(), inner.select(), s.from(start));
      return indirected(query, start);
    }
    if (inner.items().size() > 1) {
      return new RowExpr(inner.items(), false, s.from(start));
    }
    return indirected(inner.items().getFirst(), start);
  }

  private Expr indirected(Expr arg, int start) {
    if (!s.at(TokenKind.DOT) && !s.at(TokenKind.LEFT_BRACKET)) {
      return arg;
    }
    List<Expr> indirection = g.names.checkStars(indirection());
    return new AIndirection(arg, indirection, s.from(start));
  }

  /** Fields and subscripts, perhaps none. */
  List<Expr> indirection() {
    if (!s.at(TokenKind.DOT) && !s.at(TokenKind.LEFT_BRACKET)) {
      return List.of();
    }
    List<Expr> elements = new ArrayList<>();
    while (true) {
      int start = s.start();
      if (s.accept(TokenKind.DOT)) {
        elements.add(
            s.accept(TokenKind.STAR)
                ? new AStar(s.from(start))
                : new AField(s.colLabel(), s.from(start)));
      } else if (s.accept(TokenKind.LEFT_BRACKET)) {
        elements.add(subscript(start));
      } else {
        return List.copyOf(elements);
      }
    }
  }

  private AIndices subscript(int start) {
    int above = s.nesting.enter();
    Expr first = s.at(TokenKind.COLON) ? null : g.expressions.expression();
    boolean slice = first == null || !s.at(TokenKind.RIGHT_BRACKET);
    Expr second = null;
    if (slice) {
      s.expect(TokenKind.COLON);
      second = s.at(TokenKind.RIGHT_BRACKET) ? null : g.expressions.expression();
    }
    s.expect(TokenKind.RIGHT_BRACKET);
    s.nesting.leave(above);
    return slice
        ? new AIndices(true, first, second, s.from(start))
        : new AIndices(false, null, first, s.from(start));
  }

  private Expr caseExpression() {
    int above = s.nesting.enter();
    int start = s.start();
    s.next();
    Expr arg = s.at(Keyword.WHEN) ? null : g.expressions.expression();
    List<CaseWhen> whens = new ArrayList<>();
    do {
      int whenStart = s.start();
      s.expect(Keyword.WHEN);
      Expr condition = g.expressions.expression();
      s.expect(Keyword.THEN);
      Expr result = g.expressions.expression();
      whens.add(new CaseWhen(condition, result, s.from(whenStart)));
    } while (s.at(Keyword.WHEN));
    Expr otherwise = s.accept(Keyword.ELSE) ? g.expressions.expression() : null;
    s.expect(Keyword.END);
    s.nesting.leave(above);
    return new CaseExpr(arg, List.copyOf(whens), otherwise, s.from(start));
  }

  private Expr columnOrFunction() {
    int start = s.start();
    boolean mayCall = s.atTypeFunctionName();
    boolean mayBeColumn = s.atColId();
    if (!mayCall && !mayBeColumn) {
      throw s.syntaxError();
    }
    String first = s.take();
    if (mayBeColumn && (s.at(TokenKind.DOT) || s.at(TokenKind.LEFT_BRACKET))) {
      List<Expr> indirection = indirection();
      if (s.at(TokenKind.LEFT_PAREN) || s.at(TokenKind.SCONST)) {
        return call(g.names.onlyNames(first, indirection), start);
      }
      return column(first, indirection, start);
    }
    if (mayCall && (s.at(TokenKind.LEFT_PAREN) || s.at(TokenKind.SCONST))) {
      return call(List.of(first), start);
    }
    if (!mayBeColumn) {
      throw s.syntaxError();
    }
    return new ColumnRef(List.of(first), false, s.from(start));
  }

  /** A column, split from the subscripts that follow its name. */
  private Expr column(String first, List<Expr> indirection, int start) {
    List<String> fields = new ArrayList<>();
    fields.add(first);
    int names = 0;
    boolean star = false;
    for (Expr element : indirection) {
      if (element instanceof AIndices || star) {
        break;
      }
      if (element instanceof AField field) {
        fields.add(field.name());
      } else {
        star = true;
      }
      names++;
    }
    g.names.checkStars(indirection);
    ColumnRef column = new ColumnRef(List.copyOf(fields), star, s.from(start));
    if (names == indirection.size()) {
      return column;
    }
    List<Expr> rest = List.copyOf(indirection.subList(names, indirection.size()));
    return new AIndirection(column, rest, s.from(start));
  }

  /** A call, or a constant of a type that is written like one. */
  private Expr call(List<String> name, int start) {
    if (s.at(TokenKind.SCONST)) {
      TypeName type = new TypeName(name, false, false, List.of(), List.of(), s.from(start));
      return g.literals.stringCast(type, start);
    }
    int argsStart = s.start();
    FuncCall call = g.functions.arguments(name, start);
    boolean plain = !call.funcVariadic() && !call.aggDistinct() && !call.args().isEmpty();
    if (s.at(TokenKind.SCONST) && plain && !g.functions.hadAll()) {
      return g.literals.literal(call, start, argsStart);
    }
    return g.windows.aggregate(call, start);
  }
}
