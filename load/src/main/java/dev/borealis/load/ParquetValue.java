package dev.borealis.load;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What the values of a Parquet column are, and how PostgreSQL writes them ("Parquet Logical Type
 * Definitions").
 */
record ParquetValue(Kind kind, int scale, TimeUnit unit, ColumnType type) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
  private static final long SECONDS_PER_DAY = 86_400;

  private enum Kind {
    PLAIN,
    UNSIGNED,
    DECIMAL,
    DATE,
    TIME,
    TIMESTAMP,
    INSTANT,
    LEGACY_TIMESTAMP,
    TEXT,
    UUID,
    BYTES
  }

  static ParquetValue of(String file, PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return switch (logical) {
      case DecimalLogicalTypeAnnotation decimal ->
          new ParquetValue(
              Kind.DECIMAL,
              decimal.getScale(),
              TimeUnit.MICROS,
              ColumnType.numeric(decimal.getPrecision(), decimal.getScale()));
      case DateLogicalTypeAnnotation _ -> plain(Kind.DATE, ColumnType.DATE);
      case TimeLogicalTypeAnnotation time ->
          new ParquetValue(Kind.TIME, 0, time.getUnit(), ColumnType.TIME);
      case TimestampLogicalTypeAnnotation stamp ->
          stamp.isAdjustedToUTC()
              ? new ParquetValue(Kind.INSTANT, 0, stamp.getUnit(), ColumnType.TIMESTAMPTZ)
              : new ParquetValue(Kind.TIMESTAMP, 0, stamp.getUnit(), ColumnType.TIMESTAMP);
      case UUIDLogicalTypeAnnotation _ -> plain(Kind.UUID, ColumnType.UUID);
      case IntLogicalTypeAnnotation integer when !integer.isSigned() ->
          plain(
              Kind.UNSIGNED,
              integer.getBitWidth() < 32
                  ? ColumnType.INTEGER
                  : integer.getBitWidth() < 64 ? ColumnType.BIGINT : ColumnType.numeric(20, 0));
      case null -> physical(type);
      default ->
          type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
              ? plain(Kind.TEXT, ColumnType.TEXT)
              : logical instanceof IntLogicalTypeAnnotation ? physical(type) : unknown(file, type);
    };
  }

  private static ParquetValue unknown(String file, PrimitiveType type) {
    throw new LoadException(
        "%s: the column '%s' is of a type that is not known here: %s."
            .formatted(file, type.getName(), type));
  }

  private static ParquetValue plain(Kind kind, ColumnType type) {
    return new ParquetValue(kind, 0, TimeUnit.MICROS, type);
  }

  private static ParquetValue physical(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> plain(Kind.PLAIN, ColumnType.BOOLEAN);
      case INT32 -> plain(Kind.PLAIN, ColumnType.INTEGER);
      case INT64 -> plain(Kind.PLAIN, ColumnType.BIGINT);
      case FLOAT -> plain(Kind.PLAIN, ColumnType.REAL);
      case DOUBLE -> plain(Kind.PLAIN, ColumnType.DOUBLE);
      case INT96 -> plain(Kind.LEGACY_TIMESTAMP, ColumnType.TIMESTAMP);
      case BINARY, FIXED_LEN_BYTE_ARRAY -> plain(Kind.BYTES, ColumnType.BYTEA);
    };
  }

  String text(int value) {
    return switch (kind) {
      case UNSIGNED -> Integer.toUnsignedString(value);
      default -> text((long) value);
    };
  }

  String text(long value) {
    return switch (kind) {
      case UNSIGNED -> Long.toUnsignedString(value);
      case DECIMAL -> BigDecimal.valueOf(value, scale).toPlainString();
      case DATE -> date(LocalDate.ofEpochDay(value));
      case TIME -> LocalTime.ofNanoOfDay(value * nanosPerUnit()).toString();
      case TIMESTAMP -> timestamp(value);
      case INSTANT -> timestamp(value) + "+00";
      case PLAIN, LEGACY_TIMESTAMP, TEXT, UUID, BYTES -> Long.toString(value);
    };
  }

  private long nanosPerUnit() {
    return switch (unit) {
      case MILLIS -> 1_000_000;
      case MICROS -> 1_000;
      case NANOS -> 1;
    };
  }

  private String timestamp(long value) {
    long perSecond = NANOS_PER_SECOND / nanosPerUnit();
    return timestamp(
        Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * nanosPerUnit());
  }

  private static String timestamp(long seconds, long nanos) {
    var time = Instant.ofEpochSecond(seconds, nanos).atOffset(ZoneOffset.UTC);
    return years(time.getYear(), time.toLocalDateTime().toString());
  }

  private static String date(LocalDate date) {
    return years(date.getYear(), date.toString());
  }

  // Java writes years beyond 9999 with a plus, and those before 1 with a minus.
  private static String years(int year, String text) {
    if (year > 0) {
      return text.startsWith("+") ? text.substring(1) : text;
    }
    return "%04d%s BC".formatted(1 - year, text.substring(text.indexOf('-', 1)));
  }

  String text(Binary value) {
    return switch (kind) {
      case DECIMAL -> new BigDecimal(new BigInteger(value.getBytes()), scale).toPlainString();
      case UUID -> {
        ByteBuffer bytes = value.toByteBuffer();
        yield new UUID(bytes.getLong(), bytes.getLong()).toString();
      }
      case LEGACY_TIMESTAMP -> {
        ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanosOfDay = bytes.getLong();
        long day = bytes.getInt() - JULIAN_DAY_OF_EPOCH;
        yield timestamp(
            day * SECONDS_PER_DAY + Math.floorDiv(nanosOfDay, NANOS_PER_SECOND),
            Math.floorMod(nanosOfDay, NANOS_PER_SECOND));
      }
      case TEXT -> utf8(value);
      case PLAIN, UNSIGNED, DATE, TIME, TIMESTAMP, INSTANT, BYTES ->
          "\\x" + HexFormat.of().formatHex(value.getBytes());
    };
  }

  /** Whether a value's text is JSON as it is: a finite number, true or false. */
  boolean isJsonNumber(String text) {
    return switch (kind) {
      case PLAIN, UNSIGNED, DECIMAL -> !text.endsWith("N") && !text.endsWith("y");
      case DATE, TIME, TIMESTAMP, INSTANT, LEGACY_TIMESTAMP, TEXT, UUID, BYTES -> false;
    };
  }

  private static String utf8(Binary value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(value.toByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new LoadException("it is not UTF-8", e);
    }
  }
}
