package dev.borealis.gateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A file of probes, in the shape of the answers recorded from a live cluster.
 *
 * @param setup statements that run first, in order
 */
public record ProbeFile(List<String> setup, List<Probe> probes) {

  /** Reads a file. */
  public static ProbeFile read(InputStream in) throws IOException {
    Map<String, @Nullable Object> root;
    try (in;
        JsonParser parser =
            JsonFactory.builder().build().createParser(ObjectReadContext.empty(), in)) {
      parser.nextToken();
      root = object(parser);
    }
    List<Probe> probes = new ArrayList<>();
    for (Object probe : list(root.get("probes"))) {
      probes.add(probe(map(probe)));
    }
    return new ProbeFile(texts(root.get("setup")), probes);
  }

  private static Probe probe(Map<String, @Nullable Object> json) {
    boolean simple = Boolean.TRUE.equals(json.get("simple"));
    List<List<String>> sessions = new ArrayList<>();
    List<List<Answer>> expected = new ArrayList<>();
    if (json.containsKey("sessions")) {
      list(json.get("sessions")).forEach(steps -> sessions.add(texts(steps)));
      list(json.get("expect")).forEach(answers -> expected.add(answers(answers)));
    } else {
      sessions.add(texts(json.get("steps")));
      expected.add(simple ? results(map(json.get("expect"))) : answers(json.get("expect")));
    }
    return new Probe(
        Objects.requireNonNull((String) json.get("name")),
        json.containsKey("before") ? texts(json.get("before")) : List.of(),
        sessions,
        expected,
        simple,
        Boolean.TRUE.equals(json.get("ignore_rows")),
        Boolean.TRUE.equals(json.get("race")));
  }

  private static List<Answer> results(Map<String, @Nullable Object> json) {
    return json.containsKey("results") ? answers(json.get("results")) : List.of(answer(json));
  }

  private static List<Answer> answers(@Nullable Object json) {
    List<Answer> answers = new ArrayList<>();
    list(json).forEach(answer -> answers.add(answer(map(answer))));
    return answers;
  }

  private static Answer answer(Map<String, @Nullable Object> json) {
    if (json.get("sqlstate") instanceof String sqlState) {
      return new Answer.Failed(sqlState, Objects.requireNonNull((String) json.get("message")));
    }
    List<List<@Nullable String>> rows = null;
    if (json.containsKey("rows")) {
      rows = new ArrayList<>();
      for (Object row : list(json.get("rows"))) {
        List<@Nullable String> values = new ArrayList<>();
        list(row).forEach(value -> values.add((String) value));
        rows.add(values);
      }
    }
    return new Answer.Ran(
        Objects.requireNonNull((String) json.get("tag")),
        json.containsKey("columns") ? texts(json.get("columns")) : null,
        rows);
  }

  private static List<String> texts(@Nullable Object json) {
    return list(json).stream().map(String.class::cast).toList();
  }

  @SuppressWarnings("unchecked") // The reader below makes maps with text keys only.
  private static Map<String, @Nullable Object> map(@Nullable Object value) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
  }

  @SuppressWarnings("unchecked") // As above, for lists.
  private static List<@Nullable Object> list(@Nullable Object value) {
    return (List<@Nullable Object>) Objects.requireNonNull(value);
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getString();
    };
  }
}
