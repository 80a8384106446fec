package dev.borealis.gateway;

import dev.borealis.engine.BackendException;
import dev.borealis.gateway.TransactionLog.Bound;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.Report;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session as others meet it in conflicts: its open transaction, and whose turn it is to act for
 * it. The session's own thread has the turn from a client's message to the wait for the next one;
 * meanwhile others may make the transaction give way.
 */
final class Contender {
  private static final System.Logger LOG = System.getLogger(Contender.class.getName());

  /** Every block begins with this savepoint, so that all it does can be undone and done again. */
  static final String SAVEPOINT = "SAVEPOINT borealis";

  private static final String GIVE_UP_LOCKS = "ROLLBACK TO " + SAVEPOINT;
  private static final String BEGIN_AGAIN = "ROLLBACK;BEGIN;" + SAVEPOINT;

  private final ServedCluster cluster;
  private final SessionObserver observer;
  private final ReentrantLock turn = new ReentrantLock();

  // These two change only with the turn, and only together with it are they looked into.
  private volatile @Nullable Exchange exchange;
  private @Nullable OpenTransaction transaction;

  private volatile boolean changingSchema;

  Contender(ServedCluster cluster, SessionObserver observer) {
    this.cluster = cluster;
    this.observer = observer;
  }

  /** For the session's own thread; waits while another one makes it give way. */
  void takeTurn() {
    turn.lock();
  }

  void yieldTurn() {
    if (turn.isHeldByCurrentThread()) {
      turn.unlock();
    }
  }

  /** A transaction begins, of one statement until a BEGIN says otherwise. */
  OpenTransaction begin(Exchange with) {
    OpenTransaction begun = new OpenTransaction(cluster);
    transaction = begun;
    exchange = with;
    cluster.lockWaits().opened(this);
    return begun;
  }

  /** PostgreSQL has reported an error. */
  void failed() {
    OpenTransaction held = transaction;
    if (held != null) {
      held.failed();
    }
  }

  /** The transaction is over, committed unless it has failed; another one may follow. */
  void end() {
    OpenTransaction ended = transaction;
    changingSchema = false;
    if (ended != null) {
      ended.keys().end();
      observer.ended(ended);
    }
    transaction = new OpenTransaction(cluster);
    if (ended != null && ended.changesFaults()) {
      cluster.faults().read();
    }
    if (ended != null && ended.changesSchema()) {
      cluster.catalogChanged(ended.submitsIndex());
    }
  }

  /** No backend is held any more. */
  void leave() {
    OpenTransaction left = transaction;
    if (left != null) {
      left.keys().end();
      observer.cutOff(left);
    }
    cluster.lockWaits().closed(this);
    changingSchema = false;
    exchange = null;
    transaction = null;
  }

  @Nullable OpenTransaction transaction() {
    return transaction;
  }

  /** A statement of this role is about to run. */
  void runs(SqlStatement.Role role) {
    if (role == SqlStatement.Role.DDL) {
      changingSchema = true;
    }
  }

  /** Whether it is changing the schema; for any thread. */
  boolean isChangingSchema() {
    return changingSchema;
  }

  /** See {@link Exchange#answeringSinceNanos}; for any thread. */
  long answeringSinceNanos() {
    Exchange with = exchange;
    return with == null ? 0 : with.answeringSinceNanos();
  }

  /** The PostgreSQL process that works for it, or 0; for any thread. */
  int processId() {
    Exchange with = exchange;
    return with == null ? 0 : with.backend().processId();
  }

  /**
   * Makes the transaction give up its locks if its client is doing nothing; for other threads.
   *
   * @param toSchemaChange whether it is in the way of a schema change, to which it loses
   */
  void giveWay(boolean toSchemaChange) {
    Exchange copying = exchange;
    if (copying != null) {
      copying.endCopy(toSchemaChange ? ErrorReports.schemaConflict() : ErrorReports.rowConflict());
    }
    whileIdle((with, held) -> {
      if (toSchemaChange) {
        endBecause(ErrorReports.schemaConflict(), with, held);
      } else if (with.isSettled() && !held.hasPortals() && VolatileRows.keep(with, held.log())) {
        with.command(GIVE_UP_LOCKS, TransactionStatus.IN_TRANSACTION);
        held.park();
      } else {
        endBecause(ErrorReports.rowConflict(), with, held);
      }
    });
  }

  /** Ends the transaction where it stands if the schema that it used is gone; for other threads. */
  void endIfSchemaChanged() {
    whileIdle((with, held) -> {
      Report reason = held.whyEnded();
      if (reason != null) {
        endBecause(reason, with, held);
      }
    });
  }

  /** What another thread does to a transaction. */
  @FunctionalInterface
  private interface Intervention {
    void on(Exchange with, OpenTransaction held) throws BackendException, BackendGoneException;
  }

  private void whileIdle(Intervention intervention) {
    if (!turn.tryLock()) {
      return;
    }
    try {
      Exchange with = exchange;
      OpenTransaction held = transaction;
      if (with != null && held != null && isPresent(with, held)) {
        intervention.on(with, held);
      }
    } catch (BackendException | BackendGoneException e) {
      // The session finds out by itself, with its next statement.
      LOG.log(Level.DEBUG, "a transaction did not give way: {0}", e.getMessage());
    } finally {
      turn.unlock();
    }
  }

  private static boolean isPresent(Exchange with, OpenTransaction held) {
    return with.isAtRest()
        && with.status() != TransactionStatus.FAILED
        && !held.isParked()
        && !held.isLost();
  }

  private static void endBecause(Report reason, Exchange with, OpenTransaction held)
      throws BackendException, BackendGoneException {
    held.lose(reason);
    if (held.isBlock()) {
      with.settle();
      with.command(BEGIN_AGAIN, TransactionStatus.IN_TRANSACTION);
    } else {
      with.abort();
    }
  }

  /**
   * Whether an insertion that has failed in the block met a row that the block cannot see, or one
   * that has been deleted since, so that nobody knows. The block has failed afterwards as it has
   * before.
   *
   * @param tolerant the insertion, made to pass over rows that can be seen
   * @param rows how many rows it inserts if it passes over none
   */
  boolean hitsInvisibleRow(byte[] tolerant, @Nullable Bound bound, int rows)
      throws BackendGoneException {
    Exchange with = exchange;
    OpenTransaction held = transaction;
    if (with == null || held == null) {
      return false;
    }
    with.converse(List.of(new Query(GIVE_UP_LOCKS.getBytes(StandardCharsets.US_ASCII))));
    boolean lost = Replay.run(with, held.log()) != null;
    if (!lost) {
      Conversed answer = with.converse(Replay.questions(tolerant, bound));
      Report failure = answer.failure();
      lost =
          failure == null
              ? OpenTransaction.rowsOf(answer.tag()) == rows
              : failure.sqlState().equals(ErrorReports.SERIALIZATION_FAILURE);
    }
    with.converse(List.of(new Query(StatementText.REFUSED)));
    return lost;
  }

  /** Whether what was done has added keys that the transaction's snapshot shows. */
  static boolean isOverDeleted(Exchange with, OpenTransaction held) throws BackendGoneException {
    TableNames tables = held.overDeleted();
    return !tables.isEmpty()
        && OpenTransaction.rowsOf(
                with.converse(List.of(new Query(TransactionKeys.query(tables)))).tag())
            > 0;
  }

  /**
   * Does again what the transaction had done before it gave way; the session's own thread does this
   * before it goes on. If that is not possible any more, the transaction has lost.
   */
  void resume() throws BackendGoneException {
    Exchange with = exchange;
    OpenTransaction held = transaction;
    if (with == null || held == null || !held.isParked()) {
      return;
    }
    ReentrantLock replays = cluster.replays();
    replays.lock();
    try {
      Report lost = Replay.run(with, held.log());
      if (lost == null && isOverDeleted(with, held)) {
        lost = ErrorReports.rowConflict();
      }
      if (lost == null) {
        held.resumed();
      } else {
        held.lose(lost);
        with.command(BEGIN_AGAIN, TransactionStatus.IN_TRANSACTION);
      }
    } catch (BackendException e) {
      throw new BackendGoneException(e.report());
    } finally {
      replays.unlock();
    }
  }
}
