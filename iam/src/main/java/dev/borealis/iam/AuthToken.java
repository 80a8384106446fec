package dev.borealis.iam;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An Aurora DSQL authentication token, which clients send as the password: a presigned URL without
 * its scheme ("Generating an authentication token in Amazon Aurora DSQL"). Nothing in a parsed
 * token can be trusted before {@link TokenVerifier} has accepted it. Its text form shows neither
 * signature nor session token.
 */
public final class AuthToken {
  /** The life that the AWS SDKs give a token when they are not told otherwise. */
  public static final Duration DEFAULT_LIFE = Duration.ofMinutes(15);

  /**
   * The longest life a token may have ("Generating an authentication token in Amazon Aurora DSQL").
   */
  public static final Duration MAX_LIFE = Duration.ofDays(7);

  /**
   * The longest token that is read, in characters; ones with an STS session token have 1,000 to
   * 2,000.
   */
  public static final int MAX_LENGTH = 8192;

  static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);
  static final int DAY_LENGTH = "yyyymmdd".length();

  private static final Pattern SIGNABLE_HOST =
      Pattern.compile("[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,64}");

  private final String host;
  private final Action action;
  private final String accessKeyId;
  private final SigV4.Scope scope;
  private final String dateTime;
  private final Instant signedAt;
  private final Duration life;
  private final @Nullable String sessionToken;
  private final SortedMap<String, String> signedParameters;
  private final String signature;

  AuthToken(
      String host,
      Action action,
      String accessKeyId,
      SigV4.Scope scope,
      String dateTime,
      Instant signedAt,
      Duration life,
      @Nullable String sessionToken,
      SortedMap<String, String> signedParameters,
      String signature) {
    this.host = host;
    this.action = action;
    this.accessKeyId = accessKeyId;
    this.scope = scope;
    this.dateTime = dateTime;
    this.signedAt = signedAt;
    this.life = life;
    this.sessionToken = sessionToken;
    this.signedParameters = signedParameters;
    this.signature = signature;
  }

  /**
   * Makes a token, byte for byte the one that boto3 and the AWS CLI make from the same input.
   *
   * @param hostname the cluster's endpoint, without scheme and port; it is signed in lower case
   * @param region the region of the cluster
   * @param expiresIn 1 second to {@link #MAX_LIFE}, whole seconds
   * @param now when the token's life begins; fractions of a second are dropped
   * @throws IllegalArgumentException if hostname, region or life break their rule, or the session
   *     token makes the token longer than {@link #MAX_LENGTH}
   */
  public static String create(
      Credentials credentials,
      String hostname,
      String region,
      Action action,
      Duration expiresIn,
      Instant now) {
    requireSignable(hostname, region, expiresIn);
    String host = hostname.toLowerCase(Locale.ROOT);
    String dateTime = DATE_TIME.format(now.truncatedTo(ChronoUnit.SECONDS));
    SigV4.Scope scope = new SigV4.Scope(dateTime.substring(0, DAY_LENGTH), region, SigV4.SERVICE);

    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("Action", action.wireName());
    parameters.put("X-Amz-Algorithm", SigV4.ALGORITHM);
    parameters.put(
        "X-Amz-Credential", SigV4.percentEncode(credentials.accessKeyId() + "/" + scope));
    parameters.put("X-Amz-Date", dateTime);
    parameters.put("X-Amz-Expires", Long.toString(expiresIn.toSeconds()));
    parameters.put("X-Amz-SignedHeaders", SigV4.SIGNED_HEADERS);
    String sessionToken = credentials.sessionToken();
    if (sessionToken != null) {
      parameters.put("X-Amz-Security-Token", SigV4.percentEncode(sessionToken));
    }
    String signature =
        SigV4.sign(credentials.secretAccessKey(), scope, dateTime, host, new TreeMap<>(parameters));
    parameters.put("X-Amz-Signature", signature);

    StringJoiner query = new StringJoiner("&", host + "/?", "");
    parameters.forEach((name, value) -> query.add(name + "=" + value));
    if (query.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the session token of %s makes the authentication token longer than %d characters"
              .formatted(credentials.accessKeyId(), MAX_LENGTH));
    }
    return query.toString();
  }

  private static void requireSignable(String hostname, String region, Duration expiresIn) {
    if (!SIGNABLE_HOST.matcher(hostname).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a host name; give it without scheme, port and path".formatted(hostname));
    }
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException("'%s' is not a region name".formatted(region));
    }
    if (expiresIn.toNanosPart() != 0
        || expiresIn.compareTo(Duration.ofSeconds(1)) < 0
        || expiresIn.compareTo(MAX_LIFE) > 0) {
      throw new IllegalArgumentException(
          "a token lives 1 to %d whole seconds, not %s".formatted(MAX_LIFE.toSeconds(), expiresIn));
    }
  }

  /**
   * Reads a token without checking its signature, life or scope. Parameters may come in any order,
   * as the SDKs differ in it.
   *
   * @throws MalformedTokenException if {@code text} is not a token or is longer than {@link
   *     #MAX_LENGTH}
   */
  public static AuthToken parse(String text) throws MalformedTokenException {
    return TokenParser.parse(text);
  }

  /**
   * The host the token was made for, as written: 1 to 255 characters, in AWS the cluster's
   * endpoint.
   */
  public String host() {
    return host;
  }

  /** What the token lets its bearer do. */
  public Action action() {
    return action;
  }

  /** The access key whose secret signed the token. */
  public String accessKeyId() {
    return accessKeyId;
  }

  /** The region the token is for, in AWS the cluster's. */
  public String region() {
    return scope.region();
  }

  /** When the token's life begins, to the second. */
  public Instant signedAt() {
    return signedAt;
  }

  /** How long the token lives, as it says itself: it may exceed {@link #MAX_LIFE}. */
  public Duration life() {
    return life;
  }

  SigV4.Scope scope() {
    return scope;
  }

  @Nullable String sessionToken() {
    return sessionToken;
  }

  /**
   * Whether {@code secretAccessKey} made the signature; takes the same time whatever the answer is.
   */
  boolean isSignedWith(String secretAccessKey) {
    String expected = SigV4.sign(secretAccessKey, scope, dateTime, host, signedParameters);
    return sameText(expected, signature);
  }

  /** Compares in a time that does not depend on where the two differ. */
  static boolean sameText(String expected, String actual) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "AuthToken[host=%s, action=%s, accessKeyId=%s, scope=%s, signedAt=%s, life=%s]"
        .formatted(host, action.wireName(), accessKeyId, scope, signedAt, life);
  }
}
