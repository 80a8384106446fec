package dev.borealis.cluster;

import dev.borealis.cluster.ClusterRecord.Creation;
import dev.borealis.cluster.api.ClusterStatus;
import dev.borealis.cluster.api.ControlPlane.VersionedPolicy;
import dev.borealis.cluster.api.MultiRegion;
import dev.borealis.iam.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directories of clusters in a data directory, one for each, named by its identifier: a small
 * file with the record, and PostgreSQL's own directory.
 */
final class ClusterFiles {
  private static final String CLUSTERS = "clusters";
  private static final String POSTGRES = "postgres";
  private static final String FILE = "cluster.properties";
  private static final String TAG = "tag.";

  /** A policy of 20,480 characters and 200 tags fit in, with every character escaped. */
  private static final int MAX_FILE_BYTES = 1 << 20;

  private final Path dataDirectory;
  private final Path clusters;

  ClusterFiles(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
    this.clusters = dataDirectory.resolve(CLUSTERS);
  }

  /**
   * All clusters. One of them is the default one, unless there are none.
   *
   * @throws ServiceException if a record is damaged
   */
  List<ClusterRecord> read() throws IOException {
    List<ClusterRecord> records = new ArrayList<>();
    if (!Files.isDirectory(clusters)) {
      return records;
    }
    try (Stream<Path> directories = Files.list(clusters)) {
      for (Path directory : directories.sorted().toList()) {
        ClusterRecord found = read(directory);
        if (found != null) {
          records.add(found);
        }
      }
    }
    return records;
  }

  /** The host names of the clusters in a data directory; none if that cannot be read. */
  static Set<String> endpoints(Path dataDirectory, String endpointSuffix) {
    try {
      return new ClusterFiles(dataDirectory)
          .read().stream()
              .map(record -> record.id().endpoint(record.region(), endpointSuffix))
              .collect(Collectors.toSet());
    } catch (IOException | ServiceException e) {
      return Set.of();
    }
  }

  /** Keeps a record, durably; makes the cluster's directory if it is new. */
  void write(ClusterRecord record) throws IOException {
    Path directory = directory(record.id());
    boolean isNew = !Files.isDirectory(directory);
    StateDirectory files = StateDirectory.open(directory);
    if (isNew) {
      DataDirectory.letOthersPass(clusters);
      DataDirectory.letOthersPass(directory);
    }
    try (StateDirectory.Changes changes = files.lock()) {
      changes.replace(
          FILE,
          PropertiesText.write(
              properties(record), "A cluster. Its identifier is this directory's name."),
          StateDirectory.Readers.OWNER);
    }
  }

  /** Deletes all there is of a cluster. The record goes last, so that a crash leaves it to find. */
  void delete(ClusterId id) throws IOException {
    DataDirectory.deleteTree(postgresDirectory(id));
    DataDirectory.deleteTree(directory(id));
  }

  private Path directory(ClusterId id) {
    return dataDirectory.resolve(CLUSTERS).resolve(id.text());
  }

  /** Where PostgreSQL keeps a cluster's data. */
  Path postgresDirectory(ClusterId id) {
    return directory(id).resolve(POSTGRES);
  }

  private static Properties properties(ClusterRecord record) {
    Properties properties = new Properties();
    properties.setProperty("region", record.region());
    properties.setProperty("created", record.createdAt().toString());
    properties.setProperty("status", record.status().name());
    properties.setProperty("default", Boolean.toString(record.isDefault()));
    properties.setProperty("protected", Boolean.toString(record.deletionProtection()));
    properties.setProperty("database", record.database().text());
    record.tags().forEach((key, value) -> properties.setProperty(TAG + key, value));
    if (record.kmsKeyArn() != null) {
      properties.setProperty("key", record.kmsKeyArn());
    }
    VersionedPolicy policy = record.policy();
    if (policy != null) {
      properties.setProperty("policy", policy.policy());
      properties.setProperty("policy.version", policy.version());
    }
    MultiRegion multiRegion = record.multiRegion();
    if (multiRegion != null) {
      properties.setProperty("witness", multiRegion.witnessRegion());
      properties.setProperty("peers", String.join(" ", multiRegion.clusters()));
    }
    Creation creation = record.creation();
    if (creation != null) {
      properties.setProperty("creation.token", creation.token());
      properties.setProperty("creation.digest", creation.digest());
    }
    return properties;
  }

  private static @Nullable ClusterRecord read(Path directory) throws IOException {
    byte[] content = StateDirectory.open(directory).read(FILE, MAX_FILE_BYTES);
    if (content == null) {
      return null; // The service was killed before the cluster was there.
    }
    try {
      return record(
          new ClusterId(String.valueOf(directory.getFileName())), PropertiesText.read(content));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ServiceException(
          "%s is damaged: %s. Restore it, or start with another --data directory."
              .formatted(directory.resolve(FILE), e.getMessage()),
          e);
    }
  }

  private static ClusterRecord record(ClusterId id, Properties properties) {
    SortedMap<String, String> tags = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(TAG)) {
        tags.put(name.substring(TAG.length()), properties.getProperty(name));
      }
    }
    String policy = properties.getProperty("policy");
    String witness = properties.getProperty("witness");
    String token = properties.getProperty("creation.token");
    return new ClusterRecord(
        id,
        PropertiesText.require(properties, "region"),
        Instant.parse(PropertiesText.require(properties, "created")),
        // A record of the time when a directory had one cluster says nothing of these.
        ClusterStatus.valueOf(properties.getProperty("status", "ACTIVE")),
        Boolean.parseBoolean(properties.getProperty("default", "true")),
        Boolean.parseBoolean(properties.getProperty("protected", "true")),
        properties.getProperty("key"),
        tags,
        policy == null
            ? null
            : new VersionedPolicy(policy, PropertiesText.require(properties, "policy.version")),
        witness == null ? null : new MultiRegion(witness, peers(properties)),
        new ClusterId(properties.getProperty("database", id.text())),
        token == null
            ? null
            : new Creation(token, PropertiesText.require(properties, "creation.digest")));
  }

  private static List<String> peers(Properties properties) {
    String peers = PropertiesText.require(properties, "peers");
    return peers.isEmpty() ? List.of() : List.of(peers.split(" ", -1));
  }
}
