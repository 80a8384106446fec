package dev.borealis.alter;

import dev.borealis.alter.Ledger.Batch;
import dev.borealis.alter.RowCopy.Range;
import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Copies rows in batches, each in one transaction with its row in the ledger: exactly once. */
final class BatchCopy {
  private static final String LIMIT_EXCEEDED = "54000";
  private static final String UNIQUE_VIOLATION = "23505";

  /** A transaction may last 300 s; one that comes near is made smaller. */
  private static final Duration SLOW = Duration.ofSeconds(60);

  private final ClusterClient client;
  private final Cancellation cancellation;
  private final Ledger ledger;
  private final RowCopy copy;
  private int batchRows = RowCopy.BATCH_ROWS;

  BatchCopy(ClusterClient client, Cancellation cancellation, Ledger ledger, RowCopy copy) {
    this.client = client;
    this.cancellation = cancellation;
    this.ledger = ledger;
    this.copy = copy;
  }

  /**
   * Copies what is not copied yet.
   *
   * @param copied is told after each batch how many rows are copied in all
   */
  void run(LongConsumer copied) throws SQLException {
    Batch last = ledger.lastBatch();
    if (copy.cursor().isEmpty()) {
      if (last == null) {
        all();
      }
      copied.accept(ledger.rowsCopied());
      return;
    }
    long rows = ledger.rowsCopied();
    while (true) {
      cancellation.check();
      long started = System.nanoTime();
      Batch next;
      try {
        next = next(last);
      } catch (SQLException e) {
        last = after(e, last);
        continue;
      }
      if (next == null) {
        return;
      }
      last = next;
      rows += next.rows();
      copied.accept(rows);
      if (System.nanoTime() - started > SLOW.toNanos()) {
        batchRows = Math.max(1, batchRows / 2);
      }
    }
  }

  private void all() throws SQLException {
    client.transaction(
        connection -> {
          long rows = Queries.change(connection, copy.copy(Range.ALL));
          ledger.record(connection, new Batch(0, rows, List.of()));
          return true;
        },
        connection -> ledger.hasBatch(connection, 0));
  }

  private @Nullable Batch next(@Nullable Batch last) throws SQLException {
    long number = last == null ? 0 : last.number() + 1;
    List<String> after = last == null ? null : RowCopy.literals(copy.cursor(), last.lastKey());
    return client.<@Nullable Batch>transaction(
        connection -> copyNext(connection, number, after),
        connection -> ledger.hasBatch(connection, number));
  }

  private @Nullable Batch copyNext(Connection connection, long number, @Nullable List<String> after)
      throws SQLException {
    List<String> lastKey = lastKey(connection, copy, new Range(after, null), batchRows);
    if (lastKey == null) {
      return null;
    }
    Range range = new Range(after, RowCopy.literals(copy.cursor(), lastKey));
    Batch batch = new Batch(number, Queries.change(connection, copy.copy(range)), lastKey);
    ledger.record(connection, batch);
    return batch;
  }

  /** The texts of the key with which the next batch ends; null if there is no row. */
  static @Nullable List<String> lastKey(Connection connection, RowCopy copy, Range rest, int rows)
      throws SQLException {
    List<List<String>> found =
        Queries.list(
            connection, copy.nextBatch(rest, rows), row -> texts(row, 2, copy.cursor().size()));
    return found.isEmpty() ? null : found.getFirst();
  }

  static List<String> texts(ResultSet row, int from, int count) throws SQLException {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(row.getString(from + i));
    }
    return texts;
  }

  /** From where to go on after a batch has failed; throws if trying again is of no use. */
  private @Nullable Batch after(SQLException e, @Nullable Batch last) throws SQLException {
    if (LIMIT_EXCEEDED.equals(e.getSQLState()) && batchRows > 1) {
      batchRows = Math.max(1, batchRows / 4);
      return last;
    }
    Batch now = ledger.lastBatch();
    boolean doneByAnother = now != null && (last == null || now.number() > last.number());
    if (UNIQUE_VIOLATION.equals(e.getSQLState()) && doneByAnother) {
      return now;
    }
    throw e;
  }
}
