package dev.borealis.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The arguments of a call. Some clients send lists as JSON in a string; both are read. What is
 * wrong with one is said in words that an agent can act on.
 */
final class Arguments {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, Object> values;

  Arguments(@Nullable Map<String, Object> values) {
    this.values = values == null ? Map.of() : values;
  }

  /** A string, or what {@code missing} says if it is absent or empty. */
  String text(String name, String missing) {
    String text = optionalText(name);
    if (text == null || text.isEmpty()) {
      throw new RefusedException(missing);
    }
    return text;
  }

  @Nullable String optionalText(String name) {
    return switch (values.get(name)) {
      case null -> null;
      case String text -> text;
      case Object other -> throw wrong(name, "a string", other);
    };
  }

  int integer(String name, int otherwise) {
    return switch (values.get(name)) {
      case null -> otherwise;
      case Integer number -> number;
      case String digits when digits.matches("-?[0-9]{1,9}") -> Integer.parseInt(digits);
      case Object other -> throw wrong(name, "an integer", other);
    };
  }

  boolean flag(String name, boolean otherwise) {
    return switch (values.get(name)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      case String word when word.equals("true") || word.equals("false") -> word.equals("true");
      case Object other -> throw wrong(name, "true or false", other);
    };
  }

  /** A list, or null. */
  @Nullable List<@Nullable Object> list(String name) {
    Object value = values.get(name);
    Object read = value instanceof String text ? parsed(name, text) : value;
    return switch (read) {
      case null -> null;
      case List<?> list -> new ArrayList<>(list);
      case Object other -> throw wrong(name, "a list", other);
    };
  }

  private static @Nullable Object parsed(String name, String text) {
    try {
      return JSON.readValue(text, Object.class);
    } catch (JacksonException e) {
      throw wrong(name, "a list", text);
    }
  }

  private static RefusedException wrong(String name, String expected, Object found) {
    String shown = String.valueOf(found);
    return new RefusedException(
        "The argument '%s' must be %s, not %s."
            .formatted(
                name, expected, shown.length() <= 60 ? shown : shown.substring(0, 60) + "..."));
  }
}
