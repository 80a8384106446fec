package dev.borealis.iam;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An AWS key pair, with a session token if it is temporary. Its text form shows the access key
 * only.
 *
 * @param accessKeyId 1 to 128 letters, digits and {@code _+=,.@-}
 * @param secretAccessKey 1 to 256 printable ASCII characters
 * @param sessionToken at most 4096 printable ASCII characters; an empty one, which is how an unset
 *     environment variable often looks, counts as none
 */
public record Credentials(
    String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {

  private static final Pattern ACCESS_KEY_ID = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,128}");
  private static final Pattern SECRET = Pattern.compile("[ -~]{1,256}");
  private static final Pattern SESSION_TOKEN = Pattern.compile("[ -~]{1,4096}");

  /**
   * @throws IllegalArgumentException if a part breaks its rule; the message names the part and
   *     never shows a secret
   */
  public Credentials {
    if (!isAccessKeyId(accessKeyId)) {
      throw new IllegalArgumentException(
          "an access key ID has 1 to 128 letters, digits and the characters _+=,.@-");
    }
    if (!SECRET.matcher(secretAccessKey).matches()) {
      throw new IllegalArgumentException(
          "the secret access key of "
              + accessKeyId
              + " must have 1 to 256 printable ASCII characters");
    }
    if (sessionToken != null && sessionToken.isEmpty()) {
      sessionToken = null;
    }
    if (sessionToken != null && !SESSION_TOKEN.matcher(sessionToken).matches()) {
      throw new IllegalArgumentException(
          "the session token of "
              + accessKeyId
              + " must have at most 4096 printable ASCII characters");
    }
  }

  static boolean isAccessKeyId(String text) {
    return ACCESS_KEY_ID.matcher(text).matches();
  }

  @Override
  public String toString() {
    return "Credentials[accessKeyId="
        + accessKeyId
        + (sessionToken == null ? "" : ", temporary")
        + "]";
  }
}
