package dev.borealis.diagnose;

import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.diagnose.GivenStatement.Query;
import dev.borealis.sql.Quoted;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import java.util.List;
import java.util.Objects;

/** The number of rows of a large table, which the statistics have as well, roughly. */
final class RowCountRule implements Rewrites.Rule {
  private static final double LARGE = 100_000;

  @Override
  public void find(GivenStatement statement, List<Finding> findings) {
    for (Query query : statement.queries()) {
      SelectStmt select = query.select();
      Scope scope = query.scope();
      if (select == null || !countsAll(select) || scope.relations().size() != 1) {
        continue;
      }
      TableEvidence table = scope.relations().getFirst().table();
      if (table != null && table.rows() > LARGE) {
        findings.add(finding(statement, table));
      }
    }
  }

  private static boolean countsAll(SelectStmt select) {
    return Conditions.isPlain(select)
        && select.whereClause() == null
        && select.targetList().size() == 1
        && select.targetList().getFirst().val() instanceof FuncCall call
        && call.funcname().getLast().equals("count")
        && call.aggStar()
        && call.aggFilter() == null
        && call.over() == null;
  }

  private static Finding finding(GivenStatement statement, TableEvidence table) {
    double millis =
        statement.evidence().scans().stream()
            .filter(scan -> table.equals(scan.table()))
            .mapToDouble(ScannedTable::millis)
            .max()
            .orElse(0);
    String schema = Objects.requireNonNullElse(table.relation().schema(), "public");
    return statement.finding(
        "count(*) reads all of %s".formatted(table.relation().qualified()),
        millis,
        List.of(
            new Metric("Rows", Figures.count(table.rows())),
            new Metric("Rows in the statistics", Figures.count(table.relationTuples()))),
        "No count is kept: every row, or every entry of the smallest index, is read.",
        "If about how many is enough, ask the statistics, which ANALYZE takes: SELECT c.reltuples FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relname = %s. Check how far off they are; they are -1 before the first ANALYZE. For an exact count keep a counter, in several rows so that writers do not conflict."
            .formatted(Quoted.literal(schema), Quoted.literal(table.relation().name())),
        null,
        "%s fewer to read.".formatted(Figures.rows(table.rows())));
  }
}
