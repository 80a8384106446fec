package dev.borealis.cluster;

import dev.borealis.cluster.api.ApiException;
import dev.borealis.cluster.api.ApiException.Reason;
import dev.borealis.cluster.api.ClusterStatus;
import dev.borealis.cluster.api.MultiRegion;
import dev.borealis.iam.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Links clusters of two regions, which then have one database: whoever commits first at either
 * wins, and what is committed at one is there at the other ("Configuring multi-Region clusters").
 */
final class Links {
  private static final String FIELD = "multiRegionProperties";
  private static final int REGION_PART = 3;

  private final Clusters clusters;

  Links(Clusters clusters) {
    this.clusters = clusters;
  }

  /**
   * What a cluster is to be linked with, without itself.
   *
   * @param own the cluster's ARN; null if it does not exist yet
   * @throws ApiException if that cannot be
   */
  MultiRegion check(String region, @Nullable String own, MultiRegion wanted) {
    String witness = wanted.witnessRegion();
    if (!LocalServiceOptions.isRegion(witness)) {
      throw invalid("witnessRegion", "must name a Region");
    }
    if (witness.equals(region)) {
      throw invalid("witnessRegion", "must be another Region than the cluster's, " + region);
    }
    List<String> peers = wanted.clusters().stream().filter(arn -> !arn.equals(own)).toList();
    if (peers.size() > 1) {
      throw invalid("clusters", "can name one other cluster: two Regions and a witness");
    }
    for (String peer : peers) {
      checkPeer(region, witness, peer);
    }
    return new MultiRegion(witness, peers);
  }

  private void checkPeer(String region, String witness, String peer) {
    String peerRegion = peer.split(":", -1)[REGION_PART];
    if (peerRegion.equals(region) || peerRegion.equals(witness)) {
      throw invalid("clusters", "must name a cluster of a third Region, not of " + peerRegion);
    }
    LocalCluster found = byArn(peer);
    MultiRegion theirs = found == null ? null : found.record().multiRegion();
    if (theirs == null) {
      throw invalid("clusters", "must name a multi-Region cluster that exists, not " + peer);
    }
    if (!theirs.witnessRegion().equals(witness)) {
      throw invalid("witnessRegion", "must be the peer's, " + theirs.witnessRegion());
    }
  }

  private static ApiException invalid(String member, String rule) {
    String field = FIELD + "." + member;
    return ApiException.invalid(field, "'" + field + "' " + rule + ".");
  }

  /** What linking needs of the caller beside the right to create or update. */
  static void requirePermissions(
      Caller caller, String arn, @Nullable LocalCluster cluster, MultiRegion wanted) {
    Map<String, List<String>> witness =
        Map.of("dsql:WitnessRegion", List.of(wanted.witnessRegion()));
    Permissions.require(caller, "dsql:PutMultiRegionProperties", arn, cluster, witness);
    Permissions.require(caller, "dsql:PutWitnessRegion", arn, cluster, witness);
    for (String peer : wanted.clusters()) {
      Permissions.require(caller, "dsql:AddPeerCluster", peer, null, Map.of());
    }
  }

  /**
   * Refuses a change that a cluster's link cannot take.
   *
   * @param wanted as {@link #check} returned it
   */
  static void requireChangeable(ClusterRecord record, MultiRegion wanted) {
    MultiRegion now = record.multiRegion();
    if (now == null) {
      throw ApiException.validation(
          Reason.OTHER, "A single-Region cluster cannot become a multi-Region cluster.");
    }
    if (!now.witnessRegion().equals(wanted.witnessRegion())) {
      throw invalid("witnessRegion", "cannot be changed from " + now.witnessRegion());
    }
    if (record.status() != ClusterStatus.PENDING_SETUP
        && !now.clusters().equals(wanted.clusters())) {
      throw ApiException.conflict(
          "The cluster is linked already. Delete both clusters to undo that.", record.id().text());
    }
  }

  /**
   * Makes one database for a cluster and its peer if both want each other. The caller holds {@link
   * Clusters#changes}.
   */
  void linkIfMutual(LocalCluster cluster) throws IOException {
    LocalCluster peer = peer(cluster.record());
    if (peer == null
        || cluster.record().status() != ClusterStatus.PENDING_SETUP
        || peer.record().status() != ClusterStatus.PENDING_SETUP
        || !cluster.record().arn().equals(peerArn(peer.record()))) {
      return;
    }
    ClusterId owner = cluster.record().id();
    for (LocalCluster each : List.of(cluster, peer)) {
      clusters.change(each, draft -> draft.database(owner).status(ClusterStatus.CREATING));
    }
    clusters.prepare(List.of(cluster, peer));
  }

  /** The cluster that one is linked with; null if there is none any more. */
  @Nullable LocalCluster peer(ClusterRecord record) {
    String arn = peerArn(record);
    return arn == null ? null : byArn(arn);
  }

  private static @Nullable String peerArn(ClusterRecord record) {
    MultiRegion multiRegion = record.multiRegion();
    return multiRegion == null || multiRegion.clusters().isEmpty()
        ? null
        : multiRegion.clusters().getFirst();
  }

  private @Nullable LocalCluster byArn(String arn) {
    LocalCluster found = clusters.byId(arn.substring(arn.indexOf('/') + 1));
    return found != null && found.record().arn().equals(arn) ? found : null;
  }
}
