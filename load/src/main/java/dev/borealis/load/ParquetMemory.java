package dev.borealis.load;

/** Counts what the pages of a Parquet file take, and refuses what would not fit into memory. */
final class ParquetMemory {
  /** The rest of the heap is for batches on their way to the cluster. */
  private static final int SHARE_OF_HEAP = 3;

  private static final int MEBIBYTE = 1 << 20;

  private final long maxBytes;
  private long bytes;

  /**
   * @param maxBytes of all pages that are in memory at one time
   */
  ParquetMemory(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  static ParquetMemory ofHeap() {
    return new ParquetMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /**
   * Takes note of bytes that are about to be needed.
   *
   * @param place what needs them, for the error
   * @throws LoadException if it is too much
   */
  void take(String place, long more) {
    if (more > maxBytes - bytes) {
      throw new LoadException(
          "%s: its next page takes %,d MiB of memory, the pages of all columns together %,d MiB, and there is room for %,d MiB. Write the file with smaller pages or row groups, or give the loader more memory: DSQL_JAVA_OPTS=-Xmx%dm"
              .formatted(
                  place,
                  mebibytes(more),
                  mebibytes(bytes + more),
                  mebibytes(maxBytes),
                  SHARE_OF_HEAP * mebibytes(bytes + more)));
    }
    bytes += more;
  }

  private static long mebibytes(long bytes) {
    return (bytes + MEBIBYTE - 1) / MEBIBYTE;
  }

  void giveBack(long fewer) {
    bytes -= fewer;
  }
}
