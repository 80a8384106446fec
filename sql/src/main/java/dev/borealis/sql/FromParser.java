package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.Alias;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.JoinExpr;
import dev.borealis.sql.tree.TableRef.JoinExpr.JoinType;
import dev.borealis.sql.tree.TableRef.RangeFunction;
import dev.borealis.sql.tree.TableRef.RangeFunctionItem;
import dev.borealis.sql.tree.TableRef.RangeSubselect;
import dev.borealis.sql.tree.TableRef.RangeTableSample;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of FROM. */
final class FromParser {
  private final Grammar g;

  private final ParserState s;

  FromParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  List<TableRef> fromList() {
    return s.commaList(this::tableRef);
  }

  /** {@code table_ref}. */
  TableRef tableRef() {
    int above = s.nesting.enter();
    int start = s.start();
    TableRef whole = joins(item(), start);
    s.nesting.leave(above);
    return whole;
  }

  /** The joins after an item, from left to right. */
  private TableRef joins(TableRef first, int start) {
    TableRef left = first;
    while (true) {
      if (s.accept(Keyword.CROSS)) {
        s.expect(Keyword.JOIN);
        s.nesting.growChain();
        TableRef right = item();
        left = join(JoinType.INNER, false, left, right, null, start);
        continue;
      }
      boolean natural = s.accept(Keyword.NATURAL);
      JoinType type = joinType();
      if (type == null) {
        if (natural) {
          throw s.syntaxError();
        }
        return left;
      }
      s.nesting.growChain();
      if (natural) {
        left = join(type, true, left, item(), null, start);
      } else {
        left = qualifiedJoin(type, left, start);
      }
    }
  }

  private @Nullable JoinType joinType() {
    JoinType type =
        switch (s.word()) {
          case JOIN, INNER -> JoinType.INNER;
          case LEFT -> JoinType.LEFT;
          case RIGHT -> JoinType.RIGHT;
          case FULL -> JoinType.FULL;
          case null, default -> null;
        };
    if (type == null || s.accept(Keyword.JOIN)) {
      return type;
    }
    s.next();
    if (type != JoinType.INNER) {
      s.accept(Keyword.OUTER);
    }
    s.expect(Keyword.JOIN);
    return type;
  }

  private JoinExpr join(
      JoinType type,
      boolean natural,
      TableRef left,
      TableRef right,
      @Nullable Expr quals,
      int start) {
    return new JoinExpr(type, natural, left, right, List.of(), null, quals, null, s.from(start));
  }

  private JoinExpr qualifiedJoin(JoinType type, TableRef left, int start) {
    TableRef right = tableRef();
    if (s.accept(Keyword.ON)) {
      return join(type, false, left, right, g.expressions.expression(), start);
    }
    s.expect(Keyword.USING);
    List<String> columns = g.names.columnList();
    Alias alias = null;
    int aliasStart = s.start();
    if (s.accept(Keyword.AS)) {
      alias = new Alias(s.colId(), List.of(), s.from(aliasStart));
    }
    return new JoinExpr(type, false, left, right, columns, alias, null, null, s.from(start));
  }

  private TableRef item() {
    int start = s.start();
    if (s.at(TokenKind.LEFT_PAREN)) {
      Object inner = inParentheses();
      if (inner instanceof SelectStmt query) {
        return new RangeSubselect(false, query, optionalAlias(), s.from(start));
      }
      return withAlias((JoinExpr) inner, start);
    }
    boolean lateral = s.accept(Keyword.LATERAL);
    if (lateral && s.at(TokenKind.LEFT_PAREN)) {
      SelectStmt query = g.selects.selectWithParens();
      return new RangeSubselect(true, query, optionalAlias(), s.from(start));
    }
    if (s.at(Keyword.XMLTABLE) && s.kindAhead(1) == TokenKind.LEFT_PAREN) {
      return g.xmlTables.table(lateral, start);
    }
    if (s.at(Keyword.ROWS) && s.ahead(1) == Keyword.FROM) {
      s.next();
      s.next();
      List<RangeFunctionItem> items = s.parenthesized(this::rowsFromItem);
      return function(lateral, true, items, start);
    }
    if (!lateral && (s.at(Keyword.ONLY) || atRelation())) {
      return relation(start);
    }
    return relationOrFunction(lateral, start);
  }

  /** True at a name that is no function's because of the next token. */
  private boolean atRelation() {
    TokenKind next = s.kindAhead(1);
    return s.atColId()
        && next != TokenKind.LEFT_PAREN
        && next != TokenKind.DOT
        && next != TokenKind.LEFT_BRACKET
        && !s.at(Keyword.COLLATION);
  }

  private TableRef relation(int start) {
    return withAlias(g.names.relationExpr(), start);
  }

  private TableRef relationOrFunction(boolean lateral, int start) {
    Expr special = g.functions.special(false);
    if (special != null) {
      return function(lateral, special, start);
    }
    boolean mayCall = s.atTypeFunctionName();
    boolean mayBeRelation = s.atColId() && !lateral;
    if (!mayCall && !s.atColId()) {
      throw s.syntaxError();
    }
    boolean colId = s.atColId();
    String first = s.take();
    List<Expr> indirection = colId ? g.primaries.indirection() : List.of();
    if (s.at(TokenKind.LEFT_PAREN) && (mayCall || !indirection.isEmpty())) {
      List<String> name = g.names.onlyNames(first, indirection);
      return function(lateral, g.functions.arguments(name, start), start);
    }
    if (!mayBeRelation) {
      throw s.syntaxError();
    }
    List<String> names = g.names.onlyNames(first, indirection);
    RangeVar relation = g.names.relation(names, start);
    if (s.accept(TokenKind.STAR)) {
      relation = relation.withAlias(null, s.from(start));
    }
    return withAlias(relation, start);
  }

  private TableRef withAlias(RangeVar relation, int start) {
    Alias alias = optionalAlias();
    RangeVar aliased = alias == null ? relation : relation.withAlias(alias, s.from(start));
    if (!s.accept(Keyword.TABLESAMPLE)) {
      return aliased;
    }
    List<String> method = g.names.functionName();
    List<Expr> args = g.expressions.expressionsInParentheses();
    Expr repeatable = s.accept(Keyword.REPEATABLE) ? g.expressions.inParentheses() : null;
    return new RangeTableSample(aliased, method, args, repeatable, s.from(start));
  }

  private TableRef withAlias(JoinExpr join, int start) {
    Alias alias = optionalAlias();
    if (alias == null) {
      return join;
    }
    return new JoinExpr(
        join.jointype(),
        join.isNatural(),
        join.larg(),
        join.rarg(),
        join.usingClause(),
        join.joinUsingAlias(),
        join.quals(),
        alias,
        s.from(start));
  }

  /** A query or a join: parentheses belong to a query as long as they can. */
  private Object inParentheses() {
    int above = s.nesting.enter();
    s.expect(TokenKind.LEFT_PAREN);
    Object inner = content();
    s.expect(TokenKind.RIGHT_PAREN);
    s.nesting.leave(above);
    return inner;
  }

  private Object content() {
    if (g.selects.atSelect()) {
      return g.selects.selectNoParens();
    }
    int start = s.start();
    TableRef first;
    if (s.at(TokenKind.LEFT_PAREN)) {
      Object inner = inParentheses();
      if (inner instanceof SelectStmt query) {
        if (s.at(TokenKind.RIGHT_PAREN)) {
          return query;
        }
        if (g.selects.atContinuation()) {
          return g.selects.continued(query, start);
        }
        first = new RangeSubselect(false, query, optionalAlias(), s.from(start));
      } else {
        first = withAlias((JoinExpr) inner, start);
      }
    } else {
      first = item();
    }
    TableRef joined = joins(first, start);
    if (joined instanceof JoinExpr join && join.alias() == null) {
      return join;
    }
    throw s.syntaxError();
  }

  private RangeFunctionItem rowsFromItem() {
    int start = s.start();
    Expr function = g.functions.windowless();
    List<ColumnDef> columns = List.of();
    if (s.accept(Keyword.AS)) {
      columns = s.parenthesized(this::columnDefinition);
    }
    return new RangeFunctionItem(function, columns, s.from(start));
  }

  private RangeFunction function(boolean lateral, Expr call, int start) {
    RangeFunctionItem item = new RangeFunctionItem(call, List.of(), call.span());
    return function(lateral, false, List.of(item), start);
  }

  private RangeFunction function(
      boolean lateral, boolean rowsFrom, List<RangeFunctionItem> functions, int start) {
    boolean ordinality = s.atBound(Keyword.WITH) && s.ahead(1) == Keyword.ORDINALITY;
    if (ordinality) {
      s.next();
      s.next();
    }
    Alias alias = null;
    List<ColumnDef> columns = List.of();
    int aliasStart = s.start();
    boolean as = s.accept(Keyword.AS);
    if (as && s.at(TokenKind.LEFT_PAREN)) {
      columns = s.parenthesized(this::columnDefinition);
    } else if (as || s.atColId()) {
      String name = s.colId();
      List<String> names = List.of();
      if (s.accept(TokenKind.LEFT_PAREN)) {
        TokenKind next = s.kindAhead(1);
        if (next == TokenKind.COMMA || next == TokenKind.RIGHT_PAREN) {
          names = g.names.nameList();
        } else {
          columns = s.commaList(this::columnDefinition);
        }
        s.expect(TokenKind.RIGHT_PAREN);
      }
      alias = new Alias(name, names, s.from(aliasStart));
    }
    return new RangeFunction(
        lateral, ordinality, rowsFrom, functions, alias, columns, s.from(start));
  }

  /** {@code TableFuncElement}. */
  ColumnDef columnDefinition() {
    int start = s.start();
    String name = s.colId();
    TypeName type = g.types.typeName();
    List<String> collation = s.accept(Keyword.COLLATE) ? g.names.anyName() : null;
    return new ColumnDef(name, type, null, null, List.of(), collation, List.of(), s.from(start));
  }

  @Nullable Alias optionalAlias() {
    int start = s.start();
    if (!s.accept(Keyword.AS) && !s.atColId()) {
      return null;
    }
    String name = s.colId();
    List<String> columns = g.names.optionalColumnList();
    return new Alias(name, columns, s.from(start));
  }
}
