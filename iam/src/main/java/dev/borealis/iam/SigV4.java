package dev.borealis.iam;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.StringJoiner;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS Signature Version 4 ("Create a signed AWS API request"). */
final class SigV4 {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String SERVICE = "dsql";
  static final String TERMINATOR = "aws4_request";
  static final String SIGNED_HEADERS = "host";

  private static final String MAC_ALGORITHM = "HmacSHA256";
  private static final HexFormat HEX = HexFormat.of();
  private static final String EMPTY_PAYLOAD_SHA256 = hexSha256("");

  private SigV4() {}

  /** What a credential is scoped to: the UTC day as {@code yyyymmdd}, the region, the service. */
  record Scope(String day, String region, String service) {
    @Override
    public String toString() {
      return day + "/" + region + "/" + service + "/" + TERMINATOR;
    }
  }

  /**
   * The signature of a presigned GET of {@code /} with the one signed header {@code host} and an
   * empty payload, in 64 lower-case hexadecimal digits.
   *
   * @param dateTime the request's {@code X-Amz-Date}
   * @param parameters the query without {@code X-Amz-Signature}, names and values percent-encoded
   *     as they are sent
   */
  static String sign(
      String secretAccessKey,
      Scope scope,
      String dateTime,
      String host,
      SortedMap<String, String> parameters) {
    String canonicalRequest =
        String.join(
            "\n",
            "GET",
            "/",
            canonicalQuery(parameters),
            "host:" + host,
            "",
            SIGNED_HEADERS,
            EMPTY_PAYLOAD_SHA256);
    return signature(secretAccessKey, scope, dateTime, canonicalRequest);
  }

  /** The signature of any request, in the same form. */
  static String signature(
      String secretAccessKey, Scope scope, String dateTime, String canonicalRequest) {
    String stringToSign =
        String.join("\n", ALGORITHM, dateTime, scope.toString(), hexSha256(canonicalRequest));
    byte[] key = hmac(utf8("AWS4" + secretAccessKey), scope.day());
    key = hmac(key, scope.region());
    key = hmac(key, scope.service());
    key = hmac(key, TERMINATOR);
    return HEX.formatHex(hmac(key, stringToSign));
  }

  /** Encodes every byte of the UTF-8 form except the unreserved characters of RFC 3986. */
  static String percentEncode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : utf8(text)) {
      if (isUnreserved(b)) {
        encoded.append((char) b);
      } else {
        HEX.withUpperCase().toHexDigits(encoded.append('%'), b);
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_'
        || b == '.'
        || b == '~';
  }

  private static String canonicalQuery(SortedMap<String, String> parameters) {
    StringJoiner query = new StringJoiner("&");
    parameters.forEach((name, value) -> query.add(name + "=" + value));
    return query.toString();
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(MAC_ALGORITHM);
      mac.init(new SecretKeySpec(key, MAC_ALGORITHM));
      return mac.doFinal(utf8(text));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw everyJdkHas(MAC_ALGORITHM, e);
    }
  }

  private static String hexSha256(String text) {
    return hexSha256(utf8(text));
  }

  static String hexSha256(byte[] content) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw everyJdkHas("SHA-256", e);
    }
  }

  private static IllegalStateException everyJdkHas(String algorithm, GeneralSecurityException e) {
    return new IllegalStateException("this Java runtime lacks " + algorithm, e);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
