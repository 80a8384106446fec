package dev.borealis.load;

/** A type as it stands in a CREATE TABLE. */
record ColumnType(String sql) {
  static final ColumnType BOOLEAN = new ColumnType("boolean");
  static final ColumnType INTEGER = new ColumnType("integer");
  static final ColumnType BIGINT = new ColumnType("bigint");
  static final ColumnType REAL = new ColumnType("real");
  static final ColumnType DOUBLE = new ColumnType("double precision");
  static final ColumnType DATE = new ColumnType("date");
  static final ColumnType TIME = new ColumnType("time");
  static final ColumnType TIMESTAMP = new ColumnType("timestamp");
  static final ColumnType TIMESTAMPTZ = new ColumnType("timestamptz");
  static final ColumnType UUID = new ColumnType("uuid");
  static final ColumnType BYTEA = new ColumnType("bytea");
  static final ColumnType JSON = new ColumnType("json");
  static final ColumnType TEXT = new ColumnType("text");

  /** What every version of the service takes: numeric(38, 37). */
  static final int MAX_PRECISION = 38;

  static final int MAX_SCALE = 37;

  /** A number of so many digits, of which so many behind the point; text if there are too many. */
  static ColumnType numeric(int precision, int scale) {
    return precision > MAX_PRECISION || scale > MAX_SCALE
        ? TEXT
        : new ColumnType("numeric(%d,%d)".formatted(Math.max(precision, 1), scale));
  }
}
