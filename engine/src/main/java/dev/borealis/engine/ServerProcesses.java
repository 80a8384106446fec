package dev.borealis.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The processes of whatever PostgreSQL server works in a data directory, this JVM's or another's.
 * On Linux the operating system tells: each of them has the data directory as its working
 * directory. Elsewhere only the postmaster is known, from its pid file.
 *
 * @param pgdata the data directory, as a real path
 */
record ServerProcesses(Path pgdata) {
  private static final Path PROC = Path.of("/proc");
  private static final boolean LINUX = Files.isSymbolicLink(PROC.resolve("self/cwd"));

  private static final Duration POLL = Duration.ofMillis(3);

  /** A backend that reacts to TERM does so at once; one that does not is beyond reasoning with. */
  private static final Duration PATIENCE_BEFORE_KILL = Duration.ofSeconds(1);

  private static final Duration LONGEST_DYING = Duration.ofSeconds(10);

  /** All of them. */
  List<ProcessHandle> all() throws IOException {
    if (!LINUX) {
      return postmaster().stream().toList();
    }
    List<ProcessHandle> found = new ArrayList<>();
    try (var processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : processes) {
        ProcessHandle.of(Long.parseLong(String.valueOf(process.getFileName())))
            .filter(this::contains)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** The postmaster that the pid file names, if it really is one that works here. */
  Optional<ProcessHandle> postmaster() throws IOException {
    return PostmasterPidFile.read(pgdata)
        .flatMap(file -> ProcessHandle.of(file.processId()))
        .filter(this::contains);
  }

  /** Whether {@code process} is alive and one of these; a process id alone may be reused. */
  boolean contains(ProcessHandle process) {
    if (!LINUX) {
      return process.isAlive() && process.info().command().filter(this::isPostgres).isPresent();
    }
    Path entry = PROC.resolve(Long.toString(process.pid()));
    try {
      return Files.readSymbolicLink(entry.resolve("cwd")).equals(pgdata)
          && isPostgres(Files.readSymbolicLink(entry.resolve("exe")).toString());
    } catch (IOException e) {
      // It is gone, or it belongs to somebody else and so is none of these.
      return false;
    }
  }

  private boolean isPostgres(String program) {
    Path name = Path.of(program).getFileName();
    return name != null && name.toString().startsWith("postgres");
  }

  /**
   * Waits until {@code process} is none of these any more; returns false if that takes too long.
   */
  boolean awaitExit(ProcessHandle process, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (contains(process)) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Interruption.sleep(POLL);
    }
    return true;
  }

  /**
   * Ends all of them, which are left over from a postmaster that died: as long as one lives, no new
   * postmaster can start.
   *
   * @throws EngineException if one of them survives even a KILL for ten seconds
   */
  void end() throws IOException {
    long start = System.nanoTime();
    boolean killing = false;
    List<ProcessHandle> left = all();
    // TERM gives a backend the chance to tell its client why (57P01).
    left.forEach(ProcessHandle::destroy);
    while (!left.isEmpty()) {
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(LONGEST_DYING) > 0) {
        throw new EngineException(
            ("PostgreSQL processes of a former server still work in %s and do not end: %s. "
                    + "End them and try again.")
                .formatted(
                    pgdata,
                    left.stream().map(p -> "" + p.pid()).collect(Collectors.joining(", "))));
      }
      if (!killing && waited.compareTo(PATIENCE_BEFORE_KILL) > 0) {
        killing = true;
        left.forEach(ProcessHandle::destroyForcibly);
      }
      Interruption.sleep(POLL);
      left = all();
    }
  }
}
