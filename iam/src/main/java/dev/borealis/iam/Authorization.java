package dev.borealis.iam;

import dev.borealis.iam.PolicyDocument.Decision;
import org.jspecify.annotations.Nullable;

/** Puts the policies of both sides together ("Policy evaluation logic", within one account). */
public final class Authorization {
  private Authorization() {}

  /**
   * Why a request is not allowed, in IAM's words; null if it is.
   *
   * @param identity the policies of whoever asks
   * @param resource the policy of what is asked for, if it has one
   */
  public static @Nullable String refusal(
      Policy identity, @Nullable PolicyDocument resource, AccessRequest request) {
    Decision ofIdentity = identity.decide(request);
    Decision ofResource = resource == null ? Decision.NO_OPINION : resource.decide(request);
    if (ofIdentity == Decision.DENY) {
      return text(request, "with an explicit deny in an identity-based policy");
    }
    if (ofResource == Decision.DENY) {
      return text(request, "with an explicit deny in a resource-based policy");
    }
    return ofIdentity == Decision.ALLOW || ofResource == Decision.ALLOW
        ? null
        : text(
            request, "because no identity-based policy allows the " + request.action() + " action");
  }

  private static String text(AccessRequest request, String reason) {
    return "User: %s is not authorized to perform: %s on resource: %s %s"
        .formatted(request.principalArn(), request.action(), request.resource(), reason);
  }
}
