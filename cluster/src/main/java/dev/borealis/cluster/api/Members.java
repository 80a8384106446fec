package dev.borealis.cluster.api;

import dev.borealis.cluster.api.ApiException.Field;
import dev.borealis.cluster.api.ApiException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The members of a request's body. Collects what is wrong with them, so that the client learns all
 * of it at once; a member that is wrong reads as one that is not there.
 */
final class Members {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode object;
  private final String prefix;
  private final List<Field> problems;

  private Members(JsonNode object, String prefix, List<Field> problems, Set<String> known) {
    this.object = object;
    this.prefix = prefix;
    this.problems = problems;
    for (String name : object.propertyNames()) {
      if (!known.contains(name)) {
        problem(name, "is not a member of this request");
      }
    }
  }

  /**
   * @param body JSON; empty stands for an object without members
   * @throws ApiException if it is not a JSON object
   */
  static Members read(byte[] body, Set<String> known) {
    if (body.length == 0) {
      return new Members(JSON.createObjectNode(), "", new ArrayList<>(), known);
    }
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JacksonException e) {
      throw ApiException.validation(
          Reason.CANNOT_PARSE, "The request body is not JSON: " + e.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw ApiException.validation(Reason.CANNOT_PARSE, "The request body must be a JSON object.");
    }
    return new Members(root, "", new ArrayList<>(), known);
  }

  /**
   * @throws ApiException if anything was wrong
   */
  void check() {
    if (!problems.isEmpty()) {
      throw ApiException.invalid(problems);
    }
  }

  private void problem(String name, String what) {
    String path = prefix + name;
    String shown = path.length() > 200 ? path.substring(0, 200) + "..." : path;
    problems.add(new Field(shown, "'" + shown + "' " + what + "."));
  }

  private @Nullable JsonNode member(String name) {
    JsonNode member = object.get(name);
    return member == null || member.isNull() ? null : member;
  }

  /** Says that a member has to be there if it is not. */
  void require(String name) {
    if (member(name) == null) {
      problem(name, "is required");
    }
  }

  @Nullable Boolean truth(String name) {
    JsonNode member = member(name);
    if (member == null) {
      return null;
    }
    if (!member.isBoolean()) {
      problem(name, "must be true or false");
      return null;
    }
    return member.asBoolean();
  }

  @Nullable String text(String name, Constraint constraint) {
    JsonNode member = member(name);
    return member == null ? null : checked(name, member, constraint);
  }

  private @Nullable String checked(String name, JsonNode node, Predicate<String> constraint) {
    if (!node.isString()) {
      problem(name, "must be a string");
      return null;
    }
    if (!constraint.test(node.asString())) {
      problem(name, "must be " + constraint);
      return null;
    }
    return node.asString();
  }

  @Nullable List<String> texts(String name, Constraint constraint, int most) {
    JsonNode member = member(name);
    if (member == null) {
      return null;
    }
    if (!member.isArray() || member.size() > most) {
      problem(name, "must be an array of at most " + most);
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : member) {
      String text = checked(name + "[" + texts.size() + "]", element, constraint);
      texts.add(text == null ? "" : text);
    }
    return texts;
  }

  @Nullable Map<String, String> tags(String name) {
    JsonNode member = member(name);
    if (member == null) {
      return null;
    }
    if (!member.isObject()) {
      problem(name, "must be an object");
      return null;
    }
    if (member.size() > Constraint.MAX_TAGS) {
      problem(name, "must have at most " + Constraint.MAX_TAGS + " entries");
      return null;
    }
    Map<String, String> tags = new HashMap<>();
    member.forEachEntry((key, value) -> {
      String entry = name + "." + key;
      if (!Constraint.TAG_KEY.test(key)) {
        problem(entry, "must have a key that is " + Constraint.TAG_KEY);
      }
      String text = checked(entry, value, Constraint.TAG_VALUE);
      tags.put(key, text == null ? "" : text);
    });
    return tags;
  }

  /** The members of a member that is an object; null if it is not there. */
  @Nullable Members object(String name, Set<String> known) {
    JsonNode member = member(name);
    if (member == null) {
      return null;
    }
    if (!member.isObject()) {
      problem(name, "must be an object");
      return null;
    }
    return new Members(member, prefix + name + ".", problems, known);
  }
}
