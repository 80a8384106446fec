package dev.borealis.load;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Lists, maps and structures as JSON ("Parquet Logical Type Definitions", "Nested Types"): arrays,
 * objects with the keys as text, objects. Numbers and booleans stay such, everything else is text
 * as PostgreSQL writes it.
 */
final class ParquetJson extends GroupConverter {
  private final Kind kind;
  private final Home home;
  private final JsonPart into;
  private final List<JsonPart> parts = new ArrayList<>();
  private final List<Converter> converters = new ArrayList<>();

  private enum Kind {
    OBJECT,
    /** A list: its only field is repeated. */
    ARRAY,
    /** What stands between a list and its elements, so that they can be null. */
    ELEMENT,
    MAP,
    /** Key and value of a map. */
    ENTRY
  }

  /** The column that it all belongs to. */
  private record Home(String file, String column, ParquetRow row) {}

  private ParquetJson(GroupType type, Kind kind, JsonPart into, Home home) {
    this.kind = kind;
    this.into = into;
    this.home = home;
    for (Type field : type.getFields()) {
      JsonPart part = new JsonPart(field);
      parts.add(part);
      converters.add(converter(field, kindWithin(kind, type, field, home), part, home));
    }
  }

  /** What puts the values of a column into {@code part}. */
  static Converter converter(String file, Type column, JsonPart part, ParquetRow row) {
    Home home = new Home(file, column.getName(), row);
    return converter(column, kindOf(column, home), part, home);
  }

  private static Converter converter(Type field, Kind kind, JsonPart part, Home home) {
    if (!field.isPrimitive()) {
      return new ParquetJson(field.asGroupType(), kind, part, home);
    }
    ParquetValue value = ParquetValue.of(home.file, field.asPrimitiveType());
    return new ParquetCell(value, new Leaf(value, part, home));
  }

  private static Kind kindOf(Type field, Home home) {
    if (field.isPrimitive()) {
      return Kind.OBJECT;
    }
    GroupType group = field.asGroupType();
    LogicalTypeAnnotation logical = group.getLogicalTypeAnnotation();
    boolean wrapped =
        group.getFieldCount() == 1 && group.getType(0).isRepetition(Repetition.REPEATED);
    return switch (logical) {
      case null -> Kind.OBJECT;
      case ListLogicalTypeAnnotation _ -> wrapped ? Kind.ARRAY : Kind.OBJECT;
      case MapLogicalTypeAnnotation _ -> isMap(group, wrapped) ? Kind.MAP : Kind.OBJECT;
      case MapKeyValueTypeAnnotation _ -> isMap(group, wrapped) ? Kind.MAP : Kind.OBJECT;
      default ->
          throw new LoadException(
              "%s: the column '%s' is of a type that is not known here: %s."
                  .formatted(home.file, home.column, logical));
    };
  }

  private static boolean isMap(GroupType group, boolean wrapped) {
    return wrapped
        && !group.getType(0).isPrimitive()
        && group.getType(0).asGroupType().getFieldCount() <= 2;
  }

  private static Kind kindWithin(Kind kind, GroupType group, Type field, Home home) {
    return switch (kind) {
      case MAP -> Kind.ENTRY;
      case ARRAY -> isElement(group, field) ? kindOf(field, home) : Kind.ELEMENT;
      case OBJECT, ELEMENT, ENTRY -> kindOf(field, home);
    };
  }

  // The rules for lists of older writers, which did without what stands between.
  private static boolean isElement(GroupType list, Type repeated) {
    if (repeated.isPrimitive()) {
      return true;
    }
    GroupType group = repeated.asGroupType();
    return group.getFieldCount() != 1
        || group.getType(0).isRepetition(Repetition.REPEATED)
        || group.getName().equals("array")
        || group.getName().equals(list.getName() + "_tuple");
  }

  @Override
  public Converter getConverter(int field) {
    return converters.get(field);
  }

  @Override
  public void start() {
    parts.forEach(JsonPart::clear);
  }

  @Override
  public void end() {
    String json =
        switch (kind) {
          case OBJECT -> object();
          case ARRAY -> "[" + parts.getFirst().elements() + "]";
          case ELEMENT -> parts.getFirst().value();
          case MAP -> "{" + parts.getFirst().elements() + "}";
          case ENTRY -> entry();
        };
    into.add(json);
  }

  private String object() {
    StringJoiner fields = new StringJoiner(",", "{", "}");
    for (JsonPart part : parts) {
      fields.add(quoted(part.name()) + ":" + part.value());
    }
    return fields.toString();
  }

  private String entry() {
    String key = parts.getFirst().valueOrNull();
    if (key == null) {
      home.row.refuse(home.column, "a map has a key that is null");
      return "\"\":null";
    }
    String value = parts.size() == 1 ? "null" : parts.getLast().value();
    return (key.startsWith("\"") ? key : quoted(key)) + ":" + value;
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    return json.append('"').toString();
  }

  /** Single values within nested ones. */
  private record Leaf(ParquetValue kind, JsonPart part, Home home) implements ParquetCell.Taker {
    /** What a value costs as a part of others: quotes, a comma, its name. */
    private static final int CHARS_PER_VALUE = 16;

    @Override
    public void take(String text) {
      if (home.row.allows(home.column, text.length() + part.name().length() + CHARS_PER_VALUE)) {
        part.add(kind.isJsonNumber(text) ? text : quoted(text));
      }
    }

    @Override
    public void refuse(String reason) {
      home.row.refuse(home.column, reason);
    }
  }
}
