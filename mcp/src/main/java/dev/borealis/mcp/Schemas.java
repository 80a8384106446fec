package dev.borealis.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON schemas of arguments and results. Members keep their order: models and people read them from
 * the top, and the same server says the same each time.
 */
final class Schemas {
  static final Map<String, Object> STRING = Map.of("type", "string");
  static final Map<String, Object> INTEGER = Map.of("type", "integer");
  static final Map<String, Object> BOOLEAN = Map.of("type", "boolean");
  static final Map<String, Object> OBJECT = Map.of("type", "object");
  static final Map<String, Object> OBJECTS = arrayOf(OBJECT);

  /** A list, or nothing, or a list as JSON in a string, as some clients send it. */
  static final Map<String, Object> VALUES =
      Map.of("anyOf", List.of(arrayOf(Map.of()), Map.of("type", "null")));

  private Schemas() {}

  /** A member of a JSON object: its schema, or its value. */
  record Member(String name, Object value) {}

  static Member member(String name, Object value) {
    return new Member(name, value);
  }

  /** An object with members in this order. */
  static Map<String, Object> ordered(Member... members) {
    return ordered(List.of(members));
  }

  private static Map<String, Object> ordered(List<Member> members) {
    Map<String, Object> ordered = new LinkedHashMap<>();
    members.forEach(member -> ordered.put(member.name(), member.value()));
    return ordered;
  }

  static Map<String, Object> arrayOf(Map<String, Object> items) {
    return ordered(member("type", "array"), member("items", items));
  }

  static Map<String, Object> text(String description) {
    return described(STRING, description);
  }

  static Map<String, Object> number(String description, int otherwise) {
    return described(INTEGER, description, otherwise);
  }

  static Map<String, Object> flag(String description, boolean otherwise) {
    return described(BOOLEAN, description, otherwise);
  }

  static Map<String, Object> described(Map<String, Object> schema, String description) {
    Map<String, Object> described = new LinkedHashMap<>(schema);
    described.put("description", description);
    return described;
  }

  static Map<String, Object> described(
      Map<String, Object> schema, String description, Object otherwise) {
    Map<String, Object> described = described(schema, description);
    described.put("default", otherwise);
    return described;
  }

  /** An object with these members, of which {@code required} must be there. */
  static Map<String, Object> object(List<Member> properties, String... required) {
    return ordered(
        member("type", "object"),
        member("properties", ordered(properties)),
        member("required", List.of(required)));
  }

  /** What the official server's tools give that answer with a list. */
  static Map<String, Object> result(Map<String, Object> element) {
    return object(List.of(member("result", arrayOf(element))), "result");
  }
}
