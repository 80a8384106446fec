package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.CommonTableExpr;
import dev.borealis.sql.tree.Clause.CteCycleClause;
import dev.borealis.sql.tree.Clause.CteSearchClause;
import dev.borealis.sql.tree.Clause.FrameBound;
import dev.borealis.sql.tree.Clause.IntoClause;
import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Clause.SortByDir;
import dev.borealis.sql.tree.Clause.SortByNulls;
import dev.borealis.sql.tree.Clause.WindowDef;
import dev.borealis.sql.tree.Clause.WindowFrame;
import dev.borealis.sql.tree.Clause.WithClause;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.LimitOption;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.SetOperation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes queries. */
final class QueryPrinter {
  private final Printout p;

  QueryPrinter(Printout printout) {
    this.p = printout;
  }

  void inParentheses(SelectStmt query) {
    p.text.add("(");
    print(query);
    p.text.attach(")");
  }

  void print(SelectStmt query) {
    with(query.withClause());
    if (query.op() == SetOperation.NONE) {
      core(query);
    } else {
      chain(query);
    }
    orderBy(query.sortClause());
    limit(query);
    query.lockingClause().forEach(this::locking);
  }

  /** A chain of set operations leans to the left and may be long. */
  private void chain(SelectStmt last) {
    Deque<SelectStmt> chain = new ArrayDeque<>();
    SelectStmt first = last;
    chain.push(first);
    SelectStmt left = first.larg();
    while (left != null && left.op() != SetOperation.NONE && !hasOptions(left)) {
      if (precedence(left) < precedence(first)) {
        break;
      }
      first = left;
      chain.push(first);
      left = first.larg();
    }
    operand(first.larg(), precedence(first));
    for (SelectStmt operation : chain) {
      p.text.words(operation.op()).addIf(operation.all(), "ALL");
      operand(operation.rarg(), precedence(operation) + 1);
    }
  }

  private static int precedence(SelectStmt query) {
    return query.op() == SetOperation.INTERSECT ? 2 : query.op() == SetOperation.NONE ? 3 : 1;
  }

  private static boolean hasOptions(SelectStmt query) {
    return query.withClause() != null
        || !query.sortClause().isEmpty()
        || query.limitOption() != LimitOption.DEFAULT
        || !query.lockingClause().isEmpty();
  }

  private void operand(@Nullable SelectStmt query, int least) {
    if (query == null) {
      return;
    }
    if (hasOptions(query) || precedence(query) < least) {
      inParentheses(query);
    } else {
      print(query);
    }
  }

  private void core(SelectStmt query) {
    if (!query.valuesLists().isEmpty()) {
      p.text.add("VALUES").list(query.valuesLists(), p.expressions::print);
      return;
    }
    p.text.add("SELECT");
    List<Expr> distinct = query.distinctClause();
    if (distinct != null) {
      p.text.add(distinct.isEmpty() ? "DISTINCT" : "DISTINCT ON");
      p.text.optional(distinct, p.expressions::print);
    }
    p.text.list(query.targetList(), this::target);
    if (query.intoClause() != null) {
      into(query.intoClause());
    }
    p.froms.list("FROM", query.fromClause());
    p.expressions.where(query.whereClause());
    if (!query.groupClause().isEmpty()) {
      p.text.add("GROUP BY").addIf(query.groupDistinct(), "DISTINCT");
      p.text.list(query.groupClause(), p.expressions::print);
    }
    p.expressions.clause("HAVING", query.havingClause());
    if (!query.windowClause().isEmpty()) {
      p.text.add("WINDOW").list(query.windowClause(), this::definition);
    }
  }

  /** An item of a target list. */
  void target(ResTarget target) {
    if (target.val() != null) {
      p.expressions.print(target.val());
    }
    p.text.addName("AS", target.name());
  }

  private void into(IntoClause into) {
    p.text.add("INTO");
    switch (into.rel().relpersistence()) {
      case TEMP -> p.text.add("TEMPORARY");
      case UNLOGGED -> p.text.add("UNLOGGED");
      case PERMANENT -> {}
    }
    p.text.add("TABLE");
    p.froms.relation(into.rel());
  }

  private void limit(SelectStmt query) {
    Expr count = query.limitCount();
    if (count != null && query.limitOption() != LimitOption.WITH_TIES) {
      p.expressions.clause("LIMIT", count);
    }
    p.expressions.clause("OFFSET", query.limitOffset());
    if (count != null && query.limitOption() == LimitOption.WITH_TIES) {
      p.text.add("FETCH FIRST");
      p.expressions.primary(count);
      p.text.add("ROWS WITH TIES");
    }
  }

  void locking(LockingClause clause) {
    p.text.add(
        switch (clause.strength()) {
          case FORUPDATE -> "FOR UPDATE";
          case FORNOKEYUPDATE -> "FOR NO KEY UPDATE";
          case FORSHARE -> "FOR SHARE";
          case FORKEYSHARE -> "FOR KEY SHARE";
        });
    if (!clause.lockedRels().isEmpty()) {
      p.text.add("OF").list(clause.lockedRels(), p.froms::relation);
    }
    switch (clause.waitPolicy()) {
      case SKIP -> p.text.add("SKIP LOCKED");
      case ERROR -> p.text.add("NOWAIT");
      case BLOCK -> {}
    }
  }

  void orderBy(List<SortBy> sort) {
    if (!sort.isEmpty()) {
      p.text.add("ORDER BY").list(sort, this::sortBy);
    }
  }

  void sortBy(SortBy item) {
    p.expressions.print(item.node());
    if (item.sortbyDir() == SortByDir.USING) {
      p.text.add("USING").operator(item.useOp());
    }
    direction(item.sortbyDir(), item.sortbyNulls());
  }

  void direction(SortByDir direction, SortByNulls nulls) {
    switch (direction) {
      case ASC -> p.text.add("ASC");
      case DESC -> p.text.add("DESC");
      case DEFAULT, USING -> {}
    }
    switch (nulls) {
      case FIRST -> p.text.add("NULLS FIRST");
      case LAST -> p.text.add("NULLS LAST");
      case DEFAULT -> {}
    }
  }

  void with(@Nullable WithClause with) {
    if (with != null) {
      p.text.add("WITH").addIf(with.recursive(), "RECURSIVE").list(with.ctes(), this::commonTable);
    }
  }

  void commonTable(CommonTableExpr cte) {
    p.text.name(cte.ctename()).optional(cte.aliascolnames(), p.text::name).add("AS");
    switch (cte.ctematerialized()) {
      case ALWAYS -> p.text.add("MATERIALIZED");
      case NEVER -> p.text.add("NOT MATERIALIZED");
      case DEFAULT -> {}
    }
    p.text.add("(");
    p.print(cte.ctequery());
    p.text.attach(")");
    if (cte.searchClause() != null) {
      search(cte.searchClause());
    }
    if (cte.cycleClause() != null) {
      cycle(cte.cycleClause());
    }
  }

  void search(CteSearchClause search) {
    p.text.add(search.breadthFirst() ? "SEARCH BREADTH FIRST BY" : "SEARCH DEPTH FIRST BY");
    p.text.names(search.searchColList()).addName("SET", search.searchSeqColumn());
  }

  void cycle(CteCycleClause cycle) {
    p.text.add("CYCLE").names(cycle.cycleColList()).addName("SET", cycle.cycleMarkColumn());
    constant("TO", cycle.cycleMarkValue());
    constant("DEFAULT", cycle.cycleMarkDefault());
    p.text.addName("USING", cycle.cyclePathColumn());
  }

  private void constant(String word, @Nullable Expr value) {
    if (value instanceof TypeCast constant) {
      p.text.add(word);
      p.types.printConstant(constant);
    } else {
      p.expressions.clause(word, value);
    }
  }

  /** A window of OVER. */
  void over(WindowDef window) {
    if (!window.specified() && window.name() != null) {
      p.text.name(window.name());
    } else {
      specification(window);
    }
  }

  /** A window of the WINDOW clause. */
  void definition(WindowDef window) {
    if (window.name() != null) {
      p.text.name(window.name()).add("AS");
    }
    specification(window);
  }

  private void specification(WindowDef window) {
    p.text.add("(");
    if (window.refname() != null) {
      p.text.name(window.refname());
    }
    if (!window.partitionClause().isEmpty()) {
      p.text.add("PARTITION BY").list(window.partitionClause(), p.expressions::print);
    }
    orderBy(window.orderClause());
    if (window.frame() != null) {
      frame(window.frame());
    }
    p.text.attach(")");
  }

  void frame(WindowFrame frame) {
    p.text.words(frame.mode());
    if (frame.end() == null) {
      bound(frame.start());
    } else {
      p.text.add("BETWEEN");
      bound(frame.start());
      p.text.add("AND");
      bound(frame.end());
    }
    switch (frame.exclusion()) {
      case NO_OTHERS -> {}
      case CURRENT_ROW, GROUP, TIES -> p.text.add("EXCLUDE").words(frame.exclusion());
    }
  }

  void bound(FrameBound bound) {
    if (bound.offset() == null) {
      p.text.words(bound.kind());
      return;
    }
    p.expressions.print(bound.offset());
    p.text.add(bound.kind() == FrameBound.Kind.OFFSET_PRECEDING ? "PRECEDING" : "FOLLOWING");
  }
}
