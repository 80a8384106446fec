package dev.borealis.iam;

import java.util.List;
import java.util.Map;

/**
 * An HTTP request as its signature covers it.
 *
 * @param rawPath as it was sent, percent-encoded
 * @param rawQuery as it was sent; empty if there is none
 * @param headers values by name in lower case
 */
public record SignedRequest(
    String method,
    String rawPath,
    String rawQuery,
    Map<String, List<String>> headers,
    byte[] body) {

  /** The values of a header, with commas between them; empty if it is not there. */
  String header(String name) {
    return String.join(",", headers.getOrDefault(name, List.of()));
  }
}
