package dev.borealis.cluster;

import dev.borealis.iam.StateDirectory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The local services that one person runs on this machine: a directory that nobody else can enter,
 * with one record per service.
 */
public final class ServiceRegistry {
  private static final String SUFFIX = ".properties";
  private static final String OWNER_ONLY = "rwx------";
  private static final Logger LOG = System.getLogger(ServiceRegistry.class.getName());

  private final Path directory;

  ServiceRegistry(Path directory) {
    this.directory = directory;
  }

  /**
   * The registry of the person who runs this JVM. {@code BOREALIS_RUNTIME} names its directory
   * outright; otherwise it is {@code /run/borealis} for root, and for others {@code
   * $XDG_RUNTIME_DIR/borealis} or, without that, {@code ~/.local/state/borealis}.
   */
  public static ServiceRegistry ofUser() {
    return new ServiceRegistry(
        choose(
            System.getenv(),
            Path.of(System.getProperty("user.home")),
            "root".equals(System.getProperty("user.name"))));
  }

  static Path choose(Map<String, String> environment, Path home, boolean root) {
    String named = environment.getOrDefault("BOREALIS_RUNTIME", "");
    if (!named.isEmpty()) {
      return Path.of(named).toAbsolutePath();
    }
    // Root may carry the XDG_RUNTIME_DIR of whoever became root, and must not litter there.
    if (root) {
      return Path.of("/run/borealis");
    }
    String xdg = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    Path base = Path.of(xdg).isAbsolute() ? Path.of(xdg) : home.resolve(".local/state");
    return base.resolve("borealis");
  }

  /** The services that run now, the longest-running first. */
  public List<ServiceRecord> running() {
    return records().stream().filter(ServiceRecord::isRunning).toList();
  }

  /** The running service of the JVM with the process id {@code pid}. */
  public Optional<ServiceRecord> findByPid(long pid) {
    return running().stream().filter(record -> record.pid() == pid).findFirst();
  }

  /**
   * The running service of a data directory, also one that somebody else started, if its record may
   * be read.
   */
  public static Optional<ServiceRecord> findByDataDirectory(Path dataDirectory) {
    return Optional.ofNullable(read(dataDirectory, ServiceRecord.FILE))
        .filter(ServiceRecord::isRunning);
  }

  /**
   * Makes a service known, here and in its data directory, until the registration is closed.
   *
   * @throws ServiceException if the record cannot be written
   */
  public Registration register(ServiceRecord record) {
    try {
      makePrivate(directory);
      for (ServiceRecord known : records()) {
        if (!known.isRunning()) {
          Files.deleteIfExists(file(known));
        }
      }
      write(directory, name(record), record);
      write(record.dataDirectory(), ServiceRecord.FILE, record);
      return new Registration(record);
    } catch (IOException e) {
      throw new ServiceException(
          "The service cannot be recorded in %s: %s. Name another directory in BOREALIS_RUNTIME."
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  /** That a service is known. */
  public final class Registration implements AutoCloseable {
    private final ServiceRecord record;

    private Registration(ServiceRecord record) {
      this.record = record;
    }

    /** Forgets the service. */
    @Override
    public void close() {
      try {
        Files.deleteIfExists(record.dataDirectory().resolve(ServiceRecord.FILE));
        Files.deleteIfExists(file(record));
      } catch (IOException e) {
        // It will be seen to be dead when this process has ended.
        LOG.log(Level.WARNING, "A service record remains: {0}", e.getMessage());
      }
    }
  }

  private Path file(ServiceRecord record) {
    return directory.resolve(name(record));
  }

  private static String name(ServiceRecord record) {
    return record.pid() + "-" + record.port() + SUFFIX;
  }

  private List<ServiceRecord> records() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<ServiceRecord> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        ServiceRecord record = name.endsWith(SUFFIX) ? read(directory, name) : null;
        if (record != null) {
          records.add(record);
        }
      }
    } catch (IOException e) {
      throw new ServiceException(
          "The directory of running services, %s, cannot be read (%s). Make it readable, or name another one in BOREALIS_RUNTIME."
              .formatted(directory, e),
          e);
    }
    records.sort(Comparator.comparing(ServiceRecord::startedAt));
    return List.copyOf(records);
  }

  private static @Nullable ServiceRecord read(Path directory, String name) {
    try {
      Path file = directory.resolve(name);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return null;
      }
      byte[] content = StateDirectory.open(directory).read(name, ServiceRecord.MAX_FILE_BYTES);
      return content == null ? null : ServiceRecord.ofBytes(content);
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(Level.DEBUG, "No service record: {0}", e.getMessage());
      return null;
    }
  }

  private static void write(Path directory, String name, ServiceRecord record) throws IOException {
    try (StateDirectory.Changes changes = StateDirectory.open(directory).lock()) {
      changes.replace(name, record.toBytes(), StateDirectory.Readers.OWNER);
    }
  }

  private static void makePrivate(Path directory) throws IOException {
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    Path parent = directory.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!posix) {
      Files.createDirectories(directory);
      return;
    }
    var ownerOnly = PosixFilePermissions.fromString(OWNER_ONLY);
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(ownerOnly));
    }
    // Fails if it belongs to somebody else, who could otherwise lead our commands astray.
    Files.setPosixFilePermissions(directory, ownerOnly);
  }
}
