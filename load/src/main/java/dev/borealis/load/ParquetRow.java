package dev.borealis.load;

import java.util.Arrays;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Turns the values of one row into text, as Parquet's library hands them over. */
final class ParquetRow extends RecordMaterializer<Fields> {
  /** Eight times what the service takes for a row. */
  private static final int MAX_ROW_CHARS = 16 << 20;

  private final Fields fields = new Fields();
  private final @Nullable String[] values;
  private final Converter[] converters;

  /** Of columns with lists, maps and structures; null for the others. */
  private final @Nullable JsonPart[] nested;

  private long line;
  private int chars;
  private @Nullable String refused;

  ParquetRow(String file, MessageType schema) {
    values = new @Nullable String[schema.getFieldCount()];
    nested = new @Nullable JsonPart[schema.getFieldCount()];
    converters = new Converter[schema.getFieldCount()];
    for (int i = 0; i < converters.length; i++) {
      Type type = schema.getType(i);
      if (isNested(type)) {
        JsonPart part = new JsonPart(type);
        nested[i] = part;
        converters[i] = ParquetJson.converter(file, type, part, this);
      } else {
        ParquetValue kind = ParquetValue.of(file, type.asPrimitiveType());
        converters[i] = new ParquetCell(kind, new Column(i, type.getName()));
      }
    }
  }

  /** Whether a column holds lists, maps or structures. */
  static boolean isNested(Type type) {
    return !type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED);
  }

  void begin(long row) {
    line = row;
    refused = null;
    chars = 0;
    Arrays.fill(values, null);
    for (JsonPart part : nested) {
      if (part != null) {
        part.clear();
      }
    }
  }

  /** Why the row cannot be loaded; null if it can. */
  @Nullable String refused() {
    return refused;
  }

  void refuse(String column, String reason) {
    refused = "column %s: %s".formatted(column, reason);
  }

  /** Whether the row may have so much more text. */
  boolean allows(String column, int more) {
    if (more > MAX_ROW_CHARS - chars) {
      refuse(column, "the row has more than %,d characters".formatted(MAX_ROW_CHARS));
      return false;
    }
    chars += more;
    return true;
  }

  @Override
  public Fields getCurrentRecord() {
    return fields;
  }

  @Override
  public GroupConverter getRootConverter() {
    return new GroupConverter() {
      @Override
      public Converter getConverter(int field) {
        return converters[field];
      }

      @Override
      public void start() {
        // Each row begins with begin().
      }

      @Override
      public void end() {
        fields.begin(line);
        for (int i = 0; i < values.length; i++) {
          JsonPart part = nested[i];
          String value = part == null ? values[i] : part.valueOrNull();
          if (value == null) {
            fields.addNull();
          } else {
            fields.add(value);
          }
        }
      }
    };
  }

  /** A column of single values. */
  private final class Column implements ParquetCell.Taker {
    private final int index;
    private final String name;

    Column(int index, String name) {
      this.index = index;
      this.name = name;
    }

    @Override
    public void take(String text) {
      if (allows(name, text.length())) {
        values[index] = text;
      }
    }

    @Override
    public void refuse(String reason) {
      ParquetRow.this.refuse(name, reason);
    }
  }
}
