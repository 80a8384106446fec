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
    return new Draft(id, region, createdAt).status(ClusterStatus.ACTIVE).isDefault(true).record();
  }

  ClusterName name() {
    return new ClusterName(id.text(), region);
  }

  String arn() {
    return name().arn();
  }

  /** A draft that begins as this record. */
  Draft draft() {
    return new Draft(id, region, createdAt)
        .status(status)
        .isDefault(isDefault)
        .deletionProtection(deletionProtection)
        .kmsKeyArn(kmsKeyArn)
        .tags(tags)
        .policy(policy)
        .multiRegion(multiRegion)
        .database(database)
        .creation(creation);
  }

  /** A record in the making: at first a protected cluster that is being created in one region. */
  static final class Draft {
    private final ClusterId id;
    private final String region;
    private final Instant createdAt;
    private ClusterStatus status = ClusterStatus.CREATING;
    private boolean isDefault;
    private boolean deletionProtection = true;
    private @Nullable String kmsKeyArn;
    private Map<String, String> tags = Map.of();
    private @Nullable VersionedPolicy policy;
    private @Nullable MultiRegion multiRegion;
    private ClusterId database;
    private @Nullable Creation creation;

    Draft(ClusterId id, String region, Instant createdAt) {
      this.id = id;
      this.region = region;
      this.createdAt = createdAt;
      this.database = id;
    }

    Draft status(ClusterStatus other) {
      status = other;
      return this;
    }

    Draft isDefault(boolean whether) {
      isDefault = whether;
      return this;
    }

    Draft deletionProtection(boolean on) {
      deletionProtection = on;
      return this;
    }

    Draft kmsKeyArn(@Nullable String arn) {
      kmsKeyArn = arn;
      return this;
    }

    Draft tags(Map<String, String> others) {
      tags = others;
      return this;
    }

    Draft policy(@Nullable VersionedPolicy other) {
      policy = other;
      return this;
    }

    Draft multiRegion(@Nullable MultiRegion other) {
      multiRegion = other;
      return this;
    }

    Draft database(ClusterId owner) {
      database = owner;
      return this;
    }

    Draft creation(@Nullable Creation request) {
      creation = request;
      return this;
    }

    ClusterRecord record() {
      return new ClusterRecord(
          id,
          region,
          createdAt,
          status,
          isDefault,
          deletionProtection,
          kmsKeyArn,
          new TreeMap<>(tags),
          policy,
          multiRegion,
          database,
          creation);
    }
  }
}
