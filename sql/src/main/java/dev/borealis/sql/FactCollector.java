package dev.borealis.sql;

import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Clause.CommonTableExpr;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.IntoClause;
import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Clause.WithClause;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.ParamRef;
import dev.borealis.sql.tree.Expr.SqlValueFunction;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.QueryStmt;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.MergeStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeTableSample;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.UtilityStmt.CallStmt;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import dev.borealis.sql.tree.UtilityStmt.DeclareCursorStmt;
import dev.borealis.sql.tree.UtilityStmt.DoStmt;
import dev.borealis.sql.tree.UtilityStmt.ExecuteStmt;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import dev.borealis.sql.tree.UtilityStmt.FetchStmt;
import dev.borealis.sql.tree.UtilityStmt.TruncateStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableShowStmt;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Walks a statement once and keeps what {@link StatementFacts} tells. */
final class FactCollector {
  private static final Set<String> FALSE_WORDS = Set.of("false", "off", "0");

  private final List<RangeVar> read = new ArrayList<>();
  private final List<RangeVar> written = new ArrayList<>();
  private final List<FuncCall> functions = new ArrayList<>();
  private final SortedSet<Integer> parameters = new TreeSet<>();
  private final List<QueryStmt> modifying = new ArrayList<>();
  private final List<LockingClause> locking = new ArrayList<>();

  /** The names of the common table expressions that can be seen, innermost last. */
  private final List<String> visibleCtes = new ArrayList<>();

  /** How many queries are around the current node: outside of them, names are not read. */
  private int queries;

  private boolean into;
  private Volatility volatility = Volatility.IMMUTABLE;

  StatementFacts collect(Stmt statement) {
    visit(statement);
    return new StatementFacts(
        List.copyOf(read),
        List.copyOf(written),
        List.copyOf(functions),
        Collections.unmodifiableSortedSet(parameters),
        isReadOnly(statement),
        List.copyOf(modifying),
        List.copyOf(locking),
        volatility);
  }

  private boolean isReadOnly(@Nullable Stmt statement) {
    boolean changesNothing = modifying.isEmpty() && locking.isEmpty() && !into;
    return switch (statement) {
      case SelectStmt _ -> changesNothing;
      case DeclareCursorStmt _ -> changesNothing;
      case VariableShowStmt _, FetchStmt _ -> true;
      case ExplainStmt explain -> !runs(explain.options()) || isReadOnly(explain.query());
      case CopyStmt copy ->
          !copy.isFrom()
              && copy.filename() == null
              && (copy.query() == null || isReadOnly(copy.query()));
      case null, default -> false;
    };
  }

  /** True unless EXPLAIN only plans. */
  private static boolean runs(List<DefElem> options) {
    boolean analyze = false;
    for (DefElem option : options) {
      if (option.defname().equals("analyze")) {
        analyze =
            !(option.arg() instanceof StringValue word
                && FALSE_WORDS.contains(word.value().toLowerCase(Locale.ROOT)));
      }
    }
    return analyze;
  }

  private void visit(Node node) {
    switch (node) {
      case SelectStmt select -> query(select, select.withClause(), null);
      case InsertStmt insert -> query(insert, insert.withClause(), insert.relation());
      case UpdateStmt update -> query(update, update.withClause(), update.relation());
      case DeleteStmt delete -> query(delete, delete.withClause(), delete.relation());
      case MergeStmt merge -> query(merge, merge.withClause(), merge.relation());
      case RangeVar relation -> {
        if (queries > 0 && !isCte(relation)) {
          read.add(relation);
        }
      }
      case FuncCall call -> {
        functions.add(call);
        calls(FunctionCatalog.volatility(call));
        visitAll(Children.of(call));
      }
      case AExpr operator -> {
        calls(
            operator.kind() == AExpr.Kind.OP
                ? FunctionCatalog.ofOperator(operator.name())
                : Volatility.STABLE);
        visitAll(Children.of(operator));
      }
      case SqlValueFunction _ -> calls(Volatility.STABLE);
      case TypeCast cast -> {
        calls(Volatility.STABLE);
        visitAll(Children.of(cast));
      }
      case RangeTableSample sample -> {
        calls(sample.repeatable() == null ? Volatility.VOLATILE : Volatility.STABLE);
        visitAll(Children.of(sample));
      }
      case ParamRef parameter -> parameters.add(parameter.number());
      // The relations that it names are those of FROM, not others.
      case LockingClause clause -> {
        locking.add(clause);
        calls(
            clause.waitPolicy() == LockingClause.WaitPolicy.SKIP
                ? Volatility.VOLATILE
                : Volatility.STABLE);
      }
      case CallStmt call -> runs(call);
      case DoStmt block -> runs(block);
      case ExecuteStmt execute -> runs(execute);
      case IntoClause clause -> {
        into = true;
        written.add(clause.rel());
      }
      case TruncateStmt truncate -> written.addAll(truncate.relations());
      case CopyStmt copy -> copy(copy);
      default -> visitAll(Children.of(node));
    }
  }

  private void calls(Volatility called) {
    volatility = volatility.or(called);
  }

  /** What is run here may be anything. */
  private void runs(Node statement) {
    calls(Volatility.VOLATILE);
    visitAll(Children.of(statement));
  }

  private void visitAll(List<Node> nodes) {
    for (Node node : nodes) {
      visit(node);
    }
  }

  private void copy(CopyStmt copy) {
    RangeVar relation = copy.relation();
    if (relation != null) {
      (copy.isFrom() ? written : read).add(relation);
    }
    visitIfAny(copy.query());
    visitIfAny(copy.whereClause());
  }

  private void visitIfAny(@Nullable Node node) {
    if (node != null) {
      visit(node);
    }
  }

  private void query(QueryStmt query, @Nullable WithClause with, @Nullable RangeVar target) {
    int seen = visibleCtes.size();
    queries++;
    if (with != null) {
      ctes(with);
    }
    if (target != null) {
      written.add(target);
    }
    List<Node> others = Children.of(query);
    others.remove(with);
    // The target is the first relation, so that an equal one in FROM stays.
    others.remove(target);
    visitAll(others);
    queries--;
    visibleCtes.subList(seen, visibleCtes.size()).clear();
  }

  /** An expression sees those before it and, with RECURSIVE, all of them. */
  private void ctes(WithClause with) {
    if (with.recursive()) {
      with.ctes().forEach(cte -> visibleCtes.add(cte.ctename()));
    }
    for (CommonTableExpr cte : with.ctes()) {
      if (cte.ctequery() instanceof QueryStmt query && !(query instanceof SelectStmt)) {
        modifying.add(query);
      }
      visitAll(Children.of(cte));
      if (!with.recursive()) {
        visibleCtes.add(cte.ctename());
      }
    }
  }

  private boolean isCte(RangeVar relation) {
    return relation.schemaname() == null && visibleCtes.contains(relation.relname());
  }
}
