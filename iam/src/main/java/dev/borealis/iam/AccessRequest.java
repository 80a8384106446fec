package dev.borealis.iam;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody wants to do, as policies see it.
 *
 * @param principalArn who it is
 * @param action such as {@code dsql:CreateCluster}
 * @param resource the ARN of what it is done to
 * @param context values of condition keys ("Condition keys for Amazon Aurora DSQL"); names are
 *     compared without case
 */
public record AccessRequest(
    String principalArn, String action, String resource, Map<String, List<String>> context) {

  /** Copies the context, and adds what follows from the principal. */
  public AccessRequest {
    Map<String, List<String>> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    keys.put("aws:PrincipalArn", List.of(principalArn));
    keys.put("aws:PrincipalAccount", List.of(account(principalArn)));
    int user = principalArn.lastIndexOf(":user/");
    if (user >= 0) {
      keys.put("aws:username", List.of(principalArn.substring(principalArn.lastIndexOf('/') + 1)));
    }
    keys.putAll(context);
    context = keys;
  }

  /** The twelve digits of the account in an ARN. */
  static String account(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > 4 ? parts[4] : "";
  }
}
