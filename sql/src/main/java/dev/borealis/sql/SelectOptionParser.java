package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.CommonTableExpr;
import dev.borealis.sql.tree.Clause.CteCycleClause;
import dev.borealis.sql.tree.Clause.CteSearchClause;
import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Clause.WithClause;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.LimitOption;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.Value.IntegerValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands around a query: WITH, ORDER BY, LIMIT and the locking clauses. */
final class SelectOptionParser {
  private final Grammar g;
  private final ParserState s;

  SelectOptionParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** LIMIT, OFFSET and FETCH as they were read. */
  private record Limit(@Nullable Expr offset, @Nullable Expr count, LimitOption option) {}

  /** Reads what follows a query and puts it and WITH around it. */
  SelectStmt read(SelectStmt select, @Nullable WithClause with, int start) {
    List<SortBy> sort = g.selects.optionalSort();
    Limit limit = null;
    List<LockingClause> locking = List.of();
    if (s.at(Keyword.FOR)) {
      locking = lockingClauses();
      limit = limit();
    } else {
      limit = limit();
      if (limit != null && s.at(Keyword.FOR)) {
        locking = lockingClauses();
      }
    }
    if (sort.isEmpty() && limit == null && locking.isEmpty() && with == null) {
      return select;
    }
    return merge(select, sort, limit, locking, with, start);
  }

  private SelectStmt merge(
      SelectStmt select,
      List<SortBy> sort,
      @Nullable Limit limit,
      List<LockingClause> locking,
      @Nullable WithClause with,
      int start) {
    if (!sort.isEmpty() && !select.sortClause().isEmpty()) {
      throw s.error("multiple ORDER BY clauses not allowed", sort.getFirst().span().start());
    }
    List<SortBy> wholeSort = sort.isEmpty() ? select.sortClause() : sort;
    List<LockingClause> wholeLocking = new ArrayList<>(select.lockingClause());
    wholeLocking.addAll(locking);
    Expr offset = select.limitOffset();
    Expr count = select.limitCount();
    LimitOption option = select.limitOption();
    if (limit != null) {
      checkLimit(select, limit, wholeSort, wholeLocking);
      offset = limit.offset == null ? offset : limit.offset;
      count = limit.count == null ? count : limit.count;
      option = limit.option;
    }
    if (with != null && select.withClause() != null) {
      throw s.error("multiple WITH clauses not allowed", with.span().start());
    }
    return Selects.withOptions(
        select,
        wholeSort,
        offset,
        count,
        option,
        List.copyOf(wholeLocking),
        with == null ? select.withClause() : with,
        s.from(start));
  }

  private void checkLimit(
      SelectStmt select, Limit limit, List<SortBy> sort, List<LockingClause> locking) {
    if (limit.offset != null && select.limitOffset() != null) {
      throw s.error("multiple OFFSET clauses not allowed", limit.offset.span().start());
    }
    if (limit.count != null && select.limitCount() != null) {
      throw s.error("multiple LIMIT clauses not allowed", limit.count.span().start());
    }
    if (select.limitOption() == LimitOption.WITH_TIES) {
      throw s.error("multiple limit options not allowed", -1);
    }
    if (limit.option != LimitOption.WITH_TIES) {
      return;
    }
    if (sort.isEmpty()) {
      throw s.error("WITH TIES cannot be specified without ORDER BY clause", -1);
    }
    for (LockingClause clause : locking) {
      if (clause.waitPolicy() == LockingClause.WaitPolicy.SKIP) {
        throw s.error("SKIP LOCKED and WITH TIES options cannot be used together", -1);
      }
    }
  }

  private @Nullable Limit limit() {
    if (s.at(Keyword.OFFSET)) {
      Expr offset = offset();
      Limit count = count();
      return count == null
          ? new Limit(offset, null, LimitOption.COUNT)
          : new Limit(offset, count.count, count.option);
    }
    Limit count = count();
    if (count == null || !s.at(Keyword.OFFSET)) {
      return count;
    }
    return new Limit(offset(), count.count, count.option);
  }

  private Expr offset() {
    s.next();
    int start = s.start();
    Expr simple = simpleValue();
    if (simple != null && (s.accept(Keyword.ROW) || s.accept(Keyword.ROWS))) {
      return simple;
    }
    return simple == null ? g.expressions.expression() : g.expressions.continued(simple, start);
  }

  /** A value as FETCH takes it; null where an expression begins that is more than that. */
  private @Nullable Expr simpleValue() {
    int start = s.start();
    boolean sign = s.at(TokenKind.PLUS) || s.at(TokenKind.MINUS);
    TokenKind next = s.kindAhead(1);
    if (sign && (next == TokenKind.ICONST || next == TokenKind.FCONST)) {
      boolean minus = s.at(TokenKind.MINUS);
      s.next();
      AConst number = g.literals.constant();
      return minus
          ? g.expressions.negate(number, start)
          : g.expressions.unary(List.of("+"), number, start);
    }
    return g.expressions.atPrimary() ? g.primaries.primary() : null;
  }

  private @Nullable Limit count() {
    int start = s.start();
    if (s.accept(Keyword.LIMIT)) {
      int valueStart = s.start();
      Expr count =
          s.accept(Keyword.ALL) ? new AConst(null, s.from(valueStart)) : g.expressions.expression();
      if (s.accept(TokenKind.COMMA)) {
        g.expressions.expression();
        throw s.error(
            "42601",
            "LIMIT #,# syntax is not supported",
            "Use separate LIMIT and OFFSET clauses.",
            start);
      }
      return new Limit(null, count, LimitOption.COUNT);
    }
    return s.accept(Keyword.FETCH) ? fetch() : null;
  }

  private Limit fetch() {
    if (!s.accept(Keyword.FIRST)) {
      s.expect(Keyword.NEXT);
    }
    Expr count = new AConst(new IntegerValue(1, Span.NONE), Span.NONE);
    boolean noValue =
        (s.at(Keyword.ROW) || s.at(Keyword.ROWS))
            && (s.ahead(1) == Keyword.ONLY || s.ahead(1) == Keyword.WITH);
    if (!noValue) {
      Expr value = simpleValue();
      if (value == null) {
        // A sign may stand here, but only before a number.
        if (s.at(TokenKind.PLUS) || s.at(TokenKind.MINUS)) {
          s.next();
        }
        throw s.syntaxError();
      }
      count = value;
    }
    if (!s.accept(Keyword.ROW)) {
      s.expect(Keyword.ROWS);
    }
    if (s.accept(Keyword.ONLY)) {
      return new Limit(null, count, LimitOption.COUNT);
    }
    s.expect(Keyword.WITH);
    s.expect(Keyword.TIES);
    return new Limit(null, count, LimitOption.WITH_TIES);
  }

  private List<LockingClause> lockingClauses() {
    if (s.ahead(1) == Keyword.READ) {
      s.next();
      s.next();
      s.expect(Keyword.ONLY);
      return List.of();
    }
    List<LockingClause> clauses = new ArrayList<>();
    while (s.at(Keyword.FOR)) {
      clauses.add(lockingClause());
    }
    return clauses;
  }

  private LockingClause lockingClause() {
    int start = s.start();
    s.next();
    LockingClause.Strength strength;
    if (s.accept(Keyword.UPDATE)) {
      strength = LockingClause.Strength.FORUPDATE;
    } else if (s.accept(Keyword.SHARE)) {
      strength = LockingClause.Strength.FORSHARE;
    } else if (s.accept(Keyword.KEY)) {
      s.expect(Keyword.SHARE);
      strength = LockingClause.Strength.FORKEYSHARE;
    } else {
      s.expect(Keyword.NO, Keyword.KEY, Keyword.UPDATE);
      strength = LockingClause.Strength.FORNOKEYUPDATE;
    }
    List<RangeVar> relations = s.accept(Keyword.OF) ? g.names.qualifiedNameList() : List.of();
    LockingClause.WaitPolicy policy = LockingClause.WaitPolicy.BLOCK;
    if (s.accept(Keyword.NOWAIT)) {
      policy = LockingClause.WaitPolicy.ERROR;
    } else if (s.accept(Keyword.SKIP)) {
      s.expect(Keyword.LOCKED);
      policy = LockingClause.WaitPolicy.SKIP;
    }
    return new LockingClause(relations, strength, policy, s.from(start));
  }

  /** {@code common_table_expr}. */
  CommonTableExpr commonTable() {
    int start = s.start();
    String name = s.colId();
    List<String> columns = g.names.optionalColumnList();
    s.expect(Keyword.AS);
    CommonTableExpr.Materialize materialize = CommonTableExpr.Materialize.DEFAULT;
    if (s.accept(Keyword.MATERIALIZED)) {
      materialize = CommonTableExpr.Materialize.ALWAYS;
    } else if (s.accept(Keyword.NOT)) {
      s.expect(Keyword.MATERIALIZED);
      materialize = CommonTableExpr.Materialize.NEVER;
    }
    int above = s.nesting.enter();
    s.expect(TokenKind.LEFT_PAREN);
    Stmt query = g.dml.preparable();
    s.expect(TokenKind.RIGHT_PAREN);
    s.nesting.leave(above);
    CteSearchClause search = search();
    CteCycleClause cycle = cycle();
    return new CommonTableExpr(name, columns, materialize, query, search, cycle, s.from(start));
  }

  private @Nullable CteSearchClause search() {
    int start = s.start();
    if (!s.accept(Keyword.SEARCH)) {
      return null;
    }
    boolean breadth = s.accept(Keyword.BREADTH);
    if (!breadth) {
      s.expect(Keyword.DEPTH);
    }
    s.expect(Keyword.FIRST, Keyword.BY);
    List<String> columns = g.names.nameList();
    s.expect(Keyword.SET);
    return new CteSearchClause(columns, breadth, s.colId(), s.from(start));
  }

  private @Nullable CteCycleClause cycle() {
    int start = s.start();
    if (!s.accept(Keyword.CYCLE)) {
      return null;
    }
    List<String> columns = g.names.nameList();
    s.expect(Keyword.SET);
    String mark = s.colId();
    Expr value = null;
    Expr otherwise = null;
    if (s.accept(Keyword.TO)) {
      value = g.literals.anyConstant();
      s.expect(Keyword.DEFAULT);
      otherwise = g.literals.anyConstant();
    }
    s.expect(Keyword.USING);
    return new CteCycleClause(columns, mark, value, otherwise, s.colId(), s.from(start));
  }
}
