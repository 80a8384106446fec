package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.CoalesceExpr;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.MinMaxExpr;
import dev.borealis.sql.tree.Expr.NamedArgExpr;
import dev.borealis.sql.tree.Expr.SqlValueFunction;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Function calls, and the functions that SQL gives a syntax of their own. */
final class FunctionParser {
  private final Grammar g;
  private final ParserState s;
  private boolean hadAll;

  FunctionParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** True if the arguments that were read last began with ALL. */
  boolean hadAll() {
    return hadAll;
  }

  /** {@code func_expr_windowless}: what may stand in FROM and in an index. */
  Expr windowless() {
    int start = s.start();
    Expr special = special(false);
    if (special != null) {
      return special;
    }
    List<String> name = g.names.functionName();
    return arguments(name, start);
  }

  /** {@code func_application}. */
  FuncCall application() {
    int start = s.start();
    return arguments(g.names.functionName(), start);
  }

  /** The arguments of a call, after its name. */
  FuncCall arguments(List<String> name, int start) {
    int above = s.nesting.enter();
    s.expect(TokenKind.LEFT_PAREN);
    boolean star = false;
    boolean distinct = false;
    boolean variadic = false;
    boolean all = false;
    List<Expr> args = List.of();
    List<SortBy> order = List.of();
    if (s.accept(TokenKind.STAR)) {
      star = true;
    } else if (!s.at(TokenKind.RIGHT_PAREN)) {
      all = s.accept(Keyword.ALL);
      distinct = !all && s.accept(Keyword.DISTINCT);
      List<Expr> list = new ArrayList<>();
      do {
        variadic = !all && !distinct && s.accept(Keyword.VARIADIC);
        list.add(argument());
      } while (!variadic && s.accept(TokenKind.COMMA));
      args = List.copyOf(list);
      order = g.selects.optionalSort();
    }
    s.expect(TokenKind.RIGHT_PAREN);
    s.nesting.leave(above);
    hadAll = all;
    return new FuncCall(
        name, args, order, null, null, false, star, distinct, variadic, false, s.from(start));
  }

  /** {@code func_arg_expr}. */
  Expr argument() {
    return argument(false);
  }

  private Expr argument(boolean beforeSimilar) {
    TokenKind next = s.kindAhead(1);
    if ((next == TokenKind.COLON_EQUALS || next == TokenKind.EQUALS_GREATER)
        && s.atTypeFunctionName()) {
      int start = s.start();
      String name = s.typeFunctionName();
      s.next();
      return new NamedArgExpr(name, g.expressions.expression(), s.from(start));
    }
    return beforeSimilar ? g.expressions.beforeSimilar() : g.expressions.expression();
  }

  /**
   * A function with a syntax of its own, or null if there is none here.
   *
   * @param windows true if FILTER and OVER may follow
   */
  @Nullable Expr special(boolean windows) {
    int start = s.start();
    Keyword word = s.word();
    if (word == null) {
      return null;
    }
    SqlValueFunction value = valueFunction(word, start);
    if (value != null) {
      return value;
    }
    switch (word) {
      case SYSTEM_USER -> {
        s.next();
        return g.expressions.systemCall("system_user", List.of(), start);
      }
      case COLLATION -> {
        if (s.ahead(1) != Keyword.FOR) {
          return null;
        }
        s.next();
        s.next();
        List<Expr> arg = List.of(g.expressions.inParentheses());
        return g.expressions.systemCall("pg_collation_for", arg, start);
      }
      case CAST -> {
        s.next();
        return cast(start);
      }
      default -> {}
    }
    if (s.kindAhead(1) != TokenKind.LEFT_PAREN) {
      return null;
    }
    Expr json = g.json.function(word, windows);
    Expr jsonOrXml = json == null ? g.xml.function(word) : json;
    return jsonOrXml == null ? withParentheses(word, start) : jsonOrXml;
  }

  private @Nullable SqlValueFunction valueFunction(Keyword word, int start) {
    SqlValueFunction.Op op =
        switch (word) {
          case CURRENT_DATE -> SqlValueFunction.Op.CURRENT_DATE;
          case CURRENT_TIME -> SqlValueFunction.Op.CURRENT_TIME;
          case CURRENT_TIMESTAMP -> SqlValueFunction.Op.CURRENT_TIMESTAMP;
          case LOCALTIME -> SqlValueFunction.Op.LOCALTIME;
          case LOCALTIMESTAMP -> SqlValueFunction.Op.LOCALTIMESTAMP;
          case CURRENT_ROLE -> SqlValueFunction.Op.CURRENT_ROLE;
          case CURRENT_USER -> SqlValueFunction.Op.CURRENT_USER;
          case SESSION_USER -> SqlValueFunction.Op.SESSION_USER;
          case USER -> SqlValueFunction.Op.USER;
          case CURRENT_CATALOG -> SqlValueFunction.Op.CURRENT_CATALOG;
          case CURRENT_SCHEMA -> currentSchema();
          default -> null;
        };
    if (op == null) {
      return null;
    }
    s.next();
    int precision = -1;
    boolean precise =
        switch (op) {
          case CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP -> true;
          default -> false;
        };
    if (precise && s.accept(TokenKind.LEFT_PAREN)) {
      precision = s.iconst();
      s.expect(TokenKind.RIGHT_PAREN);
    }
    return new SqlValueFunction(op, precision, s.from(start));
  }

  /** CURRENT_SCHEMA is also the name of a function, and might be a type's. */
  private SqlValueFunction.@Nullable Op currentSchema() {
    TokenKind next = s.kindAhead(1);
    return next == TokenKind.LEFT_PAREN || next == TokenKind.SCONST
        ? null
        : SqlValueFunction.Op.CURRENT_SCHEMA;
  }

  private Expr cast(int start) {
    int above = s.nesting.enter();
    s.expect(TokenKind.LEFT_PAREN);
    Expr arg = g.expressions.expression();
    s.expect(Keyword.AS);
    TypeName type = g.types.typeName();
    s.expect(TokenKind.RIGHT_PAREN);
    s.nesting.leave(above);
    return new TypeCast(arg, type, s.from(start));
  }

  private @Nullable Expr withParentheses(Keyword word, int start) {
    switch (word) {
      case EXTRACT, NORMALIZE, OVERLAY, POSITION, SUBSTRING, TREAT, TRIM, NULLIF -> {}
      case COALESCE, GREATEST, LEAST -> {
        s.next();
        List<Expr> args = g.expressions.expressionsInParentheses();
        return word == Keyword.COALESCE
            ? new CoalesceExpr(args, s.from(start))
            : new MinMaxExpr(word == Keyword.GREATEST, args, s.from(start));
      }
      default -> {
        return null;
      }
    }
    int above = s.nesting.enter();
    s.next();
    s.next();
    Expr call =
        switch (word) {
          case EXTRACT -> extract(start);
          case NORMALIZE -> normalize(start);
          case OVERLAY -> overlay(start);
          case POSITION -> position(start);
          case SUBSTRING -> substring(start);
          case TREAT -> treat(start);
          case TRIM -> trim(start);
          default -> nullif(start);
        };
    s.nesting.leave(above);
    return call;
  }

  private FuncCall close(String name, List<Expr> args, int start) {
    s.expect(TokenKind.RIGHT_PAREN);
    return g.expressions.systemCall(name, args, start);
  }

  private Expr extract(int start) {
    int fieldStart = s.start();
    boolean acceptable =
        switch (s.word()) {
          case YEAR, MONTH, DAY, HOUR, MINUTE, SECOND -> true;
          case null -> s.at(TokenKind.IDENT) || s.at(TokenKind.SCONST);
          default -> false;
        };
    String field = s.takeIf(acceptable);
    AConst name = new AConst(new StringValue(field, s.from(fieldStart)), s.from(fieldStart));
    s.expect(Keyword.FROM);
    return close("extract", List.of(name, g.expressions.expression()), start);
  }

  private Expr normalize(int start) {
    Expr arg = g.expressions.expression();
    if (!s.accept(TokenKind.COMMA)) {
      return close("normalize", List.of(arg), start);
    }
    AConst form = g.expressions.acceptNormalForm();
    if (form == null) {
      throw s.syntaxError();
    }
    return close("normalize", List.of(arg, form), start);
  }

  /** The plain call of a function whose name is a key word, after its first argument. */
  private FuncCall plainCall(String name, @Nullable Expr first, int start) {
    List<Expr> args = new ArrayList<>();
    if (first != null) {
      args.add(first);
      while (s.accept(TokenKind.COMMA)) {
        args.add(argument());
      }
    }
    s.expect(TokenKind.RIGHT_PAREN);
    return new FuncCall(
        List.of(name),
        List.copyOf(args),
        List.of(),
        null,
        null,
        false,
        false,
        false,
        false,
        false,
        s.from(start));
  }

  private Expr overlay(int start) {
    Expr arg = s.at(TokenKind.RIGHT_PAREN) ? null : argument();
    if (arg == null || arg instanceof NamedArgExpr || !s.accept(Keyword.PLACING)) {
      return plainCall("overlay", arg, start);
    }
    Expr placing = g.expressions.expression();
    s.expect(Keyword.FROM);
    Expr from = g.expressions.expression();
    if (!s.accept(Keyword.FOR)) {
      return close("overlay", List.of(arg, placing, from), start);
    }
    return close("overlay", List.of(arg, placing, from, g.expressions.expression()), start);
  }

  private Expr position(int start) {
    Expr needle = g.expressions.restricted();
    s.expect(Keyword.IN);
    Expr text = g.expressions.restricted();
    return close("position", List.of(text, needle), start);
  }

  private Expr substring(int start) {
    Expr arg = s.at(TokenKind.RIGHT_PAREN) ? null : argument(true);
    if (arg == null || arg instanceof NamedArgExpr) {
      return plainCall("substring", arg, start);
    }
    if (s.accept(Keyword.FROM)) {
      Expr from = g.expressions.expression();
      if (!s.accept(Keyword.FOR)) {
        return close("substring", List.of(arg, from), start);
      }
      return close("substring", List.of(arg, from, g.expressions.expression()), start);
    }
    if (s.accept(Keyword.FOR)) {
      Expr length = g.expressions.expression();
      if (s.accept(Keyword.FROM)) {
        return close("substring", List.of(arg, g.expressions.expression(), length), start);
      }
      return close("substring", List.of(arg, constantOne(), toInteger(length)), start);
    }
    if (s.accept(Keyword.SIMILAR)) {
      Expr pattern = g.expressions.expression();
      s.expect(Keyword.ESCAPE);
      return close("substring", List.of(arg, pattern, g.expressions.expression()), start);
    }
    return plainCall("substring", arg, start);
  }

  private static AConst constantOne() {
    return new AConst(new IntegerValue(1, Span.NONE), Span.NONE);
  }

  private static TypeCast toInteger(Expr arg) {
    List<String> name = List.of("pg_catalog", "int4");
    TypeName type = new TypeName(name, false, false, List.of(), List.of(), Span.NONE);
    return new TypeCast(arg, type, arg.span());
  }

  private Expr treat(int start) {
    Expr arg = g.expressions.expression();
    s.expect(Keyword.AS);
    TypeName type = g.types.typeName();
    s.expect(TokenKind.RIGHT_PAREN);
    return new FuncCall(
        List.of("pg_catalog", type.names().getLast()),
        List.of(arg),
        List.of(),
        null,
        null,
        false,
        false,
        false,
        false,
        false,
        s.from(start));
  }

  private Expr trim(int start) {
    String name = "btrim";
    if (s.accept(Keyword.LEADING)) {
      name = "ltrim";
    } else if (s.accept(Keyword.TRAILING)) {
      name = "rtrim";
    } else {
      s.accept(Keyword.BOTH);
    }
    if (s.accept(Keyword.FROM)) {
      return close(name, g.expressions.expressionList(), start);
    }
    Expr first = g.expressions.expression();
    List<Expr> args = new ArrayList<>();
    if (s.accept(Keyword.FROM)) {
      args.addAll(g.expressions.expressionList());
      args.add(first);
    } else {
      args.add(first);
      if (s.accept(TokenKind.COMMA)) {
        args.addAll(g.expressions.expressionList());
      }
    }
    return close(name, List.copyOf(args), start);
  }

  private Expr nullif(int start) {
    Expr left = g.expressions.expression();
    s.expect(TokenKind.COMMA);
    Expr right = g.expressions.expression();
    s.expect(TokenKind.RIGHT_PAREN);
    return new AExpr(AExpr.Kind.NULLIF, List.of("="), left, right, null, s.from(start));
  }
}
