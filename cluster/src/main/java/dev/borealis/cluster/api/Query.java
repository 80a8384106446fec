package dev.borealis.cluster.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's query. */
record Query(Map<String, List<String>> values) {

  /**
   * @param raw as it was sent; empty if there is none
   * @throws ApiException if it is not percent-encoded as it should be
   */
  static Query parse(String raw) {
    Map<String, List<String>> values = new HashMap<>();
    for (String pair : raw.isEmpty() ? List.<String>of() : List.of(raw.split("&", -1))) {
      String[] parts = pair.split("=", 2);
      values
          .computeIfAbsent(decoded(parts[0]), _ -> new ArrayList<>())
          .add(parts.length == 2 ? decoded(parts[1]) : "");
    }
    return new Query(values);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.validation(
          ApiException.Reason.CANNOT_PARSE, "The query has a broken percent escape.");
    }
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /**
   * The first value of a parameter; null if it is not there.
   *
   * @throws ApiException if it breaks its rule
   */
  @Nullable String one(String name, Constraint constraint) {
    List<String> given = all(name);
    if (given.isEmpty()) {
      return null;
    }
    if (!constraint.test(given.getFirst())) {
      throw ApiException.invalid(name, "'%s' must be %s.".formatted(name, constraint));
    }
    return given.getFirst();
  }
}
