package dev.borealis.cluster.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells about a cluster.
 *
 * @param kmsKeyArn of the customer's key; null with AWS's own key
 * @param endpoint the host name
 */
public record ClusterDescription(
    String identifier,
    String arn,
    ClusterStatus status,
    Instant creationTime,
    boolean deletionProtection,
    @Nullable MultiRegion multiRegion,
    Map<String, String> tags,
    @Nullable String kmsKeyArn,
    String endpoint) {

  /** The same in another state. */
  public ClusterDescription in(ClusterStatus other) {
    return new ClusterDescription(
        identifier,
        arn,
        other,
        creationTime,
        deletionProtection,
        multiRegion,
        tags,
        kmsKeyArn,
        endpoint);
  }
}
