package dev.borealis.dialect;

import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import dev.borealis.sql.tree.TableRef.JoinExpr;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import java.util.List;
import java.util.function.Function;

/** Properties of queries and of COPY. */
final class QueryProperties {
  private QueryProperties() {}

  static void addTo(Properties properties) {
    properties.add(
        SelectStmt.class,
        "into",
        (select, _) ->
            select.intoClause() == null ? null : new Match(select.intoClause().span(), ""));
    properties.add(ColumnRef.class, "system-column", SystemColumns::read);
    properties.add(JoinExpr.class, "lateral-outer-value", LateralJoins::computesOuterValue);
    addResults(properties);
    addLocks(properties);
    properties.add(
        ExplainStmt.class,
        "option",
        words -> {
          NameSet options = words.set();
          return (explain, _) ->
              explain.options().stream()
                  .filter(option -> options.contains(option.defname()))
                  .findFirst()
                  .map(option -> new Match(option.span(), ""))
                  .orElse(null);
        });
    properties.add(
        CopyStmt.class, "program", (copy, _) -> Match.when(copy.isProgram(), copy.span()));
    properties.add(CopyStmt.class, "from", (copy, _) -> Match.when(copy.isFrom(), copy.span()));
    properties.add(
        CopyStmt.class, "file", (copy, _) -> Match.when(copy.filename() != null, copy.span()));
  }

  private static void addResults(Properties properties) {
    properties.add(
        SelectStmt.class,
        "result-of",
        words -> {
          NameSet types = words.set();
          return (query, site) -> site.isClients() ? ResultTypes.inQuery(types, query) : null;
        });
    returning(properties, InsertStmt.class, InsertStmt::returningList);
    returning(properties, UpdateStmt.class, UpdateStmt::returningList);
    returning(properties, DeleteStmt.class, DeleteStmt::returningList);
  }

  private static <N extends Node> void returning(
      Properties properties, Class<N> node, Function<N, List<ResTarget>> returning) {
    properties.add(
        node,
        "result-of",
        words -> {
          NameSet types = words.set();
          return (statement, site) ->
              site.isClients() ? ResultTypes.inTargets(types, returning.apply(statement)) : null;
        });
  }

  private static void addLocks(Properties properties) {
    properties.add(
        SelectStmt.class,
        "locks",
        words -> {
          NameSet strengths = words.set();
          return (select, _) -> RowLocks.locks(strengths, select);
        });
    properties.add(
        SelectStmt.class,
        "of-several-tables",
        (select, _) -> Match.when(RowLocks.readsSeveralTables(select), select.span()));
    properties.add(
        SelectStmt.class,
        "without-equality",
        (select, _) -> Match.when(RowLocks.hasNoEquality(select), select.span()));
    properties.add(LockingClause.class, "wait-policy", RowLocks::waitPolicy);
  }
}
