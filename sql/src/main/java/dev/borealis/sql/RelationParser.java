package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.IndexElem;
import dev.borealis.sql.tree.Clause.IntoClause;
import dev.borealis.sql.tree.Clause.OnCommitAction;
import dev.borealis.sql.tree.Clause.SortByDir;
import dev.borealis.sql.tree.Clause.SortByNulls;
import dev.borealis.sql.tree.Clause.StatsElem;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.RelationStmt.CreatePolicyStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSchemaStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSeqStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStatsStmt;
import dev.borealis.sql.tree.RelationStmt.CreateTableAsStmt;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.RelationStmt.RefreshMatViewStmt;
import dev.borealis.sql.tree.RelationStmt.ViewStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE INDEX, VIEW, SEQUENCE, SCHEMA, STATISTICS and POLICY. */
final class RelationParser {
  private final Grammar g;
  private final ParserState s;

  RelationParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  IndexStmt index(int start) {
    boolean unique = s.accept(Keyword.UNIQUE);
    s.expect(Keyword.INDEX);
    boolean concurrent = s.accept(Keyword.CONCURRENTLY);
    // Unquoted ASYNC here is never a name, not even before ON (field reports).
    boolean async = !concurrent && s.atWord("async");
    if (async) {
      s.next();
    }
    boolean ifNotExists = s.acceptIfNotExists();
    String name = ifNotExists ? s.colId() : g.names.optionalName();
    s.expect(Keyword.ON);
    RangeVar relation = g.names.relationExpr();
    String method = s.accept(Keyword.USING) ? s.colId() : null;
    List<IndexElem> params = s.parenthesized(this::indexElement);
    List<IndexElem> including =
        s.accept(Keyword.INCLUDE) ? s.parenthesized(this::indexElement) : List.of();
    boolean nullsNotDistinct = g.constraints.nullTreatment();
    List<DefElem> options = g.options.optionalRelationOptions();
    String tablespace = g.tables.tablespace();
    Expr where = g.expressions.where();
    return new IndexStmt(
        name,
        relation,
        method,
        params,
        including,
        options,
        tablespace,
        where,
        unique,
        nullsNotDistinct,
        concurrent,
        async,
        ifNotExists,
        s.from(start));
  }

  /** A column, a function call, or an expression in parentheses. */
  record ColumnOrExpression(@Nullable String name, @Nullable Expr expr) {}

  ColumnOrExpression columnOrExpression() {
    if (s.at(TokenKind.LEFT_PAREN)) {
      return new ColumnOrExpression(null, g.expressions.inParentheses());
    }
    TokenKind next = s.kindAhead(1);
    boolean call =
        next == TokenKind.LEFT_PAREN || next == TokenKind.DOT || next == TokenKind.LEFT_BRACKET;
    if (s.atColId() && !call) {
      return new ColumnOrExpression(s.colId(), null);
    }
    return new ColumnOrExpression(null, g.functions.windowless());
  }

  /** {@code index_elem}. */
  IndexElem indexElement() {
    int start = s.start();
    ColumnOrExpression key = columnOrExpression();
    List<String> collation = s.accept(Keyword.COLLATE) ? g.names.anyName() : List.of();
    List<String> opclass = s.atColId() ? g.names.anyName() : List.of();
    List<DefElem> options =
        !opclass.isEmpty() && s.at(TokenKind.LEFT_PAREN) ? g.options.relationOptions() : List.of();
    SortByDir direction = g.selects.direction();
    SortByNulls nulls = g.selects.nulls();
    return new IndexElem(
        key.name, key.expr, collation, opclass, options, direction, nulls, s.from(start));
  }

  ViewStmt view(RangeVar.@Nullable Persistence persistence, boolean replace, int start) {
    boolean recursive = s.accept(Keyword.RECURSIVE);
    s.expect(Keyword.VIEW);
    RangeVar view = g.names.qualifiedName();
    if (persistence != null) {
      view = view.withPersistence(persistence);
    }
    List<String> columns = recursive ? g.names.columnList() : g.names.optionalColumnList();
    List<DefElem> options = g.options.optionalRelationOptions();
    s.expect(Keyword.AS);
    SelectStmt query = g.selects.select();
    int checkStart = s.start();
    ViewStmt.CheckOption check = ViewStmt.CheckOption.NONE;
    if (s.accept(Keyword.WITH)) {
      check = s.accept(Keyword.LOCAL) ? ViewStmt.CheckOption.LOCAL : ViewStmt.CheckOption.CASCADED;
      if (check == ViewStmt.CheckOption.CASCADED) {
        s.accept(Keyword.CASCADED);
      }
      s.expect(Keyword.CHECK, Keyword.OPTION);
      if (recursive) {
        throw s.unsupported("WITH CHECK OPTION not supported on recursive views", checkStart);
      }
    }
    return new ViewStmt(view, columns, query, replace, recursive, options, check, s.from(start));
  }

  CreateTableAsStmt materializedView(RangeVar.@Nullable Persistence persistence, int start) {
    s.expect(Keyword.MATERIALIZED, Keyword.VIEW);
    boolean ifNotExists = s.acceptIfNotExists();
    int intoStart = s.start();
    RangeVar view = g.names.qualifiedName();
    if (persistence != null) {
      view = view.withPersistence(persistence);
    }
    List<String> columns = g.names.optionalColumnList();
    String method = s.accept(Keyword.USING) ? s.colId() : null;
    List<DefElem> options = g.options.optionalRelationOptions();
    String tablespace = g.tables.tablespace();
    Span intoSpan = s.from(intoStart);
    s.expect(Keyword.AS);
    SelectStmt query = g.selects.select();
    boolean noData = g.tables.noData();
    IntoClause into =
        new IntoClause(
            view, columns, method, options, OnCommitAction.NOOP, tablespace, noData, intoSpan);
    return new CreateTableAsStmt(query, into, ObjectType.MATVIEW, ifNotExists, s.from(start));
  }

  RefreshMatViewStmt refresh() {
    int start = s.start();
    s.next();
    s.expect(Keyword.MATERIALIZED, Keyword.VIEW);
    boolean concurrent = s.accept(Keyword.CONCURRENTLY);
    RangeVar view = g.names.qualifiedName();
    return new RefreshMatViewStmt(view, concurrent, g.tables.noData(), s.from(start));
  }

  CreateSeqStmt sequence(RangeVar.@Nullable Persistence persistence, int start) {
    s.expect(Keyword.SEQUENCE);
    boolean ifNotExists = s.acceptIfNotExists();
    RangeVar sequence = g.names.qualifiedName();
    if (persistence != null) {
      sequence = sequence.withPersistence(persistence);
    }
    return new CreateSeqStmt(sequence, g.options.sequenceOptions(), ifNotExists, s.from(start));
  }

  CreateSchemaStmt schema(int start) {
    s.expect(Keyword.SCHEMA);
    boolean ifNotExists = s.acceptIfNotExists();
    String name = g.names.optionalName();
    RoleSpec role = null;
    if (s.accept(Keyword.AUTHORIZATION)) {
      role = g.names.roleSpec();
    } else if (name == null) {
      throw s.syntaxError();
    }
    int elementsStart = s.start();
    List<Stmt> elements = new ArrayList<>();
    while (s.at(Keyword.CREATE) || s.at(Keyword.GRANT)) {
      elements.add(g.creates.schemaElement());
    }
    if (ifNotExists && !elements.isEmpty()) {
      throw s.unsupported(
          "CREATE SCHEMA IF NOT EXISTS cannot include schema elements", elementsStart);
    }
    return new CreateSchemaStmt(name, role, List.copyOf(elements), ifNotExists, s.from(start));
  }

  CreateStatsStmt statistics(int start) {
    s.expect(Keyword.STATISTICS);
    boolean ifNotExists = s.acceptIfNotExists();
    List<String> names = ifNotExists || s.atColId() ? g.names.anyName() : List.of();
    List<String> types = g.names.optionalColumnList();
    s.expect(Keyword.ON);
    List<StatsElem> elements =
        s.commaList(() -> {
          int elementStart = s.start();
          ColumnOrExpression key = columnOrExpression();
          return new StatsElem(key.name, key.expr, s.from(elementStart));
        });
    s.expect(Keyword.FROM);
    List<TableRef> relations = g.froms.fromList();
    return new CreateStatsStmt(names, types, elements, relations, ifNotExists, s.from(start));
  }

  CreatePolicyStmt policy(int start) {
    s.expect(Keyword.POLICY);
    String name = s.colId();
    s.expect(Keyword.ON);
    RangeVar table = g.names.qualifiedName();
    boolean permissive = true;
    if (s.accept(Keyword.AS)) {
      int place = s.start();
      String kind = s.takeIf(s.at(TokenKind.IDENT));
      permissive = kind.equals("permissive");
      if (!permissive && !kind.equals("restrictive")) {
        throw s.error(
            "42601",
            "unrecognized row security option \"" + kind + '"',
            "Only PERMISSIVE or RESTRICTIVE policies are supported currently.",
            place);
      }
    }
    String command = "all";
    if (s.accept(Keyword.FOR)) {
      boolean known =
          switch (s.word()) {
            case ALL, SELECT, INSERT, UPDATE, DELETE -> true;
            case null, default -> false;
          };
      command = s.takeIf(known);
    }
    List<RoleSpec> roles =
        s.accept(Keyword.TO)
            ? g.names.roleList()
            : List.of(new RoleSpec(RoleSpec.RoleType.PUBLIC, null, Span.NONE));
    Expr using = s.accept(Keyword.USING) ? g.expressions.inParentheses() : null;
    Expr check = s.accept(Keyword.WITH, Keyword.CHECK) ? g.expressions.inParentheses() : null;
    return new CreatePolicyStmt(
        name, table, command, permissive, roles, using, check, s.from(start));
  }
}
