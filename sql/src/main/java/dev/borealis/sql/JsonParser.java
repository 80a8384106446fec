package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Clause.WindowDef;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.JsonArrayAgg;
import dev.borealis.sql.tree.Expr.JsonArrayConstructor;
import dev.borealis.sql.tree.Expr.JsonArrayQueryConstructor;
import dev.borealis.sql.tree.Expr.JsonFormat;
import dev.borealis.sql.tree.Expr.JsonKeyValue;
import dev.borealis.sql.tree.Expr.JsonObjectAgg;
import dev.borealis.sql.tree.Expr.JsonObjectConstructor;
import dev.borealis.sql.tree.Expr.JsonOutput;
import dev.borealis.sql.tree.Expr.JsonValueExpr;
import dev.borealis.sql.tree.Expr.NamedArgExpr;
import dev.borealis.sql.tree.Expr.SubLink;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functions of SQL/JSON. */
final class JsonParser {
  private final Grammar g;

  private final ParserState s;

  JsonParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** The function that the word and a parenthesis begin, or null. */
  @Nullable Expr function(Keyword word, boolean windows) {
    switch (word) {
      case JSON_OBJECT, JSON_ARRAY, JSON_OBJECTAGG, JSON_ARRAYAGG -> {}
      default -> {
        return null;
      }
    }
    int above = s.nesting.enter();
    int start = s.start();
    s.next();
    s.next();
    Expr function =
        switch (word) {
          case JSON_OBJECT -> object(start);
          case JSON_ARRAY -> array(start);
          case JSON_OBJECTAGG -> objectAggregate(windows, start);
          default -> arrayAggregate(windows, start);
        };
    s.nesting.leave(above);
    return function;
  }

  private Expr object(int start) {
    if (s.at(TokenKind.RIGHT_PAREN) || s.at(Keyword.RETURNING)) {
      JsonOutput output = output();
      s.expect(TokenKind.RIGHT_PAREN);
      return new JsonObjectConstructor(List.of(), false, false, output, s.from(start));
    }
    int keyStart = s.start();
    Expr first = keyOrArgument();
    if (!s.at(Keyword.VALUE) && !s.at(TokenKind.COLON)) {
      return legacyObject(first, start);
    }
    List<JsonKeyValue> members = new ArrayList<>();
    members.add(value(first, keyStart));
    while (s.accept(TokenKind.COMMA)) {
      members.add(keyValue());
    }
    boolean absent = nullClause(false);
    boolean unique = uniqueKeys();
    JsonOutput output = output();
    s.expect(TokenKind.RIGHT_PAREN);
    return new JsonObjectConstructor(List.copyOf(members), absent, unique, output, s.from(start));
  }

  private FuncCall legacyObject(Expr first, int start) {
    List<Expr> args = new ArrayList<>();
    args.add(first);
    while (s.accept(TokenKind.COMMA)) {
      args.add(g.functions.argument());
    }
    s.expect(TokenKind.RIGHT_PAREN);
    return new FuncCall(
        List.of("pg_catalog", "json_object"),
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

  /** An argument or, only if nothing but a primary expression was read, a key before VALUE. */
  private Expr keyOrArgument() {
    TokenKind next = s.kindAhead(1);
    if (next == TokenKind.COLON_EQUALS || next == TokenKind.EQUALS_GREATER) {
      Expr argument = g.functions.argument();
      if (argument instanceof NamedArgExpr && !s.at(TokenKind.COMMA)) {
        if (!s.at(TokenKind.RIGHT_PAREN)) {
          throw s.syntaxError();
        }
      }
      return argument;
    }
    return key();
  }

  private Expr key() {
    if (!g.expressions.atPrimary()) {
      Expr key = g.expressions.expression();
      if (s.at(Keyword.VALUE)) {
        throw s.syntaxError();
      }
      return key;
    }
    int start = s.start();
    Expr primary = g.primaries.primary();
    if (s.at(Keyword.VALUE)) {
      return primary;
    }
    Expr key = g.expressions.continued(primary, start);
    if (s.at(Keyword.VALUE)) {
      throw s.syntaxError();
    }
    return key;
  }

  private JsonKeyValue keyValue() {
    int start = s.start();
    return value(key(), start);
  }

  private JsonKeyValue value(Expr key, int start) {
    if (!s.accept(Keyword.VALUE)) {
      s.expect(TokenKind.COLON);
    }
    return new JsonKeyValue(key, jsonValue(), s.from(start));
  }

  private JsonValueExpr jsonValue() {
    int above = s.nesting.enter();
    int start = s.start();
    Expr raw = g.expressions.expression();
    s.nesting.leave(above);
    return new JsonValueExpr(raw, format(), s.from(start));
  }

  private @Nullable JsonFormat format() {
    if (!s.atBound(Keyword.FORMAT)) {
      return null;
    }
    int start = s.start();
    s.next();
    s.next();
    String encoding = null;
    if (s.accept(Keyword.ENCODING)) {
      String name = s.colId();
      encoding = name.toUpperCase(Locale.ROOT);
      if (!List.of("UTF8", "UTF16", "UTF32").contains(encoding)) {
        throw s.error("22023", "unrecognized JSON encoding: " + name, null, -1);
      }
    }
    return new JsonFormat(encoding, s.from(start));
  }

  private @Nullable JsonOutput output() {
    int start = s.start();
    if (!s.accept(Keyword.RETURNING)) {
      return null;
    }
    TypeName type = g.types.typeName();
    return new JsonOutput(type, format(), s.from(start));
  }

  /** {@code ABSENT ON NULL} or {@code NULL ON NULL}. */
  private boolean nullClause(boolean absentByDefault) {
    boolean absent = s.at(Keyword.ABSENT);
    if (!absent && !s.at(Keyword.NULL)) {
      return absentByDefault;
    }
    s.next();
    s.expect(Keyword.ON, Keyword.NULL);
    return absent;
  }

  /** {@code WITH UNIQUE KEYS}. */
  boolean uniqueKeys() {
    boolean with = s.at(Keyword.WITH);
    if (!with && !s.at(Keyword.WITHOUT)) {
      return false;
    }
    s.next();
    s.expect(Keyword.UNIQUE);
    s.accept(Keyword.KEYS);
    return with;
  }

  private Expr array(int start) {
    if (s.at(TokenKind.RIGHT_PAREN) || s.at(Keyword.RETURNING)) {
      JsonOutput output = output();
      s.expect(TokenKind.RIGHT_PAREN);
      return new JsonArrayConstructor(List.of(), true, output, s.from(start));
    }
    if (g.selects.atSelect()) {
      return arrayOfQuery(g.selects.selectNoParens(), start);
    }
    int above = s.nesting.enter();
    int valueStart = s.start();
    Expr first;
    if (s.at(TokenKind.LEFT_PAREN)) {
      first = g.primaries.primary();
      if (first instanceof SubLink query
          && query.subLinkType() == SubLink.Type.EXPR
          && g.selects.atContinuation()) {
        s.nesting.leave(above);
        return arrayOfQuery(g.selects.continued(query.subselect(), valueStart), start);
      }
      first = g.expressions.continued(first, valueStart);
    } else {
      first = g.expressions.expression();
    }
    s.nesting.leave(above);
    List<JsonValueExpr> values = new ArrayList<>();
    values.add(new JsonValueExpr(first, format(), s.from(valueStart)));
    while (s.accept(TokenKind.COMMA)) {
      values.add(jsonValue());
    }
    boolean absent = nullClause(true);
    JsonOutput output = output();
    s.expect(TokenKind.RIGHT_PAREN);
    return new JsonArrayConstructor(List.copyOf(values), absent, output, s.from(start));
  }

  private Expr arrayOfQuery(SelectStmt query, int start) {
    JsonFormat format = format();
    JsonOutput output = output();
    s.expect(TokenKind.RIGHT_PAREN);
    return new JsonArrayQueryConstructor(query, format, output, s.from(start));
  }

  private Expr objectAggregate(boolean windows, int start) {
    JsonKeyValue member = keyValue();
    boolean absent = nullClause(false);
    boolean unique = uniqueKeys();
    JsonOutput output = output();
    s.expect(TokenKind.RIGHT_PAREN);
    Expr filter = windows ? g.windows.filter() : null;
    WindowDef over = windows ? g.windows.over() : null;
    return new JsonObjectAgg(member, absent, unique, output, filter, over, s.from(start));
  }

  private Expr arrayAggregate(boolean windows, int start) {
    JsonValueExpr value = jsonValue();
    List<SortBy> order = g.selects.optionalSort();
    boolean absent = nullClause(true);
    JsonOutput output = output();
    s.expect(TokenKind.RIGHT_PAREN);
    Expr filter = windows ? g.windows.filter() : null;
    WindowDef over = windows ? g.windows.over() : null;
    return new JsonArrayAgg(value, order, absent, output, filter, over, s.from(start));
  }
}
