package dev.borealis.cluster;

import dev.borealis.iam.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same about a cluster from one start of the service to the next.
 *
 * @param region where the cluster is, as far as its clients know
 */
record ClusterRecord(ClusterId id, String region, Instant createdAt) {
  private static final String CLUSTERS = "clusters";
  private static final String POSTGRES = "postgres";
  private static final String FILE = "cluster.properties";
  private static final int MAX_FILE_BYTES = 64 << 10;

  /** The one cluster of a data directory, or null if it has none yet. */
  static @Nullable ClusterRecord find(Path dataDirectory) throws IOException {
    Path clusters = dataDirectory.resolve(CLUSTERS);
    if (!Files.isDirectory(clusters)) {
      return null;
    }
    try (Stream<Path> directories = Files.list(clusters)) {
      for (Path directory : directories.sorted().toList()) {
        ClusterRecord found = read(directory);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Gives a data directory a new cluster, as yet without data. */
  static ClusterRecord create(Path dataDirectory, String region) throws IOException {
    ClusterRecord created =
        new ClusterRecord(ClusterId.random(new SecureRandom()), region, Instant.now());
    Path directory = created.directory(dataDirectory);
    StateDirectory files = StateDirectory.open(directory);
    DataDirectory.letOthersPass(dataDirectory.resolve(CLUSTERS));
    DataDirectory.letOthersPass(directory);
    Properties properties = new Properties();
    properties.setProperty("region", region);
    properties.setProperty("created", created.createdAt.toString());
    try (StateDirectory.Changes changes = files.lock()) {
      changes.replace(
          FILE,
          PropertiesText.write(properties, "A cluster. Its identifier is this directory's name."),
          StateDirectory.Readers.OWNER);
    }
    return created;
  }

  private static @Nullable ClusterRecord read(Path directory) throws IOException {
    byte[] content = StateDirectory.open(directory).read(FILE, MAX_FILE_BYTES);
    if (content == null) {
      return null; // The service was killed before the cluster was there.
    }
    Properties properties = PropertiesText.read(content);
    try {
      return new ClusterRecord(
          new ClusterId(String.valueOf(directory.getFileName())),
          PropertiesText.require(properties, "region"),
          Instant.parse(PropertiesText.require(properties, "created")));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ServiceException(
          "%s is damaged: %s. Restore it, or start with another --data directory."
              .formatted(directory.resolve(FILE), e.getMessage()),
          e);
    }
  }

  Path directory(Path dataDirectory) {
    return dataDirectory.resolve(CLUSTERS).resolve(id.text());
  }

  /** Where PostgreSQL keeps this cluster's data. */
  Path postgresDirectory(Path dataDirectory) {
    return directory(dataDirectory).resolve(POSTGRES);
  }
}
