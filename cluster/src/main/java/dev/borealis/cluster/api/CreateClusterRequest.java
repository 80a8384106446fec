package dev.borealis.cluster.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a new cluster is to be like. Members have been checked one by one, not against the clusters
 * that exist.
 *
 * @param deletionProtection on unless the client says otherwise ("Using the AWS CLI")
 * @param bypassPolicyLockoutCheck whether the policy may shut its author out
 * @param clientToken null if the client gave none
 */
public record CreateClusterRequest(
    boolean deletionProtection,
    @Nullable String kmsEncryptionKey,
    Map<String, String> tags,
    @Nullable MultiRegion multiRegion,
    @Nullable String policy,
    boolean bypassPolicyLockoutCheck,
    @Nullable String clientToken) {

  public CreateClusterRequest {
    tags = Map.copyOf(tags);
  }
}
