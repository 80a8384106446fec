package dev.borealis.load;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** A column of a table as one of Parquet, and its values. */
record ParquetColumn(String name, Kind kind, int precision, int scale) {
  private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(\\d+)\\)");
  private static final int UUID_BYTES = 16;
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
  private static final long NANOS_PER_MICRO = 1000;

  // 2026-01-02 03:04:05.678+00, as PostgreSQL writes it with DateStyle ISO.
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:mm:ss", "+00")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private enum Kind {
    BOOLEAN,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    DECIMAL,
    DATE,
    TIME,
    TIMESTAMP,
    INSTANT,
    UUID,
    BYTES,
    TEXT
  }

  static ParquetColumn of(TargetColumn column) {
    Matcher numeric = NUMERIC.matcher(column.type());
    if (numeric.matches()) {
      return new ParquetColumn(
          column.name(),
          Kind.DECIMAL,
          Integer.parseInt(numeric.group(1)),
          Integer.parseInt(numeric.group(2)));
    }
    Kind kind =
        switch (column.type().replaceFirst("\\(\\d+\\)", "")) {
          case "boolean" -> Kind.BOOLEAN;
          case "smallint", "integer" -> Kind.INT;
          case "bigint" -> Kind.LONG;
          case "real" -> Kind.FLOAT;
          case "double precision" -> Kind.DOUBLE;
          case "date" -> Kind.DATE;
          case "time without time zone" -> Kind.TIME;
          case "timestamp without time zone" -> Kind.TIMESTAMP;
          case "timestamp with time zone" -> Kind.INSTANT;
          case "uuid" -> Kind.UUID;
          case "bytea" -> Kind.BYTES;
          default -> Kind.TEXT;
        };
    return new ParquetColumn(column.name(), kind, 0, 0);
  }

  PrimitiveType field() {
    return switch (kind) {
      case BOOLEAN -> plain(PrimitiveTypeName.BOOLEAN);
      case INT -> plain(PrimitiveTypeName.INT32);
      case LONG -> plain(PrimitiveTypeName.INT64);
      case FLOAT -> plain(PrimitiveTypeName.FLOAT);
      case DOUBLE -> plain(PrimitiveTypeName.DOUBLE);
      case BYTES -> plain(PrimitiveTypeName.BINARY);
      case DECIMAL ->
          with(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.decimalType(scale, precision));
      case DATE -> with(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType());
      case TIME ->
          with(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS));
      case TIMESTAMP ->
          with(
              PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
      case INSTANT ->
          with(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));
      case UUID ->
          Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
              .length(UUID_BYTES)
              .as(LogicalTypeAnnotation.uuidType())
              .named(name);
      case TEXT -> with(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());
    };
  }

  private PrimitiveType plain(PrimitiveTypeName type) {
    return Types.optional(type).named(name);
  }

  private PrimitiveType with(PrimitiveTypeName type, LogicalTypeAnnotation logical) {
    return Types.optional(type).as(logical).named(name);
  }

  /** Hands a value over, which is text as PostgreSQL writes it. */
  void write(RecordConsumer consumer, String value) {
    try {
      switch (kind) {
        case BOOLEAN -> consumer.addBoolean(value.equals("t"));
        case INT -> consumer.addInteger(Integer.parseInt(value));
        case LONG -> consumer.addLong(Long.parseLong(value));
        case FLOAT -> consumer.addFloat(Float.parseFloat(value));
        case DOUBLE -> consumer.addDouble(Double.parseDouble(value));
        case DECIMAL -> consumer.addBinary(decimal(value));
        case DATE -> consumer.addInteger((int) LocalDate.parse(value).toEpochDay());
        case TIME -> consumer.addLong(LocalTime.parse(value).toNanoOfDay() / NANOS_PER_MICRO);
        case TIMESTAMP -> consumer.addLong(micros(LocalDateTime.parse(value, MOMENT)));
        case INSTANT ->
            consumer.addLong(
                micros(
                    OffsetDateTime.parse(value, MOMENT)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime()));
        case UUID -> consumer.addBinary(uuid(value));
        case BYTES ->
            consumer.addBinary(
                Binary.fromConstantByteArray(HexFormat.of().parseHex(value, 2, value.length())));
        case TEXT -> consumer.addBinary(Binary.fromString(value));
      }
    } catch (DateTimeException | NumberFormatException e) {
      throw new LoadException(
          "The column '%s' has the value %s, for which Parquet has no words. Export SQL or CSV."
              .formatted(name, value),
          e);
    }
  }

  private static long micros(Temporal moment) {
    return EPOCH.until(moment, ChronoUnit.MICROS);
  }

  private Binary decimal(String value) {
    return Binary.fromConstantByteArray(
        new BigDecimal(value).setScale(scale).unscaledValue().toByteArray());
  }

  private static Binary uuid(String value) {
    UUID uuid = UUID.fromString(value);
    ByteBuffer bytes = ByteBuffer.allocate(UUID_BYTES);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return Binary.fromConstantByteArray(bytes.array());
  }
}
