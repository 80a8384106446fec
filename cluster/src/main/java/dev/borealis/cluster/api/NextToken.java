package dev.borealis.cluster.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a list goes on, as clients see it: opaque. */
final class NextToken {
  private static final String PREFIX = "after:";

  private NextToken() {}

  static String after(String identifier) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((PREFIX + identifier).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws ApiException if it is none of ours
   */
  static String identifier(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String identifier = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "";
      if (Constraint.CLUSTER_ID.test(identifier)) {
        return identifier;
      }
    } catch (IllegalArgumentException e) {
      // Answered below like a token that decodes to something else.
    }
    throw ApiException.invalid("next-token", "'next-token' must be the nextToken of an answer.");
  }
}
