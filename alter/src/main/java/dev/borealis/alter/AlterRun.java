package dev.borealis.alter;

import dev.borealis.alter.AlterPlan.Method;
import dev.borealis.alter.AlterPlan.Step;
import dev.borealis.alter.AlterPlan.StepKind;
import dev.borealis.alter.AlterPlan.Validation;
import dev.borealis.alter.AlterReport.Difference;
import dev.borealis.alter.AlterReport.Outcome;
import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries plans out. Whatever interrupts a run, it can be resumed: each step looks at the cluster
 * before it acts, and what is copied is written down in the transaction that copies it.
 */
public final class AlterRun {
  /**
   * What a statement says that was done before: the column, table or constraint is there, or not.
   */
  private static final Set<String> DONE_BEFORE =
      Set.of("42701", "42703", "42704", "42710", "42P07", "42P01");

  private final ClusterClient client;
  private final Cancellation cancellation;
  private final Consent consent;
  private final Progress progress;
  private final StepHook hook;

  /** Where somebody has to agree. */
  public enum Gate {
    /** Before anything is made. */
    CREATE,
    /** Before rows are copied. */
    COPY,
    /** Before the tables change places, or the table is changed in place. */
    SWAP,
    /** Before the original is dropped. */
    DROP
  }

  /** Is asked before the steps that matter. */
  @FunctionalInterface
  public interface Consent {
    /** Whether to go on; {@code question} says what follows, and what cannot be undone. */
    boolean isGiven(Gate gate, String question);
  }

  /** Is told how far it is. */
  public interface Progress {
    /** A step begins; they are numbered from 1. */
    void step(int number, int of, Step step);

    /** So many rows are copied, of about so many. */
    void rows(long copied, long of);
  }

  /** Is called between the parts of a run; what it throws is as if the program ended there. */
  @FunctionalInterface
  interface StepHook {
    void reached(String place);
  }

  /**
   * @param client of the cluster; not closed by this
   * @param cancellation ends the run between two transactions; it can be resumed
   */
  public AlterRun(
      ClusterClient client, Cancellation cancellation, Consent consent, Progress progress) {
    this(client, cancellation, consent, progress, place -> {});
  }

  AlterRun(
      ClusterClient client,
      Cancellation cancellation,
      Consent consent,
      Progress progress,
      StepHook hook) {
    this.client = client;
    this.cancellation = cancellation;
    this.consent = consent;
    this.progress = progress;
    this.hook = hook;
  }

  /**
   * Runs a plan from its beginning.
   *
   * @param dropOriginal whether to drop the original in the end
   * @throws AlterException if something is in the way, or a step fails; the message says how to go
   *     on
   */
  public AlterReport run(AlterPlan plan, boolean dropOriginal) {
    if (!plan.isRunnable()) {
      String reasons =
          Stream.concat(
                  plan.blockers().stream(),
                  plan.validations().stream()
                      .filter(Validation::isInTheWay)
                      .map(found -> "%,d %s.".formatted(found.found(), found.title())))
              .collect(Collectors.joining(" "));
      throw new AlterException("This cannot be run. " + reasons);
    }
    boolean hasLedger = plan.steps().getFirst().kind() == StepKind.LEDGER;
    Ledger ledger = hasLedger ? new Ledger(client, plan.schema(), plan.id()) : null;
    return new Execution(plan, ledger, Set.of(), Set.of()).run(dropOriginal);
  }

  /**
   * Goes on with a run that was interrupted or stopped, or drops the original of one that is done.
   *
   * @throws AlterException if there is no such run, or as {@link #run}
   */
  public AlterReport resume(String id, boolean dropOriginal) {
    try {
      Ledger ledger = Ledger.find(client, id);
      AlterPlan plan = ledger.plan();
      if (plan == null) {
        ledger.drop();
        throw new AlterException(
            "The run %s was interrupted before it had written its plan; nothing was changed. Start it anew."
                .formatted(id));
      }
      return new Execution(plan, ledger, done(plan, ledger), ledger.begun()).run(dropOriginal);
    } catch (SQLException e) {
      throw new AlterException("The run %s cannot be read: %s.".formatted(id, Queries.text(e)), e);
    }
  }

  // What was compared long ago is compared again, unless nobody can have written since.
  private Set<Integer> done(AlterPlan plan, Ledger ledger) throws SQLException {
    Set<Integer> done = new HashSet<>(ledger.done());
    String original = plan.oldTable();
    String replacement = plan.newTable();
    if (original != null && replacement != null) {
      Definitions definitions = new Definitions(client, cancellation, plan.schema());
      if (definitions.exists(replacement) && !definitions.exists(original)) {
        done.removeIf(step -> plan.steps().get(step).kind() == StepKind.COMPARE);
      }
    }
    return done;
  }

  /**
   * Goes back to the original, as long as there is one: the replacement is dropped or, after the
   * swap, takes its former name again and stays, because it may have rows of its own.
   *
   * @throws AlterException if the original is gone, or a statement fails
   */
  public AlterReport abort(String id) {
    try {
      return new Undoing(client, cancellation, Ledger.find(client, id), id).run();
    } catch (SQLException e) {
      throw new AlterException(
          "The run %s cannot be undone: %s. Try again; what is undone stays undone."
              .formatted(id, Queries.text(e)),
          e);
    }
  }

  /** One run of a plan. */
  private final class Execution {
    private final AlterPlan plan;
    private final @Nullable Ledger ledger;
    private final Set<Integer> done;
    private final Set<Integer> begunBefore;
    private final Definitions definitions;
    private final Gates gates;
    private long copied;
    private @Nullable Difference compared;
    private List<String> lateRows = List.of();

    Execution(
        AlterPlan plan, @Nullable Ledger ledger, Set<Integer> done, Set<Integer> begunBefore) {
      this.plan = plan;
      this.ledger = ledger;
      this.done = done;
      this.begunBefore = begunBefore;
      this.definitions = new Definitions(client, cancellation, plan.schema());
      this.gates = new Gates(plan, client);
    }

    AlterReport run(boolean dropOriginal) {
      List<Step> steps = plan.steps();
      boolean dropped = false;
      copied = copiedBefore();
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        boolean drops = step.kind() == StepKind.DROP_TABLE;
        if (done.contains(i) || (drops && !dropOriginal)) {
          continue;
        }
        try {
          cancellation.check();
          if (!agrees(i)) {
            return report(Outcome.STOPPED, false);
          }
          progress.step(i + 1, steps.size(), step);
          carryOut(i, step);
        } catch (SQLException e) {
          throw failed(i, Queries.text(e), e);
        } catch (AlterException e) {
          throw failed(i, String.valueOf(e.getMessage()), e);
        }
        dropped |= drops;
      }
      forget(dropped || plan.method() == Method.DIRECT);
      return report(Outcome.DONE, dropped);
    }

    private long copiedBefore() {
      try {
        return ledger == null || done.isEmpty() ? 0 : ledger.rowsCopied();
      } catch (SQLException e) {
        throw failed(0, Queries.text(e), e);
      }
    }

    private void forget(boolean over) {
      if (over && ledger != null) {
        try {
          ledger.drop();
        } catch (SQLException e) {
          throw new AlterException(
              "All is done, but the ledger %s cannot be dropped: %s."
                  .formatted(Ledger.name(plan.id()), Queries.text(e)),
              e);
        }
      }
    }

    private void carryOut(int number, Step step) throws SQLException {
      hook.reached("before " + number);
      if (ledger != null && step.kind() != StepKind.LEDGER) {
        ledger.markBegun(number);
      }
      perform(number, step);
      hook.reached("after " + number);
      if (ledger != null && step.kind() != StepKind.DROP_TABLE) {
        ledger.markDone(number);
      }
    }

    private void perform(int number, Step step) throws SQLException {
      switch (step.kind()) {
        case LEDGER -> {
          definitions.repeatable(step.sql());
          hook.reached("within " + number);
          requireLedger().begin(plan);
        }
        case CREATE_TABLE, PROPERTY, DROP_CONSTRAINT, DROP_TABLE ->
            definitions.repeatable(step.sql());
        case COPY ->
            new BatchCopy(client, cancellation, requireLedger(), requireCopy())
                .run(rows -> {
                  copied = rows;
                  progress.rows(rows, plan.rows());
                  hook.reached("rows " + rows);
                });
        case COMPARE -> compared = new Comparison(client, cancellation, requireCopy()).run();
        case INDEX -> definitions.index(step);
        case ADD_CONSTRAINT -> definitions.addConstraint(step);
        case VALIDATE_CONSTRAINT -> definitions.validate(step);
        case RENAME -> definitions.rename(step);
        case SEQUENCE -> definitions.query(step.sql());
        case LATE_ROWS ->
            lateRows =
                new Comparison(
                        client,
                        cancellation,
                        requireCopy()
                            .between(
                                Names.qualified(plan.schema(), String.valueOf(plan.oldTable())),
                                plan.qualifiedTable()))
                    .missingKeys();
        case ALTER_TABLE -> alter(number, step);
      }
    }

    private void alter(int number, Step step) throws SQLException {
      try {
        client.execute(step.sql(), false);
      } catch (SQLException e) {
        if (!begunBefore.contains(number)
            || !DONE_BEFORE.contains(String.valueOf(e.getSQLState()))) {
          throw e;
        }
      }
    }

    private Ledger requireLedger() {
      if (ledger == null) {
        throw new IllegalStateException("the plan " + plan.id() + " has no ledger");
      }
      return ledger;
    }

    private RowCopy requireCopy() {
      RowCopy copy = plan.copy();
      if (copy == null) {
        throw new IllegalStateException("the plan " + plan.id() + " copies nothing");
      }
      return copy;
    }

    private boolean agrees(int number) throws SQLException {
      Gate gate = gates.before(number);
      // A run that was interrupted after the drop has nothing left to ask about.
      boolean isDropped = gate == Gate.DROP && !definitions.exists(String.valueOf(plan.oldTable()));
      return gate == null || isDropped || consent.isGiven(gate, gates.question(gate));
    }

    private AlterException failed(int number, String reason, Exception cause) {
      String end = reason.endsWith(".") ? "" : ".";
      String next =
          ledger == null
              ? ""
              : " Go on with 'dsql alter --resume %s'%s."
                  .formatted(
                      plan.id(),
                      plan.method() == Method.RECREATION
                          ? ", or go back with 'dsql alter --abort " + plan.id() + "'"
                          : "");
      return new AlterException(
          "Step %d of %d (%s) failed: %s%s%s"
              .formatted(
                  number + 1,
                  plan.steps().size(),
                  plan.steps().get(number).title(),
                  reason,
                  end,
                  next),
          cause);
    }

    private AlterReport report(Outcome outcome, boolean dropped) {
      boolean kept = plan.method() == Method.RECREATION && outcome == Outcome.DONE && !dropped;
      List<String> notes = new ArrayList<>();
      if (!lateRows.isEmpty()) {
        notes.add(
            "Rows are in the original that the table has not; they were written between the comparison and the swap, or deleted since. Look at them.");
      }
      return new AlterReport(
          plan.id(),
          plan.qualifiedTable(),
          outcome,
          copied,
          compared,
          lateRows,
          kept ? Names.qualified(plan.schema(), String.valueOf(plan.oldTable())) : null,
          client.conflicts() + client.reconnects(),
          notes);
    }
  }
}
