package dev.borealis.cluster;

import dev.borealis.cluster.api.ApiException;
import dev.borealis.cluster.api.ApiException.Reason;
import dev.borealis.cluster.api.ControlPlane.VersionedPolicy;
import dev.borealis.cluster.api.PolicyChange;
import dev.borealis.iam.Caller;
import dev.borealis.iam.InvalidPolicyException;
import dev.borealis.iam.PolicyDocument;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The policies of clusters ("Resource-based policies for Aurora DSQL"). */
record ClusterPolicies(Clusters clusters) {

  /**
   * Refuses what cannot be a cluster's policy.
   *
   * @param bypassLockoutCheck whether the caller may shut itself out
   * @param cluster null if it does not exist yet
   */
  void check(
      Caller caller,
      String policy,
      boolean bypassLockoutCheck,
      String arn,
      @Nullable LocalCluster cluster) {
    PolicyDocument document;
    try {
      document = PolicyDocument.ofResource(policy);
    } catch (InvalidPolicyException e) {
      throw ApiException.invalid("policy", "'policy' is not valid: " + e.getMessage() + ".");
    }
    if (document.isPublic()) {
      throw ApiException.validation(
          Reason.OTHER, "The policy would give everybody access, which is blocked.");
    }
    if (!bypassLockoutCheck && !Permissions.couldChangeAgain(caller, document, arn, cluster)) {
      throw ApiException.validation(
          Reason.OTHER,
          "The policy would keep you from changing it again. Set bypassPolicyLockoutSafetyCheck if that is meant.");
    }
  }

  /** Gives a cluster another policy; returns its version. */
  String put(Caller caller, LocalCluster cluster, PolicyChange change) throws IOException {
    String policy = Objects.requireNonNull(change.policy());
    check(caller, policy, change.bypassLockoutCheck(), cluster.record().arn(), cluster);
    VersionedPolicy now = cluster.record().policy();
    requireExpected(cluster.record(), change);
    String version = now == null ? "1" : Long.toString(Long.parseLong(now.version()) + 1);
    clusters.change(cluster, draft -> draft.policy(new VersionedPolicy(policy, version)));
    return version;
  }

  /** Takes a cluster's policy away; returns the version that it had. */
  String delete(LocalCluster cluster, PolicyChange change) throws IOException {
    VersionedPolicy now = of(cluster.record());
    requireExpected(cluster.record(), change);
    clusters.change(cluster, draft -> draft.policy(null));
    return now.version();
  }

  /**
   * @throws ApiException if the cluster has none
   */
  static VersionedPolicy of(ClusterRecord record) {
    VersionedPolicy policy = record.policy();
    if (policy == null) {
      throw ApiException.notFound(
          "Cluster %s has no policy.".formatted(record.id()), record.id().text(), "cluster-policy");
    }
    return policy;
  }

  private static void requireExpected(ClusterRecord record, PolicyChange change) {
    String expected = change.expectedVersion();
    VersionedPolicy now = record.policy();
    if (expected != null && (now == null || !expected.equals(now.version()))) {
      throw ApiException.conflict(
          "The policy's version is %s, not %s."
              .formatted(now == null ? "none" : now.version(), expected),
          record.id().text());
    }
  }
}
