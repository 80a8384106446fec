package dev.borealis.iam;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the text of an {@link AuthToken}. */
final class TokenParser {
  /** The SDKs write 7 or 8; more are tolerated, since a later SDK may add its own. */
  private static final int MAX_PARAMETERS = 32;

  // Wider than what a signer would take: a port, say, must lead to "not a host of this cluster" and
  // not to "not a token".
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~%-]{1,128}");
  private static final Pattern SCOPE_PART = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern DATE_TIME = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");
  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");

  private final SortedMap<String, String> parameters;

  private TokenParser(SortedMap<String, String> parameters) {
    this.parameters = parameters;
  }

  static AuthToken parse(String text) throws MalformedTokenException {
    requirePlainText(text);
    int slash = text.indexOf('/');
    if (slash < 0 || !text.startsWith("/?", slash)) {
      throw new MalformedTokenException(
          text.contains("://")
              ? "it starts with a scheme, which a token does not have"
              : "it does not have the form <host>/?<parameters>");
    }
    String host = text.substring(0, slash);
    if (!HOST.matcher(host).matches()) {
      throw new MalformedTokenException("what stands before its '/' is not a host name");
    }
    return new TokenParser(split(text.substring(slash + 2))).token(host);
  }

  private static void requirePlainText(String text) throws MalformedTokenException {
    if (text.isEmpty()) {
      throw new MalformedTokenException("it is empty");
    }
    if (text.length() > AuthToken.MAX_LENGTH) {
      throw new MalformedTokenException(
          "it has %d characters, more than %d".formatted(text.length(), AuthToken.MAX_LENGTH));
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
        throw new MalformedTokenException(
            "character %d is a space, a line end or outside of ASCII".formatted(i + 1));
      }
    }
  }

  private static SortedMap<String, String> split(String query) throws MalformedTokenException {
    SortedMap<String, String> parameters = new TreeMap<>();
    for (int start = 0; start <= query.length(); ) {
      int ampersand = query.indexOf('&', start);
      int end = ampersand < 0 ? query.length() : ampersand;
      int equals = query.indexOf('=', start);
      if (equals < 0 || equals >= end) {
        throw new MalformedTokenException("one of its parameters has no '='");
      }
      String name = query.substring(start, equals);
      if (!NAME.matcher(name).matches()) {
        throw new MalformedTokenException("one of its parameters has no proper name");
      }
      if (parameters.put(name, query.substring(equals + 1, end)) != null) {
        throw new MalformedTokenException("it has the same parameter twice");
      }
      if (parameters.size() > MAX_PARAMETERS) {
        throw new MalformedTokenException(
            "it has more than %d parameters".formatted(MAX_PARAMETERS));
      }
      start = end + 1;
    }
    return parameters;
  }

  private AuthToken token(String host) throws MalformedTokenException {
    Action action = action();
    requireValue("X-Amz-Algorithm", SigV4.ALGORITHM);
    requireValue("X-Amz-SignedHeaders", SigV4.SIGNED_HEADERS);
    List<String> credential = credential();
    SigV4.Scope scope = new SigV4.Scope(credential.get(1), credential.get(2), credential.get(3));
    String dateTime = matching("X-Amz-Date", DATE_TIME);
    Instant signedAt = instant(dateTime);
    Duration life = Duration.ofSeconds(Long.parseLong(matching("X-Amz-Expires", SECONDS)));
    String signature = matching("X-Amz-Signature", SIGNATURE);
    parameters.remove("X-Amz-Signature");
    return new AuthToken(
        host,
        action,
        credential.getFirst(),
        scope,
        dateTime,
        signedAt,
        life,
        sessionToken(),
        parameters,
        signature);
  }

  private Action action() throws MalformedTokenException {
    String name = value("Action");
    for (Action action : Action.values()) {
      if (action.wireName().equals(name)) {
        return action;
      }
    }
    throw new MalformedTokenException("its Action is neither DbConnect nor DbConnectAdmin");
  }

  /** Access key, day, region and service. */
  private List<String> credential() throws MalformedTokenException {
    String name = "X-Amz-Credential";
    List<String> parts = new ArrayList<>();
    for (String part : percentDecode(name, value(name)).split("/", 6)) {
      parts.add(part);
    }
    boolean proper =
        parts.size() == 5
            && Credentials.isAccessKeyId(parts.getFirst())
            && parts.subList(1, 4).stream().allMatch(part -> SCOPE_PART.matcher(part).matches())
            && parts.getLast().equals(SigV4.TERMINATOR);
    if (!proper) {
      throw new MalformedTokenException(
          "its X-Amz-Credential does not have the form <key>/<day>/<region>/<service>/aws4_request");
    }
    return parts;
  }

  /**
   * The session token; an empty one, which boto3 writes for an empty environment variable, counts
   * as none.
   */
  private @Nullable String sessionToken() throws MalformedTokenException {
    String name = "X-Amz-Security-Token";
    String encoded = parameters.get(name);
    return encoded == null || encoded.isEmpty() ? null : percentDecode(name, encoded);
  }

  private static Instant instant(String dateTime) throws MalformedTokenException {
    try {
      return Instant.from(AuthToken.DATE_TIME.parse(dateTime));
    } catch (DateTimeParseException e) {
      throw new MalformedTokenException("its X-Amz-Date is no date and time");
    }
  }

  private void requireValue(String name, String expected) throws MalformedTokenException {
    if (!value(name).equals(expected)) {
      throw new MalformedTokenException("its %s is not %s".formatted(name, expected));
    }
  }

  private String matching(String name, Pattern pattern) throws MalformedTokenException {
    String value = value(name);
    if (!pattern.matcher(value).matches()) {
      throw new MalformedTokenException("its %s is not well-formed".formatted(name));
    }
    return value;
  }

  private String value(String name) throws MalformedTokenException {
    String value = parameters.get(name);
    if (value == null) {
      throw new MalformedTokenException("it has no %s".formatted(name));
    }
    return value;
  }

  private static String percentDecode(String name, String encoded) throws MalformedTokenException {
    StringBuilder decoded = new StringBuilder(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
        int low = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 2), 16) : -1;
        c = (char) (high * 16 + low);
        i += 2;
        if (high < 0 || low < 0 || c < ' ' || c > '~') {
          throw new MalformedTokenException("its %s is not percent-encoded".formatted(name));
        }
      }
      decoded.append(c);
    }
    return decoded.toString();
  }
}
