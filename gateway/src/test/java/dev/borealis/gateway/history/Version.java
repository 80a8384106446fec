package dev.borealis.gateway.history;

/**
 * A row as one write left it. Every write writes a value that no other one writes, so a reader
 * knows whose it has seen; and every row tells what it has replaced, so versions of a key are in a
 * known order.
 *
 * @param key the row's primary key
 * @param birth the value of the insertion with which this row's life began
 * @param number 1 for that insertion, one more with every update
 * @param previous the value that was replaced; 0 in an insertion
 * @param value of the write
 */
record Version(int key, long birth, int number, long previous, long value) {
  /** Where a version is known only from its successor. */
  static final long UNKNOWN = -1;

  boolean isInsertion() {
    return number == 1;
  }

  /** Whether both can be the same version, of which one may be known in part only. */
  boolean agreesWith(Version other) {
    return key == other.key
        && birth == other.birth
        && number == other.number
        && value == other.value
        && (previous == other.previous || previous == UNKNOWN || other.previous == UNKNOWN);
  }

  /** The version that this one has replaced, as far as this one tells. */
  Version replaced() {
    return new Version(key, birth, number - 1, UNKNOWN, previous);
  }

  @Override
  public String toString() {
    return "k%d=%d (%d of %d, after %d)".formatted(key, value, number, birth, previous);
  }
}
