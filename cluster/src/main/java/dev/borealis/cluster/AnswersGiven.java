package dev.borealis.cluster;

import dev.borealis.cluster.api.ApiException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers to requests with a client token, so that a request that is sent again has no second
 * effect. Remembers the latest ones of this run of the service.
 */
final class AnswersGiven {
  private static final int MOST = 10_000;

  private record Request(String operation, String identifier, String token) {}

  private record Answer(Object content, Object given) {}

  private final Map<Request, Answer> answers = new LinkedHashMap<>();

  /**
   * The answer of {@code work}, or the one that was given to the same request before.
   *
   * @param token null: the client does not care
   * @param content what is asked for, to tell whether it is the same
   * @throws ApiException if the token has come with another request
   */
  synchronized <T> T once(
      String operation,
      String identifier,
      @Nullable String token,
      Object content,
      Class<T> type,
      Supplier<T> work) {
    if (token == null) {
      return work.get();
    }
    Request request = new Request(operation, identifier, token);
    Answer known = answers.get(request);
    if (known != null) {
      if (!known.content.equals(content)) {
        throw ApiException.conflict(
            "The client token was used for another request. Use a new one for each request.",
            identifier);
      }
      return type.cast(known.given);
    }
    T given = Objects.requireNonNull(work.get());
    answers.put(request, new Answer(content, given));
    if (answers.size() > MOST) {
      answers.remove(answers.keySet().iterator().next());
    }
    return given;
  }
}
