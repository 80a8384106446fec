package dev.borealis.load;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are loaded in one transaction, in COPY's text format.
 *
 * @param number in the order of the files, from 0; the same records make the same batches
 * @param source where the rows come from
 * @param unit what {@code lines} counts
 * @param data the rows, one line each
 * @param starts where each row begins in {@code data}; one more for the end
 * @param lines where each row stands in its source
 */
record Batch(long number, String source, String unit, byte[] data, int[] starts, long[] lines) {
  private static final int LENGTH_SHIFT = 32;

  int rows() {
    return lines.length;
  }

  /** How long rows {@code from} to {@code to} are in {@code data}. */
  int bytes(int from, int to) {
    return starts[to] - starts[from];
  }

  /** A number that is another one if the rows are others: CRC-32C and length. */
  long digest() {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return ((long) data.length << LENGTH_SHIFT) | crc.getValue();
  }

  /** Where a row comes from, for people. */
  String place(int row) {
    return unit.equals("line")
        ? "%s:%d".formatted(source, lines[row])
        : "%s, %s %d".formatted(source, unit, lines[row]);
  }

  /** The values of a row. */
  List<@Nullable String> values(int row) {
    List<@Nullable String> values = new ArrayList<>();
    int from = starts[row];
    int end = starts[row + 1] - 1;
    for (int i = from; i <= end; i++) {
      if (i == end || data[i] == '\t') {
        values.add(CopyText.value(data, from, i));
        from = i + 1;
      }
    }
    return values;
  }

  /** The values of rows {@code from} to {@code to} by column. */
  @Nullable String[][] columns(int count, int from, int to) {
    @Nullable String[][] columns = new @Nullable String[count][to - from];
    for (int row = from; row < to; row++) {
      List<@Nullable String> values = values(row);
      for (int column = 0; column < count; column++) {
        columns[column][row - from] = values.get(column);
      }
    }
    return columns;
  }
}
