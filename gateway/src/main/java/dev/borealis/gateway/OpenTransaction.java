package dev.borealis.gateway;

import dev.borealis.gateway.SqlStatement.Role;
import dev.borealis.gateway.SqlStatement.RowBound;
import dev.borealis.gateway.TransactionLog.Bound;
import dev.borealis.gateway.TransactionLog.Entry;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.wire.Report;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as DSQL counts it: what it has done, what it may still do, and how it stands in
 * conflicts. Its statements run in PostgreSQL; this decides which of them may.
 *
 * <p>Used by one thread at a time, the one that has the session's turn.
 */
final class OpenTransaction {
  private static final long MAX_ROW_BYTES = 2L << 20;

  /** How a transaction stands towards those that want the same rows. */
  private enum Standing {
    /** PostgreSQL holds all that it has done. */
    PRESENT,
    /** It gave way: what it has done must be done again before it goes on. */
    PARKED,
    /** Another one has won; it can only end. */
    LOST
  }

  private final ServedCluster cluster;
  private final TransactionLimits limits;
  private final TransactionLog log = new TransactionLog();
  private final TransactionKeys keys;
  private final CopiedRows copied = new CopiedRows();
  private boolean block;
  private boolean used;
  private long startedNanos = System.nanoTime();
  private long catalogVersion;
  private long promisedRows;
  private long otherRows;
  private long plainBytes;
  private long rows;
  private long rowsDeleted;
  private boolean changedSchema;
  private @Nullable Stmt schemaChange;
  private boolean submitsIndex;
  private boolean changedRows;
  private boolean lockedRows;
  private boolean over;
  private boolean injectsFaults;
  private int statements;
  private Standing standing = Standing.PRESENT;

  /** Portals that have not come to their end, and whether they have changed or locked rows. */
  private final Map<String, Boolean> portals = new HashMap<>();

  /** Full names of tables, kept if there are faults. */
  private final Set<String> tablesWritten = new HashSet<>();

  private @Nullable Report lostTo;

  OpenTransaction(ServedCluster cluster) {
    this.cluster = cluster;
    this.limits = cluster.limits();
    this.keys = new TransactionKeys(cluster.outline(), cluster.deletions());
  }

  /** A BEGIN was sent: from here on the client ends the transaction. */
  void becomesBlock() {
    block = true;
    startedNanos = System.nanoTime();
  }

  /** Whether the client ends it, with COMMIT or ROLLBACK. */
  boolean isBlock() {
    return block;
  }

  /** Lets a statement run in it; why it may not, or null. */
  @Nullable Report admit(SqlStatement statement) {
    Report end = whyEnded();
    if (end != null) {
      return end;
    }
    if (!used && statement.role() != Role.BEGIN) {
      used = true;
      catalogVersion = cluster.catalogVersion();
    }
    statements++;
    switch (statement.role()) {
      case DDL -> {
        if (changedSchema) {
          return ErrorReports.unsupported("multiple ddl statements not supported in a transaction");
        }
        if (changedRows) {
          return ErrorReports.mixedTransaction();
        }
        changedSchema = true;
        schemaChange = statement.tree();
        submitsIndex = statement.tree() instanceof IndexStmt;
      }
      case WRITE -> {
        if (changedSchema) {
          return ErrorReports.mixedTransaction();
        }
        changedRows = true;
        keys.change(statement.keys());
        if (!block) {
          keys.commits();
        }
        promisedRows += statement.rows().most();
      }
      case LOCK -> lockedRows = true;
      default -> {}
    }
    return null;
  }

  /** Whether a statement has run in it, if only BEGIN. */
  boolean hasBegun() {
    return statements > 0;
  }

  /** Whether it has neither changed nor locked anything. */
  boolean isReadOnly() {
    return !changedRows && !changedSchema && !lockedRows;
  }

  /** The statement that changes the schema, roles or privileges; there can be one. */
  @Nullable Stmt schemaChange() {
    return schemaChange;
  }

  /** It writes to a table. */
  void writesTo(String fullName) {
    tablesWritten.add(fullName);
  }

  boolean hasWrittenTo(String fullName) {
    return tablesWritten.contains(fullName);
  }

  /** Whether others see something new once it has committed. */
  boolean changesAnything() {
    return (changedRows || changedSchema) && !over;
  }

  /** It changes the faults of the cluster. */
  void injectsFaults() {
    injectsFaults = true;
  }

  /** Whether the faults of the cluster are other ones once it has committed. */
  boolean changesFaults() {
    return injectsFaults && !over;
  }

  /** The keys that it has changed. */
  TransactionKeys keys() {
    return keys;
  }

  /** Whether it may have added keys that its snapshot shows, if somebody deletes them. */
  boolean addsKeys() {
    // The snapshot of a single statement is as old as the statement.
    return (block || statements > 1) && keys.isAdding();
  }

  /** Where keys that it adds with the statement may be ones that its snapshot shows. */
  TableNames overDeleted(SqlStatement statement) {
    return block || statements > 1 ? keys.overDeleted(statement.keys()) : new TableNames();
  }

  /** Where keys that it has added may be ones that its snapshot shows. */
  TableNames overDeleted() {
    return addsKeys() ? keys.overDeleted() : new TableNames();
  }

  /** Why it can only be rolled back, or null. */
  @Nullable Report whyEnded() {
    if (standing != Standing.LOST && used && catalogVersion != cluster.catalogVersion()) {
      lose(ErrorReports.schemaConflict());
    }
    if (lostTo != null) {
      return lostTo;
    }
    Duration age = Duration.ofNanos(System.nanoTime() - startedNanos);
    return block && age.compareTo(limits.age()) > 0
        ? ErrorReports.transactionTooOld(limits.age(), age)
        : null;
  }

  /**
   * Takes note of a statement that has run.
   *
   * @param copiedBytes the data of a COPY
   * @return the limit that it has crossed, or null
   */
  @Nullable Report ran(Entry entry, long copiedBytes) {
    SqlStatement statement = entry.statement();
    if (block) {
      log.add(entry);
    }
    if (statement.role() != Role.WRITE) {
      return null;
    }
    if (CopiedRows.isKnownByData(statement)) {
      copied.add(statement, rowsOf(entry.tag()), copiedBytes);
    } else if (statement.rows().plain()) {
      Bound bound = entry.bound();
      plainBytes += statement.sql().length + (bound == null ? 0 : bound.arguments().length);
    } else {
      otherRows += statement.rows().counted() ? rowsOf(entry.tag()) : RowBound.UNKNOWN;
    }
    if (entry.tag().startsWith("DELETE ")) {
      rowsDeleted += rowsOf(entry.tag());
    }
    return statement.rows().counted() ? changed(rowsOf(entry.tag())) : null;
  }

  /** How many rows it has brought to tables, or changed there, at most. */
  long rowsKept() {
    return rows - rowsDeleted;
  }

  /** Takes note of rows changed; the limit that they cross, or null. */
  @Nullable Report changed(long more) {
    rows += more;
    return rows > limits.rows() ? ErrorReports.tooManyRows() : null;
  }

  /**
   * Whether it may have written more than it may commit. A few rows of whatever size cannot be that
   * much, because a row has a limit too ("Cluster quotas and database limits in Amazon Aurora
   * DSQL": 2 MiB).
   */
  boolean mayBeTooLarge() {
    return otherRows + copied.rows() > limits.bytes() / MAX_ROW_BYTES
        || plainBytes > limits.bytes() / 2;
  }

  /** Whether it has written so little for sure that it need not be measured. */
  boolean isSurelySmall(Relations relations, String searchPath) throws InterruptedException {
    if (copied.rows() == 0 || otherRows > limits.bytes() / MAX_ROW_BYTES) {
      return false;
    }
    long rest = limits.bytes() - otherRows * MAX_ROW_BYTES - 2 * plainBytes;
    return copied.bytesAtMost(relations, searchPath) <= rest;
  }

  /** Whether that is so once a statement has run. */
  boolean mayBeTooLargeWith(SqlStatement statement) {
    return statement.role() == Role.WRITE
        && (!statement.rows().plain() || statement.sql().length > limits.bytes() / 2);
  }

  /** Why it cannot be committed with so much written, or null. */
  @Nullable Report whyTooLarge(long mebibytes) {
    long limit = limits.bytes() >> 20;
    return mebibytes > limit ? ErrorReports.transactionTooLarge(mebibytes, limit) : null;
  }

  /** The last number of a command tag, such as 3 of {@code INSERT 0 3}. */
  static long rowsOf(String tag) {
    int space = tag.lastIndexOf(' ');
    String number = tag.substring(space + 1);
    return number.isEmpty() || !Character.isDigit(number.charAt(0)) ? 0 : Long.parseLong(number);
  }

  /** Whether a statement could cross a limit, which is known only after it has run. */
  boolean mayCrossLimit(SqlStatement statement) {
    return statement.role() == Role.WRITE && promisedRows + statement.rows().most() > limits.rows();
  }

  /** Whether a statement under way could have crossed a limit. */
  boolean mayHaveCrossedLimit() {
    return promisedRows > limits.rows();
  }

  /** An error or a ROLLBACK has ended it: nothing of it remains. */
  void failed() {
    over = true;
  }

  /** Whether the schema is another one once it has committed. */
  boolean changesSchema() {
    return changedSchema && !over;
  }

  /** Whether an index is built in the background once it has committed. */
  boolean submitsIndex() {
    return submitsIndex && !over;
  }

  /** A portal is made, in place of one with the same name. */
  void opensPortal(String name) {
    closesPortal(name);
    portals.put(name, false);
  }

  /** A portal is closed, or runs to its end. What it did in pieces is not in the log. */
  void closesPortal(String name) {
    if (Boolean.TRUE.equals(portals.remove(name))) {
      log.spoil();
    }
  }

  /** A portal runs, but perhaps not to its end. */
  void runsPortalInPart(String name, SqlStatement statement) {
    closesPortal(name);
    portals.put(name, statement.role() == Role.WRITE || statement.role() == Role.LOCK);
  }

  /** A portal has come to its end. */
  void endedPortal(String name) {
    portals.remove(name);
  }

  /** Whether there is a portal of which the client may want more, and which cannot be remade. */
  boolean hasPortals() {
    return !portals.isEmpty();
  }

  TransactionLog log() {
    return log;
  }

  /** It gave up its locks, and what it has done with them. */
  void park() {
    standing = Standing.PARKED;
  }

  boolean isParked() {
    return standing == Standing.PARKED;
  }

  /** What it had done is done again. */
  void resumed() {
    standing = Standing.PRESENT;
  }

  boolean isLost() {
    return standing == Standing.LOST;
  }

  /** It can only be rolled back; the first reason stays. */
  void lose(Report reason) {
    if (standing != Standing.LOST) {
      standing = Standing.LOST;
      lostTo = reason;
    }
  }
}
