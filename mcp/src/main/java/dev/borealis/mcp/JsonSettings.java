package dev.borealis.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of JSON settings, in which one member of an object is set or removed by an edit of the
 * text: everything else stays as it is, layout included.
 */
final class JsonSettings {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String text;
  private final List<Member> members = new ArrayList<>();

  /**
   * A member of the root, or of one of its objects.
   *
   * @param parent the name of the root's member that it is in; null for one of the root's own
   * @param nameStart where its name begins
   * @param valueStart where its value begins
   * @param end where its value ends (exclusive)
   */
  private record Member(
      @Nullable String parent, String name, int nameStart, int valueStart, int end) {}

  /**
   * @param text blank for a file that does not exist
   * @throws RefusedException if it is no JSON object
   */
  JsonSettings(String text) {
    this.text = text.isBlank() ? "{\n}\n" : text;
    try (JsonParser parser = JSON.createParser(this.text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new RefusedException("it is no JSON object");
      }
      readMembers(parser, null);
      if (parser.nextToken() != null) {
        throw new RefusedException("something follows the JSON object");
      }
    } catch (JacksonException e) {
      throw new RefusedException("it is not plain JSON: " + e.getOriginalMessage());
    }
  }

  private void readMembers(JsonParser parser, @Nullable String parent) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      int nameStart = (int) parser.currentTokenLocation().getCharOffset();
      JsonToken token = parser.nextToken();
      int valueStart = (int) parser.currentTokenLocation().getCharOffset();
      if (token == JsonToken.START_OBJECT && parent == null) {
        readMembers(parser, name);
      } else {
        parser.skipChildren();
      }
      // Scalars are read lazily; their end is known when they are finished.
      parser.finishToken();
      int end = (int) parser.currentLocation().getCharOffset();
      members.add(new Member(parent, name, nameStart, valueStart, end));
    }
  }

  private @Nullable Member find(@Nullable String parent, String name) {
    return members.stream()
        .filter(member -> member.name().equals(name))
        .filter(member -> Objects.equals(member.parent(), parent))
        .findFirst()
        .orElse(null);
  }

  /** The value of a member of an object of the root; null if it is not there. */
  @Nullable JsonNode get(String object, String name) {
    JsonNode value = JSON.readTree(text).path(object).path(name);
    return value.isMissingNode() ? null : value;
  }

  /** The text with a member set. */
  String with(String object, String name, Map<String, ?> value) {
    String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    Member member = find(object, name);
    if (member != null) {
      return text.substring(0, member.valueStart())
          + indented(json, indentOf(member.nameStart()))
          + text.substring(member.end());
    }
    Member parent = find(null, object);
    String entry = "\"" + name + "\": ";
    if (parent != null) {
      if (text.charAt(parent.valueStart()) != '{') {
        throw new RefusedException("its " + object + " is no object");
      }
      String indent = indentOf(parent.nameStart());
      return inserted(parent.end() - 1, indent, entry + indented(json, indent + "  "));
    }
    int end = text.lastIndexOf('}');
    String inner = entry + indented(json, "    ");
    return inserted(end, "", "\"" + object + "\": {\n    " + inner + "\n  }");
  }

  /** The text with a member before a closing brace. */
  private String inserted(int brace, String indent, String member) {
    int last = brace - 1;
    while (Character.isWhitespace(text.charAt(last))) {
      last--;
    }
    String comma = text.charAt(last) == '{' ? "" : ",";
    return text.substring(0, last + 1)
        + comma
        + "\n"
        + indent
        + "  "
        + member
        + "\n"
        + indent
        + text.substring(brace);
  }

  private String indentOf(int offset) {
    int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    String before = text.substring(lineStart, offset);
    return before.isBlank() ? before : "";
  }

  private static String indented(String json, String indent) {
    return json.replace("\n", "\n" + indent);
  }

  /** The text without a member; the same text if it is not there. */
  String without(String object, String name) {
    Member member = find(object, name);
    if (member == null) {
      return text;
    }
    int start = member.nameStart();
    while (Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    int end = member.end();
    int next = end;
    while (Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    if (text.charAt(start - 1) == ',') {
      start--;
    } else if (text.charAt(next) == ',') {
      end = next + 1;
    }
    return text.substring(0, start) + text.substring(end);
  }
}
