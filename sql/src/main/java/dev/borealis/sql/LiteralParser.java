package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.NamedArgExpr;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Value;
import dev.borealis.sql.tree.Value.BitStringValue;
import dev.borealis.sql.tree.Value.FloatValue;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Constants, with or without a type. */
final class LiteralParser {
  private final Grammar g;
  private final ParserState s;

  LiteralParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** A constant without a type before it. */
  AConst constant() {
    int start = s.start();
    Value value =
        switch (s.kind()) {
          case ICONST -> new IntegerValue(s.takeNumber(), s.from(start));
          case FCONST -> new FloatValue(s.take(), s.from(start));
          case SCONST -> new StringValue(s.take(), s.from(start));
          case BCONST -> new BitStringValue("b" + s.take(), s.from(start));
          case XCONST -> new BitStringValue("x" + s.take(), s.from(start));
          default -> throw s.syntaxError();
        };
    return new AConst(value, s.from(start));
  }

  /** {@code AexprConst}: a constant, perhaps with a type. */
  Expr anyConstant() {
    int place = s.start();
    Expr primary = g.primaries.primary();
    boolean cast = primary instanceof TypeCast(AConst _, TypeName _, Span _);
    if (primary instanceof AConst || cast) {
      return primary;
    }
    throw primary instanceof ColumnRef ? s.syntaxError() : s.syntaxErrorAt(place);
  }

  /** A type with a syntax of its own before a string, or null if the word is a name here. */
  @Nullable Expr typedLiteral(Keyword word) {
    int start = s.start();
    TokenKind next = s.kindAhead(1);
    if (word == Keyword.INTERVAL) {
      return next == TokenKind.SCONST || next == TokenKind.LEFT_PAREN ? interval() : null;
    }
    if (!g.types.isSqlType(word) || !beginsType(word, next)) {
      return null;
    }
    TypeName type = g.types.sqlType(true);
    return stringCast(type, start);
  }

  private boolean beginsType(Keyword word, TokenKind next) {
    Keyword after = s.ahead(1);
    return next == TokenKind.SCONST
        || switch (word) {
          case DOUBLE -> true;
          case FLOAT, DECIMAL, DEC, NUMERIC, VARCHAR -> next == TokenKind.LEFT_PAREN;
          case BIT, CHARACTER, CHAR, NCHAR ->
              next == TokenKind.LEFT_PAREN || after == Keyword.VARYING;
          case NATIONAL -> after == Keyword.CHARACTER || after == Keyword.CHAR;
          case TIME, TIMESTAMP ->
              next == TokenKind.LEFT_PAREN
                  || ((after == Keyword.WITH || after == Keyword.WITHOUT)
                      && s.ahead(2) == Keyword.TIME);
          default -> false;
        };
  }

  TypeCast stringCast(TypeName type, int start) {
    if (!s.at(TokenKind.SCONST)) {
      throw s.syntaxError();
    }
    return new TypeCast(constant(), type, s.from(start));
  }

  /** {@code INTERVAL 'x' fields} and {@code INTERVAL (precision) 'x'}. */
  TypeCast interval() {
    int start = s.start();
    s.next();
    if (s.at(TokenKind.LEFT_PAREN)) {
      List<Expr> precision = g.types.intervalPrecision();
      return stringCast(g.types.intervalOf(precision, start), start);
    }
    if (!s.at(TokenKind.SCONST)) {
      throw s.syntaxError();
    }
    AConst string = constant();
    TypeName type = g.types.intervalOf(g.types.intervalFields(), start);
    return new TypeCast(string, type, s.from(start));
  }

  TypeCast literal(FuncCall call, int start, int argsStart) {
    AConst string = constant();
    for (Expr arg : call.args()) {
      if (arg instanceof NamedArgExpr) {
        throw s.error("type modifier cannot have parameter name", arg.span().start());
      }
    }
    if (!call.aggOrder().isEmpty()) {
      SortBy first = call.aggOrder().getFirst();
      throw s.error(
          "type modifier cannot have ORDER BY", s.lastBefore(Keyword.ORDER, first.span().start()));
    }
    Span span = new Span(start, Math.max(argsStart, start));
    TypeName type = new TypeName(call.funcname(), false, false, call.args(), List.of(), span);
    return new TypeCast(string, type, s.from(start));
  }
}
