package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.CommonTableExpr;
import dev.borealis.sql.tree.Clause.IntoClause;
import dev.borealis.sql.tree.Clause.OnCommitAction;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Clause.SortByDir;
import dev.borealis.sql.tree.Clause.SortByNulls;
import dev.borealis.sql.tree.Clause.WindowDef;
import dev.borealis.sql.tree.Clause.WithClause;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.ExprList;
import dev.borealis.sql.tree.Expr.GroupingSet;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.LimitOption;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.SetOperation;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.TableRef.RangeVar.Persistence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SELECT, VALUES, TABLE and the set operations. */
final class SelectParser {
  private final Grammar g;
  private final ParserState s;
  private final SelectOptionParser options;

  SelectParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
    this.options = new SelectOptionParser(grammar);
  }

  /** True where a query begins without a parenthesis. VALUES alone may name a column. */
  boolean atSelect() {
    return switch (s.word()) {
      case SELECT, WITH, TABLE -> true;
      case VALUES -> s.kindAhead(1) == TokenKind.LEFT_PAREN;
      case null -> s.atBound(Keyword.WITH);
      default -> false;
    };
  }

  /** True where a query in parentheses goes on after them. */
  boolean atContinuation() {
    return switch (s.word()) {
      case UNION, INTERSECT, EXCEPT, ORDER, LIMIT, OFFSET, FETCH, FOR -> true;
      case null, default -> false;
    };
  }

  /** True if the current word cannot be an operator because of what follows: it is a label. */
  boolean isLabel() {
    return s.atBareColLabel() && endsTarget(s.kindAhead(1), s.ahead(1));
  }

  private static boolean endsTarget(TokenKind kind, @Nullable Keyword word) {
    return switch (kind) {
      case END, SEMICOLON, RIGHT_PAREN, COMMA -> true;
      case KEYWORD ->
          switch (word) {
            case INTO,
                FROM,
                WHERE,
                GROUP,
                HAVING,
                WINDOW,
                UNION,
                INTERSECT,
                EXCEPT,
                ORDER,
                LIMIT,
                OFFSET,
                FETCH,
                FOR,
                ON,
                WITH,
                RETURNING,
                CREATE,
                GRANT ->
                true;
            case null, default -> false;
          };
      default -> false;
    };
  }

  /** {@code SelectStmt}: a query with or without parentheses. */
  SelectStmt select() {
    if (!s.at(TokenKind.LEFT_PAREN)) {
      return selectNoParens();
    }
    int start = s.start();
    SelectStmt inner = selectWithParens();
    return atContinuation() ? continued(inner, start) : inner;
  }

  /** {@code select_with_parens}. */
  SelectStmt selectWithParens() {
    int above = s.nesting.enter();
    s.expect(TokenKind.LEFT_PAREN);
    SelectStmt inner = select();
    s.expect(TokenKind.RIGHT_PAREN);
    s.nesting.leave(above);
    return inner;
  }

  /** {@code select_no_parens}. */
  SelectStmt selectNoParens() {
    int start = s.start();
    WithClause with = optionalWith();
    return withQuery(with, start);
  }

  /** The query after its WITH clause. */
  SelectStmt withQuery(@Nullable WithClause with, int start) {
    int above = s.nesting.enter();
    SelectStmt clause = setOperations(operand(), start, 1);
    SelectStmt whole = options.read(clause, with, start);
    s.nesting.leave(above);
    return whole;
  }

  /** Goes on after a query in parentheses. */
  SelectStmt continued(SelectStmt inner, int start) {
    int above = s.nesting.enter();
    SelectStmt clause = setOperations(inner, start, 1);
    SelectStmt whole = options.read(clause, null, start);
    s.nesting.leave(above);
    return whole;
  }

  private SelectStmt operand() {
    return s.at(TokenKind.LEFT_PAREN) ? selectWithParens() : simpleSelect();
  }

  /** INTERSECT binds more strongly than UNION and EXCEPT. */
  private SelectStmt setOperations(SelectStmt first, int start, int least) {
    SelectStmt left = first;
    while (true) {
      SetOperation op =
          switch (s.word()) {
            case UNION -> SetOperation.UNION;
            case EXCEPT -> SetOperation.EXCEPT;
            case INTERSECT -> SetOperation.INTERSECT;
            case null, default -> SetOperation.NONE;
          };
      int precedence = op == SetOperation.INTERSECT ? 2 : 1;
      if (op == SetOperation.NONE || precedence < least) {
        return left;
      }
      s.next();
      boolean all = s.accept(Keyword.ALL);
      if (!all) {
        s.accept(Keyword.DISTINCT);
      }
      s.nesting.growChain();
      int rightStart = s.start();
      SelectStmt right = setOperations(operand(), rightStart, precedence + 1);
      left = Selects.setOperation(op, all, left, right, s.from(start));
    }
  }

  private SelectStmt simpleSelect() {
    return switch (s.word()) {
      case SELECT -> plainSelect();
      case VALUES -> values();
      case TABLE -> table();
      case null, default -> throw s.syntaxError();
    };
  }

  private SelectStmt values() {
    int start = s.start();
    s.next();
    List<ExprList> rows =
        s.commaList(() -> {
          int rowStart = s.start();
          List<Expr> row = g.expressions.expressionsInParentheses();
          return new ExprList(row, s.from(rowStart));
        });
    return Selects.values(rows, s.from(start));
  }

  private SelectStmt table() {
    int start = s.start();
    s.next();
    RangeVar relation = g.names.relationExpr();
    Span span = s.from(start);
    ResTarget star = new ResTarget(null, List.of(), new ColumnRef(List.of(), true, span), span);
    return Selects.table(star, relation, span);
  }

  private SelectStmt plainSelect() {
    int start = s.start();
    s.next();
    List<Expr> distinct = null;
    List<ResTarget> targets;
    if (s.accept(Keyword.DISTINCT)) {
      distinct = s.accept(Keyword.ON) ? g.expressions.expressionsInParentheses() : List.of();
      targets = targetList();
    } else {
      s.accept(Keyword.ALL);
      boolean none = endsTarget(s.kind(), s.word()) || s.atBound(Keyword.FORMAT);
      targets = none ? List.of() : targetList();
    }
    IntoClause into = into();
    List<TableRef> from = s.accept(Keyword.FROM) ? g.froms.fromList() : List.of();
    Expr where = g.expressions.where();
    List<Expr> group = List.of();
    boolean groupDistinct = false;
    if (s.accept(Keyword.GROUP)) {
      s.expect(Keyword.BY);
      groupDistinct = s.accept(Keyword.DISTINCT);
      if (!groupDistinct) {
        s.accept(Keyword.ALL);
      }
      group = s.commaList(this::groupByItem);
    }
    Expr having = s.accept(Keyword.HAVING) ? g.expressions.expression() : null;
    List<WindowDef> windows = s.accept(Keyword.WINDOW) ? g.windows.definitions() : List.of();
    return new SelectStmt(
        distinct,
        into,
        targets,
        from,
        where,
        group,
        groupDistinct,
        having,
        windows,
        List.of(),
        List.of(),
        null,
        null,
        LimitOption.DEFAULT,
        List.of(),
        null,
        SetOperation.NONE,
        false,
        null,
        null,
        s.from(start));
  }

  List<ResTarget> targetList() {
    return s.commaList(this::target);
  }

  private ResTarget target() {
    int start = s.start();
    if (s.accept(TokenKind.STAR)) {
      Span span = s.from(start);
      return new ResTarget(null, List.of(), new ColumnRef(List.of(), true, span), span);
    }
    Expr value = g.expressions.target();
    String label = null;
    if (s.accept(Keyword.AS)) {
      label = s.colLabel();
    } else if (s.atBareColLabel()) {
      label = s.take();
    }
    return new ResTarget(label, List.of(), value, s.from(start));
  }

  private @Nullable IntoClause into() {
    int start = s.start();
    if (!s.accept(Keyword.INTO)) {
      return null;
    }
    Persistence persistence = Persistence.PERMANENT;
    if (s.accept(Keyword.TABLE)) {
      persistence = Persistence.PERMANENT;
    } else if (atTemporary()) {
      if (s.at(Keyword.LOCAL) || s.at(Keyword.GLOBAL)) {
        s.next();
      }
      persistence = s.at(Keyword.UNLOGGED) ? Persistence.UNLOGGED : Persistence.TEMP;
      s.next();
      s.accept(Keyword.TABLE);
    }
    RangeVar relation = g.names.qualifiedName().withPersistence(persistence);
    return new IntoClause(
        relation, List.of(), null, List.of(), OnCommitAction.NOOP, null, false, s.from(start));
  }

  /** These words may name the table too, if no name follows them. */
  private boolean atTemporary() {
    return switch (s.word()) {
      case TEMPORARY, TEMP, UNLOGGED -> mayBeginName(1);
      case LOCAL, GLOBAL -> s.ahead(1) == Keyword.TEMPORARY || s.ahead(1) == Keyword.TEMP;
      case null, default -> false;
    };
  }

  private boolean mayBeginName(int count) {
    Keyword word = s.ahead(count);
    return s.kindAhead(count) == TokenKind.IDENT
        || word == Keyword.TABLE
        || (word != null
            && word.category() != KeywordCategory.RESERVED
            && word.category() != KeywordCategory.TYPE_FUNC_NAME);
  }

  private Expr groupByItem() {
    int start = s.start();
    if (s.at(TokenKind.LEFT_PAREN) && s.kindAhead(1) == TokenKind.RIGHT_PAREN) {
      s.next();
      s.next();
      return new GroupingSet(GroupingSet.Kind.EMPTY, List.of(), s.from(start));
    }
    boolean parenthesis = s.kindAhead(1) == TokenKind.LEFT_PAREN;
    if (parenthesis && (s.at(Keyword.CUBE) || s.at(Keyword.ROLLUP))) {
      GroupingSet.Kind kind = s.at(Keyword.CUBE) ? GroupingSet.Kind.CUBE : GroupingSet.Kind.ROLLUP;
      s.next();
      List<Expr> content = g.expressions.expressionsInParentheses();
      return new GroupingSet(kind, content, s.from(start));
    }
    if (s.at(Keyword.GROUPING) && s.ahead(1) == Keyword.SETS) {
      int above = s.nesting.enter();
      s.next();
      s.next();
      List<Expr> content = s.parenthesized(this::groupByItem);
      s.nesting.leave(above);
      return new GroupingSet(GroupingSet.Kind.SETS, content, s.from(start));
    }
    return g.expressions.expression();
  }

  /** {@code opt_sort_clause}. */
  List<SortBy> optionalSort() {
    return s.at(Keyword.ORDER) ? sort() : List.of();
  }

  /** {@code sort_clause}. */
  List<SortBy> sort() {
    s.expect(Keyword.ORDER);
    s.expect(Keyword.BY);
    return s.commaList(this::sortBy);
  }

  private SortBy sortBy() {
    int start = s.start();
    Expr node = g.expressions.expression();
    SortByDir direction = SortByDir.USING;
    List<String> operator = List.of();
    if (s.accept(Keyword.USING)) {
      operator = g.names.qualifiedOperator();
    } else {
      direction = direction();
    }
    return new SortBy(node, direction, nulls(), operator, s.from(start));
  }

  /** {@code opt_asc_desc}. */
  SortByDir direction() {
    if (s.accept(Keyword.ASC)) {
      return SortByDir.ASC;
    }
    return s.accept(Keyword.DESC) ? SortByDir.DESC : SortByDir.DEFAULT;
  }

  /** {@code opt_nulls_order}. */
  SortByNulls nulls() {
    if (!s.atBound(Keyword.NULLS)) {
      return SortByNulls.DEFAULT;
    }
    s.next();
    SortByNulls nulls = s.at(Keyword.FIRST) ? SortByNulls.FIRST : SortByNulls.LAST;
    s.next();
    return nulls;
  }

  /** {@code opt_with_clause}. */
  @Nullable WithClause optionalWith() {
    int start = s.start();
    if (!s.at(Keyword.WITH) && !s.atBound(Keyword.WITH)) {
      return null;
    }
    boolean plain = s.at(Keyword.WITH);
    s.next();
    boolean recursive = plain && isRecursive();
    if (recursive) {
      s.next();
    }
    List<CommonTableExpr> ctes = s.commaList(options::commonTable);
    return new WithClause(ctes, recursive, s.from(start));
  }

  /** RECURSIVE may name the first table. */
  private boolean isRecursive() {
    return s.at(Keyword.RECURSIVE)
        && s.ahead(1) != Keyword.AS
        && s.kindAhead(1) != TokenKind.LEFT_PAREN;
  }
}
