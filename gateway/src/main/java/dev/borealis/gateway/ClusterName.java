package dev.borealis.gateway;

import dev.borealis.iam.LocalIdentity;
import java.util.Set;

/**
 * How clients name a cluster.
 *
 * @param id 26 characters of lower-case base32
 * @param region for instance us-east-1
 * @param hostNames every host name and address that a client may use and sign for, in lower case
 */
public record ClusterName(String id, String region, Set<String> hostNames) {
  public ClusterName {
    hostNames = Set.copyOf(hostNames);
  }

  /** The resource name that policies speak of. */
  public String arn() {
    return "arn:aws:dsql:" + region + ":" + LocalIdentity.LOCAL_ACCOUNT + ":cluster/" + id;
  }
}
