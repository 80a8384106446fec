package dev.borealis.mcp;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows as JSON has them. Numbers, truth values, JSON and arrays are what they are; decimals, dates,
 * UUIDs and all else are strings, as the official server has it.
 *
 * @param rows a map for each, from a column's name to its value
 * @param truncated why there are no more, or null
 */
record Rows(List<Map<String, @Nullable Object>> rows, @Nullable String truncated) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long LARGEST_EXACT = 1L << 53;

  static final Rows NONE = new Rows(List.of(), null);

  /** Reads as many rows as the limits let. */
  static Rows read(ResultSet results, McpOptions limits) throws SQLException {
    String[] names = names(results.getMetaData());
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    long bytes = 0;
    while (results.next()) {
      if (rows.size() == limits.maxRows()) {
        return new Rows(rows, "Only the first %,d rows are shown.".formatted(rows.size()));
      }
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i], value(results, i + 1));
        String text = results.getString(i + 1);
        bytes += names[i].length() + (text == null ? 4 : text.length());
      }
      if (bytes > limits.maxResultBytes() && !rows.isEmpty()) {
        return new Rows(
            rows,
            "Only the first %,d rows are shown: more would exceed %,d bytes."
                .formatted(rows.size(), limits.maxResultBytes()));
      }
      rows.add(row);
    }
    return new Rows(rows, null);
  }

  /** What the reader is told if rows are missing. */
  @Nullable String note() {
    return truncated == null
        ? null
        : "[truncated] " + truncated + " Ask for fewer columns, or use WHERE and LIMIT.";
  }

  /** The columns' names; a second column of the same name gets a number, so that none is lost. */
  private static String[] names(ResultSetMetaData columns) throws SQLException {
    String[] names = new String[columns.getColumnCount()];
    for (int i = 0; i < names.length; i++) {
      String name = columns.getColumnLabel(i + 1);
      String unique = name;
      for (int n = 2; Arrays.asList(names).subList(0, i).contains(unique); n++) {
        unique = name + "_" + n;
      }
      names[i] = unique;
    }
    return names;
  }

  private static @Nullable Object value(ResultSet results, int column) throws SQLException {
    String text = results.getString(column);
    if (text == null) {
      return null;
    }
    return switch (results.getMetaData().getColumnTypeName(column)) {
      case "bool" -> results.getBoolean(column);
      case "int2", "int4" -> results.getInt(column);
      case "int8", "oid" -> results.getLong(column);
      case "float4", "float8" -> number(results.getDouble(column), text);
      case "json", "jsonb" -> json(text);
      case String name when name.startsWith("_") -> elements(results.getArray(column));
      case String _ -> text;
    };
  }

  private static Object number(double number, String text) {
    return Double.isFinite(number) ? number : text;
  }

  private static Object json(String text) {
    try {
      return JSON.readValue(text, Object.class);
    } catch (JacksonException e) {
      // The server takes more for JSON than Jackson does: numbers beyond any range.
      return text;
    }
  }

  private static Object elements(Array array) throws SQLException {
    return elements((Object[]) array.getArray());
  }

  private static List<@Nullable Object> elements(Object[] array) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (Object element : array) {
      elements.add(
          switch (element) {
            case null -> null;
            case Object[] inner -> elements(inner);
            case Boolean flag -> flag;
            case Integer number -> number;
            case Short number -> number;
            case Long number when Math.abs(number) <= LARGEST_EXACT -> number;
            case Double number when Double.isFinite(number) -> number;
            case BigDecimal number -> number.toPlainString();
            case Object other -> other.toString();
          });
    }
    return elements;
  }
}
