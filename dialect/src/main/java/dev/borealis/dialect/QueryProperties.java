package dev.borealis.dialect;

import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import java.util.Set;

/** Properties of queries and of COPY. */
final class QueryProperties {
  private static final Set<String> SYSTEM_COLUMNS = Set.of("ctid", "xmin", "xmax", "cmin", "cmax");

  private QueryProperties() {}

  static void addTo(Properties properties) {
    properties.add(
        SelectStmt.class,
        "into",
        (select, _) ->
            select.intoClause() == null ? null : new Match(select.intoClause().span(), ""));
    properties.add(
        ColumnRef.class,
        "system-column",
        (column, _) ->
            Match.when(
                !column.star() && SYSTEM_COLUMNS.contains(column.fields().getLast()),
                column.span()));
    addLocks(properties);
    properties.add(
        CopyStmt.class, "program", (copy, _) -> Match.when(copy.isProgram(), copy.span()));
    properties.add(CopyStmt.class, "from", (copy, _) -> Match.when(copy.isFrom(), copy.span()));
    properties.add(
        CopyStmt.class, "file", (copy, _) -> Match.when(copy.filename() != null, copy.span()));
  }

  private static void addLocks(Properties properties) {
    properties.add(
        LockingClause.class,
        "strength",
        words -> {
          NameSet strengths = words.set();
          return (clause, _) ->
              Match.when(strengths.contains(clause.strength().name()), clause.span());
        });
    properties.add(LockingClause.class, "locks-rows", RowLocks::locksRows);
    properties.add(LockingClause.class, "several-tables", RowLocks::locksSeveralTables);
    properties.add(LockingClause.class, "without-equality", RowLocks::locksWithoutEquality);
    properties.add(LockingClause.class, "wait-policy", RowLocks::waitPolicy);
  }
}
