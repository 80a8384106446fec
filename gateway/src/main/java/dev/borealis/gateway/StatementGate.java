package dev.borealis.gateway;

import dev.borealis.engine.BackendException;
import dev.borealis.gateway.Expected.AtSync;
import dev.borealis.gateway.Expected.Change;
import dev.borealis.gateway.Expected.Completion;
import dev.borealis.gateway.Expected.OfPortal;
import dev.borealis.gateway.Expected.Outcome;
import dev.borealis.gateway.SqlStatement.Role;
import dev.borealis.gateway.TransactionLog.Bound;
import dev.borealis.gateway.TransactionLog.Entry;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where each statement of a session passes on its way to PostgreSQL and back: what its transaction
 * has to say to it before, and takes note of after.
 */
final class StatementGate {
  private static final PreparedStatement SAVEPOINT = PreparedStatement.own(Contender.SAVEPOINT);
  private static final PreparedStatement ROLLBACK = PreparedStatement.own("ROLLBACK");

  // What these find out comes back as the number of rows in a command tag.
  private static final PreparedStatement MARK_ROWS =
      PreparedStatement.own("SELECT sys.borealis_mark_rows()");
  private static final PreparedStatement COUNT_ROWS =
      PreparedStatement.own(
          "SELECT FROM pg_catalog.generate_series(1, sys.borealis_rows_since_mark())");
  private final BackendHold hold;
  private final KeyChecks keys;

  /** A statement outside a block whose locks may turn out not to matter. */
  private @Nullable Locked pending;

  private record Locked(OpenTransaction in, List<RowLock> locks, @Nullable Bound bound) {}

  /** The tag of a statement of which something is still to be found out. */
  private @Nullable String withheldTag;

  StatementGate(BackendHold hold) {
    this.hold = hold;
    this.keys = new KeyChecks(hold);
  }

  private OpenTransaction transaction() {
    OpenTransaction open = hold.contender().transaction();
    if (open == null) {
      throw new IllegalStateException("a statement runs without a backend");
    }
    return open;
  }

  /** Whether there is something to decide between the statement and its commit. */
  boolean needsSteps(SqlStatement statement, Exchange with) {
    OpenTransaction open = transaction();
    return with.status() != TransactionStatus.FAILED
        && statement.refusal() == null
        && (!statement.locks().isEmpty()
            || isCountedApart(statement)
            || (statement.role() == Role.COMMIT
                && (open.mayBeTooLarge() || !open.overDeleted().isEmpty()))
            || (!open.isBlock() && statement.role() == Role.WRITE && hold.faults().isAny())
            || (!open.isBlock()
                && (open.mayCrossLimit(statement) || open.mayBeTooLargeWith(statement))));
  }

  /** Why the statement cannot run in its transaction now, or null. */
  @Nullable Report whyNot(SqlStatement statement, Exchange with) throws InterruptedException {
    OpenTransaction open = transaction();
    // In a failed block PostgreSQL's own answer comes first.
    boolean decided =
        with.status() == TransactionStatus.FAILED
            || statement.refusal() != null
            || statement.role() == Role.ROLLBACK;
    if (decided) {
      return null;
    }
    Stmt tree = statement.tree();
    Report inBlock = tree != null && open.isBlock() ? OwnStatements.refusalInBlock(tree) : null;
    if (inBlock != null) {
      return inBlock;
    }
    hold.contender().runs(statement.role());
    return statement.role() == Role.COMMIT ? whyNotCommit(open) : whyNotIn(open, statement);
  }

  private @Nullable Report whyNotIn(OpenTransaction open, SqlStatement statement)
      throws InterruptedException {
    Report refusal = open.admit(statement);
    if (refusal == null) {
      refusal = hold.faults().whyNot(statement);
    }
    if (refusal == null && statement.role() == Role.WRITE) {
      hold.faults().writes(open, statement, hold.searchPath());
    }
    return refusal;
  }

  private @Nullable Report whyNotCommit(OpenTransaction open) throws InterruptedException {
    Report end = open.isBlock() ? open.whyEnded() : null;
    if (end == null && open.isBlock()) {
      end = hold.faults().atCommit(open, hold.searchPath());
    }
    if (end == null) {
      open.keys().commits();
    }
    return end;
  }

  /** Has statements answered that may say whether the transaction can commit. */
  private void answerWhatDecides(Exchange with) throws IOException, BackendGoneException {
    OpenTransaction open = transaction();
    if (with.owesCompletion()
        && (open.mayHaveCrossedLimit() || open.addsKeys() || hold.faults().isAny())) {
      with.answerSoFar();
    }
  }

  /** Whether the statement begins a block in which everything can be undone. */
  boolean opensBlock(SqlStatement statement, Exchange with) {
    return statement.role() == Role.BEGIN
        && with.status() == TransactionStatus.IDLE
        && !transaction().isBlock();
  }

  /** A statement that {@link #opensBlock} was sent. */
  void blockBegins() {
    transaction().becomesBlock();
  }

  /**
   * Lets a statement of the extended protocol pass, or has PostgreSQL fail and tells the client
   * why.
   */
  boolean admit(SqlStatement statement, Exchange with)
      throws IOException, BackendGoneException, InterruptedException {
    lockPending(with);
    if (statement.role() == Role.COMMIT) {
      answerWhatDecides(with);
    }
    if (with.isSkippingToSync()) {
      return false;
    }
    Report refusal = whyNot(statement, with);
    if (refusal == null && statement.role() == Role.COMMIT && transaction().isBlock()) {
      refusal = TransactionSize.whyTooLarge(transaction(), hold, with);
      if (refusal == null) {
        refusal = keys.whyNot(transaction(), with);
      }
    }
    if (refusal == null) {
      if (isCountedApart(statement)) {
        Interjection.run(MARK_ROWS, Completion.SILENT, with);
      }
      return true;
    }
    if (statement.role() == Role.COMMIT) {
      Interjection.run(ROLLBACK, Completion.SILENT, with);
      transaction().failed();
      with.know(new ErrorResponse(refusal), Change.NONE);
      // PostgreSQL does not skip what comes next, so nothing may be sent before it is known here.
      with.answerSoFar();
    } else {
      Interjection.fail(refusal, with);
    }
    return false;
  }

  /**
   * What the gateway has PostgreSQL do right after a statement of the extended protocol.
   *
   * @param atSync whether the client hears of success only when a Sync has succeeded
   */
  void follow(
      SqlStatement statement,
      @Nullable Bound bound,
      boolean opensBlock,
      boolean atSync,
      Exchange with)
      throws IOException, BackendGoneException, InterruptedException {
    if (opensBlock) {
      Interjection.run(SAVEPOINT, Completion.SILENT, with);
      transaction().becomesBlock();
    }
    if (!statement.locks().isEmpty()) {
      pending = new Locked(transaction(), statement.locks(), bound);
      if (transaction().isBlock()) {
        lockPending(with);
      }
    }
    Completion told = _ -> withheld();
    if (isCountedApart(statement)) {
      keys.follow(transaction(), statement, Completion.SILENT, with);
      Completion counted = tag -> counted(tag, statement);
      Interjection.run(COUNT_ROWS, atSync ? new AtSync(counted) : counted, with);
    } else {
      keys.follow(transaction(), statement, atSync ? new AtSync(told) : told, with);
    }
  }

  /**
   * Has the locks of the last statement count as writes. To be called before the next portal is
   * made, because a portal does not see what is written after it was made.
   */
  void lockPending(Exchange with) throws IOException, BackendGoneException, InterruptedException {
    Locked last = pending;
    pending = null;
    if (last == null
        || last.in() != transaction()
        || last.in().hasPortals()
        || with.isSkippingToSync()) {
      return;
    }
    Bound same = last.bound() == null ? null : last.bound().withTextResults();
    for (RowLock lock : last.locks()) {
      if (hold.cluster().relations().isTable(lock.table(), hold.searchPath())) {
        SqlStatement touch = SqlStatement.own(lock.touch());
        Interjection.runOnce(
            lock.touch(), same, tag -> ran(new Entry(touch, same, tag), false).silenced(), with);
      }
    }
  }

  /** Whether PostgreSQL has to be asked how many rows the statement changed. */
  private static boolean isCountedApart(SqlStatement statement) {
    return statement.role() == Role.WRITE && !statement.rows().counted();
  }

  /** The rows of a statement are known now, so that its client can hear of its end. */
  private Outcome counted(String tag, SqlStatement statement) {
    Report crossed = transaction().changed(OpenTransaction.rowsOf(tag));
    if (crossed != null) {
      transaction().failed();
      return Outcome.failure(crossed);
    }
    return withheld().confirmedBy(keys.confirmation(transaction(), statement));
  }

  /** The tag that the client has still to hear; none if its portal has not come to its end. */
  private Outcome withheld() {
    String tag = withheldTag;
    withheldTag = null;
    return tag == null ? Outcome.SILENT : new Outcome(tag);
  }

  /** What must be known before a Sync that commits. */
  void beforeSync(Exchange with) throws IOException, BackendGoneException, InterruptedException {
    OpenTransaction open = transaction();
    if (hold.cluster().lockWaits().isAlone() && !open.changesAnything()) {
      // A transaction that did nothing but lock is over, and one that begins before its commit
      // cannot tell. Updating the rows would only move them to the end of their table.
      pending = null;
    } else {
      lockPending(with);
    }
    if (open.isBlock() || with.isSkippingToSync()) {
      return;
    }
    answerWhatDecides(with);
    if (with.isSkippingToSync()) {
      return;
    }
    Report refusal =
        open.isLost() ? open.whyEnded() : TransactionSize.whyTooLarge(transaction(), hold, with);
    if (refusal == null && !with.isSkippingToSync()) {
      refusal = keys.whyNot(transaction(), with);
    }
    if (refusal == null && hold.faults().isAny()) {
      refusal = hold.faults().atCommit(open, hold.searchPath());
    }
    if (refusal != null && !with.isSkippingToSync()) {
      open.failed();
      Interjection.fail(refusal, with);
    }
  }

  /** A portal is made. */
  void opensPortal(String name) {
    transaction().opensPortal(name);
  }

  /** A portal is closed. */
  void closesPortal(String name) {
    transaction().closesPortal(name);
  }

  /**
   * What is noted when a portal has run a statement, which takes several goes if rows are limited.
   */
  Completion completion(Execute execute, SqlStatement statement, @Nullable Bound bound) {
    Completion completion = completionBeforeFollowing(statement, bound);
    String name = execute.portal();
    OpenTransaction in = transaction();
    if (execute.maxRows() == 0) {
      in.closesPortal(name);
      return completion;
    }
    in.runsPortalInPart(name, statement);
    return new OfPortal(completion, () -> in.endedPortal(name));
  }

  /** What is noted when a statement has run that {@link #follow} is called for. */
  Completion completionBeforeFollowing(SqlStatement statement, @Nullable Bound bound) {
    return completion(statement, bound, keys.plan(transaction(), statement));
  }

  /** What is noted when a statement has run. */
  Completion completion(SqlStatement statement) {
    return completion(statement, null, false);
  }

  private Completion completion(SqlStatement statement, @Nullable Bound bound, boolean isChecked) {
    return switch (statement.role()) {
      case BEGIN ->
          tag -> {
            if (tag.equals("SAVEPOINT")) {
              return Outcome.SILENT;
            }
            if (!transaction().isBlock()) {
              transaction().becomesBlock();
            }
            return new Outcome(tag);
          };
      case COMMIT, ROLLBACK -> {
        long askedNanos = System.nanoTime();
        yield tag -> {
          if (!tag.equals("COMMIT")) {
            transaction().failed();
          }
          hold.observer().committed(transaction(), askedNanos, hold.cluster().commitLatency());
          hold.contender().end();
          return new Outcome(tag);
        };
      }
      case WRITE ->
          statement.tree() instanceof InsertStmt insert && insert.onConflictClause() == null
              ? new InsertCompletion(this, hold.contender(), statement, bound, isChecked)
              : tag -> ran(new Entry(statement, bound, tag), isChecked);
      case DDL, LOCK -> tag -> ran(new Entry(statement, bound, tag), isChecked);
      case OTHER ->
          statement.changesSettings()
              ? tag -> ran(new Entry(statement, bound, tag), isChecked)
              : Completion.FORWARDED;
    };
  }

  /**
   * Takes note of what a statement did.
   *
   * @param isChecked whether the keys that it has added are looked at next
   */
  Outcome ran(Entry entry, boolean isChecked) {
    Exchange with = hold.current();
    Report crossed = transaction().ran(entry, with == null ? 0 : with.copiedBytes());
    if (crossed != null) {
      transaction().failed();
      return Outcome.failure(crossed);
    }
    String tag = entry.statement().tag(entry.tag());
    if (isCountedApart(entry.statement()) || isChecked) {
      withheldTag = tag;
      return Outcome.SILENT;
    }
    return new Outcome(tag).confirmedBy(keys.confirmation(transaction(), entry.statement()));
  }

  /** Rolls the block back between two simple queries. */
  void rollBack(Exchange with) throws BackendGoneException {
    transaction().failed();
    try {
      with.command("ROLLBACK", TransactionStatus.IDLE);
    } catch (BackendException e) {
      throw new BackendGoneException(e.report());
    }
  }
}
