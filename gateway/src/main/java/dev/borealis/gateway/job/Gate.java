package dev.borealis.gateway.job;

import dev.borealis.engine.BackendConnector;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an index from being built: CREATE INDEX CONCURRENTLY puts the index into the catalog and
 * then waits for every transaction that may write to the table. The gate is such a transaction. It
 * holds up nobody but the build, and statements that change the table.
 */
final class Gate implements AutoCloseable {
  private @Nullable JobStatement transaction;

  private Gate(@Nullable JobStatement transaction) {
    this.transaction = transaction;
  }

  /** A gate that is open. */
  static Gate none() {
    return new Gate(null);
  }

  /** Closes the gate, unless the table is being changed right now. */
  static Gate before(String tableName, BackendConnector connector)
      throws IOException, JobStatement.FailedException {
    JobStatement transaction = JobStatement.connect(connector, JobTable.SUPERUSER, null);
    boolean closed = false;
    try {
      transaction.run(
          "BEGIN; SET LOCAL lock_timeout = '20ms'; LOCK TABLE "
              + tableName
              + " IN ROW EXCLUSIVE MODE");
      closed = true;
      return new Gate(transaction);
    } catch (JobStatement.FailedException e) {
      return none();
    } finally {
      if (!closed) {
        transaction.close();
      }
    }
  }

  /** The process that holds the gate, or null. */
  @Nullable String processId() {
    return transaction == null ? null : transaction.processId();
  }

  /** Opens the gate for good. */
  @Override
  public void close() {
    if (transaction != null) {
      transaction.close();
      transaction = null;
    }
  }
}
