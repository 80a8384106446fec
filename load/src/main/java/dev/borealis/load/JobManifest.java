package dev.borealis.load;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file of a job: what was asked for, so that it can be resumed by its name alone. What is done
 * stands in the cluster, in the {@link Ledger}.
 *
 * @param job the name of the job: letters and digits
 * @param kind what kind of work the job is
 * @param endpoint the cluster's host name
 * @param before each table before the job began; its rows and checksum as far as they are verified
 */
record JobManifest(
    String job, Kind kind, String endpoint, LoadOptions options, Map<String, TableState> before) {
  private static final String FILE = "manifest.json";
  private static final String LOCK = "lock";
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int NAME_LENGTH = 10;
  private static final JsonMapper JSON = new JsonMapper();

  /** What a job does. */
  enum Kind {
    LOAD,
    MIGRATE
  }

  /**
   * A table at some time.
   *
   * @param id tells it from another one of the same name
   * @param rows -1 if nobody has looked
   * @param checksum null if nobody has looked
   */
  record TableState(long id, long rows, @Nullable String checksum) {}

  /**
   * Makes sure that a table is the one that the job began to fill.
   *
   * @throws LoadException if it is gone, or somebody has put another one in its place, without the
   *     rows that are loaded already
   */
  void requireSame(@Nullable TargetTable table) {
    if (table == null) {
      throw new LoadException(
          "The table %s.%s is not there any more.".formatted(options.schema(), options.table()));
    }
    TableState then = before.get(table.qualifiedName());
    if (then != null && then.id() != table.id()) {
      throw new LoadException(
          "The table %s has been made anew since the job began, so the rows that it had loaded are not there. Load the files anew."
              .formatted(table.schema() + "." + table.name()));
    }
  }

  /**
   * Makes sure that the job is one that a command can go on with.
   *
   * @throws LoadException if it does other work, or works in another cluster
   */
  void requireResumable(Kind wanted, String host) {
    if (kind != wanted) {
      throw new LoadException(
          switch (kind) {
            case LOAD -> "The job %1$s is no migration: dsql load --resume %1$s".formatted(job);
            case MIGRATE ->
                "The job %s is a migration: dsql migrate -s %s --resume %s"
                    .formatted(job, options.sources().getFirst(), job);
          });
    }
    if (!endpoint.equals(host)) {
      throw new LoadException(
          "The job %s loads into %s, and not into %s. Name that cluster with --endpoint."
              .formatted(job, endpoint, host));
    }
  }

  static String newName() {
    SecureRandom random = new SecureRandom();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < NAME_LENGTH; i++) {
      name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return name.toString();
  }

  /** Where manifests are kept unless somebody says otherwise. */
  static Path defaultDirectory(Map<String, String> environment, Path home) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base = state.isEmpty() ? home.resolve(".local").resolve("state") : Path.of(state);
    return base.resolve("borealis").resolve("load");
  }

  private static Path directory(Path manifests, String job) {
    return manifests.resolve("jobs").resolve(job);
  }

  /** Reads a job's file. */
  static JobManifest read(Path manifests, String job) {
    if (!job.matches("[a-z0-9]{1,40}")) {
      throw new LoadException("'%s' is not the name of a job.".formatted(job));
    }
    Path file = directory(manifests, job).resolve(FILE);
    try {
      return JSON.readValue(Files.readAllBytes(file), JobManifest.class);
    } catch (NoSuchFileException e) {
      throw new LoadException(
          "There is no job %s in %s. It may be finished, or --manifest-dir names another directory."
              .formatted(job, manifests),
          e);
    } catch (IOException | JacksonException e) {
      throw new LoadException(
          "The manifest %s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /** Writes the job's file as a whole or not at all. */
  void write(Path manifests) {
    Path directory = directory(manifests, job);
    try {
      Files.createDirectories(directory);
      Path unfinished = directory.resolve(FILE + ".tmp");
      Files.write(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
      Files.move(
          unfinished,
          directory.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new LoadException(
          "The manifest cannot be written in %s: %s. Name another directory with --manifest-dir."
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  static void delete(Path manifests, String job) {
    Path directory = directory(manifests, job);
    try {
      Files.deleteIfExists(directory.resolve(FILE));
      Files.deleteIfExists(directory.resolve(LOCK));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new LoadException(
          "The finished job's directory %s remains: %s.".formatted(directory, e.getMessage()), e);
    }
  }

  /**
   * Lets nobody else on this machine run the job until the returned lock is closed.
   *
   * @throws LoadException if somebody does
   */
  static Lock lock(Path manifests, String job) {
    Path directory = directory(manifests, job);
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        // Another thread of this program has it.
        lock = null;
      }
      if (lock == null) {
        channel.close();
        throw new LoadException("The job %s is running already.".formatted(job));
      }
      return new Lock(channel, directory);
    } catch (IOException e) {
      throw new LoadException(
          "The job's directory %s cannot be used: %s. Name another one with --manifest-dir."
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  /** That nobody else runs the job. A job without a manifest leaves nothing behind. */
  record Lock(FileChannel channel, Path directory) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
        if (!Files.exists(directory.resolve(FILE))) {
          Files.deleteIfExists(directory.resolve(LOCK));
          Files.deleteIfExists(directory);
        }
      } catch (IOException e) {
        throw new LoadException("The job's lock cannot be released: " + e.getMessage() + ".", e);
      }
    }
  }
}
