package dev.borealis.load;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Records of a file with a JSON object on each line. The columns are the keys of all lines, as the
 * caller found them; a key that is missing is NULL, and so is JSON's null. Objects and arrays stay
 * JSON, byte for byte.
 */
final class JsonRecords implements Records {
  private static final int MAX_LINE_CHARS = 16 << 20;

  private final JsonFactory factory = new JsonFactory();
  private final LineReader reader;
  private final List<String> names;
  private final Map<String, Integer> positions = new HashMap<>();
  private final boolean growing;
  private final Fields fields = new Fields();
  private final List<@Nullable String> values = new ArrayList<>();
  private long line;

  /**
   * @param names the columns; null: the keys of the records read so far
   */
  JsonRecords(Source source, Charset encoding, @Nullable List<String> names) throws IOException {
    this.reader = new LineReader(source.name(), new TextInput(source, encoding), MAX_LINE_CHARS);
    this.growing = names == null;
    this.names = names == null ? new ArrayList<>() : names;
    for (String name : this.names) {
      positions.put(name, positions.size());
    }
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public @Nullable Fields next() throws IOException, BadRecordException {
    String text = reader.next();
    while (text != null && text.isBlank()) {
      text = reader.next();
    }
    if (text == null) {
      return null;
    }
    line = reader.line();
    parse(text);
    fields.begin(line);
    for (int i = 0; i < names.size(); i++) {
      String value = i < values.size() ? values.get(i) : null;
      if (value == null) {
        fields.addNull();
      } else {
        fields.add(value);
      }
    }
    return fields;
  }

  private void parse(String text) throws BadRecordException {
    values.clear();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadRecordException(line, "the line is not a JSON object", List.of(text));
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        put(name, value(parser, text));
      }
      if (parser.nextToken() != null) {
        throw new BadRecordException(
            line, "there is something behind the JSON object", List.of(text));
      }
    } catch (JacksonException e) {
      throw new BadRecordException(
          line, "this is not JSON: " + e.getOriginalMessage(), List.of(text));
    }
  }

  private static @Nullable String value(JsonParser parser, String text) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      int start = (int) parser.currentTokenLocation().getCharOffset();
      parser.skipChildren();
      return text.substring(start, (int) parser.currentLocation().getCharOffset());
    }
    return parser.getString();
  }

  private void put(String name, @Nullable String value) throws BadRecordException {
    Integer position = positions.get(name);
    if (position == null) {
      if (!growing) {
        throw new BadRecordException(
            line, "the key '%s' is no column. --exclude-columns leaves it out".formatted(name));
      }
      position = names.size();
      names.add(name);
      positions.put(name, position);
    }
    while (values.size() <= position) {
      values.add(null);
    }
    values.set(position, value);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
