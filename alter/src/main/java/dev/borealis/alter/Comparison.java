package dev.borealis.alter;

import dev.borealis.alter.AlterReport.Difference;
import dev.borealis.alter.RowCopy.KeyPart;
import dev.borealis.alter.RowCopy.Range;
import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares original and replacement in ranges of keys, from both sides, and mends the replacement
 * where rows were written since they were copied.
 */
final class Comparison {
  /** Enough to see what kind of rows they are. */
  static final int SHOWN_KEYS = 10;

  private static final int MAX_PASSES = 5;

  private final ClusterClient client;
  private final Cancellation cancellation;
  private final RowCopy copy;

  Comparison(ClusterClient client, Cancellation cancellation, RowCopy copy) {
    this.client = client;
    this.cancellation = cancellation;
    this.copy = copy;
  }

  /** Rows of one side, and what is wrong with them. */
  private record Side(long rows, long missing, long changed, BigDecimal hash) {
    static final Side NONE = new Side(0, 0, 0, BigDecimal.ZERO);

    Side plus(Side other) {
      return new Side(
          rows + other.rows,
          missing + other.missing,
          changed + other.changed,
          hash.add(other.hash));
    }
  }

  /**
   * Compares and mends until a whole pass finds nothing.
   *
   * @throws AlterException if the last pass still finds something
   */
  Difference run() throws SQLException {
    if (!copy.isComparable()) {
      return sums();
    }
    Difference difference = pass(1);
    while (!difference.isNone() && difference.passes() < MAX_PASSES) {
      difference = pass(difference.passes() + 1);
    }
    if (!difference.isNone()) {
      throw new AlterException(
          "The tables still differ after %d passes: %,d rows missing, %,d changed, %,d too many in the last one. The table is being written to; stop the writers, then resume. Nothing was swapped."
              .formatted(
                  difference.passes(),
                  difference.missing(),
                  difference.changed(),
                  difference.extra()));
    }
    return difference;
  }

  private Difference sums() throws SQLException {
    Side original = sum(false);
    Side replacement = sum(true);
    Difference difference =
        new Difference(
            original.rows(),
            replacement.rows(),
            0,
            0,
            0,
            original.hash().toPlainString(),
            replacement.hash().toPlainString(),
            1);
    if (!difference.isNone()) {
      throw new AlterException(
          "The tables differ: %,d rows and checksum %s in the original, %,d and %s in the replacement. Without a common key that cannot be mended: undo this with --abort, stop the writers, and start again. Nothing was swapped."
              .formatted(
                  difference.rowsOfOriginal(),
                  difference.checksumOfOriginal(),
                  difference.rowsOfReplacement(),
                  difference.checksumOfReplacement()));
    }
    return difference;
  }

  private Side sum(boolean ofTarget) throws SQLException {
    return client.read(connection ->
        Queries.list(
                connection,
                copy.sum(ofTarget),
                row -> new Side(row.getLong(1), 0, 0, row.getBigDecimal(2)))
            .getFirst());
  }

  private Difference pass(int number) throws SQLException {
    Side original = walk(false);
    Side replacement = walk(true);
    return new Difference(
        original.rows(),
        replacement.rows(),
        original.missing(),
        original.changed(),
        replacement.missing(),
        original.hash().toPlainString(),
        replacement.hash().toPlainString(),
        number);
  }

  private Side walk(boolean ofTarget) throws SQLException {
    List<KeyPart> key = ofTarget ? copy.match() : copy.cursor();
    Side all = Side.NONE;
    List<String> after = null;
    do {
      cancellation.check();
      Range rest = new Range(after, null);
      List<String> to = rangeEnd(ofTarget, key, rest);
      Range range = new Range(after, to);
      Side part = ofTarget ? replacement(range) : original(range);
      if (part.missing() + part.changed() > 0) {
        if (ofTarget) {
          deleteExtra(range);
        } else {
          mend(range);
        }
      }
      all = all.plus(part);
      after = to;
    } while (after != null);
    return all;
  }

  /** Keys of rows that only the original has, some of them. */
  List<String> missingKeys() throws SQLException {
    List<String> keys = new ArrayList<>();
    List<String> after = null;
    do {
      cancellation.check();
      Range rest = new Range(after, null);
      List<String> to = rangeEnd(false, copy.cursor(), rest);
      Range range = new Range(after, to);
      int wanted = SHOWN_KEYS - keys.size();
      keys.addAll(
          client.read(connection -> Queries.strings(connection, copy.missingKeys(range, wanted))));
      after = to;
    } while (after != null && keys.size() < SHOWN_KEYS);
    return keys;
  }

  private @Nullable List<String> rangeEnd(boolean ofTarget, List<KeyPart> key, Range rest)
      throws SQLException {
    List<List<String>> found =
        client.read(connection ->
            Queries.list(
                connection,
                copy.nextRange(ofTarget, rest),
                row -> BatchCopy.texts(row, 1, key.size())));
    return found.isEmpty() ? null : RowCopy.literals(key, found.getFirst());
  }

  private Side original(Range range) throws SQLException {
    return client.read(connection ->
        Queries.list(
                connection,
                copy.compare(range),
                row ->
                    new Side(row.getLong(1), row.getLong(2), row.getLong(3), row.getBigDecimal(4)))
            .getFirst());
  }

  private Side replacement(Range range) throws SQLException {
    return client.read(connection ->
        Queries.list(
                connection,
                copy.compareTarget(range),
                row -> new Side(row.getLong(1), row.getLong(2), 0, row.getBigDecimal(3)))
            .getFirst());
  }

  // In batches as small as those of the copy: a changed row counts twice.
  private void mend(Range range) throws SQLException {
    List<String> after = range.after();
    while (true) {
      cancellation.check();
      List<String> from = after;
      List<String> done =
          client.<@Nullable List<String>>transaction(
              connection -> {
                List<String> lastKey =
                    BatchCopy.lastKey(
                        connection, copy, new Range(from, range.to()), RowCopy.BATCH_ROWS);
                if (lastKey == null) {
                  return null;
                }
                List<String> to = RowCopy.literals(copy.cursor(), lastKey);
                Range batch = new Range(from, to);
                Queries.change(connection, copy.deleteChanged(batch));
                Queries.change(connection, copy.insertMissing(batch));
                return to;
              },
              // Doing it twice is doing it once.
              connection -> false);
      if (done == null) {
        return;
      }
      after = done;
    }
  }

  private void deleteExtra(Range range) throws SQLException {
    long deleted;
    do {
      cancellation.check();
      deleted =
          client.<Long>transaction(
              connection -> Queries.change(connection, copy.deleteExtra(range)),
              connection -> false);
    } while (deleted > 0);
  }
}
