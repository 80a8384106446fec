package dev.borealis.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One record of a source cannot be read, but the next one can. */
final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long line;
  private final transient List<@Nullable String> values;

  /**
   * @param line where the record begins, from 1
   */
  BadRecordException(long line, String message) {
    this(line, message, List.of());
  }

  /**
   * @param values what the record holds, as far as it could be taken apart
   */
  BadRecordException(long line, String message, List<@Nullable String> values) {
    super(message);
    this.line = line;
    this.values = values;
  }

  long line() {
    return line;
  }

  List<@Nullable String> values() {
    return values;
  }
}
