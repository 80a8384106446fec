package dev.borealis.dialect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * Answers of a live cluster, from a file beside the repository that not everyone has.
 *
 * @param name the probe's name
 * @param sql one statement of it
 * @param sqlState of the answer, null if it was no error
 * @param message of the answer, null if it was no error
 */
record RecordedAnswers(
    String name, String sql, @Nullable String sqlState, @Nullable String message) {
  /** Beside the repository; tests run in the directory of their module. */
  private static final Path FILE = Path.of("..", "..", "shared", "facts", "recorded-answers.json");

  /** All steps that went to the cluster one by one; empty if the file is not there. */
  static List<RecordedAnswers> all() throws IOException {
    if (!Files.exists(FILE)) {
      return List.of();
    }
    Map<String, Object> root;
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), FILE)) {
      parser.nextToken();
      root = object(parser);
    }
    List<RecordedAnswers> answers = new ArrayList<>();
    for (Object setup : list(root.get("setup"))) {
      answers.add(new RecordedAnswers("setup", (String) setup, null, null));
    }
    for (Object probe : list(root.get("probes"))) {
      addSteps(map(probe), answers);
    }
    return answers;
  }

  private static void addSteps(Map<String, Object> probe, List<RecordedAnswers> answers) {
    if (!probe.containsKey("steps") || Boolean.TRUE.equals(probe.get("simple"))) {
      return;
    }
    List<Object> steps = list(probe.get("steps"));
    List<Object> expected = list(probe.get("expect"));
    for (int i = 0; i < steps.size(); i++) {
      Map<String, Object> answer = map(expected.get(i));
      answers.add(
          new RecordedAnswers(
              String.valueOf(probe.get("name")),
              (String) steps.get(i),
              (String) answer.get("sqlstate"),
              (String) answer.get("message")));
    }
  }

  @SuppressWarnings("unchecked") // The reader below makes maps with text keys only.
  private static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  @SuppressWarnings("unchecked") // As above, for lists.
  private static List<Object> list(@Nullable Object value) {
    return (List<Object>) Objects.requireNonNull(value);
  }

  private static Map<String, Object> object(JsonParser parser) {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> parser.getString();
    };
  }
}
