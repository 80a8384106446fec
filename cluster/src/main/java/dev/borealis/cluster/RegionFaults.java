package dev.borealis.cluster;

import dev.borealis.iam.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which regions are down, because somebody wants to see what happens then: the endpoints of their
 * clusters cannot be reached. In a file of the data directory, so that commands can tell a running
 * service; it outlives the service.
 */
public final class RegionFaults {
  private static final String FILE = "faults.properties";
  private static final String DOWN = "regions.down";
  private static final int MAX_FILE_BYTES = 64 << 10;

  private final Path dataDirectory;

  public RegionFaults(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  /** The regions that are down. */
  public SortedSet<String> down() throws IOException {
    byte[] content = StateDirectory.open(dataDirectory).read(FILE, MAX_FILE_BYTES);
    SortedSet<String> regions = new TreeSet<>();
    if (content != null) {
      for (String region : PropertiesText.read(content).getProperty(DOWN, "").split(" ", -1)) {
        if (LocalServiceOptions.isRegion(region)) {
          regions.add(region);
        }
      }
    }
    return Collections.unmodifiableSortedSet(regions);
  }

  /**
   * Takes a region down, or up again.
   *
   * @throws ServiceException if {@code region} is not the name of one
   */
  public void set(String region, boolean down) throws IOException {
    if (!LocalServiceOptions.isRegion(region)) {
      throw new ServiceException(
          "'%s' is not the name of a region. Give one like us-east-2.".formatted(region));
    }
    SortedSet<String> regions = new TreeSet<>(down());
    boolean changed = down ? regions.add(region) : regions.remove(region);
    if (changed) {
      write(List.copyOf(regions));
    }
  }

  /** Takes all regions up again. */
  public void clear() throws IOException {
    if (!down().isEmpty()) {
      write(List.of());
    }
  }

  private void write(List<String> regions) throws IOException {
    Properties properties = new Properties();
    properties.setProperty(DOWN, String.join(" ", regions));
    try (StateDirectory.Changes changes = StateDirectory.open(dataDirectory).lock()) {
      changes.replace(
          FILE,
          PropertiesText.write(properties, "Faults that dsql faults injects."),
          StateDirectory.Readers.OWNER);
    }
  }
}
