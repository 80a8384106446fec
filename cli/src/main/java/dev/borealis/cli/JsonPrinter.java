package dev.borealis.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Each result is one JSON array on lines of its own, with an object per row. Numbers, booleans and
 * JSON stay what they are; all else is a string in PostgreSQL's text form. Of columns with the same
 * name, the later ones get {@code _2}, {@code _3} behind it.
 */
final class JsonPrinter implements ResultPrinter {
  private final Writer out;
  private List<Column> columns = List.of();
  private @Nullable JsonGenerator json;

  JsonPrinter(Writer out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    this.columns = distinct(columns);
    json = JsonText.generator(out);
    json.writeStartArray();
  }

  private static List<Column> distinct(List<Column> columns) {
    Set<String> names = new HashSet<>();
    columns.forEach(column -> names.add(column.name()));
    Set<String> taken = new HashSet<>();
    List<Column> distinct = new ArrayList<>();
    for (Column column : columns) {
      String name = column.name();
      for (int n = 2; !taken.add(name); n++) {
        String next = column.name() + "_" + n;
        if (!names.contains(next)) {
          name = next;
        }
      }
      distinct.add(new Column(name, column.typeOid()));
    }
    return distinct;
  }

  @Override
  public void rows(List<@Nullable String[]> page) {
    JsonGenerator json = Objects.requireNonNull(this.json, "rows before begin");
    for (@Nullable String[] row : page) {
      json.writeStartObject();
      for (int i = 0; i < row.length; i++) {
        json.writeName(columns.get(i).name());
        value(json, columns.get(i).kind(), row[i]);
      }
      json.writeEndObject();
    }
  }

  private static void value(JsonGenerator json, Column.Kind kind, @Nullable String value) {
    if (value == null) {
      json.writeNull();
      return;
    }
    switch (kind) {
      case NUMBER -> number(json, value);
      case BOOLEAN -> json.writeBoolean(value.equals("t"));
      case JSON -> json.writeRawValue(value);
      case RIGHT_ALIGNED, TEXT -> json.writeString(value);
    }
  }

  // JSON has no NaN and no Infinity; PostgreSQL's other numbers are JSON's, digit for digit.
  private static void number(JsonGenerator json, String value) {
    char last = value.charAt(value.length() - 1);
    if (Character.isDigit(last)) {
      json.writeNumber(value);
    } else {
      json.writeString(value);
    }
  }

  @Override
  public void end(String commandTag) throws IOException {
    Objects.requireNonNull(json, "end before begin").writeEndArray().close();
    out.write('\n');
    out.flush();
  }

  @Override
  public void done(String commandTag) {
    // A reader of JSON wants rows only.
  }
}
