package dev.borealis.alter;

import dev.borealis.alter.AlterPlan.Method;
import dev.borealis.alter.AlterPlan.Step;
import dev.borealis.alter.AlterPlan.StepKind;
import dev.borealis.alter.AlterRun.Gate;
import dev.borealis.client.ClusterClient;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Before which steps somebody has to agree, and what is asked. */
final class Gates {
  private final AlterPlan plan;
  private final ClusterClient client;

  Gates(AlterPlan plan, ClusterClient client) {
    this.plan = plan;
    this.client = client;
  }

  /** Where the step needs consent: it is the first of its kind. */
  @Nullable Gate before(int number) {
    Step step = plan.steps().get(number);
    return switch (step.kind()) {
      case CREATE_TABLE -> Gate.CREATE;
      case COPY -> Gate.COPY;
      case DROP_TABLE -> Gate.DROP;
      case DROP_CONSTRAINT, RENAME -> isFirst(number, Gates::swaps) ? Gate.SWAP : null;
      case ALTER_TABLE, INDEX, ADD_CONSTRAINT, VALIDATE_CONSTRAINT ->
          plan.method() == Method.DIRECT && isFirst(number, Gates::changes) ? Gate.SWAP : null;
      case LEDGER, PROPERTY, COMPARE, SEQUENCE, LATE_ROWS -> null;
    };
  }

  private boolean isFirst(int number, Predicate<StepKind> kind) {
    return plan.steps().subList(0, number).stream().map(Step::kind).noneMatch(kind);
  }

  private static boolean swaps(StepKind kind) {
    return kind == StepKind.DROP_CONSTRAINT || kind == StepKind.RENAME;
  }

  private static boolean changes(StepKind kind) {
    return kind != StepKind.LEDGER;
  }

  String question(Gate gate) throws SQLException {
    String table = plan.qualifiedTable();
    return switch (gate) {
      case CREATE -> "Create the table %s beside %s?".formatted(plan.newTable(), table);
      case COPY -> "Copy %,d rows to it?".formatted(plan.rows());
      case SWAP ->
          plan.method() == Method.DIRECT
              ? "Change %s as planned?%s".formatted(table, dropWarning())
              : "Put %s in the place of %s? The original stays as %s."
                  .formatted(plan.newTable(), table, plan.oldTable());
      case DROP ->
          "Drop %s (%,d rows)? %s has %,d rows. This is irreversible: there is no rollback after DROP."
              .formatted(
                  plan.oldTable(),
                  count(Names.qualified(plan.schema(), String.valueOf(plan.oldTable()))),
                  table,
                  count(table));
    };
  }

  private String dropWarning() {
    return plan.steps().stream().anyMatch(Step::destructive)
        ? " The values of dropped columns are gone; this is irreversible."
        : "";
  }

  private long count(String table) throws SQLException {
    return client.<Long>read(
        connection -> Queries.number(connection, "SELECT count(*) FROM " + table));
  }
}
