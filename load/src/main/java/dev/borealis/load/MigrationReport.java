package dev.borealis.load;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a migration came to or, after a dry run, would do.
 *
 * @param statements all that define something, in the order of running
 * @param applied how many of them ran
 * @param skipped how many found that what they make is there already
 * @param notes what was changed or left out
 * @param failures what the cluster refused, in words
 * @param jobs how many indexes were built and constraints validated
 */
public record MigrationReport(
    @Nullable String job,
    List<String> statements,
    int applied,
    int skipped,
    List<MigrationNote> notes,
    List<String> failures,
    List<TableResult> tables,
    int jobs,
    Duration duration) {

  /**
   * A table's rows.
   *
   * @param rows in the dump
   * @param loaded from it, in this run and earlier ones
   * @param inTable after that, less those that were there before; -1 if not counted
   * @param problem why its rows are not loaded; null if they are
   */
  public record TableResult(
      String table,
      long rows,
      long loaded,
      long inTable,
      boolean matches,
      @Nullable String problem) {}

  /** Whether everything arrived that can. */
  public boolean succeeded() {
    return failures.isEmpty() && tables.stream().allMatch(TableResult::matches);
  }
}
