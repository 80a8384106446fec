package dev.borealis.load;

import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** What one field of a nested Parquet value has held since its group began, as JSON. */
final class JsonPart {
  private static final String NULL = "null";

  private final String name;
  private final boolean repeated;
  private final StringBuilder text = new StringBuilder();

  JsonPart(Type field) {
    name = field.getName();
    repeated = field.isRepetition(Type.Repetition.REPEATED);
  }

  String name() {
    return name;
  }

  void clear() {
    text.setLength(0);
  }

  /** Adds a value; a field that is not repeated gets one at most. */
  void add(String json) {
    if (!text.isEmpty()) {
      text.append(',');
    }
    text.append(json);
  }

  /** The values of a repeated field, separated by commas. */
  String elements() {
    return text.toString();
  }

  String value() {
    if (repeated) {
      return "[" + text + "]";
    }
    return text.isEmpty() ? NULL : text.toString();
  }

  /** The same, for a column: a value that is missing is NULL, and not JSON's null. */
  @Nullable String valueOrNull() {
    return text.isEmpty() && !repeated ? null : value();
  }
}
