package dev.borealis.load;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Takes the single values of a Parquet column, and hands them on as text. */
final class ParquetCell extends PrimitiveConverter {
  /** Four times what the service takes for a value. */
  private static final int MAX_VALUE_BYTES = 4 << 20;

  private final ParquetValue kind;
  private final Taker taker;

  /** Where values go. */
  interface Taker {
    /** Takes a value as PostgreSQL writes it. */
    void take(String text);

    /** Is told that a value has no text, so that its row cannot be loaded. */
    void refuse(String reason);
  }

  ParquetCell(ParquetValue kind, Taker taker) {
    this.kind = kind;
    this.taker = taker;
  }

  // What a value says may be nonsense; the library has to finish the row all the same.
  private void refuse(RuntimeException e) {
    taker.refuse("the value cannot be read: " + ParquetFooter.reason(e));
  }

  @Override
  public void addBinary(Binary value) {
    if (value.length() > MAX_VALUE_BYTES) {
      taker.refuse(
          "the value has %,d bytes, and at most %,d are read"
              .formatted(value.length(), MAX_VALUE_BYTES));
      return;
    }
    try {
      taker.take(kind.text(value));
    } catch (RuntimeException e) {
      refuse(e);
    }
  }

  @Override
  public void addBoolean(boolean value) {
    taker.take(Boolean.toString(value));
  }

  @Override
  public void addDouble(double value) {
    taker.take(Double.toString(value));
  }

  @Override
  public void addFloat(float value) {
    taker.take(Float.toString(value));
  }

  @Override
  public void addInt(int value) {
    try {
      taker.take(kind.text(value));
    } catch (RuntimeException e) {
      refuse(e);
    }
  }

  @Override
  public void addLong(long value) {
    try {
      taker.take(kind.text(value));
    } catch (RuntimeException e) {
      refuse(e);
    }
  }
}
