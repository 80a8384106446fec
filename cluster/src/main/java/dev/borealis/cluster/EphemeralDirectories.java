package dev.borealis.cluster;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The place in the cache where services live that keep nothing. The directories of services that
 * were killed are found and deleted here.
 */
final class EphemeralDirectories {
  private static final String PLACE = "services";

  // One this young may be about to be locked by the service that it was made for.
  private static final Duration ABANDONED_AFTER = Duration.ofMinutes(1);
  private static final Logger LOG = System.getLogger(EphemeralDirectories.class.getName());

  private EphemeralDirectories() {}

  static Path create(Path cacheDirectory) throws IOException {
    if (!Files.isDirectory(cacheDirectory)) {
      Files.createDirectories(cacheDirectory);
      DataDirectory.letOthersPass(cacheDirectory);
    }
    Path place = cacheDirectory.resolve(PLACE);
    Files.createDirectories(place);
    // Only its owner may enter what this makes.
    return Files.createTempDirectory(place.toRealPath(), "");
  }

  /** Deletes the directories whose services are gone without having done so. */
  static void sweep(Path cacheDirectory, Instant now) throws IOException {
    Path place = cacheDirectory.resolve(PLACE);
    if (!Files.isDirectory(place)) {
      return;
    }
    try (Stream<Path> entries = Files.list(place)) {
      for (Path entry : entries.filter(Files::isDirectory).toList()) {
        Instant changed = Files.getLastModifiedTime(entry).toInstant();
        if (changed.plus(ABANDONED_AFTER).isAfter(now)) {
          continue;
        }
        try (DataDirectory abandoned = DataDirectory.tryOpen(entry)) {
          if (abandoned != null) {
            LOG.log(Level.DEBUG, "Deleting {0}, which a killed service left behind", entry);
            abandoned.delete();
          }
        }
      }
    }
  }
}
