package dev.borealis.alter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param id of the run
 * @param table the table with its schema, as SQL
 * @param outcome how it ended
 * @param rowsCopied by all runs of this id
 * @param compared what the last comparison found; null if there was none
 * @param lateRows keys of rows that the original has and the table has not: written between the
 *     comparison and the swap, or deleted since
 * @param originalKept the name of the original, as SQL; null if there is none
 * @param retries transactions that were tried again
 * @param notes what else is to be known
 */
public record AlterReport(
    String id,
    String table,
    Outcome outcome,
    long rowsCopied,
    @Nullable Difference compared,
    List<String> lateRows,
    @Nullable String originalKept,
    long retries,
    List<String> notes) {

  public AlterReport {
    lateRows = List.copyOf(lateRows);
    notes = List.copyOf(notes);
  }

  /** How a run ends when nothing fails. */
  public enum Outcome {
    /** The table has its new form. */
    DONE,
    /** Somebody did not agree to go on; it can be resumed. */
    STOPPED,
    /** Everything is as before. */
    UNDONE
  }

  /**
   * Two tables, compared by key.
   *
   * @param rowsOfOriginal how many there are
   * @param rowsOfReplacement likewise
   * @param missing rows that only the original has
   * @param changed rows that differ
   * @param extra rows that only the replacement has
   * @param checksumOfOriginal over the values that are copied, as they should be
   * @param checksumOfReplacement over the values that are there
   * @param passes how often they were compared until nothing differed
   */
  public record Difference(
      long rowsOfOriginal,
      long rowsOfReplacement,
      long missing,
      long changed,
      long extra,
      String checksumOfOriginal,
      String checksumOfReplacement,
      int passes) {
    /** Whether they are the same. */
    public boolean isNone() {
      return missing + changed + extra == 0
          && rowsOfOriginal == rowsOfReplacement
          && checksumOfOriginal.equals(checksumOfReplacement);
    }
  }
}
