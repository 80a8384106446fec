package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.Alias;
import dev.borealis.sql.tree.Clause.Assignment;
import dev.borealis.sql.tree.Clause.IndexElem;
import dev.borealis.sql.tree.Clause.InferClause;
import dev.borealis.sql.tree.Clause.MergeWhenClause;
import dev.borealis.sql.tree.Clause.MergeWhenClause.CommandType;
import dev.borealis.sql.tree.Clause.MultiAssignRef;
import dev.borealis.sql.tree.Clause.OnConflictClause;
import dev.borealis.sql.tree.Clause.OverridingKind;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Clause.WithClause;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.CurrentOfExpr;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.MergeStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE, DELETE and MERGE. */
final class DmlParser {
  private final Grammar g;
  private final ParserState s;

  DmlParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** {@code PreparableStmt}: a query or one of these statements, perhaps after WITH. */
  Stmt preparable() {
    int start = s.start();
    if (s.at(TokenKind.LEFT_PAREN)) {
      return g.selects.select();
    }
    WithClause with = g.selects.optionalWith();
    return switch (s.word()) {
      case INSERT -> insert(with, start);
      case UPDATE -> update(with, start);
      case DELETE -> delete(with, start);
      case MERGE -> merge(with, start);
      case null, default -> g.selects.withQuery(with, start);
    };
  }

  private InsertStmt insert(@Nullable WithClause with, int start) {
    s.next();
    s.expect(Keyword.INTO);
    int targetStart = s.start();
    RangeVar target = g.names.qualifiedName();
    if (s.accept(Keyword.AS)) {
      int aliasStart = s.start();
      Alias alias = new Alias(s.colId(), List.of(), s.from(aliasStart));
      target = target.withAlias(alias, s.from(targetStart));
    }
    List<ResTarget> columns = List.of();
    OverridingKind override = OverridingKind.NOT_SET;
    SelectStmt query = null;
    if (s.accept(Keyword.DEFAULT)) {
      s.expect(Keyword.VALUES);
    } else {
      if (s.at(TokenKind.LEFT_PAREN) && !atQueryInParentheses()) {
        columns = s.parenthesized(this::column);
      }
      override = override();
      query = g.selects.select();
    }
    OnConflictClause conflict = onConflict();
    List<ResTarget> returning = returning();
    return new InsertStmt(
        target, columns, query, conflict, returning, with, override, s.from(start));
  }

  private boolean atQueryInParentheses() {
    Keyword word = s.ahead(1);
    return s.kindAhead(1) == TokenKind.LEFT_PAREN
        || word == Keyword.SELECT
        || word == Keyword.WITH
        || word == Keyword.TABLE
        || (word == Keyword.VALUES && s.kindAhead(2) == TokenKind.LEFT_PAREN);
  }

  private OverridingKind override() {
    if (!s.accept(Keyword.OVERRIDING)) {
      return OverridingKind.NOT_SET;
    }
    boolean user = s.accept(Keyword.USER);
    if (!user) {
      s.expect(Keyword.SYSTEM);
    }
    s.expect(Keyword.VALUE);
    return user ? OverridingKind.USER_VALUE : OverridingKind.SYSTEM_VALUE;
  }

  private ResTarget column() {
    int start = s.start();
    String name = s.colId();
    List<Expr> indirection = g.names.checkStars(g.primaries.indirection());
    return new ResTarget(name, indirection, null, s.from(start));
  }

  private @Nullable OnConflictClause onConflict() {
    int start = s.start();
    if (!s.accept(Keyword.ON)) {
      return null;
    }
    s.expect(Keyword.CONFLICT);
    InferClause infer = infer();
    s.expect(Keyword.DO);
    if (s.accept(Keyword.NOTHING)) {
      return new OnConflictClause(false, infer, List.of(), null, s.from(start));
    }
    s.expect(Keyword.UPDATE, Keyword.SET);
    List<Assignment> assignments = assignments();
    Expr where = g.expressions.where();
    return new OnConflictClause(true, infer, assignments, where, s.from(start));
  }

  private @Nullable InferClause infer() {
    int start = s.start();
    if (s.at(TokenKind.LEFT_PAREN)) {
      List<IndexElem> elements = s.parenthesized(g.relations::indexElement);
      return new InferClause(elements, g.expressions.where(), null, s.from(start));
    }
    if (s.accept(Keyword.ON, Keyword.CONSTRAINT)) {
      return new InferClause(List.of(), null, s.colId(), s.from(start));
    }
    return null;
  }

  private List<ResTarget> returning() {
    return s.accept(Keyword.RETURNING) ? g.selects.targetList() : List.of();
  }

  private List<Assignment> assignments() {
    return s.commaList(this::assignment);
  }

  private Assignment assignment() {
    int start = s.start();
    if (s.at(TokenKind.LEFT_PAREN)) {
      List<ResTarget> targets = s.parenthesized(this::column);
      s.expect(TokenKind.EQUALS);
      return new MultiAssignRef(targets, g.expressions.expression(), s.from(start));
    }
    ResTarget target = column();
    s.expect(TokenKind.EQUALS);
    Expr value = g.expressions.expression();
    return new ResTarget(target.name(), target.indirection(), value, s.from(start));
  }

  /** {@code relation_expr_opt_alias}: SET is no alias without AS. */
  private RangeVar targetRelation() {
    int start = s.start();
    RangeVar relation = g.names.relationExpr();
    int aliasStart = s.start();
    if (s.accept(Keyword.AS) || (s.atColId() && !s.at(Keyword.SET))) {
      Alias alias = new Alias(s.colId(), List.of(), s.from(aliasStart));
      return relation.withAlias(alias, s.from(start));
    }
    return relation;
  }

  private UpdateStmt update(@Nullable WithClause with, int start) {
    s.next();
    RangeVar relation = targetRelation();
    s.expect(Keyword.SET);
    List<Assignment> assignments = assignments();
    List<TableRef> from = s.accept(Keyword.FROM) ? g.froms.fromList() : List.of();
    Expr where = whereOrCurrent();
    List<ResTarget> returning = returning();
    return new UpdateStmt(relation, assignments, from, where, returning, with, s.from(start));
  }

  private @Nullable Expr whereOrCurrent() {
    if (!s.accept(Keyword.WHERE)) {
      return null;
    }
    if (s.at(Keyword.CURRENT) && s.ahead(1) == Keyword.OF) {
      int start = s.start();
      s.next();
      s.next();
      return new CurrentOfExpr(s.colId(), s.from(start));
    }
    return g.expressions.expression();
  }

  private DeleteStmt delete(@Nullable WithClause with, int start) {
    s.next();
    s.expect(Keyword.FROM);
    RangeVar relation = targetRelation();
    List<TableRef> using = s.accept(Keyword.USING) ? g.froms.fromList() : List.of();
    Expr where = whereOrCurrent();
    List<ResTarget> returning = returning();
    return new DeleteStmt(relation, using, where, returning, with, s.from(start));
  }

  private MergeStmt merge(@Nullable WithClause with, int start) {
    s.next();
    s.expect(Keyword.INTO);
    RangeVar relation = targetRelation();
    s.expect(Keyword.USING);
    TableRef source = g.froms.tableRef();
    s.expect(Keyword.ON);
    Expr condition = g.expressions.expression();
    List<MergeWhenClause> branches = new ArrayList<>();
    do {
      branches.add(mergeWhen());
    } while (s.at(Keyword.WHEN));
    return new MergeStmt(relation, source, condition, List.copyOf(branches), with, s.from(start));
  }

  private MergeWhenClause mergeWhen() {
    int start = s.start();
    s.expect(Keyword.WHEN);
    boolean matched = !s.accept(Keyword.NOT);
    s.expect(Keyword.MATCHED);
    Expr condition = s.accept(Keyword.AND) ? g.expressions.expression() : null;
    s.expect(Keyword.THEN);
    OverridingKind override = OverridingKind.NOT_SET;
    List<Assignment> targets = List.of();
    List<Expr> values = List.of();
    CommandType type = CommandType.NOTHING;
    if (s.accept(Keyword.DO)) {
      s.expect(Keyword.NOTHING);
    } else if (matched && s.accept(Keyword.UPDATE)) {
      type = CommandType.UPDATE;
      s.expect(Keyword.SET);
      targets = assignments();
    } else if (matched) {
      type = CommandType.DELETE;
      s.expect(Keyword.DELETE);
    } else {
      type = CommandType.INSERT;
      s.expect(Keyword.INSERT);
      if (s.accept(Keyword.DEFAULT)) {
        s.expect(Keyword.VALUES);
      } else {
        targets = List.copyOf(s.optionalParenthesized(this::column));
        override = override();
        s.expect(Keyword.VALUES);
        values = g.expressions.expressionsInParentheses();
      }
    }
    return new MergeWhenClause(matched, type, override, condition, targets, values, s.from(start));
  }
}
