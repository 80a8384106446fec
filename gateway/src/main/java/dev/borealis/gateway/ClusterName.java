package dev.borealis.gateway;

import dev.borealis.iam.LocalIdentity;

/**
 * What a cluster is called in AWS.
 *
 * @param id 26 characters of lower-case base32
 * @param region for instance us-east-1
 */
public record ClusterName(String id, String region) {
  /** The resource name that policies speak of. */
  public String arn() {
    return arn(region, id);
  }

  /** The same of a cluster that may not exist, or with an asterisk of all clusters. */
  public static String arn(String region, String id) {
    return "arn:aws:dsql:" + region + ":" + LocalIdentity.LOCAL_ACCOUNT + ":cluster/" + id;
  }
}
