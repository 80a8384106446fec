package dev.borealis.sql;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Value.IntegerValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Type names. */
final class TypeNameParser {
  /** The modifier of an interval with a precision but without fields. */
  static final int INTERVAL_FULL_RANGE = 0x7FFF;

  private final Grammar g;
  private final ParserState s;

  TypeNameParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** {@code Typename}. */
  TypeName typeName() {
    int start = s.start();
    boolean setof = s.accept(Keyword.SETOF);
    return withBounds(simpleTypeName(), setof, start);
  }

  private TypeName withBounds(TypeName simple, boolean setof, int start) {
    List<Integer> bounds = List.of();
    if (s.accept(Keyword.ARRAY)) {
      bounds = List.of(-1);
      if (s.accept(TokenKind.LEFT_BRACKET)) {
        bounds = List.of(s.iconst());
        s.expect(TokenKind.RIGHT_BRACKET);
      }
    } else if (s.at(TokenKind.LEFT_BRACKET)) {
      bounds = arrayBounds();
    } else if (!setof) {
      return simple;
    }
    return new TypeName(
        simple.names(), setof, simple.pctType(), simple.typmods(), bounds, s.from(start));
  }

  private List<Integer> arrayBounds() {
    List<Integer> bounds = new ArrayList<>();
    while (s.accept(TokenKind.LEFT_BRACKET)) {
      bounds.add(s.at(TokenKind.ICONST) ? s.iconst() : -1);
      s.expect(TokenKind.RIGHT_BRACKET);
    }
    return List.copyOf(bounds);
  }

  /** {@code func_type}: a type, or a column's with {@code %TYPE}. */
  TypeName functionType() {
    int start = s.start();
    boolean setof = s.accept(Keyword.SETOF);
    Keyword word = s.word();
    if (!s.atTypeFunctionName() || (word != null && isSqlType(word))) {
      return withBounds(simpleTypeName(), setof, start);
    }
    int nameStart = s.start();
    List<String> names = genericName();
    if (names.size() > 1 && s.at(TokenKind.PERCENT)) {
      s.next();
      s.expect(Keyword.TYPE);
      return new TypeName(names, setof, true, List.of(), List.of(), s.from(start));
    }
    return withBounds(generic(names, nameStart), setof, start);
  }

  private List<String> genericName() {
    String first = s.typeFunctionName();
    if (!s.at(TokenKind.DOT)) {
      return List.of(first);
    }
    List<String> names = new ArrayList<>();
    names.add(first);
    g.names.attributes(names);
    return List.copyOf(names);
  }

  private TypeName generic(List<String> names, int start) {
    List<Expr> typmods =
        s.at(TokenKind.LEFT_PAREN) ? g.expressions.expressionsInParentheses() : List.of();
    return new TypeName(names, false, false, typmods, List.of(), s.from(start));
  }

  /** {@code SimpleTypename}. */
  TypeName simpleTypeName() {
    int start = s.start();
    Keyword word = s.word();
    if (word == Keyword.INTERVAL) {
      return interval();
    }
    if (word != null && isSqlType(word)) {
      return sqlType(false);
    }
    return generic(genericName(), start);
  }

  /** True for a word that begins a type with a syntax of its own, INTERVAL aside. */
  boolean isSqlType(Keyword word) {
    return switch (word) {
      case INT,
          INTEGER,
          SMALLINT,
          BIGINT,
          REAL,
          FLOAT,
          DECIMAL,
          DEC,
          NUMERIC,
          BOOLEAN,
          BIT,
          CHARACTER,
          CHAR,
          VARCHAR,
          NATIONAL,
          NCHAR,
          TIMESTAMP,
          TIME ->
          true;
      case DOUBLE -> s.ahead(1) == Keyword.PRECISION;
      default -> false;
    };
  }

  /**
   * A type with a syntax of its own.
   *
   * @param constant true before a constant, where CHAR and BIT have no length of one
   */
  TypeName sqlType(boolean constant) {
    int start = s.start();
    Keyword word = s.word();
    s.next();
    return switch (word) {
      case INT, INTEGER -> system("int4", start);
      case SMALLINT -> system("int2", start);
      case BIGINT -> system("int8", start);
      case REAL -> system("float4", start);
      case BOOLEAN -> system("bool", start);
      case FLOAT -> system(floatType(), start);
      case DOUBLE -> {
        s.expect(Keyword.PRECISION);
        yield system("float8", start);
      }
      case DECIMAL, DEC, NUMERIC ->
          system("numeric", s.optionalParenthesized(g.expressions::expression), start);
      case BIT -> bit(constant, start);
      case TIMESTAMP -> dateTime("timestamp", start);
      case TIME -> dateTime("time", start);
      case NATIONAL -> {
        if (!s.accept(Keyword.CHAR)) {
          s.expect(Keyword.CHARACTER);
        }
        yield character(constant, s.accept(Keyword.VARYING), start);
      }
      case VARCHAR -> character(constant, true, start);
      case CHARACTER, CHAR, NCHAR -> character(constant, s.accept(Keyword.VARYING), start);
      case null, default -> throw s.syntaxError();
    };
  }

  private TypeName system(String name, int start) {
    return system(name, List.of(), start);
  }

  private TypeName system(String name, List<Expr> typmods, int start) {
    return new TypeName(
        List.of("pg_catalog", name), false, false, typmods, List.of(), s.from(start));
  }

  private String floatType() {
    if (!s.accept(TokenKind.LEFT_PAREN)) {
      return "float8";
    }
    int place = s.start();
    int bits = s.iconst();
    s.expect(TokenKind.RIGHT_PAREN);
    if (bits < 1) {
      throw s.error("22023", "precision for type float must be at least 1 bit", null, place);
    }
    if (bits > 53) {
      throw s.error("22023", "precision for type float must be less than 54 bits", null, place);
    }
    return bits <= 24 ? "float4" : "float8";
  }

  private TypeName bit(boolean constant, int start) {
    String name = s.accept(Keyword.VARYING) ? "varbit" : "bit";
    if (s.at(TokenKind.LEFT_PAREN)) {
      return system(name, s.parenthesized(g.expressions::expression), start);
    }
    return name.equals("bit") && !constant ? system(name, one(), start) : system(name, start);
  }

  private TypeName character(boolean constant, boolean varying, int start) {
    String name = varying ? "varchar" : "bpchar";
    List<Expr> length = precision();
    if (!length.isEmpty()) {
      return system(name, length, start);
    }
    return varying || constant ? system(name, start) : system(name, one(), start);
  }

  private static List<Expr> one() {
    return List.of(new AConst(new IntegerValue(1, Span.NONE), Span.NONE));
  }

  private List<Expr> precision() {
    if (!s.accept(TokenKind.LEFT_PAREN)) {
      return List.of();
    }
    Expr precision = integer();
    s.expect(TokenKind.RIGHT_PAREN);
    return List.of(precision);
  }

  private AConst integer() {
    int start = s.start();
    int value = s.iconst();
    Span span = s.from(start);
    return new AConst(new IntegerValue(value, span), span);
  }

  private TypeName dateTime(String name, int start) {
    List<Expr> precision = precision();
    boolean zone = false;
    if (s.atBound(Keyword.WITH) && s.ahead(1) == Keyword.TIME) {
      s.next();
      s.next();
      s.expect(Keyword.ZONE);
      zone = true;
    } else if (s.atBound(Keyword.WITHOUT)) {
      s.next();
      s.next();
      s.expect(Keyword.ZONE);
    }
    return system(zone ? name + "tz" : name, precision, start);
  }

  private TypeName interval() {
    int start = s.start();
    s.next();
    if (s.accept(TokenKind.LEFT_PAREN)) {
      AConst precision = integer();
      s.expect(TokenKind.RIGHT_PAREN);
      return system(
          "interval", List.of(mask(INTERVAL_FULL_RANGE, precision.span()), precision), start);
    }
    return system("interval", intervalFields(), start);
  }

  /** The type INTERVAL with these modifiers. */
  TypeName intervalOf(List<Expr> typmods, int start) {
    return system("interval", typmods, start);
  }

  /** The modifiers of {@code INTERVAL(precision)}, before the parenthesis. */
  List<Expr> intervalPrecision() {
    s.expect(TokenKind.LEFT_PAREN);
    AConst precision = integer();
    s.expect(TokenKind.RIGHT_PAREN);
    return List.of(mask(INTERVAL_FULL_RANGE, precision.span()), precision);
  }

  private static AConst mask(int bits, Span span) {
    return new AConst(new IntegerValue(bits, span), span);
  }

  /** {@code opt_interval}: the fields as PostgreSQL's bit mask, and the seconds' precision. */
  List<Expr> intervalFields() {
    int start = s.start();
    IntervalField from = field();
    if (from == null) {
      return List.of();
    }
    s.next();
    IntervalField to = from;
    if (from.isStart() && s.accept(Keyword.TO)) {
      IntervalField end = field();
      if (end == null || !from.mayEndIn(end)) {
        throw s.syntaxError();
      }
      to = end;
      s.next();
    }
    List<Expr> precision = to == IntervalField.SECOND ? precision() : List.of();
    AConst mask = mask(from.maskTo(to), s.from(start));
    return precision.isEmpty() ? List.of(mask) : List.of(mask, precision.getFirst());
  }

  private @Nullable IntervalField field() {
    return switch (s.word()) {
      case YEAR -> IntervalField.YEAR;
      case MONTH -> IntervalField.MONTH;
      case DAY -> IntervalField.DAY;
      case HOUR -> IntervalField.HOUR;
      case MINUTE -> IntervalField.MINUTE;
      case SECOND -> IntervalField.SECOND;
      case null, default -> null;
    };
  }
}
