package dev.borealis.load;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What loading came to.
 *
 * @param job null for a dry run
 * @param createTable the statement that made the table, or would; null if it was there
 * @param rowsRead records of the sources
 * @param rowsLoaded rows committed, in this run and in earlier ones of the job
 * @param rowsConflicting records whose key was there, so that {@link OnConflict#DO_NOTHING} left
 *     them out
 * @param rowsRejected records that cannot be loaded
 * @param rowsResumed how many of all these an earlier run had done
 * @param rejections the first ones, in words
 * @param retries transactions tried again
 * @param verified null if nothing was verified
 */
public record LoadReport(
    @Nullable String job,
    String table,
    @Nullable String createTable,
    long rowsRead,
    long rowsLoaded,
    long rowsConflicting,
    long rowsRejected,
    long rowsResumed,
    long bytesRead,
    long batches,
    long retries,
    Duration duration,
    List<String> rejections,
    @Nullable Verification verified) {

  /** Whether everything asked for was done. */
  public boolean succeeded() {
    return rowsRejected == 0 && (verified == null || verified.matches());
  }

  /**
   * What counting and comparing came to.
   *
   * @param before rows in the table before
   * @param after and now
   * @param expected how many there should be now
   * @param sourceChecksum over the values of the source, as the cluster understands them; null if
   *     not compared
   * @param tableChecksum over those rows of the table that are new
   */
  public record Verification(
      long before,
      long after,
      long expected,
      @Nullable String sourceChecksum,
      @Nullable String tableChecksum) {

    /** Whether all is there, and nothing else. */
    public boolean matches() {
      return after == expected && (sourceChecksum == null || sourceChecksum.equals(tableChecksum));
    }
  }
}
