package dev.borealis.diagnose;

import dev.borealis.sql.FunctionCatalog;
import dev.borealis.sql.Script;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.Volatility;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Clause.WithClause;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.CurrentOfExpr;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.QueryStmt;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.LimitOption;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.SetOperation;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.UtilityStmt.CallStmt;
import dev.borealis.sql.tree.UtilityStmt.DoStmt;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement in the form in which it is explained.
 *
 * @param given as it was asked about
 * @param explained what EXPLAIN gets: a query that changes and locks nothing
 * @param tree of {@code explained}
 * @param note how the two differ, in a sentence; null if they do not
 */
record ExplainedStatement(String given, String explained, SelectStmt tree, @Nullable String note) {
  /** Ten times what people write, in UTF-16 units. */
  static final int MAX_CHARACTERS = 1_000_000;

  /** Functions that give another result each time, and do no more than that. */
  private static final Set<String> HARMLESS =
      Set.of("clock_timestamp", "gen_random_uuid", "random", "random_normal", "timeofday");

  /**
   * Takes SELECT, VALUES and TABLE as they are, UPDATE and DELETE as the SELECT with the same joins
   * and the same WHERE.
   *
   * @throws DiagnosisException if it is no such statement, or nothing that can be run for its plan
   */
  static ExplainedStatement of(String sql) {
    Stmt statement = only(sql);
    if (statement instanceof ExplainStmt explain) {
      statement = explain.query();
      return of(SqlPrinter.print(statement));
    }
    ExplainedStatement explained =
        switch (statement) {
          case SelectStmt select -> ofSelect(sql, select);
          case UpdateStmt update ->
              ofChange(
                  sql,
                  "UPDATE",
                  query(
                      update.relation(),
                      update.fromClause(),
                      update.whereClause(),
                      update.withClause()));
          case DeleteStmt delete ->
              ofChange(
                  sql,
                  "DELETE",
                  query(
                      delete.relation(),
                      delete.usingClause(),
                      delete.whereClause(),
                      delete.withClause()));
          case InsertStmt _ ->
              throw new DiagnosisException(
                  "INSERT is not diagnosed, because EXPLAIN ANALYZE would run it. Give the SELECT"
                      + " that it inserts.");
          case DoStmt _, CallStmt _ ->
              throw new DiagnosisException(
                  "DO and CALL are not diagnosed: EXPLAIN does not look into them. Give one of the"
                      + " queries within.");
          default ->
              throw new DiagnosisException(
                  "Only SELECT, VALUES, TABLE, UPDATE and DELETE are diagnosed.");
        };
    requireHarmless(explained);
    return explained;
  }

  /**
   * A statement that is planned and not run, as it is.
   *
   * @throws DiagnosisException if it is none that EXPLAIN takes
   */
  static String unrun(String sql) {
    if (!(only(sql) instanceof QueryStmt)) {
      throw new DiagnosisException(
          "Only SELECT, VALUES, TABLE, INSERT, UPDATE and DELETE have plans. Give the statement"
              + " without EXPLAIN.");
    }
    return Script.split(sql).getFirst().text(sql);
  }

  private static Stmt only(String sql) {
    if (sql.length() > MAX_CHARACTERS) {
      throw new DiagnosisException(
          "The statement has %,d characters; at most %,d are diagnosed."
              .formatted(sql.length(), MAX_CHARACTERS));
    }
    try {
      List<Stmt> statements = SqlParser.parse(sql);
      if (statements.size() != 1) {
        throw new DiagnosisException(
            "The text has %d statements. Give one at a time.".formatted(statements.size()));
      }
      return statements.getFirst();
    } catch (SqlParseException e) {
      throw new DiagnosisException(
          "The statement is not SQL of Aurora DSQL: %s (%s)."
              .formatted(e.error().message(), e.error().sqlState()),
          e);
    }
  }

  private static ExplainedStatement ofSelect(String sql, SelectStmt select) {
    if (select.intoClause() != null) {
      throw new DiagnosisException(
          "SELECT INTO creates a table, and is not diagnosed. Leave INTO out.");
    }
    if (select.lockingClause().isEmpty()) {
      return new ExplainedStatement(sql, Script.split(sql).getFirst().text(sql), select, null);
    }
    SelectStmt unlocked = copy(select, select.whereClause());
    return new ExplainedStatement(
        sql,
        SqlPrinter.print(unlocked),
        unlocked,
        "Explained without its locking clause: the capture is read-only.");
  }

  private static ExplainedStatement ofChange(String sql, String what, SelectStmt query) {
    return new ExplainedStatement(
        sql,
        SqlPrinter.print(query),
        query,
        what
            + " is explained as the SELECT with the same joins and the same WHERE; what writing"
            + " costs comes on top.");
  }

  private static SelectStmt query(
      RangeVar relation, List<TableRef> others, @Nullable Expr where, @Nullable WithClause with) {
    if (where instanceof CurrentOfExpr) {
      throw new DiagnosisException("WHERE CURRENT OF needs no plan: the cursor has the row.");
    }
    String name = relation.alias() == null ? relation.relname() : relation.alias().aliasname();
    ResTarget all =
        new ResTarget(null, List.of(), new ColumnRef(List.of(name), true, Span.NONE), Span.NONE);
    List<TableRef> from = new ArrayList<>(List.of(relation));
    from.addAll(others);
    return select(List.of(all), from, where, with);
  }

  private static SelectStmt select(
      List<ResTarget> targets,
      List<TableRef> from,
      @Nullable Expr where,
      @Nullable WithClause with) {
    return new SelectStmt(
        null,
        null,
        targets,
        from,
        where,
        List.of(),
        false,
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        LimitOption.DEFAULT,
        List.of(),
        with,
        SetOperation.NONE,
        false,
        null,
        null,
        Span.NONE);
  }

  /** The same query with another condition, and without locks. */
  static SelectStmt copy(SelectStmt select, @Nullable Expr where) {
    return new SelectStmt(
        select.distinctClause(),
        null,
        select.targetList(),
        select.fromClause(),
        where,
        select.groupClause(),
        select.groupDistinct(),
        select.havingClause(),
        select.windowClause(),
        select.valuesLists(),
        select.sortClause(),
        select.limitOffset(),
        select.limitCount(),
        select.limitOption(),
        List.of(),
        select.withClause(),
        select.op(),
        select.all(),
        select.larg(),
        select.rarg(),
        Span.NONE);
  }

  /** EXPLAIN ANALYZE runs the statement, so it must do nothing but read. */
  private static void requireHarmless(ExplainedStatement statement) {
    StatementFacts facts = StatementFacts.of(statement.tree());
    if (!facts.parameters().isEmpty()) {
      throw new DiagnosisException(
          "The statement has parameters ($%d). Put values in their place: which plan is best depends on them."
              .formatted(facts.parameters().first()));
    }
    if (!facts.modifyingCtes().isEmpty()) {
      throw new DiagnosisException(
          "A common table expression changes rows, and EXPLAIN ANALYZE would run it. Give the part"
              + " that reads.");
    }
    if (!facts.lockingClauses().isEmpty()) {
      throw new DiagnosisException(
          "A query within the statement locks rows (FOR UPDATE). Leave the clause out.");
    }
    for (FuncCall call : facts.functions()) {
      String name = call.funcname().getLast().toLowerCase(Locale.ROOT);
      String written = String.join(".", call.funcname());
      if (FunctionCatalog.named(name).isEmpty()) {
        throw new DiagnosisException(
            "The statement calls %s, and EXPLAIN does not show what happens in functions. Give the query that is within."
                .formatted(written));
      }
      boolean effect =
          FunctionCatalog.named(name).stream()
              .anyMatch(function -> function.volatility() == Volatility.VOLATILE);
      if (effect && !HARMLESS.contains(name)) {
        throw new DiagnosisException(
            "The statement calls %s, which may change something or wait. It is not run for its plan."
                .formatted(written));
      }
    }
  }

  /**
   * The statement with further conditions, all of which must be true.
   *
   * @throws DiagnosisException if it has no WHERE that they could join, or one is no condition
   */
  String with(List<String> conditions) {
    if (tree.op() != SetOperation.NONE || tree.fromClause().isEmpty()) {
      throw new DiagnosisException(
          "Redundant predicates are tried in a SELECT with FROM, not in a set operation or"
              + " VALUES.");
    }
    StringBuilder where = new StringBuilder();
    if (tree.whereClause() != null) {
      where.append('(').append(SqlPrinter.print(tree.whereClause())).append(')');
    }
    for (String condition : conditions) {
      where.append(where.isEmpty() ? "(" : " AND (").append(condition).append("\n)");
    }
    SelectStmt parsed;
    try {
      Stmt statement = SqlParser.parse("SELECT 1 WHERE " + where).getFirst();
      parsed = (SelectStmt) statement;
    } catch (SqlParseException e) {
      throw new DiagnosisException(
          "A predicate is not a condition: %s (%s)."
              .formatted(e.error().message(), e.error().sqlState()),
          e);
    }
    SelectStmt query = copy(tree, parsed.whereClause());
    ExplainedStatement changed =
        new ExplainedStatement(given, SqlPrinter.print(query), query, null);
    requireHarmless(changed);
    return changed.explained();
  }
}
