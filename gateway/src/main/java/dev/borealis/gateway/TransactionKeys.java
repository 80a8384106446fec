package dev.borealis.gateway;

import dev.borealis.sql.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The keys that a transaction has given to rows and taken from rows, by table, and how that stands
 * to what others have deleted since it began.
 */
final class TransactionKeys {
  private final Outline outline;
  private final Deletions deletions;
  private final long begun;
  private final TableNames added = new TableNames();
  private final TableNames removed = new TableNames();

  /** What others have been told of. */
  private final List<TableNames> announced = new ArrayList<>();

  TransactionKeys(Outline outline, Deletions deletions) {
    this.outline = outline;
    this.deletions = deletions;
    // No snapshot of the transaction's is older than this.
    this.begun = deletions.mark();
  }

  /** A statement is about to run. */
  void change(KeyChanges changes) {
    outline.addTo(added, changes.added(), changes.anywhere());
    outline.addTo(removed, changes.removed(), changes.anywhere());
  }

  /** The transaction is about to commit, or a statement to run that commits by itself. */
  void commits() {
    if (removed.isEmpty() || (!announced.isEmpty() && announced.getLast().covers(removed))) {
      return;
    }
    TableNames tables = removed.copy();
    announced.add(tables);
    deletions.begin(tables);
  }

  /** The transaction is over, one way or another. */
  void end() {
    announced.forEach(deletions::end);
    announced.clear();
  }

  boolean isAdding() {
    return !added.isEmpty();
  }

  /** Where keys that a statement adds may be ones that the transaction's snapshot shows. */
  TableNames overDeleted(KeyChanges changes) {
    TableNames adding = new TableNames();
    if (deletions.hasNoneSince(begun)) {
      return adding;
    }
    outline.addTo(adding, changes.added(), changes.anywhere());
    return deletions.since(begun, adding);
  }

  /** Where keys that have been added may be ones that the transaction's snapshot shows. */
  TableNames overDeleted() {
    return deletions.since(begun, added);
  }

  /** The query that finds out, in a function that returns 1 if one is. */
  static byte[] query(TableNames tables) {
    String names =
        tables.isAll()
            ? "NULL"
            : tables.names().stream()
                .map(Quoted::literal)
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    return "SELECT FROM pg_catalog.generate_series(1, sys.borealis_rows_over_deleted(%s))"
        .formatted(names)
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
