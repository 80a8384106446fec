package dev.borealis.bench;

import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON objects without anything nested in them. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Reads an object; numbers and the like come as they are written. */
  static Map<String, String> read(String text) {
    Map<String, String> members = new HashMap<>();
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BenchFailure("not a JSON object: " + text);
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, parser.getString());
      }
      return members;
    } catch (JacksonException e) {
      throw new BenchFailure("not JSON: " + text, e);
    }
  }

  /** Writes an object on one line; values are numbers, or are written as strings. */
  static String write(Map<String, ?> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      members.forEach((name, value) -> {
        switch (value) {
          case Double number -> json.writeNumberProperty(name, number);
          case Number number -> json.writeNumberProperty(name, number.longValue());
          case Object other -> json.writeStringProperty(name, other.toString());
        }
      });
      json.writeEndObject();
    }
    return text.toString();
  }
}
