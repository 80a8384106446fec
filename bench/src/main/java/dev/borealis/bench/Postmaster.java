package dev.borealis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The main process of a running PostgreSQL.
 *
 * @param program its executable
 * @param dataDirectory where its data are
 * @param socketDirectory where its Unix-domain socket is
 * @param arguments what it was started with
 */
record Postmaster(Path program, Path dataDirectory, Path socketDirectory, List<String> arguments) {
  /**
   * The line of {@code postmaster.pid} that names the socket's directory (PostgreSQL, pidfile.h).
   */
  private static final int SOCKET_DIRECTORY_LINE = 4;

  /** Who made the database; may sign in over the socket. */
  static final String SUPERUSER = "postgres";

  static final String SOCKET_FILE = ".s.PGSQL.5432";

  /** Finds the PostgreSQL that a process has started. */
  static Postmaster childOf(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::children)
        .filter(child -> child.info().command().orElse("").endsWith("/postgres"))
        .map(child -> of(child.pid()))
        .findFirst()
        .orElseThrow(() -> new BenchFailure("Process " + pid + " has started no PostgreSQL."));
  }

  private static Postmaster of(long pid) {
    try {
      Path process = Path.of("/proc", Long.toString(pid));
      // PostgreSQL makes its data directory its working directory.
      Path dataDirectory = process.resolve("cwd").toRealPath();
      List<String> pidFile = Files.readAllLines(dataDirectory.resolve("postmaster.pid"));
      List<String> commandLine =
          List.of(Files.readString(process.resolve("cmdline")).split("\0", -1));
      return new Postmaster(
          process.resolve("exe").toRealPath(),
          dataDirectory,
          Path.of(pidFile.get(SOCKET_DIRECTORY_LINE)),
          commandLine.subList(1, commandLine.size()));
    } catch (IOException e) {
      throw new BenchFailure("PostgreSQL (process " + pid + ") cannot be examined: " + e, e);
    }
  }

  Path socket() {
    return socketDirectory.resolve(SOCKET_FILE);
  }

  /** The configuration file that it was given on its command line. */
  Path settingsFile() {
    return arguments.stream()
        .filter(argument -> argument.startsWith("config_file="))
        .map(argument -> Path.of(argument.substring(argument.indexOf('=') + 1)))
        .findFirst()
        .orElse(dataDirectory.resolve("postgresql.conf"));
  }
}
