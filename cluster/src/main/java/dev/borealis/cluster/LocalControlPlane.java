package dev.borealis.cluster;

import dev.borealis.cluster.api.ApiException;
import dev.borealis.cluster.api.ApiException.Reason;
import dev.borealis.cluster.api.ClusterDescription;
import dev.borealis.cluster.api.ClusterStatus;
import dev.borealis.cluster.api.ControlPlane;
import dev.borealis.cluster.api.CreateClusterRequest;
import dev.borealis.cluster.api.MultiRegion;
import dev.borealis.cluster.api.PolicyChange;
import dev.borealis.cluster.api.UpdateClusterRequest;
import dev.borealis.gateway.ClusterName;
import dev.borealis.iam.Caller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The control plane over the clusters of this service. */
final class LocalControlPlane implements ControlPlane {
  /** The tags that a cluster can have (botocore's model). */
  private static final int MAX_TAGS = 200;

  private static final String TAG_QUOTA = "tags-per-resource";

  private final Clusters clusters;
  private final ClusterPolicies policies;
  private final Links links;
  private final ClusterCreation creation;
  private final AnswersGiven answers = new AnswersGiven();

  LocalControlPlane(ClusterQuotas quotas, Clusters clusters, ServerTls tls) {
    this.clusters = clusters;
    this.policies = new ClusterPolicies(clusters);
    this.links = new Links(clusters);
    this.creation = new ClusterCreation(quotas, clusters, policies, links, tls);
  }

  @Override
  public ClusterDescription create(Caller caller, CreateClusterRequest request) {
    String region = region(caller);
    String anyArn = ClusterName.arn(region, "*");
    Map<String, List<String>> tagKeys = Permissions.ofTags(request.tags());
    Permissions.require(caller, "dsql:CreateCluster", anyArn, null, tagKeys);
    if (!request.tags().isEmpty()) {
      Permissions.require(caller, "dsql:TagResource", anyArn, null, tagKeys);
    }
    MultiRegion wanted = request.multiRegion();
    if (wanted != null) {
      Links.requirePermissions(caller, anyArn, null, wanted);
    }
    return changing(() -> creation.create(caller, region, request));
  }

  @Override
  public ClusterDescription get(Caller caller, String identifier) {
    return clusters.describe(find(caller, "dsql:GetCluster", identifier, Map.of()));
  }

  @Override
  public ClusterDescription update(Caller caller, String identifier, UpdateClusterRequest request) {
    LocalCluster cluster = find(caller, "dsql:UpdateCluster", identifier, Map.of());
    MultiRegion wanted = request.multiRegion();
    if (wanted != null) {
      Links.requirePermissions(caller, cluster.record().arn(), cluster, wanted);
    }
    return changing(() ->
        answers.once(
            "UpdateCluster",
            identifier,
            request.clientToken(),
            request,
            ClusterDescription.class,
            attempt(() -> update(cluster, request))));
  }

  private ClusterDescription update(LocalCluster cluster, UpdateClusterRequest request)
      throws IOException {
    ClusterRecord record = cluster.record();
    requireSettled(record);
    MultiRegion wanted = request.multiRegion();
    MultiRegion link = wanted == null ? null : links.check(record.region(), record.arn(), wanted);
    if (link != null) {
      Links.requireChangeable(record, link);
    }
    Boolean protection = request.deletionProtection();
    String key = request.kmsEncryptionKey();
    clusters.change(
        cluster,
        draft -> {
          if (link != null) {
            draft.multiRegion(link);
          }
          if (protection != null) {
            draft.deletionProtection(protection);
          }
          if (key != null) {
            draft.kmsKeyArn(ClusterCreation.kmsKeyArn(record.region(), key));
          }
          return draft;
        });
    if (wanted != null) {
      links.linkIfMutual(cluster);
    }
    return clusters.describe(cluster).in(ClusterStatus.UPDATING);
  }

  private static void requireSettled(ClusterRecord record) {
    switch (record.status()) {
      case CREATING, DELETING, PENDING_DELETE, FAILED ->
          throw ApiException.conflict(
              "Cluster %s cannot be changed while its status is %s."
                  .formatted(record.id(), record.status()),
              record.id().text());
      case ACTIVE, IDLE, UPDATING, PENDING_SETUP -> {}
    }
  }

  @Override
  public ClusterDescription delete(Caller caller, String identifier, @Nullable String clientToken) {
    return changing(() ->
        answers.once(
            "DeleteCluster",
            identifier,
            clientToken,
            List.of(caller.principalArn(), caller.region()),
            ClusterDescription.class,
            attempt(() -> delete(find(caller, "dsql:DeleteCluster", identifier, Map.of())))));
  }

  private ClusterDescription delete(LocalCluster cluster) throws IOException {
    ClusterRecord record = cluster.record();
    requireDeletable(record);
    LocalCluster peer = links.peer(record);
    List<LocalCluster> gone = new ArrayList<>(List.of(cluster));
    if (peer != null && record.status() == ClusterStatus.ACTIVE) {
      if (peer.record().status() != ClusterStatus.PENDING_DELETE) {
        clusters.change(cluster, draft -> draft.status(ClusterStatus.PENDING_DELETE));
        return clusters.describe(cluster);
      }
      gone.add(peer);
    }
    for (LocalCluster each : gone) {
      clusters.change(each, draft -> draft.status(ClusterStatus.DELETING));
    }
    ClusterDescription answer = clusters.describe(cluster);
    clusters.remove(gone);
    return answer;
  }

  private static void requireDeletable(ClusterRecord record) {
    if (record.deletionProtection()) {
      throw ApiException.validation(
          Reason.DELETION_PROTECTION_ENABLED,
          "Cluster %s is protected. Switch deletionProtectionEnabled off with UpdateCluster first."
              .formatted(record.id()));
    }
    if (record.isDefault()) {
      throw ApiException.validation(
          Reason.OTHER,
          "Cluster %s is the one that localhost means here, and cannot be deleted while the service runs."
              .formatted(record.id()));
    }
    switch (record.status()) {
      case CREATING, DELETING, PENDING_DELETE ->
          throw ApiException.conflict(
              "Cluster %s cannot be deleted while its status is %s."
                  .formatted(record.id(), record.status()),
              record.id().text());
      case ACTIVE, IDLE, UPDATING, PENDING_SETUP, FAILED -> {}
    }
  }

  @Override
  public ClusterPage list(Caller caller, int max, @Nullable String after) {
    String region = region(caller);
    Permissions.require(caller, "dsql:ListClusters", ClusterName.arn(region, "*"), null, Map.of());
    List<ClusterDescription> page = new ArrayList<>();
    for (LocalCluster cluster : clusters.all()) {
      ClusterRecord record = cluster.record();
      if (!record.region().equals(region)
          || (after != null && record.id().text().compareTo(after) <= 0)) {
        continue;
      }
      if (page.size() == max) {
        return new ClusterPage(page, page.getLast().identifier());
      }
      page.add(clusters.describe(cluster));
    }
    return new ClusterPage(page, null);
  }

  @Override
  public VpcEndpointService vpcEndpointService(Caller caller, String identifier) {
    ClusterRecord record =
        find(caller, "dsql:GetVpcEndpointServiceName", identifier, Map.of()).record();
    return new VpcEndpointService(
        VpcEndpoint.serviceName(record.region()), clusters.vpcEndpoint(record));
  }

  @Override
  public String putPolicy(Caller caller, String identifier, PolicyChange change) {
    LocalCluster cluster = find(caller, "dsql:PutClusterPolicy", identifier, Map.of());
    return changing(() ->
        once("PutClusterPolicy", cluster, change, () -> policies.put(caller, cluster, change)));
  }

  @Override
  public VersionedPolicy policy(Caller caller, String identifier) {
    return ClusterPolicies.of(find(caller, "dsql:GetClusterPolicy", identifier, Map.of()).record());
  }

  @Override
  public String deletePolicy(Caller caller, String identifier, PolicyChange change) {
    LocalCluster cluster = find(caller, "dsql:DeleteClusterPolicy", identifier, Map.of());
    return changing(
        () -> once("DeleteClusterPolicy", cluster, change, () -> policies.delete(cluster, change)));
  }

  private String once(
      String operation, LocalCluster cluster, PolicyChange change, Work<String> work) {
    return answers.once(
        operation,
        cluster.record().id().text(),
        change.clientToken(),
        change,
        String.class,
        attempt(work));
  }

  @Override
  public void tag(Caller caller, String arn, Map<String, String> tags) {
    LocalCluster cluster = findArn(caller, "dsql:TagResource", arn, Permissions.ofTags(tags));
    changing(() -> {
      Map<String, String> all = new HashMap<>(cluster.record().tags());
      all.putAll(tags);
      if (all.size() > MAX_TAGS) {
        throw ApiException.quotaExceeded(
            "A cluster can have %d tags.".formatted(MAX_TAGS),
            cluster.record().id().text(),
            "cluster",
            TAG_QUOTA);
      }
      clusters.change(cluster, draft -> draft.tags(all));
      return cluster;
    });
  }

  @Override
  public void untag(Caller caller, String arn, Set<String> keys) {
    LocalCluster cluster = findArn(caller, "dsql:UntagResource", arn, Permissions.ofTagKeys(keys));
    changing(() -> {
      Map<String, String> rest = new HashMap<>(cluster.record().tags());
      rest.keySet().removeAll(keys);
      clusters.change(cluster, draft -> draft.tags(rest));
      return cluster;
    });
  }

  @Override
  public Map<String, String> tags(Caller caller, String arn) {
    return findArn(caller, "dsql:ListTagsForResource", arn, Map.of()).record().tags();
  }

  private static String region(Caller caller) {
    if (!LocalServiceOptions.isRegion(caller.region())) {
      throw ApiException.validation(
          Reason.OTHER,
          "'%s', the region of the signature, is not the name of a Region."
              .formatted(caller.region()));
    }
    return caller.region();
  }

  private LocalCluster find(
      Caller caller, String action, String identifier, Map<String, List<String>> context) {
    return findArn(caller, action, ClusterName.arn(region(caller), identifier), context);
  }

  private LocalCluster findArn(
      Caller caller, String action, String arn, Map<String, List<String>> context) {
    String identifier = arn.substring(arn.indexOf('/') + 1);
    LocalCluster known = clusters.byId(identifier);
    boolean meant =
        known != null
            && known.record().region().equals(caller.region())
            && known.record().arn().equals(arn);
    LocalCluster cluster = meant ? known : null;
    Permissions.require(caller, action, arn, cluster, context);
    if (cluster == null) {
      throw ApiException.notFound(
          "Cluster %s does not exist in %s.".formatted(identifier, caller.region()),
          identifier,
          "cluster");
    }
    return cluster;
  }

  /** Something that changes records. */
  private interface Work<T> {
    T run() throws IOException;
  }

  /** Runs {@code work} while nobody else changes a record. */
  private <T> T changing(Work<T> work) {
    clusters.changes().lock();
    try {
      return attempt(work).get();
    } finally {
      clusters.changes().unlock();
    }
  }

  private static <T> Supplier<T> attempt(Work<T> work) {
    return () -> {
      try {
        return work.run();
      } catch (IOException e) {
        throw ApiException.internal(
            "It could not be kept: %s. Nothing has changed.".formatted(e.getMessage()));
      }
    };
  }
}
