package dev.borealis.gateway;

import dev.borealis.audit.AuditEvent;
import dev.borealis.audit.AuditEvent.ConnectionClosed;
import dev.borealis.audit.AuditEvent.ConnectionOpened;
import dev.borealis.audit.AuditEvent.Outcome;
import dev.borealis.audit.AuditEvent.StatementEnded;
import dev.borealis.audit.AuditTrail;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.wire.Report;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What operators learn of a session: figures for the metrics, events for the audit log. */
final class SessionObserver {
  private static final String FATAL = "FATAL";

  private final EndpointMetrics metrics;
  private final AuditTrail audit;
  private final AuditEvent.Session session;
  private final long openedNanos = System.nanoTime();

  // Another thread may tell the client why its session ends.
  private volatile @Nullable String lastError;
  private volatile @Nullable String fatalError;

  SessionObserver(EndpointMetrics metrics, AuditTrail audit, AuditEvent.Session session) {
    this.metrics = metrics;
    this.audit = audit;
    this.session = session;
  }

  /** The client has signed in. */
  void opened() {
    metrics.connectionOpened();
    audit.record(new ConnectionOpened(session));
  }

  /** The connection has ended. */
  void closed() {
    metrics.connectionClosed();
    Duration open = Duration.ofNanos(System.nanoTime() - openedNanos);
    audit.record(new ConnectionClosed(session, open, fatalError));
  }

  /** The client hears of an error. */
  void told(Report error) {
    lastError = error.sqlState();
    if (error.severity().equals(FATAL)) {
      fatalError = error.sqlState();
    }
    if (ErrorReports.isRowConflict(error)) {
      metrics.conflicted();
    } else if (ErrorReports.isTransactionTooOld(error)) {
      metrics.queryTimedOut();
    }
  }

  /** PostgreSQL has worked for so long on answers. */
  void computed(long nanos) {
    metrics.computed(nanos);
  }

  /** A block was committed for whose COMMIT the client began to wait at {@code askedNanos}. */
  void committed(OpenTransaction block, long askedNanos, Duration furtherLatency) {
    if (block.changesAnything()) {
      metrics.committed(System.nanoTime() - askedNanos + furtherLatency.toNanos());
    }
  }

  /** A transaction is over. */
  void ended(OpenTransaction transaction) {
    ended(transaction, transaction.changesSchema() ? Outcome.COMMITTED : Outcome.ROLLED_BACK);
  }

  /** The connection to the client or to PostgreSQL has ended before the transaction. */
  void cutOff(OpenTransaction transaction) {
    ended(transaction, Outcome.UNKNOWN);
  }

  private void ended(OpenTransaction transaction, Outcome outcome) {
    if (!transaction.hasBegun()) {
      return;
    }
    metrics.transactionEnded(transaction.isReadOnly());
    Stmt change = transaction.schemaChange();
    if (change != null) {
      audit.record(
          new StatementEnded(
              session,
              AuditedStatements.of(change),
              outcome,
              outcome == Outcome.ROLLED_BACK ? lastError : null));
    }
    lastError = null;
  }
}
