package dev.borealis.iam;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The identities of one data directory, in a file that only its owner may read. Several processes
 * may use the same directory: a change that one makes is seen by the others at their next lookup.
 * All methods may be called from any thread.
 */
public final class IdentityStore {
  /** What a fresh store holds: the key pair that local AWS tools use by custom. */
  public static final LocalIdentity DEFAULT_IDENTITY =
      new LocalIdentity(
          new Credentials("test", "test", null), LocalIdentity.userArn("test"), Policy.ALLOW_ALL);

  /** The number of users an AWS account may have ("IAM and AWS STS quotas"). */
  static final int MAX_IDENTITIES = 5000;

  private static final String FILE = "identities.properties";
  private static final int MAX_FILE_BYTES = 8 << 20;
  private static final Logger LOG = System.getLogger(IdentityStore.class.getName());

  /** Tells one version of the file from another. */
  private record Version(FileTime modified, long size, @Nullable Object fileKey) {}

  private record Snapshot(@Nullable Version version, Map<String, LocalIdentity> identities) {}

  private final StateDirectory directory;
  private final Map<String, LocalIdentity> inMemory = new ConcurrentHashMap<>();
  private volatile Snapshot current;

  private IdentityStore(StateDirectory directory, Snapshot first) {
    this.directory = directory;
    this.current = first;
  }

  /**
   * Opens the store in {@code directory}, making both if they do not exist.
   *
   * @throws IOException if the file cannot be read, written or understood; the message names it
   */
  public static IdentityStore open(Path directory) throws IOException {
    StateDirectory files = StateDirectory.open(directory);
    if (files.read(FILE, MAX_FILE_BYTES) == null) {
      try (StateDirectory.Changes changes = files.lock()) {
        if (files.read(FILE, MAX_FILE_BYTES) == null) {
          write(changes, List.of(DEFAULT_IDENTITY));
        }
      }
    }
    return new IdentityStore(files, read(files));
  }

  /** The identities of the file, by access key. */
  public List<LocalIdentity> list() throws IOException {
    return List.copyOf(read(directory).identities().values());
  }

  /**
   * Adds an identity to the file.
   *
   * @return false, and nothing changes, if its access key is taken
   * @throws IllegalArgumentException if its credentials are temporary, which only {@link
   *     #addInMemory} takes
   * @throws IOException if the file cannot be read or written, or is full
   */
  public boolean add(LocalIdentity identity) throws IOException {
    if (identity.credentials().sessionToken() != null) {
      throw new IllegalArgumentException(
          "the credentials of %s are temporary; store a long-lived key pair"
              .formatted(identity.accessKeyId()));
    }
    try (StateDirectory.Changes changes = directory.lock()) {
      Map<String, LocalIdentity> identities = new TreeMap<>(read(directory).identities());
      if (identities.putIfAbsent(identity.accessKeyId(), identity) != null) {
        return false;
      }
      if (identities.size() > MAX_IDENTITIES) {
        throw new IOException(
            "%s holds %d identities, the most there can be; remove one first"
                .formatted(directory.file(FILE), MAX_IDENTITIES));
      }
      write(changes, identities.values());
      return true;
    }
  }

  /**
   * Changes the policy of an identity in the file; counts from the next sign-in or request.
   *
   * @return whether there is one
   */
  public boolean changePolicy(String accessKeyId, UnaryOperator<Policy> change) throws IOException {
    try (StateDirectory.Changes changes = directory.lock()) {
      Map<String, LocalIdentity> identities = new TreeMap<>(read(directory).identities());
      LocalIdentity known = identities.get(accessKeyId);
      if (known == null) {
        return false;
      }
      identities.put(
          accessKeyId,
          new LocalIdentity(
              known.credentials(), known.principalArn(), change.apply(known.policy())));
      write(changes, identities.values());
      return true;
    }
  }

  /**
   * Removes an identity from the file. Sessions that are open stay open.
   *
   * @return whether there was one
   */
  public boolean remove(String accessKeyId) throws IOException {
    try (StateDirectory.Changes changes = directory.lock()) {
      Map<String, LocalIdentity> identities = new TreeMap<>(read(directory).identities());
      if (identities.remove(accessKeyId) == null) {
        return false;
      }
      write(changes, identities.values());
      return true;
    }
  }

  /**
   * Lets an identity sign in to this process without writing it anywhere. It hides one of the file
   * that has the same access key and other credentials; with equal credentials the file's stays in
   * force, with its principal and policy.
   */
  public void addInMemory(LocalIdentity identity) {
    inMemory.put(identity.accessKeyId(), identity);
  }

  /**
   * The identity of an access key, from the file as it is now. If the file has become unreadable,
   * the last readable version counts and the log says so.
   */
  Optional<LocalIdentity> find(String accessKeyId) {
    LocalIdentity stored = fresh().identities().get(accessKeyId);
    LocalIdentity extra = inMemory.get(accessKeyId);
    boolean extraCounts =
        extra != null && (stored == null || !stored.credentials().equals(extra.credentials()));
    return Optional.ofNullable(extraCounts ? extra : stored);
  }

  private Snapshot fresh() {
    Snapshot known = current;
    Version version = version(directory);
    return version != null && version.equals(known.version()) ? known : reload();
  }

  private synchronized Snapshot reload() {
    Version version = version(directory);
    if (!sameVersion(version, current.version())) {
      try {
        current = read(directory);
      } catch (IOException e) {
        LOG.log(
            Level.WARNING,
            "Identities stay as they were, because their file became unreadable: "
                + e.getMessage());
        current = new Snapshot(version, current.identities());
      }
    }
    return current;
  }

  private static boolean sameVersion(@Nullable Version a, @Nullable Version b) {
    return a == null ? b == null : a.equals(b);
  }

  private static Snapshot read(StateDirectory directory) throws IOException {
    // Asked for before reading: a change in between makes the version look old, and the file is
    // read once more.
    Version version = version(directory);
    byte[] content = directory.read(FILE, MAX_FILE_BYTES);
    Path file = directory.file(FILE);
    if (content == null) {
      throw new IOException(file + " has vanished; restart to begin with the default identity");
    }
    try {
      return new Snapshot(version, IdentityFile.read(content));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: %s; correct the file, or delete it to begin with the default identity"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static void write(StateDirectory.Changes changes, Iterable<LocalIdentity> identities)
      throws IOException {
    changes.replace(FILE, IdentityFile.write(identities), StateDirectory.Readers.OWNER);
  }

  private static @Nullable Version version(StateDirectory directory) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(directory.file(FILE), BasicFileAttributes.class);
      return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return null;
    }
  }
}
