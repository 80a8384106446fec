package dev.borealis.alter;

import dev.borealis.alter.AlterPlan.Method;
import dev.borealis.alter.AlterPlan.Step;
import dev.borealis.alter.AlterPlan.StepKind;
import dev.borealis.alter.AlterReport.Outcome;
import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes a run back, from whatever it has left. */
final class Undoing {
  private final ClusterClient client;
  private final Cancellation cancellation;
  private final Ledger ledger;
  private final String id;
  private final List<String> notes = new ArrayList<>();

  Undoing(ClusterClient client, Cancellation cancellation, Ledger ledger, String id) {
    this.client = client;
    this.cancellation = cancellation;
    this.ledger = ledger;
    this.id = id;
  }

  AlterReport run() throws SQLException {
    AlterPlan plan = ledger.plan();
    if (plan == null) {
      ledger.drop();
      return new AlterReport(
          id, "", Outcome.UNDONE, 0, null, List.of(), null, 0, List.of("Nothing had begun."));
    }
    if (plan.method() == Method.DIRECT) {
      throw new AlterException(
          "The run %s changes %s in place and keeps no original. Finish it with --resume, or undo its steps with ALTER TABLE and DROP INDEX."
              .formatted(id, plan.qualifiedTable()));
    }
    restore(plan, new Definitions(client, cancellation, plan.schema()));
    ledger.drop();
    return new AlterReport(
        id,
        plan.qualifiedTable(),
        Outcome.UNDONE,
        0,
        null,
        List.of(),
        null,
        client.conflicts() + client.reconnects(),
        notes);
  }

  private void restore(AlterPlan plan, Definitions definitions) throws SQLException {
    String original = String.valueOf(plan.oldTable());
    String replacement = String.valueOf(plan.newTable());
    boolean aside = definitions.exists(original);
    Set<Integer> begun = ledger.begun();
    boolean moved = begins(plan, begun, StepKind.RENAME);
    if (!aside && begins(plan, begun, StepKind.DROP_TABLE)) {
      throw new AlterException(
          "The original of %s was dropped; there is nothing to go back to."
              .formatted(plan.qualifiedTable()));
    }
    boolean swapped = aside && !definitions.exists(replacement);
    boolean unfinished = swapped && !definitions.exists(plan.table());
    if (swapped && !unfinished) {
      definitions.rename(renaming(plan, plan.table(), replacement));
    }
    if (aside) {
      definitions.rename(renaming(plan, original, plan.table()));
    }
    // An earlier attempt to undo may have come this far: the marks say what was done before it.
    boolean wasSwapped = swapped || (moved && secondRenameBegun(plan, begun));
    if (wasSwapped) {
      all(definitions, plan.recovery().afterSwap());
      notes.add(
          "The replacement is kept as %s: what was written since the swap is only there. Drop it when you have looked."
              .formatted(Names.qualified(plan.schema(), replacement)));
      return;
    }
    if (begins(plan, begun, StepKind.DROP_CONSTRAINT)) {
      all(definitions, plan.recovery().beforeSwap());
    }
    definitions.repeatable("DROP TABLE IF EXISTS " + Names.qualified(plan.schema(), replacement));
  }

  private static Step renaming(AlterPlan plan, String from, String to) {
    String table = Names.qualified(plan.schema(), from);
    return new Step(
        StepKind.RENAME,
        "",
        "ALTER TABLE %s RENAME TO %s".formatted(table, Names.sql(to)),
        false,
        table,
        to);
  }

  private static boolean begins(AlterPlan plan, Set<Integer> begun, StepKind kind) {
    return begun.stream().anyMatch(step -> plan.steps().get(step).kind() == kind);
  }

  private static boolean secondRenameBegun(AlterPlan plan, Set<Integer> begun) {
    return begun.stream().filter(step -> plan.steps().get(step).kind() == StepKind.RENAME).count()
        > 1;
  }

  private static void all(Definitions definitions, List<String> statements) throws SQLException {
    for (String statement : statements) {
      definitions.query(statement);
    }
  }
}
