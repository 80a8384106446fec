package dev.borealis.mcp;

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
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows as JSON has them. Numbers, truth values, JSON and arrays are what they are; decimals, dates,
 * UUIDs and all else are strings, as the official server has it.
 *
 * @param rows a map for each, from a column's name to its value
 * @param truncated why there are no more, or null
 */
record Rows(List<Map<String, @Nullable Object>> rows, @Nullable String truncated) {
  /** Loaded with the first value that is JSON. */
  private static final class Exact {
    static final JsonMapper JSON =
        JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  }

  /** Rows that are asked for before it is known how long they are. */
  static final int FIRST_PAGE_ROWS = 10;

  private static final int PAGE_ROWS = 500;

  static final Rows NONE = new Rows(List.of(), null);

  /** Reads as many rows as the limits let. */
  static Rows read(ResultSet results, McpOptions limits) throws SQLException {
    String[] names = names(results.getMetaData());
    String[] types = types(results.getMetaData());
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    long bytes = 0;
    while (results.next()) {
      if (rows.size() == limits.maxRows()) {
        return new Rows(rows, "Only the first %,d rows are shown.".formatted(rows.size()));
      }
      for (int i = 0; i < names.length; i++) {
        String text = results.getString(i + 1);
        bytes += names[i].length() + (text == null ? 4 : text.length());
      }
      if (bytes > limits.maxResultBytes()) {
        return new Rows(rows, tooLong(rows.size(), limits));
      }
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        String text = results.getString(i + 1);
        row.put(names[i], text == null ? null : value(text, types[i]));
      }
      rows.add(row);
      results.setFetchSize(nextPage(rows.size(), bytes, limits));
    }
    return new Rows(rows, null);
  }

  private static String tooLong(int shown, McpOptions limits) {
    return shown == 0
        ? "No row is shown: the first alone exceeds %,d bytes.".formatted(limits.maxResultBytes())
        : "Only the first %,d rows are shown: more would exceed %,d bytes."
            .formatted(shown, limits.maxResultBytes());
  }

  /** As many rows as may still be shown if they are like those before. */
  private static int nextPage(int rows, long bytes, McpOptions limits) {
    long fitting = (limits.maxResultBytes() - bytes) / (bytes / rows + 1);
    return Math.clamp(fitting, 1, PAGE_ROWS);
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

  private static String[] types(ResultSetMetaData columns) throws SQLException {
    String[] types = new String[columns.getColumnCount()];
    for (int i = 0; i < types.length; i++) {
      types[i] = columns.getColumnTypeName(i + 1);
    }
    return types;
  }

  /** What PostgreSQL's text of a value is in JSON. */
  private static @Nullable Object value(String text, String type) {
    return switch (type) {
      case "bool" -> text.startsWith("t");
      case "int2", "int4" -> Integer.valueOf(text);
      case "int8", "oid" -> Long.valueOf(text);
      case "float4", "float8" -> number(Double.parseDouble(text), text);
      case "json", "jsonb" -> json(text);
      case String name when name.startsWith("_") ->
          ArrayText.read(text, element -> value(element, name.substring(1)));
      case String _ -> text;
    };
  }

  private static Object number(double number, String text) {
    return Double.isFinite(number) ? number : text;
  }

  private static @Nullable Object json(String text) {
    try {
      return Exact.JSON.readValue(text, Object.class);
    } catch (JacksonException e) {
      // The server takes more for JSON than Jackson does: numbers beyond any range.
      return text;
    }
  }
}
