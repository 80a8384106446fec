package dev.borealis.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON schemas of arguments and results. */
final class Schemas {
  static final Map<String, Object> STRING = Map.of("type", "string");
  static final Map<String, Object> INTEGER = Map.of("type", "integer");
  static final Map<String, Object> OBJECT = Map.of("type", "object");
  static final Map<String, Object> OBJECTS = arrayOf(OBJECT);

  /** A list, or nothing, or a list as JSON in a string, as some clients send it. */
  static final Map<String, Object> VALUES =
      Map.of("anyOf", List.of(Map.of("type", "array", "items", Map.of()), Map.of("type", "null")));

  private Schemas() {}

  static Map<String, Object> arrayOf(Map<String, Object> items) {
    return Map.of("type", "array", "items", items);
  }

  static Map<String, Object> text(String description) {
    return Map.of("type", "string", "description", description);
  }

  static Map<String, Object> number(String description, int otherwise) {
    return Map.of("type", "integer", "description", description, "default", otherwise);
  }

  static Map<String, Object> flag(String description, boolean otherwise) {
    return Map.of("type", "boolean", "description", description, "default", otherwise);
  }

  static Map<String, Object> described(Map<String, Object> schema, String description) {
    Map<String, Object> described = new LinkedHashMap<>(schema);
    described.put("description", description);
    return described;
  }

  /** An object with these members, of which {@code required} must be there. */
  static Map<String, Object> object(Map<String, Object> properties, String... required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", List.of(required));
    return schema;
  }

  /** What the official server's tools give that answer with a list. */
  static Map<String, Object> result(Map<String, Object> element) {
    return object(Map.of("result", arrayOf(element)), "result");
  }
}
