package dev.borealis.cluster;

import dev.borealis.cluster.api.ClusterDescription;
import dev.borealis.cluster.api.ClusterStatus;
import dev.borealis.cluster.api.MultiRegion;
import dev.borealis.gateway.ClusterRoutes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The clusters of this service: their records on disk and in memory, and the work in the background
 * that makes and deletes them.
 */
final class Clusters implements ClusterRoutes, AutoCloseable {
  private static final Logger LOG = System.getLogger(Clusters.class.getName());

  private final LocalServiceOptions options;
  private final ClusterFiles files;
  private final Databases databases;
  private final Map<String, LocalCluster> byId = new ConcurrentSkipListMap<>();
  private final LocalCluster defaultCluster;
  private final Set<Thread> background = ConcurrentHashMap.newKeySet();

  /** Held by whoever looks at records to change them. */
  private final ReentrantLock changes = new ReentrantLock();

  private final RegionOutages outages;

  private volatile Consumer<LocalCluster> disconnect = _ -> {};

  /**
   * Reads the clusters of a data directory, and makes the default one if there is none.
   *
   * @throws ServiceException if a record is damaged, or {@code options} want the default cluster in
   *     another region than it is in
   */
  Clusters(LocalServiceOptions options, ClusterFiles files, Databases databases)
      throws IOException {
    this.options = options;
    this.files = files;
    this.databases = databases;
    this.outages =
        new RegionOutages(new RegionFaults(options.dataDirectory()), this::disconnectRegion);
    List<ClusterRecord> known = files.read();
    ClusterRecord chosen = known.stream().filter(ClusterRecord::isDefault).findFirst().orElse(null);
    if (chosen == null) {
      String region = options.region();
      chosen =
          ClusterRecord.ofDefault(
              newId(), region == null ? LocalServiceOptions.DEFAULT_REGION : region, Instant.now());
      files.write(chosen);
    }
    requireRegion(chosen);
    defaultCluster = hold(chosen);
    for (ClusterRecord record : known) {
      if (!record.id().equals(chosen.id())) {
        hold(record);
      }
    }
  }

  static ClusterId newId() {
    return ClusterId.random(new SecureRandom());
  }

  private void requireRegion(ClusterRecord chosen) {
    String wanted = options.region();
    if (wanted != null && !wanted.equals(chosen.region())) {
      throw new ServiceException(
          "The cluster in %s is in the region %s, and a cluster cannot move. Leave out --region, or choose another directory with --data."
              .formatted(options.dataDirectory(), chosen.region()));
    }
  }

  private LocalCluster hold(ClusterRecord record) {
    LocalCluster cluster = new LocalCluster(record, databases, hostNames(record), this::isDown);
    byId.put(record.id().text(), cluster);
    return cluster;
  }

  private boolean isDown(String region) {
    return outages.isDown(region);
  }

  private void disconnectRegion(String region) {
    for (LocalCluster cluster : all()) {
      if (cluster.record().region().equals(region)) {
        disconnect.accept(cluster);
      }
    }
  }

  private Set<String> hostNames(ClusterRecord record) {
    Set<String> names = new HashSet<>();
    names.add(endpoint(record));
    names.add(vpcEndpoint(record));
    if (record.isDefault()) {
      names.addAll(List.of("localhost", "127.0.0.1", "::1"));
      if (!options.address().isAnyLocalAddress()) {
        names.add(options.address().getHostAddress());
      }
      options.hostNames().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }
    return names;
  }

  /** The host name of a cluster. */
  String endpoint(ClusterRecord record) {
    return record.id().endpoint(record.region(), options.endpointSuffix());
  }

  /** Its host name behind a VPC endpoint. */
  String vpcEndpoint(ClusterRecord record) {
    return VpcEndpoint.host(record, options.endpointSuffix());
  }

  @Override
  public @Nullable LocalCluster byId(String id) {
    return byId.get(id);
  }

  @Override
  public LocalCluster defaultCluster() {
    return defaultCluster;
  }

  /** All clusters, in the order of their identifiers. */
  Collection<LocalCluster> all() {
    return byId.values();
  }

  /** The regions that have clusters. */
  Set<String> regions() {
    Set<String> regions = new HashSet<>();
    all().forEach(cluster -> regions.add(cluster.record().region()));
    return regions;
  }

  /** What the API tells about a cluster. */
  ClusterDescription describe(LocalCluster cluster) {
    ClusterRecord record = cluster.record();
    MultiRegion link = record.multiRegion();
    List<String> linked = new ArrayList<>();
    if (link != null) {
      linked.add(record.arn());
      linked.addAll(link.clusters());
    }
    return new ClusterDescription(
        record.id().text(),
        record.arn(),
        cluster.status(),
        record.createdAt(),
        record.deletionProtection(),
        link == null ? null : new MultiRegion(link.witnessRegion(), linked),
        record.tags(),
        record.kmsKeyArn(),
        endpoint(record));
  }

  /** Has {@code action} cut the connections of clusters that are gone. */
  void onDisconnect(Consumer<LocalCluster> action) {
    disconnect = action;
  }

  /** Goes on with what a former run of the service has left undone. */
  void resume() {
    outages.start();
    for (LocalCluster cluster : all()) {
      switch (cluster.record().status()) {
        case CREATING -> prepare(List.of(cluster));
        case DELETING -> remove(List.of(cluster));
        // Ends a PostgreSQL that a killed service left behind.
        case ACTIVE -> inBackground(() -> openQuietly(cluster.record().database()));
        case IDLE, UPDATING, FAILED, PENDING_SETUP, PENDING_DELETE -> {}
      }
    }
  }

  private void openQuietly(ClusterId owner) {
    try {
      databases.open(owner);
    } catch (IOException e) {
      // Whoever connects will try again and be told.
      LOG.log(Level.WARNING, "Cluster {0} cannot be opened: {1}", owner, e.getMessage());
    }
  }

  /** To be held while records are looked at and changed. */
  ReentrantLock changes() {
    return changes;
  }

  /**
   * Adds a cluster.
   *
   * @throws IOException if its record cannot be kept; then nothing is left of it
   */
  LocalCluster add(ClusterRecord record) throws IOException {
    try {
      files.write(record);
    } catch (IOException e) {
      files.delete(record.id());
      throw e;
    }
    return hold(record);
  }

  /**
   * Changes a record, on disk and then in memory. The caller holds {@link #changes}.
   *
   * @throws IOException if it cannot be kept; then it stays as it was
   */
  void change(LocalCluster cluster, UnaryOperator<ClusterRecord.Draft> change) throws IOException {
    ClusterRecord next = change.apply(cluster.record().draft()).record();
    files.write(next);
    cluster.record(next);
  }

  /** Makes the database of a cluster that is being created, or of two that are being linked. */
  void prepare(List<LocalCluster> created) {
    inBackground(() -> {
      ClusterId owner = created.getFirst().record().database();
      ClusterStatus outcome = ClusterStatus.ACTIVE;
      try {
        databases.open(owner);
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.ERROR, "Cluster {0} cannot be created: {1}", owner, e);
        discard(owner);
        outcome = ClusterStatus.FAILED;
      }
      for (LocalCluster cluster : created) {
        settle(cluster, outcome);
      }
    });
  }

  private void settle(LocalCluster cluster, ClusterStatus outcome) {
    changes.lock();
    try {
      change(cluster, draft -> draft.status(outcome));
    } catch (IOException e) {
      // It stays CREATING on disk, so that the next start tries again.
      LOG.log(Level.ERROR, "A cluster's state cannot be kept: {0}", e.getMessage());
      cluster.record(cluster.record().draft().status(ClusterStatus.FAILED).record());
    } finally {
      changes.unlock();
    }
  }

  private void discard(ClusterId owner) {
    try {
      databases.close(owner);
      DataDirectory.deleteTree(files.postgresDirectory(owner));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Remains of cluster {0} stay: {1}", owner, e.getMessage());
    }
  }

  /** Deletes clusters that are DELETING and, if they are linked, have no other peers. */
  void remove(List<LocalCluster> deleted) {
    inBackground(() -> {
      deleted.forEach(disconnect);
      try {
        for (LocalCluster cluster : deleted) {
          databases.close(cluster.record().database());
          files.delete(cluster.record().id());
          byId.remove(cluster.record().id().text());
        }
      } catch (IOException e) {
        // It stays DELETING, and the next start tries again.
        LOG.log(Level.ERROR, "A cluster cannot be deleted: {0}", e.getMessage());
      }
    });
  }

  private void inBackground(Runnable work) {
    Thread thread =
        Thread.ofVirtual()
            .name("clusters")
            .unstarted(() -> {
              try {
                work.run();
              } finally {
                background.remove(Thread.currentThread());
              }
            });
    background.add(thread);
    thread.start();
  }

  /** Waits for what is being made and deleted. */
  @Override
  public void close() {
    outages.close();
    for (Thread thread : List.copyOf(background)) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
