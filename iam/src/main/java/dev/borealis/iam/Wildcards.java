package dev.borealis.iam;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Patterns of policies: {@code *} is any text, {@code ?} any character. */
final class Wildcards {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9:/_.-]+)}");
  private static final int ARN_PARTS = 6;

  private Wildcards() {}

  /**
   * Whether {@code text} is what {@code pattern} describes. Takes at most their product in steps.
   */
  static boolean matches(String text, String pattern) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (at < text.length()) {
      if (in < pattern.length() && pattern.charAt(in) == '*') {
        star = in++;
        resume = at;
      } else if (in < pattern.length()
          && (pattern.charAt(in) == '?' || pattern.charAt(in) == text.charAt(at))) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (in < pattern.length() && pattern.charAt(in) == '*') {
      in++;
    }
    return in == pattern.length();
  }

  /** The same for ARNs: no wildcard reaches from one of the first five parts into the next. */
  static boolean matchesArn(String arn, String pattern) {
    if (pattern.equals("*")) {
      return true;
    }
    String[] parts = arn.split(":", ARN_PARTS);
    String[] patterns = pattern.split(":", ARN_PARTS);
    if (parts.length != patterns.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!matches(parts[i], patterns[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Replaces policy variables such as <code>${aws:username}</code> by the request's values ("IAM
   * policy elements: Variables and tags"). One without a value stays, and matches nothing.
   */
  static String withVariables(String pattern, AccessRequest request) {
    if (pattern.indexOf('$') < 0) {
      return pattern;
    }
    return VARIABLE
        .matcher(pattern)
        .replaceAll(match -> {
          List<String> values = request.context().getOrDefault(match.group(1), List.of());
          return Matcher.quoteReplacement(values.isEmpty() ? match.group() : values.getFirst());
        });
  }
}
