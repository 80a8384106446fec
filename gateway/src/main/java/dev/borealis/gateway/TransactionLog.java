package dev.borealis.gateway;

import dev.borealis.gateway.SqlStatement.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has changed and locked so far, as the statements that did it, so that it can
 * be done again after its locks were given up.
 */
final class TransactionLog {
  /** What a transaction may write at most is less than this; a longer log is not kept. */
  private static final long MAX_BYTES = 16L << 20;

  /**
   * A statement that ran.
   *
   * @param bound its parameters, or null if it was not prepared
   * @param tag PostgreSQL's answer, which the same statement gets again in the same snapshot
   */
  record Entry(SqlStatement statement, @Nullable Bound bound, String tag) {}

  /**
   * Parameters of a prepared statement.
   *
   * @param types OIDs as the client gave them
   * @param arguments as they stood in the client's message
   */
  record Bound(List<Integer> types, byte[] arguments) {
    /** The same parameters for a statement with other results, which come as text. */
    Bound withTextResults() {
      ByteBuffer read = ByteBuffer.wrap(arguments);
      int formats = read.getShort();
      read.position(read.position() + formats * Short.BYTES);
      for (int values = read.getShort(); values > 0; values--) {
        int length = read.getInt();
        read.position(read.position() + Math.max(length, 0));
      }
      return new Bound(
          types,
          Arrays.copyOf(Arrays.copyOf(arguments, read.position()), read.position() + Short.BYTES));
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private long bytes;
  private boolean complete = true;

  /** Adds what has run. */
  void add(Entry entry) {
    Bound bound = entry.bound();
    bytes += entry.statement().sql().length + (bound == null ? 0 : bound.arguments().length);
    // Data of a COPY have passed through and are gone.
    complete &= bytes <= MAX_BYTES && !entry.tag().startsWith("COPY ");
    if (complete) {
      entries.add(entry);
    } else {
      spoil();
    }
  }

  /** Something was done that the log does not hold. */
  void spoil() {
    complete = false;
    entries.clear();
  }

  /** Whether the log holds all that has been done. */
  boolean isComplete() {
    return complete;
  }

  /** What was done, in order; empty if the log is not complete. */
  List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  /** Puts statements in the place of those that did the same. */
  void replaceAll(List<Entry> equivalent) {
    entries.clear();
    entries.addAll(equivalent);
  }

  /** Whether the schema was changed. */
  boolean changesSchema() {
    return entries.stream().anyMatch(entry -> entry.statement().role() == Role.DDL);
  }
}
