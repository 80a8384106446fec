package dev.borealis.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one server, locked for this JVM:
 *
 * <pre>
 * borealis.lock     held as long as this JVM uses the directory; contains its process id
 * borealis.conf     PostgreSQL's settings
 * ephemeral         exists if the data are to be thrown away
 * pgdata/           PostgreSQL's data directory
 * socket/           private to PostgreSQL's account: the Unix-domain socket
 * socket-elsewhere  names the directory of the socket if this one's path is too long for it
 * postgres.log      PostgreSQL's messages; postgres.log.1 are older ones
 * </pre>
 *
 * Only {@code pgdata} and {@code socket} belong to PostgreSQL's account; the rest is the JVM's, so
 * that root never writes where an unprivileged account could lead it astray.
 */
final class DataDirectory implements AutoCloseable {
  /** A new server program cannot read the files of another major version. */
  private static final String MAJOR_VERSION = "16";

  static final String LOCK = "borealis.lock";
  private static final String SOCKET = ".s.PGSQL.5432";

  /** The length of {@code sun_path} on macOS less the final NUL; Linux allows four more. */
  private static final int LONGEST_SOCKET_PATH_BYTES = 103;

  private final Path root;
  private final boolean durable;
  private final OperatingSystemUser user;
  private final LockFile lock;
  private @Nullable Path socketDirectory;

  private DataDirectory(Path root, boolean durable, OperatingSystemUser user, LockFile lock) {
    this.root = root;
    this.durable = durable;
    this.user = user;
    this.lock = lock;
  }

  /**
   * Locks {@code directory}, which is made if it is missing.
   *
   * @throws EngineException if another server uses it, if PostgreSQL's account cannot reach it, or
   *     if it holds what this kind of server, durable or ephemeral, must not touch
   */
  static DataDirectory open(Path directory, boolean durable, OperatingSystemUser user)
      throws IOException {
    DirectoryTree.create(directory, DirectoryTree.OWNER_ONLY);
    if (DirectoryTree.isEmpty(directory)) {
      // PostgreSQL's account has to pass through, and nobody else.
      user.ownAsGroup(directory);
      boolean shared = user instanceof OperatingSystemUser.Unprivileged;
      DirectoryTree.setMode(
          directory, shared ? DirectoryTree.GROUP_MAY_PASS : DirectoryTree.OWNER_ONLY);
    }
    user.requireEntry(directory);
    Path real = directory.toRealPath();
    DataDirectory opened =
        tryLock(real, durable, user)
            .orElseThrow(() ->
                new EngineException(
                    ("The data directory %s is in use by %s. Stop the server that runs there, or "
                            + "choose another directory.")
                        .formatted(directory, LockFile.holder(real.resolve(LOCK)))));
    try {
      opened.checkKind();
      if (durable) {
        opened.checkPgdata();
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.lock.close();
      throw e;
    }
  }

  /** Locks an existing directory, if nobody else holds it, and asks nothing about its content. */
  static Optional<DataDirectory> tryLock(Path real, boolean durable, OperatingSystemUser user)
      throws IOException {
    LockFile lock = LockFile.tryAcquire(real.resolve(LOCK));
    return lock == null
        ? Optional.empty()
        : Optional.of(new DataDirectory(real, durable, user, lock));
  }

  private void checkKind() throws IOException {
    Path marker = root.resolve("ephemeral");
    if (durable && Files.exists(marker)) {
      throw new EngineException(
          ("%s was left behind by an ephemeral server, and its data may be incomplete. "
                  + "Delete it, or choose another directory.")
              .formatted(root));
    }
    if (!durable && !Files.exists(marker)) {
      if (!holdsOnlyTheLock()) {
        throw new EngineException(
            ("%s is not empty, and an ephemeral server deletes its data directory. Choose an"
                    + " empty or a new one.")
                .formatted(root));
      }
      Files.createFile(marker);
    }
  }

  private boolean holdsOnlyTheLock() throws IOException {
    try (var entries = Files.newDirectoryStream(root, entry -> !entry.endsWith(LOCK))) {
      return !entries.iterator().hasNext();
    }
  }

  private void checkPgdata() throws IOException {
    if (!Files.exists(pgdata())) {
      return;
    }
    String version;
    try {
      version = Files.readString(pgdata().resolve("PG_VERSION")).strip();
    } catch (NoSuchFileException e) {
      version = "none";
    }
    if (!version.equals(MAJOR_VERSION)) {
      throw new EngineException(
          ("%s is not a data directory of PostgreSQL %s (its PG_VERSION: %s). Choose "
                  + "another directory.")
              .formatted(pgdata(), MAJOR_VERSION, version));
    }
    if (DirectoryTree.hasPosixModes(root)) {
      String owner = Files.getOwner(pgdata()).getName();
      if (!owner.equals(user.name())) {
        throw new EngineException(
            ("%s belongs to %s, but PostgreSQL would run as %s. Start as %s, or hand it "
                    + "over: chown -R %s %s")
                .formatted(pgdata(), owner, user.name(), owner, user.name(), pgdata()));
      }
    }
  }

  /** PostgreSQL's data directory. */
  Path pgdata() {
    return root.resolve("pgdata");
  }

  Path settingsFile() {
    return root.resolve("borealis.conf");
  }

  ServerLog log() {
    return new ServerLog(root.resolve("postgres.log"));
  }

  boolean durable() {
    return durable;
  }

  /** The processes of PostgreSQL that work here. */
  ServerProcesses processes() throws IOException {
    return new ServerProcesses(Files.exists(pgdata()) ? pgdata().toRealPath() : pgdata());
  }

  /**
   * Ends what a JVM that died has left running here, and removes what would mislead a new server.
   */
  void recover(PostgresPrograms programs) throws IOException {
    var orphan = processes().postmaster();
    if (orphan.isPresent()) {
      EngineLog.log(
          Level.WARNING,
          "Stopping PostgreSQL (process %d) in %s, which a former run left behind"
              .formatted(orphan.get().pid(), root));
      Postmaster.stop(orphan.get(), processes(), programs, durable);
    }
    endProcesses();
    if (!durable) {
      DirectoryTree.delete(pgdata());
    }
    Path elsewhere = root.resolve("socket-elsewhere");
    if (Files.exists(elsewhere)) {
      deleteSocketDirectory(Path.of(Files.readString(elsewhere, StandardCharsets.UTF_8).strip()));
      Files.delete(elsewhere);
    }
    deleteSockets(root.resolve("socket"));
  }

  /** Ends the processes that a dead postmaster left, so that a new one can start. */
  void endProcesses() throws IOException {
    processes().end();
    var pidFile = PostmasterPidFile.read(pgdata());
    // PostgreSQL would refuse to start if the number in its stale pid file is some other process
    // by now. That none works here any more has just been made sure of.
    if (pidFile.isPresent() && ProcessHandle.of(pidFile.get().processId()).isPresent()) {
      Files.deleteIfExists(PostmasterPidFile.in(pgdata()));
    }
    if (socketDirectory != null) {
      deleteSockets(socketDirectory);
    }
  }

  /** Fills {@code pgdata} from {@code template} if there is none, and writes the settings. */
  void prepare(ClusterTemplate template, PostgresServerOptions options) throws IOException {
    if (!Files.exists(pgdata())) {
      template.copyTo(pgdata(), durable);
    }
    Files.writeString(settingsFile(), PostgresSettings.file(options));
    user.ownAsGroup(settingsFile());
    DirectoryTree.setMode(settingsFile(), "rw-r-----");
    socketDirectory = makeSocketDirectory();
    log().begin();
  }

  private Path makeSocketDirectory() throws IOException {
    Path here = root.resolve("socket");
    if (fits(here)) {
      DirectoryTree.create(here, DirectoryTree.OWNER_ONLY);
      user.own(here);
      return here;
    }
    Path elsewhere = Files.createTempDirectory("borealis-");
    if (!fits(elsewhere)) {
      Files.delete(elsewhere);
      elsewhere = Files.createTempDirectory(Path.of("/tmp"), "borealis-");
    }
    Files.writeString(root.resolve("socket-elsewhere"), elsewhere + "\n", StandardCharsets.UTF_8);
    user.own(elsewhere);
    user.requireEntry(elsewhere);
    return elsewhere;
  }

  private static boolean fits(Path directory) {
    byte[] path = directory.resolve(SOCKET).toString().getBytes(StandardCharsets.UTF_8);
    return path.length <= LONGEST_SOCKET_PATH_BYTES;
  }

  /** The socket that PostgreSQL listens on. */
  Path socket() {
    return socketDirectory().resolve(SOCKET);
  }

  Path socketDirectory() {
    if (socketDirectory == null) {
      throw new IllegalStateException("the data directory is not prepared");
    }
    return socketDirectory;
  }

  private static void deleteSockets(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(SOCKET));
    Files.deleteIfExists(directory.resolve(SOCKET + ".lock"));
  }

  private static void deleteSocketDirectory(Path directory) throws IOException {
    deleteSockets(directory);
    if (Files.exists(directory) && DirectoryTree.isEmpty(directory)) {
      Files.delete(directory);
    }
  }

  /** Unlocks the directory; if it is ephemeral, deletes it first. No process may be left. */
  @Override
  public void close() {
    try (lock) {
      if (socketDirectory != null) {
        deleteSocketDirectory(socketDirectory);
        Files.deleteIfExists(root.resolve("socket-elsewhere"));
      }
      if (!durable) {
        // The lock goes last: as long as there is anything, it must be seen to be in use.
        DirectoryTree.deleteContents(root, name -> !name.equals(LOCK));
        DirectoryTree.delete(root);
      }
    } catch (IOException e) {
      throw EngineException.of("Cleaning up " + root, e);
    }
  }
}
