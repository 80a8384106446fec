package dev.borealis.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The place in the cache where ephemeral servers live that were not given a directory. A server
 * whose JVM was killed is found here by the next one, stopped and deleted.
 */
record EphemeralDirectories(Path place, PostgresPrograms programs) {

  // Between making a directory and locking it, it looks abandoned; this lock spans both.
  private static final String LOCK = "ephemeral.lock";

  private static final Duration LONGEST_CREATION = Duration.ofSeconds(30);

  static EphemeralDirectories in(Path cache, PostgresPrograms programs) throws IOException {
    Path place = cache.resolve("ephemeral");
    if (DirectoryTree.create(place, DirectoryTree.ALL_MAY_READ)) {
      DirectoryTree.spread(place);
    }
    return new EphemeralDirectories(place, programs);
  }

  /** A new directory, locked. */
  DataDirectory create() throws IOException {
    try (LockFile _ = LockFile.acquire(place.resolve(LOCK), LONGEST_CREATION)) {
      return DataDirectory.open(place.resolve(newName()), false, programs.user());
    }
  }

  // Unique among all that exist: the process is one of those that live, and the clock goes on.
  // Short,
  // because the path of a socket has little room.
  private static String newName() {
    return Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
        + "-"
        + Long.toString(System.nanoTime(), Character.MAX_RADIX);
  }

  /** Stops and deletes the servers whose JVM is gone. */
  void sweep() {
    try {
      for (DataDirectory abandoned : lockAbandoned()) {
        remove(abandoned);
      }
    } catch (IOException | EngineException e) {
      // The next sweep tries again; the server that is being started now is not concerned.
      EngineLog.log(Level.WARNING, "Cleaning up after a former run failed: " + e.getMessage());
    }
  }

  private void remove(DataDirectory abandoned) throws IOException {
    try (abandoned) {
      abandoned.recover(programs);
    }
  }

  private List<DataDirectory> lockAbandoned() throws IOException {
    List<DataDirectory> locked = new ArrayList<>();
    try (LockFile _ = LockFile.acquire(place.resolve(LOCK), LONGEST_CREATION);
        var entries = Files.newDirectoryStream(place, entry -> Files.isDirectory(entry))) {
      for (Path entry : entries) {
        DataDirectory.tryLock(entry, false, programs.user()).ifPresent(locked::add);
      }
    }
    return locked;
  }
}
