package dev.borealis.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one local service, locked while it is open: the identities and keys of the
 * service, and under {@code clusters} one directory per cluster.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK_FILE = "service.lock";
  private static final String LOG_FILE = "service.log";
  private static final String AUDIT_LOG_FILE = "audit.log";

  // PostgreSQL's account has to pass through when root runs the service; what is in here is
  // protected by its own permissions.
  private static final String OTHERS_MAY_PASS = "rwx--x--x";

  private final Path path;
  private final FileChannel lockChannel;

  private DataDirectory(Path path, FileChannel lockChannel) {
    this.path = path;
    this.lockChannel = lockChannel;
  }

  /**
   * Where a service keeps its data unless told otherwise: {@code $XDG_DATA_HOME/borealis/default},
   * or {@code ~/.local/share/borealis/default} (XDG Base Directory Specification). For root it is
   * {@code /var/lib/borealis/default}, because root's home is closed to the unprivileged account
   * that PostgreSQL runs as.
   */
  public static Path defaultForUser() {
    return choose(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        "root".equals(System.getProperty("user.name")));
  }

  static Path choose(Map<String, String> environment, Path home, boolean root) {
    if (root) {
      return Path.of("/var/lib/borealis/default");
    }
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    // The specification says that a relative path is invalid and must be ignored.
    Path base = Path.of(xdg).isAbsolute() ? Path.of(xdg) : home.resolve(".local/share");
    return base.resolve("borealis/default");
  }

  /**
   * Makes a directory for a service that keeps nothing, in the cache.
   *
   * @throws ServiceException if that fails
   */
  public static Path createEphemeral(Path cacheDirectory) {
    try {
      return EphemeralDirectories.create(cacheDirectory);
    } catch (IOException e) {
      throw new ServiceException(
          "A directory for the service cannot be made in %s (%s). Name another place in BOREALIS_CACHE."
              .formatted(cacheDirectory, e),
          e);
    }
  }

  /** What a service in the background writes to. */
  public static Path log(Path dataDirectory) {
    return dataDirectory.resolve(LOG_FILE);
  }

  /** Where the audit log is unless it is wanted elsewhere. */
  public static Path auditLog(Path dataDirectory) {
    return dataDirectory.resolve(AUDIT_LOG_FILE);
  }

  /** Where the identities of a service are, for {@link dev.borealis.iam.IdentityStore}. */
  public static Path identities(Path dataDirectory) {
    return dataDirectory;
  }

  /**
   * Opens {@code path}, which is made if it does not exist, and keeps others from doing so.
   *
   * @throws ServiceException if another service uses it, or it cannot be made or written
   */
  static DataDirectory open(Path path) {
    try {
      Path real = create(path);
      DataDirectory opened = tryOpen(real);
      if (opened == null) {
        throw new ServiceException(
            "The data directory %s is in use by %s. Stop that service with 'dsql stop --data %s', or choose another directory with --data."
                .formatted(real, holder(real), real));
      }
      return opened;
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** Makes the directory if it is missing; returns its absolute path without symbolic links. */
  private static Path create(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
      letOthersPass(path);
    }
    return path.toRealPath();
  }

  /**
   * An empty file in {@code path}, which is made if it is missing, for the output of a service in
   * the background. The one of the run before is kept beside it.
   *
   * @throws ServiceException if it cannot be made
   */
  public static Path newLog(Path path) {
    try {
      Path log = log(create(path));
      if (Files.exists(log)) {
        Files.move(log, log.resolveSibling(LOG_FILE + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
      return Files.createFile(log);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static ServiceException unusable(Path path, IOException cause) {
    return new ServiceException(
        "The data directory %s cannot be used (%s). Choose another one with --data."
            .formatted(path, cause),
        cause);
  }

  /** Opens an existing directory, or returns null if another service uses it. */
  static @Nullable DataDirectory tryOpen(Path path) throws IOException {
    FileChannel channel = lock(path);
    return channel == null ? null : new DataDirectory(path, channel);
  }

  /** Lets PostgreSQL's account through a directory that root keeps. */
  static void letOthersPass(Path path) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(OTHERS_MAY_PASS));
    }
  }

  private static @Nullable FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve(LOCK_FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    boolean locked = false;
    try {
      // The operating system drops the lock when this process ends, however it ends.
      FileLock lock = channel.tryLock();
      locked = lock != null;
      if (locked) {
        byte[] pid =
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
      }
      return locked ? channel : null;
    } catch (OverlappingFileLockException e) {
      return null; // Another service of this JVM has it.
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static String holder(Path path) throws IOException {
    String pid = Files.readString(path.resolve(LOCK_FILE), StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() ? "another process" : "process " + pid;
  }

  /** The absolute path, without symbolic links. */
  Path path() {
    return path;
  }

  /** Deletes the directory with all that is in it. */
  void delete() throws IOException {
    deleteTree(path);
  }

  /** Deletes {@code root} with all that is in it; nothing happens if it is not there. */
  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(directory);
            return super.postVisitDirectory(directory, failure);
          }
        });
  }

  @Override
  public void close() {
    try {
      lockChannel.close();
    } catch (IOException e) {
      throw new ServiceException("Unlocking " + path + " failed (" + e + ").", e);
    }
  }
}
