package dev.borealis.cluster.api;

import dev.borealis.iam.Caller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the API's operations do. Each decides whether its caller may do it, and looks for clusters
 * in the caller's region only; each throws {@link ApiException} if it does not do what it was
 * asked. May be called from any thread.
 */
public interface ControlPlane {
  /**
   * Some of the clusters of a region.
   *
   * @param after the identifier to go on after; null at the end
   */
  record ClusterPage(List<ClusterDescription> clusters, @Nullable String after) {}

  /** A policy with its version. */
  record VersionedPolicy(String policy, String version) {}

  /** The name of the service that a VPC endpoint is for, and the host that clients then use. */
  record VpcEndpointService(String serviceName, String clusterVpcEndpoint) {}

  /** CreateCluster. */
  ClusterDescription create(Caller caller, CreateClusterRequest request);

  /** GetCluster. */
  ClusterDescription get(Caller caller, String identifier);

  /** UpdateCluster. */
  ClusterDescription update(Caller caller, String identifier, UpdateClusterRequest request);

  /** DeleteCluster. */
  ClusterDescription delete(Caller caller, String identifier, @Nullable String clientToken);

  /**
   * ListClusters.
   *
   * @param max 1 to 100
   * @param after the identifier of the last cluster of the page before; null for the first page
   */
  ClusterPage list(Caller caller, int max, @Nullable String after);

  /** GetVpcEndpointServiceName. */
  VpcEndpointService vpcEndpointService(Caller caller, String identifier);

  /** PutClusterPolicy; returns the new version. */
  String putPolicy(Caller caller, String identifier, PolicyChange change);

  /** GetClusterPolicy. */
  VersionedPolicy policy(Caller caller, String identifier);

  /** DeleteClusterPolicy; returns the version that was deleted. */
  String deletePolicy(Caller caller, String identifier, PolicyChange change);

  /** TagResource. */
  void tag(Caller caller, String arn, Map<String, String> tags);

  /** UntagResource. */
  void untag(Caller caller, String arn, Set<String> keys);

  /** ListTagsForResource. */
  Map<String, String> tags(Caller caller, String arn);
}
