package dev.borealis.load;

import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Turns the values of one row into text, as Parquet's library hands them over. */
final class ParquetRow extends RecordMaterializer<Fields> {
  private final Fields fields = new Fields();
  private final @Nullable String[] values;
  private final Cell[] cells;
  private long line;

  ParquetRow(String file, MessageType schema) {
    values = new @Nullable String[schema.getFieldCount()];
    cells = new Cell[schema.getFieldCount()];
    for (int i = 0; i < cells.length; i++) {
      if (!schema.getType(i).isPrimitive()
          || schema.getType(i).isRepetition(Type.Repetition.REPEATED)) {
        throw new LoadException(
            "%s: the column '%s' holds lists or structures, which no column of a table can. Leave it out when the file is made."
                .formatted(file, schema.getType(i).getName()));
      }
      cells[i] = new Cell(i, ParquetValue.of(file, schema.getType(i).asPrimitiveType()));
    }
  }

  void begin(long row) {
    line = row;
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
        return cells[field];
      }

      @Override
      public void start() {
        Arrays.fill(values, null);
      }

      @Override
      public void end() {
        fields.begin(line);
        for (String value : values) {
          if (value == null) {
            fields.addNull();
          } else {
            fields.add(value);
          }
        }
      }
    };
  }

  private final class Cell extends PrimitiveConverter {
    private final int index;
    private final ParquetValue kind;

    Cell(int index, ParquetValue kind) {
      this.index = index;
      this.kind = kind;
    }

    @Override
    public void addBinary(Binary value) {
      values[index] = kind.text(value);
    }

    @Override
    public void addBoolean(boolean value) {
      values[index] = Boolean.toString(value);
    }

    @Override
    public void addDouble(double value) {
      values[index] = Double.toString(value);
    }

    @Override
    public void addFloat(float value) {
      values[index] = Float.toString(value);
    }

    @Override
    public void addInt(int value) {
      values[index] = kind.text(value);
    }

    @Override
    public void addLong(long value) {
      values[index] = kind.text(value);
    }
  }
}
