package dev.borealis.iam;

import dev.borealis.iam.RequestVerdict.Accepted;
import dev.borealis.iam.RequestVerdict.Refused;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent an API request, by its {@code Authorization} header ("Create a signed AWS API
 * request"). May be used from any thread.
 */
public final class RequestVerifier {
  /** How far a request's date may be off (recorded from AWS services). */
  public static final Duration MAX_SKEW = Duration.ofMinutes(5);

  private static final String INCOMPLETE = "IncompleteSignatureException";
  private static final String INVALID = "InvalidSignatureException";

  private final IdentityStore identities;
  private final boolean checksSignature;
  private final String regionWithoutSignature;

  private RequestVerifier(
      IdentityStore identities, boolean checksSignature, String regionWithoutSignature) {
    this.identities = identities;
    this.checksSignature = checksSignature;
    this.regionWithoutSignature = regionWithoutSignature;
  }

  /** Accepts requests that a known identity signed within the last five minutes. */
  public static RequestVerifier strict(IdentityStore identities) {
    return new RequestVerifier(identities, true, "");
  }

  /**
   * Accepts every request, and takes caller and region from its {@code Authorization} header as
   * they stand there. An unknown access key stands for the IAM user of that name, who may do
   * everything; so does a request without a header, in {@code region}.
   */
  public static RequestVerifier relaxed(IdentityStore identities, String region) {
    return new RequestVerifier(identities, false, region);
  }

  /** Says who sent {@code request}. */
  public RequestVerdict verify(SignedRequest request, Instant now) {
    String header = request.header("authorization");
    if (header.isEmpty()) {
      return checksSignature
          ? new Refused("MissingAuthenticationTokenException", "Missing Authentication Token")
          : new Accepted(
              new Caller(
                  LocalIdentity.userArn("anonymous"),
                  "",
                  Policy.ALLOW_ALL,
                  regionWithoutSignature));
    }
    RequestSignature signature;
    try {
      signature = RequestSignature.parse(header);
    } catch (IllegalArgumentException e) {
      return new Refused(INCOMPLETE, String.valueOf(e.getMessage()));
    }
    if (checksSignature) {
      Refused refused = check(signature, request, now);
      if (refused != null) {
        return refused;
      }
    }
    return new Accepted(caller(signature));
  }

  private Caller caller(RequestSignature signature) {
    return identities
        .find(signature.accessKeyId())
        .map(identity ->
            new Caller(
                identity.principalArn(),
                signature.accessKeyId(),
                identity.policy(),
                signature.scope().region()))
        .orElseGet(() ->
            new Caller(
                LocalIdentity.userArn(signature.accessKeyId()),
                signature.accessKeyId(),
                Policy.ALLOW_ALL,
                signature.scope().region()));
  }

  private @Nullable Refused check(RequestSignature signature, SignedRequest request, Instant now) {
    if (!signature.scope().service().equals(SigV4.SERVICE)) {
      return new Refused(INVALID, "Credential should be scoped to correct service: 'dsql'.");
    }
    String dateTime = request.header("x-amz-date");
    Refused late = checkDate(signature, dateTime, now);
    if (late != null) {
      return late;
    }
    Optional<LocalIdentity> identity = identities.find(signature.accessKeyId());
    if (identity.isEmpty()) {
      return new Refused(
          "UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    Credentials credentials = identity.get().credentials();
    String expectedToken = credentials.sessionToken() == null ? "" : credentials.sessionToken();
    if (!AuthToken.sameText(expectedToken, request.header("x-amz-security-token"))) {
      return new Refused(
          "UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    String unsigned = signature.unsignedHeader(request);
    if (unsigned != null) {
      return new Refused(
          INVALID, "'%s' must be a 'SignedHeader' in the AWS Authorization.".formatted(unsigned));
    }
    String declared = request.header("x-amz-content-sha256");
    if (!declared.isEmpty() && !declared.equalsIgnoreCase(SigV4.hexSha256(request.body()))) {
      return new Refused(
          INVALID, "The x-amz-content-sha256 of the request is not that of its body.");
    }
    return signature.isMadeWith(credentials.secretAccessKey(), request, dateTime)
        ? null
        : new Refused(
            INVALID,
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
  }

  private static @Nullable Refused checkDate(
      RequestSignature signature, String dateTime, Instant now) {
    Instant signedAt;
    try {
      signedAt = Instant.from(AuthToken.DATE_TIME.parse(dateTime));
    } catch (DateTimeException e) {
      return new Refused(
          INCOMPLETE, "The request must have a header 'X-Amz-Date' like 20261121T120000Z.");
    }
    if (!dateTime.startsWith(signature.scope().day())) {
      return new Refused(
          INVALID,
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '%s' != '%s', from '%s'."
              .formatted(
                  signature.scope().day(), dateTime.substring(0, AuthToken.DAY_LENGTH), dateTime));
    }
    String here = AuthToken.DATE_TIME.format(now);
    if (signedAt.isBefore(now.minus(MAX_SKEW))) {
      return new Refused(
          INVALID,
          "Signature expired: %s is now earlier than %s (%s - 5 min.)"
              .formatted(dateTime, AuthToken.DATE_TIME.format(now.minus(MAX_SKEW)), here));
    }
    if (signedAt.isAfter(now.plus(MAX_SKEW))) {
      return new Refused(
          INVALID,
          "Signature not yet current: %s is still later than %s (%s + 5 min.)"
              .formatted(dateTime, AuthToken.DATE_TIME.format(now.plus(MAX_SKEW)), here));
    }
    return null;
  }
}
