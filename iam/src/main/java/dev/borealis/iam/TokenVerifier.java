package dev.borealis.iam;

import dev.borealis.iam.TokenVerdict.Accepted;
import dev.borealis.iam.TokenVerdict.Reason;
import dev.borealis.iam.TokenVerdict.Refused;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides whether an authentication token opens a cluster. May be used from any thread. */
public final class TokenVerifier {
  /**
   * How far a client's clock may be ahead; AWS services that check signatures allow 5 minutes
   * (recorded from such).
   */
  public static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

  private static final int MAX_SHOWN_USER_LENGTH = 63;

  private final IdentityStore identities;
  private final boolean checksSignature;

  // Signs in place of an unknown access key, so that the answer takes as long as one to a wrong
  // signature.
  private final String decoySecret;

  private TokenVerifier(IdentityStore identities, boolean checksSignature) {
    this.identities = identities;
    this.checksSignature = checksSignature;
    byte[] random = new byte[20];
    new SecureRandom().nextBytes(random);
    this.decoySecret = HexFormat.of().formatHex(random);
  }

  /**
   * What a token must be for.
   *
   * @param arn the cluster's, for the client's hint
   * @param isHostName tells whether a host, given in lower case, is a name of the cluster
   * @param tags of the cluster, which policies may ask for
   * @param policy the cluster's own, if it has one
   */
  public record Cluster(
      String arn,
      String region,
      Predicate<String> isHostName,
      Map<String, String> tags,
      @Nullable PolicyDocument policy) {

    /** A cluster without tags and policy. */
    public Cluster(String arn, String region, Predicate<String> isHostName) {
      this(arn, region, isHostName, Map.of(), null);
    }
  }

  /** Accepts tokens that a known identity signed. */
  public static TokenVerifier strict(IdentityStore identities) {
    return new TokenVerifier(identities, true);
  }

  /**
   * Makes every check but those of the access key, the signature and the session token. An unknown
   * access key stands for the IAM user of that name in the local account, who may do everything; a
   * known one for its identity.
   */
  public static TokenVerifier relaxed(IdentityStore identities) {
    return new TokenVerifier(identities, false);
  }

  /**
   * Checks a client's password.
   *
   * @param token what the client sent; anything at all
   * @param user the database role of the start-up message; anything at all
   */
  public TokenVerdict verify(String token, String user, Cluster cluster, Instant now) {
    AuthToken parsed;
    try {
      parsed = AuthToken.parse(token);
    } catch (MalformedTokenException e) {
      return new Refused(
          Reason.MALFORMED,
          "The password must be an Aurora DSQL authentication token, but "
              + e.getMessage()
              + ". Make one with \"dsql token\" or \"aws dsql generate-db-connect-admin-auth-token\".",
          "the password is not a token: " + e.getMessage());
    }
    Refused refused = checkPurpose(parsed, user, cluster);
    if (refused == null) {
      refused = checkLife(parsed, now);
    }
    if (refused != null) {
      return refused;
    }
    return authenticate(parsed, cluster, now);
  }

  private static @Nullable Refused checkPurpose(AuthToken token, String user, Cluster cluster) {
    SigV4.Scope scope = token.scope();
    if (token.action() != Action.forUser(user)) {
      String mapping = "user: %s, action: %s".formatted(shown(user), token.action().wireName());
      return new Refused(
          Reason.WRONG_ACTION,
          "Wrong user to action mapping. " + mapping,
          "the token's action does not fit the user (%s)".formatted(mapping));
    }
    if (!scope.service().equals(SigV4.SERVICE)) {
      return new Refused(
          Reason.WRONG_SERVICE,
          "Credential should be scoped to correct service: 'dsql'.",
          "the token is signed for the service '%s'".formatted(scope.service()));
    }
    if (!scope.region().equals(cluster.region())) {
      return new Refused(
          Reason.WRONG_REGION,
          "Credential should be scoped to the cluster's region '%s', not '%s'."
              .formatted(cluster.region(), scope.region()),
          "the token is signed for the region '%s', the cluster is in '%s'"
              .formatted(scope.region(), cluster.region()));
    }
    if (!cluster.isHostName().test(token.host().toLowerCase(Locale.ROOT))) {
      return new Refused(
          Reason.WRONG_HOST,
          "The token is for the host '%s', which is not a name of this cluster."
              .formatted(token.host()),
          "the token is for the host '%s', which is not a name of %s"
              .formatted(token.host(), cluster.arn()));
    }
    return null;
  }

  private static @Nullable Refused checkLife(AuthToken token, Instant now) {
    String date = AuthToken.DATE_TIME.format(token.signedAt());
    String day = token.scope().day();
    if (!date.startsWith(day) || day.length() != AuthToken.DAY_LENGTH) {
      return new Refused(
          Reason.WRONG_SCOPE_DATE,
          "Date in Credential scope does not match X-Amz-Date: '%s' != '%s'."
              .formatted(day, date.substring(0, AuthToken.DAY_LENGTH)),
          "the day of the credential is '%s', the token's date '%s'".formatted(day, date));
    }
    Duration life = token.life();
    if (life.isZero() || life.compareTo(AuthToken.MAX_LIFE) > 0) {
      String bound = "X-Amz-Expires must be between 1 and " + AuthToken.MAX_LIFE.toSeconds();
      return new Refused(
          Reason.LIFE_OUT_OF_RANGE,
          bound + " seconds.",
          "%s, not %d".formatted(bound, life.toSeconds()));
    }
    if (now.isAfter(token.signedAt().plus(life))) {
      String hint =
          "Signature expired: %s is now earlier than %s (%s - %s)"
              .formatted(date, dateTime(now.minus(life)), dateTime(now), minutesOrSeconds(life));
      return new Refused(Reason.EXPIRED, hint, "the token has expired: " + hint);
    }
    if (token.signedAt().isAfter(now.plus(MAX_CLOCK_SKEW))) {
      String hint =
          "Signature not yet current: %s is still later than %s (%s + %s)"
              .formatted(
                  date,
                  dateTime(now.plus(MAX_CLOCK_SKEW)),
                  dateTime(now),
                  minutesOrSeconds(MAX_CLOCK_SKEW));
      return new Refused(Reason.NOT_YET_CURRENT, hint, "the token is of the future: " + hint);
    }
    return null;
  }

  private TokenVerdict authenticate(AuthToken token, Cluster cluster, Instant now) {
    Optional<LocalIdentity> identity = identities.find(token.accessKeyId());
    if (checksSignature) {
      Refused refused = checkSignature(token, identity);
      if (refused != null) {
        return refused;
      }
    }
    String principalArn =
        identity
            .map(LocalIdentity::principalArn)
            .orElseGet(() -> LocalIdentity.userArn(token.accessKeyId()));
    Policy policy = identity.map(LocalIdentity::policy).orElse(Policy.ALLOW_ALL);
    String refusal =
        Authorization.refusal(policy, cluster.policy(), request(principalArn, token, cluster, now));
    if (refusal != null) {
      return new Refused(Reason.NOT_AUTHORIZED, refusal, refusal);
    }
    return new Accepted(principalArn, token.accessKeyId());
  }

  private static AccessRequest request(
      String principalArn, AuthToken token, Cluster cluster, Instant now) {
    Map<String, List<String>> context = new HashMap<>();
    cluster.tags().forEach((key, value) -> context.put("aws:ResourceTag/" + key, List.of(value)));
    context.put("aws:RequestedRegion", List.of(cluster.region()));
    context.put("aws:CurrentTime", List.of(now.truncatedTo(ChronoUnit.SECONDS).toString()));
    context.put("aws:SecureTransport", List.of("true"));
    return new AccessRequest(principalArn, token.action().policyName(), cluster.arn(), context);
  }

  /**
   * All three reasons give the same hint after the same work, so that nobody can find out which
   * access keys exist.
   */
  private @Nullable Refused checkSignature(AuthToken token, Optional<LocalIdentity> identity) {
    String secret =
        identity.map(known -> known.credentials().secretAccessKey()).orElse(decoySecret);
    String sessionToken = identity.map(known -> known.credentials().sessionToken()).orElse("");
    boolean signed = token.isSignedWith(secret);
    boolean sameSession =
        AuthToken.sameText(sessionToken, token.sessionToken() == null ? "" : token.sessionToken());
    String key = token.accessKeyId();
    if (identity.isEmpty()) {
      return invalidCredentials(
          Reason.UNKNOWN_ACCESS_KEY,
          "access key %s is unknown; \"dsql iam user add\" adds one".formatted(key));
    }
    if (!signed) {
      return invalidCredentials(
          Reason.WRONG_SIGNATURE,
          "the signature was not made with the secret of access key %s, or the token was changed"
              .formatted(key));
    }
    if (!sameSession) {
      return invalidCredentials(
          Reason.WRONG_SESSION_TOKEN,
          sessionToken.isEmpty()
              ? "access key %s is long-lived, but the token has a session token; unset AWS_SESSION_TOKEN"
                  .formatted(key)
              : "the session token is not the one that belongs to access key %s".formatted(key));
    }
    return null;
  }

  private static Refused invalidCredentials(Reason reason, String logDetail) {
    return new Refused(reason, "The security token included in the request is invalid.", logDetail);
  }

  private static String dateTime(Instant instant) {
    return AuthToken.DATE_TIME.format(instant);
  }

  private static String minutesOrSeconds(Duration duration) {
    return duration.toSecondsPart() == 0
        ? duration.toMinutes() + " min."
        : duration.toSeconds() + " sec.";
  }

  /** The user without what could break a log line or fill it. */
  private static String shown(String user) {
    String shortened =
        user.length() > MAX_SHOWN_USER_LENGTH ? user.substring(0, MAX_SHOWN_USER_LENGTH) : user;
    return shortened.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }
}
