package dev.borealis.lint.mysql;

import dev.borealis.sql.SqlPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A column's type, read and translated (MySQL 8.0 Reference Manual, "Data Types").
 *
 * @param sql in PostgreSQL's spelling
 * @param family what its values are, for defaults
 * @param check a condition that the type stood for, with {} for the column; empty for none
 * @param unsigned whether it was UNSIGNED
 * @param bits the width of BIT(n), else 0
 * @param serial whether it was SERIAL
 */
record MysqlType(
    String sql, Family family, String check, boolean unsigned, int bits, boolean serial) {
  /** What values are. */
  enum Family {
    BOOLEAN,
    INTEGER,
    NUMBER,
    TEXT,
    BINARY,
    TIME,
    OTHER
  }

  /** The type of a column that only a name tells of. */
  static final MysqlType UNKNOWN = of("", Family.OTHER);

  static final MysqlType JSON = of("JSON", Family.OTHER);

  private static final String NOT_NEGATIVE = "{} >= 0";

  /** Reads a type, and says what is lost. */
  static MysqlType read(MysqlCursor cursor, String column, Remarks remarks) {
    MysqlToken first = cursor.peek();
    boolean national = cursor.accept("NATIONAL");
    String name = cursor.take().lower();
    if (national && cursor.accept("VARYING")) {
      name = "varchar";
    }
    if (name.equals("double")) {
      boolean _ = cursor.accept("PRECISION");
    } else if ((name.equals("char") || name.equals("character")) && cursor.accept("VARYING")) {
      name = "varchar";
    }
    List<String> arguments = arguments(cursor);
    boolean unsigned = name.equals("serial");
    boolean zerofill = false;
    while (true) {
      if (cursor.accept("UNSIGNED")) {
        unsigned = true;
      } else if (cursor.accept("ZEROFILL")) {
        unsigned = true;
        zerofill = true;
      } else if (!cursor.accept("SIGNED") && !cursor.accept("BINARY")) {
        break;
      }
    }
    if (zerofill) {
      remarks.lossy(
          "mysql_zerofill_dropped",
          first,
          "column " + column + " is ZEROFILL",
          "ZEROFILL is left out: write leading zeros in the application, with lpad().");
    }
    MysqlType type = translated(name, arguments, unsigned);
    type.warn(first, column, name, arguments, remarks);
    return type;
  }

  private static List<String> arguments(MysqlCursor cursor) {
    List<String> arguments = new ArrayList<>();
    if (cursor.accept('(')) {
      while (!cursor.accept(')')) {
        if (cursor.atEnd()) {
          throw cursor.unexpected();
        }
        MysqlToken token = cursor.take();
        if (!token.isSymbol(',')) {
          arguments.add(token.text());
        }
      }
    }
    return arguments;
  }

  private static MysqlType translated(String name, List<String> arguments, boolean unsigned) {
    String length = arguments.isEmpty() ? "" : "(" + String.join(",", arguments) + ")";
    return switch (name) {
      case "tinyint", "bool", "boolean" -> {
        boolean truth = !unsigned && (!name.equals("tinyint") || arguments.equals(List.of("1")));
        yield truth ? of("BOOLEAN", Family.BOOLEAN) : integer("SMALLINT", unsigned);
      }
      case "smallint", "int2" -> integer(unsigned ? "INTEGER" : "SMALLINT", unsigned);
      case "mediumint", "int3", "middleint" -> integer("INTEGER", unsigned);
      case "int", "integer", "int4" -> integer(unsigned ? "BIGINT" : "INTEGER", unsigned);
      case "bigint", "int8" -> integer(unsigned ? "NUMERIC(20,0)" : "BIGINT", unsigned);
      case "serial" -> new MysqlType("BIGINT", Family.INTEGER, "", true, 0, true);
      case "decimal", "dec", "numeric", "fixed" ->
          number("NUMERIC" + (length.isEmpty() ? "(10,0)" : length), unsigned);
      case "float", "float4" -> number(isWide(arguments) ? "DOUBLE PRECISION" : "REAL", unsigned);
      case "double", "real", "float8" -> number("DOUBLE PRECISION", unsigned);
      case "bit" -> {
        int width = arguments.isEmpty() ? 1 : parsed(arguments.getFirst());
        yield width == 1
            ? of("BOOLEAN", Family.BOOLEAN)
            : new MysqlType("BYTEA", Family.BINARY, "", false, width, false);
      }
      case "char", "character", "nchar" ->
          of("CHAR" + (length.isEmpty() ? "(1)" : length), Family.TEXT);
      case "varchar", "nvarchar", "varcharacter" -> of("VARCHAR" + length, Family.TEXT);
      case "tinytext", "text", "mediumtext", "longtext", "long" -> of("TEXT", Family.TEXT);
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          of("BYTEA", Family.BINARY);
      default -> ofOther(name, arguments, length);
    };
  }

  private static MysqlType ofOther(String name, List<String> arguments, String length) {
    String precision = length.isEmpty() ? "(0)" : length;
    return switch (name) {
      case "enum" -> {
        String values =
            arguments.stream().map(SqlPrinter::printString).collect(Collectors.joining(", "));
        yield new MysqlType("VARCHAR(255)", Family.TEXT, "{} IN (" + values + ")", false, 0, false);
      }
      case "set" -> of("TEXT", Family.TEXT);
      case "date" -> of("DATE", Family.TIME);
      case "time" -> of("TIME" + precision, Family.TIME);
      case "datetime" -> of("TIMESTAMP" + precision, Family.TIME);
      case "timestamp" -> of("TIMESTAMPTZ" + precision, Family.TIME);
      case "year" -> of("INTEGER", Family.INTEGER);
      case "json" -> JSON;
      default -> of(name.toUpperCase(Locale.ROOT) + length, Family.OTHER);
    };
  }

  private static MysqlType of(String sql, Family family) {
    return new MysqlType(sql, family, "", false, 0, false);
  }

  private static MysqlType integer(String sql, boolean unsigned) {
    return new MysqlType(sql, Family.INTEGER, unsigned ? NOT_NEGATIVE : "", unsigned, 0, false);
  }

  private static MysqlType number(String sql, boolean unsigned) {
    return new MysqlType(sql, Family.NUMBER, unsigned ? NOT_NEGATIVE : "", unsigned, 0, false);
  }

  /** FLOAT(25) to FLOAT(53) are doubles. */
  private static boolean isWide(List<String> arguments) {
    return arguments.size() == 1 && parsed(arguments.getFirst()) > 24;
  }

  private static int parsed(String number) {
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void warn(
      MysqlToken at, String column, String name, List<String> arguments, Remarks remarks) {
    String subject = "column " + column + " is " + name.toUpperCase(Locale.ROOT);
    if (unsigned && !serial) {
      remarks.lossy(
          "mysql_unsigned_widened",
          at,
          subject + " UNSIGNED",
          "It becomes " + sql + " with a check that it is not negative.");
    }
    switch (name) {
      case "enum" ->
          remarks.lossy(
              "mysql_enum_to_varchar",
              at,
              subject,
              "It becomes VARCHAR(255) with a check of its values; it sorts by text, not by index.");
      case "set" ->
          remarks.lossy(
              "mysql_set_to_text",
              at,
              subject,
              "It becomes TEXT with the values between commas; JSON suits better if they are searched.");
      case "timestamp" ->
          remarks.lossy(
              "mysql_timestamp_zone",
              at,
              subject,
              "It becomes TIMESTAMPTZ, a moment as in MySQL; the service shows it in UTC.");
      case "binary", "varbinary" ->
          remarks.lossy(
              "mysql_length_dropped",
              at,
              subject,
              "It becomes BYTEA without a length; bytes that pad a BINARY have to be in the data.");
      // PostgreSQL has point and polygon; that the service has not, the linter says.
      case "geometry",
          "linestring",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection",
          "vector" ->
          remarks.open(
              "mysql_type_unsupported",
              at,
              subject + ", and there is no such type",
              "Store it as text, JSON or two numbers, and search it in the application.");
      default -> {
        if ((name.startsWith("float") || name.startsWith("double") || name.equals("real"))
            && arguments.size() == 2) {
          remarks.lossy(
              "mysql_precision_dropped",
              at,
              subject + "(m,d)",
              "It becomes " + sql + ", which does not round; NUMERIC(m,d) does.");
        }
      }
    }
  }
}
