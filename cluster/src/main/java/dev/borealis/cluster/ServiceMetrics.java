package dev.borealis.cluster;

import dev.borealis.cluster.Exposition.MetricType;
import dev.borealis.engine.StorageFigures;
import dev.borealis.gateway.EndpointMetrics;
import dev.borealis.gateway.LatencyHistogram;
import dev.borealis.gateway.ServedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The figures of all clusters, for Prometheus: {@code dsql_} and the name of the CloudWatch metric
 * in lower case, with underscores and Prometheus's units. Whoever asks for them wakes no cluster.
 */
final class ServiceMetrics {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Clusters clusters;
  private final Databases databases;

  ServiceMetrics(Clusters clusters, Databases databases) {
    this.clusters = clusters;
    this.databases = databases;
  }

  /** What is known of one cluster at one moment; linked ones have the same storage. */
  private record Reading(
      Map<String, String> labels,
      EndpointMetrics endpoint,
      String status,
      boolean awake,
      @Nullable Long storedBytes,
      @Nullable StorageFigures storage) {}

  /** The page that Prometheus reads. */
  String page() {
    List<Reading> readings = new ArrayList<>();
    for (LocalCluster cluster : clusters.all()) {
      readings.add(read(cluster));
    }
    Exposition out = new Exposition();
    traffic(out, readings);
    commits(out, readings);
    storage(out, readings);
    states(out, readings);
    JvmMetrics.write(out);
    return out.toString();
  }

  private Reading read(LocalCluster cluster) {
    ClusterRecord record = cluster.record();
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("cluster", record.id().text());
    labels.put("region", record.region());
    ServedCluster served = databases.served(record.database());
    return new Reading(
        labels,
        cluster.metrics(),
        cluster.status().name(),
        served != null && served.isAwake(),
        served == null ? null : served.storedBytes(),
        served == null ? null : served.storageFigures().orElse(null));
  }

  private static void traffic(Exposition out, List<Reading> readings) {
    count(
        out,
        readings,
        "dsql_total_transactions_total",
        "TotalTransactions: transactions that have ended, however they ended.",
        EndpointMetrics::totalTransactions);
    count(
        out,
        readings,
        "dsql_read_only_transactions_total",
        "ReadOnlyTransactions: those that neither changed nor locked anything.",
        EndpointMetrics::readOnlyTransactions);
    count(
        out,
        readings,
        "dsql_query_timeouts_total",
        "QueryTimeouts: transactions that came to the age limit.",
        EndpointMetrics::queryTimeouts);
    count(
        out,
        readings,
        "dsql_occ_conflicts_total",
        "OccConflicts: transactions that lost to another one over rows (OC000).",
        EndpointMetrics::occConflicts);
    count(
        out,
        readings,
        "dsql_connections_opened_total",
        "Connections that have signed in.",
        EndpointMetrics::openedConnections);
    count(
        out,
        readings,
        "dsql_connections_refused_total",
        "Connections that named the cluster and were not let in.",
        EndpointMetrics::refusedConnections);
    out.family(
        "dsql_compute_time_seconds_total",
        MetricType.COUNTER,
        "ComputeTime: time in which PostgreSQL worked on answers, all sessions together.");
    for (Reading reading : readings) {
      out.sample(
          "dsql_compute_time_seconds_total",
          reading.labels(),
          seconds(reading.endpoint().computeTime()));
    }
    out.family("dsql_connections", MetricType.GAUGE, "Connections that are signed in.");
    for (Reading reading : readings) {
      out.sample("dsql_connections", reading.labels(), reading.endpoint().connections());
    }
  }

  private static void count(
      Exposition out,
      List<Reading> readings,
      String name,
      String help,
      ToLongFunction<EndpointMetrics> figure) {
    out.family(name, MetricType.COUNTER, help);
    for (Reading reading : readings) {
      out.sample(name, reading.labels(), figure.applyAsLong(reading.endpoint()));
    }
  }

  private static void commits(Exposition out, List<Reading> readings) {
    String name = "dsql_commit_latency_seconds";
    out.family(
        name,
        MetricType.HISTOGRAM,
        "CommitLatency: of COMMIT statements that end a block with changes.");
    for (Reading reading : readings) {
      LatencyHistogram.Snapshot commits = reading.endpoint().commitLatency();
      for (LatencyHistogram.Bucket bucket : commits.buckets()) {
        out.sample(
            name + "_bucket",
            with(reading.labels(), "le", Double.toString(seconds(bucket.atMost()))),
            bucket.count());
      }
      out.sample(name + "_bucket", with(reading.labels(), "le", "+Inf"), commits.count());
      out.sample(name + "_sum", reading.labels(), seconds(commits.sum()));
      out.sample(name + "_count", reading.labels(), commits.count());
    }
  }

  private static void storage(Exposition out, List<Reading> readings) {
    out.family(
        "dsql_bytes_read_total",
        MetricType.COUNTER,
        "BytesRead: of the pages that PostgreSQL has looked at, in memory or on disk.");
    for (Reading reading : readings) {
      StorageFigures storage = reading.storage();
      if (storage != null) {
        out.sample("dsql_bytes_read_total", reading.labels(), storage.bytesRead());
      }
    }
    out.family(
        "dsql_bytes_written_total",
        MetricType.COUNTER,
        "BytesWritten: to PostgreSQL's write-ahead log.");
    for (Reading reading : readings) {
      StorageFigures storage = reading.storage();
      if (storage != null) {
        out.sample("dsql_bytes_written_total", reading.labels(), storage.bytesWritten());
      }
    }
    out.family(
        "dsql_cluster_storage_size_bytes",
        MetricType.GAUGE,
        "ClusterStorageSize: of the files of all tables and indexes.");
    for (Reading reading : readings) {
      Long bytes = reading.storedBytes();
      if (bytes != null) {
        out.sample("dsql_cluster_storage_size_bytes", reading.labels(), bytes);
      }
    }
  }

  private static void states(Exposition out, List<Reading> readings) {
    out.family("dsql_cluster_status", MetricType.GAUGE, "1 for the status that the cluster has.");
    for (Reading reading : readings) {
      out.sample("dsql_cluster_status", with(reading.labels(), "status", reading.status()), 1L);
    }
    out.family("dsql_cluster_awake", MetricType.GAUGE, "Whether the cluster's PostgreSQL runs.");
    for (Reading reading : readings) {
      out.sample("dsql_cluster_awake", reading.labels(), reading.awake() ? 1L : 0L);
    }
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(name, value);
    return more;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }
}
