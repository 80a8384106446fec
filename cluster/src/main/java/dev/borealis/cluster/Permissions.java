package dev.borealis.cluster;

import dev.borealis.cluster.api.ApiException;
import dev.borealis.iam.AccessRequest;
import dev.borealis.iam.Authorization;
import dev.borealis.iam.Caller;
import dev.borealis.iam.PolicyDocument;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether callers may do what they ask for ("Actions, resources, and condition keys"). */
final class Permissions {
  private Permissions() {}

  /**
   * @param cluster null if there is no such cluster, or not yet
   * @throws ApiException if the caller may not
   */
  static void require(
      Caller caller,
      String action,
      String arn,
      @Nullable LocalCluster cluster,
      Map<String, List<String>> context) {
    String refusal =
        Authorization.refusal(
            caller.policy(),
            cluster == null ? null : cluster.policy(),
            request(caller, action, arn, cluster, context));
    if (refusal != null) {
      throw ApiException.accessDenied(refusal);
    }
  }

  /** Whether the caller could still change the policy of a cluster that had this one. */
  static boolean couldChangeAgain(
      Caller caller, PolicyDocument policy, String arn, @Nullable LocalCluster cluster) {
    return Authorization.refusal(
            caller.policy(),
            policy,
            request(caller, "dsql:PutClusterPolicy", arn, cluster, Map.of()))
        == null;
  }

  private static AccessRequest request(
      Caller caller,
      String action,
      String arn,
      @Nullable LocalCluster cluster,
      Map<String, List<String>> context) {
    Map<String, List<String>> keys = new HashMap<>(context);
    keys.put("aws:RequestedRegion", List.of(caller.region()));
    keys.put("aws:CurrentTime", List.of(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    if (cluster != null) {
      cluster
          .record()
          .tags()
          .forEach((key, value) -> keys.put("aws:ResourceTag/" + key, List.of(value)));
    }
    return new AccessRequest(caller.principalArn(), action, arn, keys);
  }

  /** The condition keys of a request that sets tags. */
  static Map<String, List<String>> ofTags(Map<String, String> tags) {
    Map<String, List<String>> keys = new HashMap<>(ofTagKeys(tags.keySet()));
    tags.forEach((key, value) -> keys.put("aws:RequestTag/" + key, List.of(value)));
    return keys;
  }

  /** The condition keys of a request that names tags. */
  static Map<String, List<String>> ofTagKeys(Set<String> tagKeys) {
    return tagKeys.isEmpty() ? Map.of() : Map.of("aws:TagKeys", List.copyOf(tagKeys));
  }
}
