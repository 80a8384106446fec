package dev.borealis.iam;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Authorization} header of a signed request.
 *
 * @param signedHeaders names in lower case, in the order of signing
 */
record RequestSignature(
    String accessKeyId, SigV4.Scope scope, List<String> signedHeaders, String signature) {

  private static final int MAX_LENGTH = 8192;
  private static final Pattern CREDENTIAL =
      Pattern.compile("([^/]+)/([0-9]{8})/([A-Za-z0-9-]{1,64})/([A-Za-z0-9-]{1,64})/aws4_request");
  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SPACES = Pattern.compile(" +");

  /**
   * @throws IllegalArgumentException if the header is incomplete; the message is AWS's
   */
  static RequestSignature parse(String header) {
    if (header.length() > MAX_LENGTH || !header.startsWith(SigV4.ALGORITHM + " ")) {
      throw new IllegalArgumentException(
          "Authorization header requires the algorithm '%s'.".formatted(SigV4.ALGORITHM));
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : header.substring(SigV4.ALGORITHM.length()).split(",", -1)) {
      String[] pair = part.strip().split("=", 2);
      if (pair.length == 2) {
        parts.put(pair[0], pair[1]);
      }
    }
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (!parts.containsKey(name)) {
        throw new IllegalArgumentException(
            "Authorization header requires '%s' parameter.".formatted(name));
      }
    }
    Matcher credential = CREDENTIAL.matcher(parts.getOrDefault("Credential", ""));
    String signature = parts.getOrDefault("Signature", "");
    if (!credential.matches()
        || !Credentials.isAccessKeyId(credential.group(1))
        || !SIGNATURE.matcher(signature).matches()) {
      throw new IllegalArgumentException(
          "Credential must have the form <access key>/YYYYMMDD/<region>/dsql/aws4_request, and Signature 64 hexadecimal digits.");
    }
    return new RequestSignature(
        credential.group(1),
        new SigV4.Scope(credential.group(2), credential.group(3), credential.group(4)),
        List.of(parts.getOrDefault("SignedHeaders", "").toLowerCase(Locale.ROOT).split(";", -1)),
        signature);
  }

  /** A header that must be signed and is not, or null. */
  @Nullable String unsignedHeader(SignedRequest request) {
    if (!signedHeaders.contains("host")) {
      return "Host";
    }
    return request.headers().keySet().stream()
        .filter(name -> name.startsWith("x-amz-") && !signedHeaders.contains(name))
        .findFirst()
        .orElse(null);
  }

  /** Takes the same time whatever the answer is. */
  boolean isMadeWith(String secretAccessKey, SignedRequest request, String dateTime) {
    String canonical =
        String.join(
            "\n",
            request.method(),
            canonicalPath(request.rawPath()),
            canonicalQuery(request.rawQuery()),
            signedHeaders.stream()
                .map(name -> name + ":" + canonicalValue(request, name) + "\n")
                .collect(Collectors.joining()),
            String.join(";", signedHeaders),
            SigV4.hexSha256(request.body()));
    return AuthToken.sameText(
        SigV4.signature(secretAccessKey, scope, dateTime, canonical), signature);
  }

  private static String canonicalValue(SignedRequest request, String name) {
    return request.headers().getOrDefault(name, List.of()).stream()
        .map(value -> SPACES.matcher(value.strip()).replaceAll(" "))
        .collect(Collectors.joining(","));
  }

  /** What was percent-encoded for sending is encoded once more for signing. */
  private static String canonicalPath(String rawPath) {
    return rawPath.isEmpty()
        ? "/"
        : Arrays.stream(rawPath.split("/", -1))
            .map(SigV4::percentEncode)
            .collect(Collectors.joining("/"));
  }

  private static String canonicalQuery(String rawQuery) {
    if (rawQuery.isEmpty()) {
      return "";
    }
    List<String> pairs = new ArrayList<>();
    for (String pair : rawQuery.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      pairs.add(encodedAnew(parts[0]) + "=" + (parts.length == 2 ? encodedAnew(parts[1]) : ""));
    }
    // The equals sign sorts after the digits, but names are sorted by themselves.
    pairs.sort((a, b) -> {
      String[] first = a.split("=", 2);
      String[] second = b.split("=", 2);
      int byName = first[0].compareTo(second[0]);
      return byName == 0 ? first[1].compareTo(second[1]) : byName;
    });
    return String.join("&", pairs);
  }

  private static String encodedAnew(String sent) {
    return SigV4.percentEncode(percentDecoded(sent));
  }

  /** What is no escape stays as it is. */
  static String percentDecoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] decoded = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        decoded[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        decoded[length++] = bytes[i];
      }
    }
    return new String(decoded, 0, length, StandardCharsets.UTF_8);
  }
}
