package dev.borealis.cli;

import dev.borealis.alter.AlterException;
import dev.borealis.alter.AlterPlan;
import dev.borealis.alter.AlterPlanner;
import dev.borealis.alter.AlterReport;
import dev.borealis.alter.AlterReport.Outcome;
import dev.borealis.alter.AlterRequest;
import dev.borealis.alter.AlterRun;
import dev.borealis.alter.PlanJson;
import dev.borealis.alter.PlanText;
import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.dialect.DsqlVersion;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code dsql alter}: changes a table, by making it anew where DSQL cannot change it in place. */
final class AlterCommand extends Subcommand {
  private static final int CONNECTIONS = 2;
  private static final int INTERRUPTED = 130;

  private final Setting<List<String>> statements;
  private final List<String> assignments = new ArrayList<>();
  private final Setting<Boolean> run;
  private final OptionalSetting<String> resume;
  private final OptionalSetting<String> abort;
  private final Setting<Boolean> dropOld;
  private final Setting<Boolean> yes;
  private final OptionalSetting<DsqlVersion> version;
  private final Setting<Output> output;
  private final TargetOptions target;

  AlterCommand() {
    super(
        "alter",
        "Changes a table, by making it anew where DSQL cannot change it in place.",
        "Shows the whole plan; runs it with --run, in batches, resumable, with a way back.");
    statements =
        arguments("SQL", "ALTER TABLE statements of one table; all clauses are one change.");
    repeated(
        assignments,
        "--set",
        "'COLUMN = EXPR'",
        value -> value,
        "What a column of the new table gets, from those of the present one; may be repeated.");
    run = flag("--run", "Carry the plan out.");
    resume = option(String.class, "--resume", "ID", "Go on with a run that was interrupted.");
    abort = option(String.class, "--abort", "ID", "Go back to the original of a run.");
    dropOld = flag("--drop-old", "With --run or --resume: drop the original in the end.");
    yes = flag("--yes", "Agree to everything that would be asked, as in CI.");
    version =
        option(
            DsqlVersion.class,
            "--dsql-version",
            "YYYY-MM",
            "What the cluster accepts (default: as the local service says, else "
                + DsqlVersion.defaultVersion().name()
                + ").");
    output = outputOption();
    target = new TargetOptions(this);
    examples(
        "  dsql alter 'ALTER TABLE orders ALTER COLUMN amount TYPE numeric(12,2), DROP COLUMN note'",
        "  dsql alter \"ALTER TABLE people ADD COLUMN first text, DROP COLUMN name\" \\",
        "      --set \"first = split_part(name, ' ', 1)\" --run",
        "  dsql alter --resume k3v9x7m2pq --drop-old");
  }

  @Override
  public Integer call() {
    String sql = sql();
    Cancellation cancellation = new Cancellation();
    try (Interruption _ = Interruption.cancels(cancellation);
        ClusterClient client =
            ClusterClient.open(target.login(), CONNECTIONS, RetryPolicy.PATIENT, cancellation)) {
      AlterDialog dialog = new AlterDialog(err(), yes.value());
      AlterRun runner = new AlterRun(client, cancellation, dialog, dialog);
      String resumed = resume.value();
      String aborted = abort.value();
      if (resumed != null) {
        return finish(resumed, cancellation, () -> runner.resume(resumed, dropOld.value()));
      }
      if (aborted != null) {
        return finish(aborted, cancellation, () -> runner.abort(aborted));
      }
      AlterPlan plan =
          new AlterPlanner(client, Clock.systemUTC())
              .plan(new AlterRequest(sql, assignments, versionOfCluster()));
      if (!run.value()) {
        out().println(output.value() == Output.JSON ? PlanJson.text(plan) : PlanText.of(plan));
        return plan.isRunnable() ? 0 : 1;
      }
      if (output.value() == Output.TEXT) {
        err().println(PlanText.of(plan));
        err().flush();
      }
      return finish(plan.id(), cancellation, () -> runner.run(plan, dropOld.value()));
    } catch (AlterException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    } catch (SQLException e) {
      throw new CommandFailure("The cluster cannot be asked: " + e.getMessage(), e);
    }
  }

  private String sql() {
    int wanted =
        (statements.value().isEmpty() ? 0 : 1)
            + (resume.value() == null ? 0 : 1)
            + (abort.value() == null ? 0 : 1);
    if (wanted != 1) {
      throw wrongUsage("Give an ALTER TABLE statement, or --resume ID, or --abort ID.");
    }
    if (dropOld.value() && !run.value() && resume.value() == null) {
      throw wrongUsage("--drop-old goes with --run or --resume.");
    }
    return String.join("; ", statements.value());
  }

  private DsqlVersion versionOfCluster() {
    DsqlVersion named = version.value();
    if (named != null) {
      return named;
    }
    ServiceRecord service = target.target().service();
    return service == null ? DsqlVersion.defaultVersion() : service.version();
  }

  /** A run, a resumption or a return. */
  @FunctionalInterface
  private interface Work {
    AlterReport done();
  }

  private Integer finish(String id, Cancellation cancellation, Work work) {
    try {
      AlterReport report = work.done();
      if (output.value() == Output.JSON) {
        out().println(PlanJson.text(report));
      } else {
        AlterDialog.print(out(), report);
      }
      return report.outcome() == Outcome.STOPPED ? 1 : 0;
    } catch (Cancellation.CancelledException e) {
      return interrupted(id, e);
    } catch (AlterException e) {
      // A statement that is cancelled on the server ends with an error of its own.
      if (cancellation.isCancelled()) {
        return interrupted(id, null);
      }
      throw e;
    }
  }

  private Integer interrupted(String id, Cancellation.@Nullable CancelledException e) {
    String reason = e == null ? "Stopped within a step." : "Stopped between two steps.";
    err()
        .println(
            "%s%s Go on with: dsql alter --resume %s. Go back with: dsql alter --abort %s."
                .formatted(Complaints.PREFIX, reason, id, id));
    err().flush();
    return INTERRUPTED;
  }
}
