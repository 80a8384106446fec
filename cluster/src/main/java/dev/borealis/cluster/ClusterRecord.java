package dev.borealis.cluster;

import dev.borealis.cluster.api.ClusterStatus;
import dev.borealis.cluster.api.ControlPlane.VersionedPolicy;
import dev.borealis.cluster.api.MultiRegion;
import dev.borealis.gateway.ClusterName;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept about a cluster from one start of the service to the next.
 *
 * @param region where the cluster is, as far as its clients know
 * @param status CREATING, ACTIVE, PENDING_SETUP, PENDING_DELETE, DELETING or FAILED; the other ones
 *     are only passing
 * @param isDefault whether localhost means it
 * @param kmsKeyArn of the customer's key that it is said to be encrypted with; null for AWS's own
 * @param multiRegion its link, with its peers' ARNs and not its own; null if it is in one region
 * @param database the cluster whose directory holds the rows: itself, or the one that it is linked
 *     with
 * @param creation the token and the content of the request that made it, so that the same request
 *     makes no second one
 */
record ClusterRecord(
    ClusterId id,
    String region,
    Instant createdAt,
    ClusterStatus status,
    boolean isDefault,
    boolean deletionProtection,
    @Nullable String kmsKeyArn,
    SortedMap<String, String> tags,
    @Nullable VersionedPolicy policy,
    @Nullable MultiRegion multiRegion,
    ClusterId database,
    @Nullable Creation creation) {

  /**
   * A request to make a cluster.
   *
   * @param token that the client gave it
   * @param digest of what it asked for
   */
  record Creation(String token, String digest) {}

  ClusterRecord {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /** A new cluster in one region, ready to be used. */
  static ClusterRecord ofDefault(ClusterId id, String region, Instant createdAt) {
    return new ClusterRecord(
        id,
        region,
        createdAt,
        ClusterStatus.ACTIVE,
        true,
        true,
        null,
        new TreeMap<>(),
        null,
        null,
        id,
        null);
  }

  ClusterName name() {
    return new ClusterName(id.text(), region);
  }

  String arn() {
    return name().arn();
  }

  ClusterRecord with(ClusterStatus other) {
    return new ClusterRecord(
        id,
        region,
        createdAt,
        other,
        isDefault,
        deletionProtection,
        kmsKeyArn,
        tags,
        policy,
        multiRegion,
        database,
        creation);
  }

  ClusterRecord withDeletionProtection(boolean on) {
    return new ClusterRecord(
        id,
        region,
        createdAt,
        status,
        isDefault,
        on,
        kmsKeyArn,
        tags,
        policy,
        multiRegion,
        database,
        creation);
  }

  ClusterRecord withKmsKeyArn(@Nullable String arn) {
    return new ClusterRecord(
        id,
        region,
        createdAt,
        status,
        isDefault,
        deletionProtection,
        arn,
        tags,
        policy,
        multiRegion,
        database,
        creation);
  }

  ClusterRecord withTags(Map<String, String> others) {
    return new ClusterRecord(
        id,
        region,
        createdAt,
        status,
        isDefault,
        deletionProtection,
        kmsKeyArn,
        new TreeMap<>(others),
        policy,
        multiRegion,
        database,
        creation);
  }

  ClusterRecord withPolicy(@Nullable VersionedPolicy other) {
    return new ClusterRecord(
        id,
        region,
        createdAt,
        status,
        isDefault,
        deletionProtection,
        kmsKeyArn,
        tags,
        other,
        multiRegion,
        database,
        creation);
  }

  ClusterRecord withMultiRegion(MultiRegion other) {
    return new ClusterRecord(
        id,
        region,
        createdAt,
        status,
        isDefault,
        deletionProtection,
        kmsKeyArn,
        tags,
        policy,
        other,
        database,
        creation);
  }

  ClusterRecord withDatabase(ClusterId owner) {
    return new ClusterRecord(
        id,
        region,
        createdAt,
        status,
        isDefault,
        deletionProtection,
        kmsKeyArn,
        tags,
        policy,
        multiRegion,
        owner,
        creation);
  }
}
