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
import org.jspecify.annotations.Nullable;

/** Properties of queries and of COPY. */
final class QueryProperties {
  private QueryProperties() {}

  static @Nullable Condition of(String property, Condition.Words words) {
    return switch (property) {
      case "SelectStmt into" ->
          Condition.on(
              SelectStmt.class,
              (select, _) ->
                  select.intoClause() == null ? null : new Match(select.intoClause().span(), ""));
      case "ColumnRef system-column" -> Condition.on(ColumnRef.class, SystemColumns::read);
      case "JoinExpr lateral-outer-value" ->
          Condition.on(JoinExpr.class, LateralJoins::computesOuterValue);
      case "ExplainStmt option" -> {
        NameSet options = words.set();
        yield Condition.on(
            ExplainStmt.class,
            (explain, _) ->
                explain.options().stream()
                    .filter(option -> options.contains(option.defname()))
                    .findFirst()
                    .map(option -> new Match(option.span(), ""))
                    .orElse(null));
      }
      case "CopyStmt program" ->
          Condition.on(CopyStmt.class, (copy, _) -> Match.when(copy.isProgram(), copy.span()));
      case "CopyStmt from" ->
          Condition.on(CopyStmt.class, (copy, _) -> Match.when(copy.isFrom(), copy.span()));
      case "CopyStmt file" ->
          Condition.on(
              CopyStmt.class, (copy, _) -> Match.when(copy.filename() != null, copy.span()));
      default -> ofResults(property, words);
    };
  }

  private static @Nullable Condition ofResults(String property, Condition.Words words) {
    return switch (property) {
      case "SelectStmt result-of" -> {
        NameSet types = words.set();
        yield Condition.on(
            SelectStmt.class,
            (query, site) -> site.isClients() ? ResultTypes.inQuery(types, query) : null);
      }
      case "InsertStmt result-of" -> returning(InsertStmt.class, InsertStmt::returningList, words);
      case "UpdateStmt result-of" -> returning(UpdateStmt.class, UpdateStmt::returningList, words);
      case "DeleteStmt result-of" -> returning(DeleteStmt.class, DeleteStmt::returningList, words);
      default -> ofLocks(property, words);
    };
  }

  private static <N extends Node> Condition returning(
      Class<N> node, Function<N, List<ResTarget>> returning, Condition.Words words) {
    NameSet types = words.set();
    return Condition.on(
        node,
        (statement, site) ->
            site.isClients() ? ResultTypes.inTargets(types, returning.apply(statement)) : null);
  }

  private static @Nullable Condition ofLocks(String property, Condition.Words words) {
    return switch (property) {
      case "SelectStmt locks" -> {
        NameSet strengths = words.set();
        yield Condition.on(SelectStmt.class, (select, _) -> RowLocks.locks(strengths, select));
      }
      case "SelectStmt of-several-tables" ->
          Condition.on(
              SelectStmt.class,
              (select, _) -> Match.when(RowLocks.readsSeveralTables(select), select.span()));
      case "SelectStmt without-equality" ->
          Condition.on(
              SelectStmt.class,
              (select, _) -> Match.when(RowLocks.hasNoEquality(select), select.span()));
      case "LockingClause wait-policy" -> Condition.on(LockingClause.class, RowLocks::waitPolicy);
      default -> null;
    };
  }
}
