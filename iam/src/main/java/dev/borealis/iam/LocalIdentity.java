package dev.borealis.iam;

import java.util.regex.Pattern;

/**
 * Somebody who may sign in to the local clusters: who they are to database role mappings, the key
 * that they sign with, and what they may do.
 *
 * @param principalArn of an IAM user, role, or STS session
 */
public record LocalIdentity(Credentials credentials, String principalArn, Policy policy) {

  /** The account that local principals belong to. */
  public static final String LOCAL_ACCOUNT = "000000000000";

  // Paths and names as in "IAM identifiers".
  private static final Pattern PRINCIPAL_ARN =
      Pattern.compile(
          "arn:aws(-[a-z]{1,16}){0,3}:"
              + "(iam::[0-9]{12}:(root|(user|role)/[A-Za-z0-9_+=,.@/-]{1,576})"
              + "|sts::[0-9]{12}:(assumed-role|federated-user)/[A-Za-z0-9_+=,.@/-]{1,193})");

  /**
   * @throws IllegalArgumentException if {@code principalArn} is not the ARN of a principal
   */
  public LocalIdentity {
    if (!PRINCIPAL_ARN.matcher(principalArn).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not the ARN of an IAM user or role, such as %s"
              .formatted(principalArn, userArn("name")));
    }
  }

  /** The ARN of an IAM user of the local account. */
  public static String userArn(String name) {
    return "arn:aws:iam::" + LOCAL_ACCOUNT + ":user/" + name;
  }

  /** The key that the identity is found by. */
  public String accessKeyId() {
    return credentials.accessKeyId();
  }
}
