package dev.borealis.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one record, as text or null. Used again for each record, so that it costs nothing.
 */
final class Fields {
  private char[] text = new char[4096];
  private int[] ends = new int[64];
  private final BitSet nulls = new BitSet();
  private int count;
  private long line;

  /** Begins a record that stands on a line, counted from 1. */
  void begin(long startingLine) {
    count = 0;
    nulls.clear();
    line = startingLine;
  }

  void add(char[] from, int offset, int length) {
    int start = startOfNext();
    if (start + length > text.length) {
      text = Arrays.copyOf(text, Math.max(start + length, text.length * 2));
    }
    System.arraycopy(from, offset, text, start, length);
    close(start + length);
  }

  void add(String value) {
    int start = startOfNext();
    if (start + value.length() > text.length) {
      text = Arrays.copyOf(text, Math.max(start + value.length(), text.length * 2));
    }
    value.getChars(0, value.length(), text, start);
    close(start + value.length());
  }

  void addNull() {
    nulls.set(count);
    close(startOfNext());
  }

  private int startOfNext() {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    return count == 0 ? 0 : ends[count - 1];
  }

  private void close(int end) {
    ends[count] = end;
    count++;
  }

  int count() {
    return count;
  }

  /** The line on which the record begins; of Parquet, which row it is. */
  long line() {
    return line;
  }

  boolean isNull(int field) {
    return nulls.get(field);
  }

  char[] text() {
    return text;
  }

  int start(int field) {
    return field == 0 ? 0 : ends[field - 1];
  }

  int end(int field) {
    return ends[field];
  }

  @Nullable String get(int field) {
    return isNull(field) ? null : new String(text, start(field), end(field) - start(field));
  }

  /** A copy of all fields. */
  List<@Nullable String> values() {
    List<@Nullable String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(get(i));
    }
    return values;
  }
}
