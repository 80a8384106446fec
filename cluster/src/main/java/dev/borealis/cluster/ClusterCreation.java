package dev.borealis.cluster;

import dev.borealis.cluster.ClusterRecord.Creation;
import dev.borealis.cluster.api.ApiException;
import dev.borealis.cluster.api.ClusterDescription;
import dev.borealis.cluster.api.ClusterStatus;
import dev.borealis.cluster.api.ControlPlane.VersionedPolicy;
import dev.borealis.cluster.api.CreateClusterRequest;
import dev.borealis.cluster.api.MultiRegion;
import dev.borealis.gateway.ClusterName;
import dev.borealis.iam.Caller;
import dev.borealis.iam.LocalIdentity;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes new clusters. */
record ClusterCreation(
    ClusterQuotas quotas, Clusters clusters, ClusterPolicies policies, Links links, ServerTls tls) {
  private static final String SINGLE_REGION_QUOTA = "single-region-clusters-per-region";
  private static final String MULTI_REGION_QUOTA = "multi-region-clusters-per-region";
  private static final String AWS_OWNED_KEY = "AWS_OWNED_KMS_KEY";

  /**
   * Makes a cluster, or finds the one that the same request has made before. The caller holds
   * {@link Clusters#changes}.
   *
   * @throws ApiException if there can be no such cluster
   * @throws IOException if it cannot be kept; then nothing is left of it
   */
  ClusterDescription create(Caller caller, String region, CreateClusterRequest request)
      throws IOException {
    LocalCluster known = createdBefore(region, request);
    return known == null
        ? clusters.describe(make(caller, region, request))
        : clusters.describe(known).in(initialStatus(known.record()));
  }

  private LocalCluster make(Caller caller, String region, CreateClusterRequest request)
      throws IOException {
    MultiRegion wanted = request.multiRegion();
    MultiRegion link = wanted == null ? null : links.check(region, null, wanted);
    ClusterId id = Clusters.newId();
    String policy = request.policy();
    if (policy != null) {
      policies.check(
          caller,
          policy,
          request.bypassPolicyLockoutCheck(),
          ClusterName.arn(region, id.text()),
          null);
    }
    requireRoom(region, link != null);
    tls.cover(region);
    String token = request.clientToken();
    ClusterRecord record =
        new ClusterRecord.Draft(id, region, Instant.now().truncatedTo(ChronoUnit.MILLIS))
            .status(link == null ? ClusterStatus.CREATING : ClusterStatus.PENDING_SETUP)
            .deletionProtection(request.deletionProtection())
            .kmsKeyArn(kmsKeyArn(region, request.kmsEncryptionKey()))
            .tags(request.tags())
            .policy(policy == null ? null : new VersionedPolicy(policy, "1"))
            .multiRegion(link)
            .creation(token == null ? null : new Creation(token, digest(request)))
            .record();
    LocalCluster cluster = clusters.add(record);
    if (link == null) {
      clusters.prepare(List.of(cluster));
    } else {
      links.linkIfMutual(cluster);
    }
    return cluster;
  }

  private static ClusterStatus initialStatus(ClusterRecord record) {
    return record.multiRegion() == null ? ClusterStatus.CREATING : ClusterStatus.PENDING_SETUP;
  }

  private @Nullable LocalCluster createdBefore(String region, CreateClusterRequest request) {
    String token = request.clientToken();
    for (LocalCluster cluster : token == null ? List.<LocalCluster>of() : clusters.all()) {
      Creation creation = cluster.record().creation();
      if (creation != null
          && creation.token().equals(token)
          && cluster.record().region().equals(region)) {
        if (!creation.digest().equals(digest(request))) {
          throw ApiException.conflict(
              "The client token was used to create a cluster of another kind. Use a new one for each request.",
              cluster.record().id().text());
        }
        return cluster;
      }
    }
    return null;
  }

  private static String digest(CreateClusterRequest request) {
    return Digest.of(
        String.valueOf(request.deletionProtection()),
        String.valueOf(request.kmsEncryptionKey()),
        new TreeMap<>(request.tags()).toString(),
        String.valueOf(request.multiRegion()),
        String.valueOf(request.policy()));
  }

  /** Clusters in one Region and multi-Region ones have quotas of their own. */
  private void requireRoom(String region, boolean isMultiRegion) {
    long there =
        clusters.all().stream()
            .map(LocalCluster::record)
            .filter(record ->
                record.region().equals(region) && (record.multiRegion() != null) == isMultiRegion)
            .count();
    if (there >= (isMultiRegion ? quotas.multiRegion() : quotas.singleRegion())) {
      throw ApiException.quotaExceeded(
          "You have reached the cluster limit.",
          region,
          "cluster",
          isMultiRegion ? MULTI_REGION_QUOTA : SINGLE_REGION_QUOTA);
    }
  }

  /** The ARN of a customer's key; null for AWS's own. */
  static @Nullable String kmsKeyArn(String region, @Nullable String key) {
    if (key == null || key.equals(AWS_OWNED_KEY)) {
      return null;
    }
    if (key.startsWith("arn:")) {
      return key;
    }
    String resource = key.startsWith("alias/") ? key : "key/" + key;
    return "arn:aws:kms:%s:%s:%s".formatted(region, LocalIdentity.LOCAL_ACCOUNT, resource);
  }
}
