package dev.borealis.cluster;

import dev.borealis.cluster.api.ClusterStatus;
import dev.borealis.gateway.ClusterEndpoint;
import dev.borealis.gateway.ClusterName;
import dev.borealis.gateway.EndpointMetrics;
import dev.borealis.gateway.ServedCluster;
import dev.borealis.iam.InvalidPolicyException;
import dev.borealis.iam.PolicyDocument;
import dev.borealis.iam.TokenVerifier;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A cluster of this service: its record as of now, and the way to its database. */
final class LocalCluster implements ClusterEndpoint {
  private final Databases databases;
  private final Set<String> hostNames;
  private final Predicate<String> isDown;
  private final EndpointMetrics metrics = new EndpointMetrics();

  /** A record with its policy as a policy, so that it is read once and not at each sign-in. */
  private record State(ClusterRecord record, @Nullable PolicyDocument policy) {}

  private volatile State state;

  /**
   * @param hostNames all its names and addresses, in lower case
   * @param isDown whether a region is down
   */
  LocalCluster(
      ClusterRecord record, Databases databases, Set<String> hostNames, Predicate<String> isDown) {
    this.databases = databases;
    this.isDown = isDown;
    this.hostNames = Set.copyOf(hostNames);
    this.state = state(record);
  }

  private static State state(ClusterRecord record) {
    try {
      return new State(
          record,
          record.policy() == null ? null : PolicyDocument.ofResource(record.policy().policy()));
    } catch (InvalidPolicyException e) {
      throw new ServiceException(
          "The policy of cluster %s is damaged: %s.".formatted(record.id(), e.getMessage()), e);
    }
  }

  ClusterRecord record() {
    return state.record;
  }

  /** Takes a new record, which has been kept. */
  void record(ClusterRecord next) {
    state = state(next);
  }

  /** The cluster's own policy, if it has one. */
  @Nullable PolicyDocument policy() {
    return state.policy;
  }

  Set<String> hostNames() {
    return hostNames;
  }

  /** Its state as clients see it: a cluster that sleeps is idle. */
  ClusterStatus status() {
    ClusterRecord record = record();
    boolean asleep =
        record.status() == ClusterStatus.ACTIVE && databases.hasFallenAsleep(record.database());
    return asleep ? ClusterStatus.IDLE : record.status();
  }

  @Override
  public ClusterName name() {
    return record().name();
  }

  @Override
  public EndpointMetrics metrics() {
    return metrics;
  }

  @Override
  public TokenVerifier.Cluster tokenTarget() {
    State now = state;
    return new TokenVerifier.Cluster(
        now.record.arn(), now.record.region(), hostNames::contains, now.record.tags(), now.policy);
  }

  @Override
  public boolean isReachable() {
    return !isDown.test(record().region());
  }

  @Override
  public ServedCluster database() throws UnavailableException, IOException {
    ClusterRecord record = record();
    if (record.status() != ClusterStatus.ACTIVE) {
      throw new UnavailableException(
          "the cluster's status is " + record.status().name().toLowerCase(Locale.ROOT));
    }
    return databases.open(record.database()).served();
  }
}
