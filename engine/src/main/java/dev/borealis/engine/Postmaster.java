package dev.borealis.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One run of PostgreSQL's main process, from launch to exit. */
final class Postmaster {
  /** A fast shutdown writes out what is only in memory, which may be hundreds of megabytes. */
  private static final Duration FAST_SHUTDOWN_PATIENCE = Duration.ofSeconds(30);

  /** On an immediate shutdown the postmaster itself kills after five seconds who still lives. */
  private static final Duration IMMEDIATE_SHUTDOWN_PATIENCE = Duration.ofSeconds(7);

  private static final Duration PID_FILE_PATIENCE = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(3);

  private final Process process;
  private final DataDirectory directory;
  private final PostgresPrograms programs;
  private final long logPosition;

  private Postmaster(
      Process process, DataDirectory directory, PostgresPrograms programs, long logPosition) {
    this.process = process;
    this.directory = directory;
    this.programs = programs;
    this.logPosition = logPosition;
  }

  /** Launches the server in a directory in which no other works. */
  static Postmaster launch(DataDirectory directory, PostgresPrograms programs) throws IOException {
    long logPosition = directory.log().size();
    ProcessBuilder server =
        programs.process(
            "postgres",
            List.of(
                "-D",
                directory.pgdata().toString(),
                "-c",
                "config_file=" + directory.settingsFile(),
                // On the command line, where nothing that a session could write overrides them.
                "-c",
                "listen_addresses=",
                "-c",
                "unix_socket_directories=" + listItem(directory.socketDirectory())));
    // Ctrl-C in the terminal reaches every process of the session; in one of its own, the server
    // is stopped by us, in order.
    Executables.find("setsid")
        .ifPresent(setsid ->
            server.command(
                Stream.concat(Stream.of(setsid.toString()), server.command().stream()).toList()));
    server.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().file().toFile()));
    Process process = server.start();
    process.getOutputStream().close();
    return new Postmaster(process, directory, programs, logPosition);
  }

  // An element of a list setting, in which commas and spaces would mean something.
  private static String listItem(Path path) {
    return '"' + path.toString().replace("\"", "\"\"") + '"';
  }

  void onExit(Runnable action) {
    var _ = process.onExit().thenRun(action);
  }

  /** How it ended: above 128, by the signal of that number less 128. */
  int exitCode() {
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it accepts connections. */
  boolean isReady() throws IOException {
    return ownPidFile().filter(PostmasterPidFile::ready).isPresent();
  }

  // Right after the launch the file may still be that of a former run.
  private Optional<PostmasterPidFile> ownPidFile() throws IOException {
    return PostmasterPidFile.read(directory.pgdata()).filter(file -> isOurs(file.processId()));
  }

  private boolean isOurs(long processId) {
    // Some of the programs that switch the account stay, and the server is their child.
    return process.pid() == processId
        || process.descendants().anyMatch(child -> child.pid() == processId);
  }

  /** What it wrote to its log last. */
  String lastWords() throws IOException {
    return directory.log().excerpt(logPosition);
  }

  /**
   * Ends it and all its sessions; returns when no process of it is left. What an ephemeral one has
   * in memory is not written out, as nobody will read it again.
   */
  void stop() throws IOException {
    stop(directory.durable());
  }

  /** The same, with all data written out. */
  void stopInOrder() throws IOException {
    stop(true);
  }

  private void stop(boolean orderly) throws IOException {
    awaitPidFile();
    if (isAlive()) {
      ProcessHandle server =
          ownPidFile()
              .flatMap(file -> ProcessHandle.of(file.processId()))
              .orElse(process.toHandle());
      stop(server, directory.processes(), programs, orderly);
    }
    directory.processes().end();
    try {
      if (!process.waitFor(IMMEDIATE_SHUTDOWN_PATIENCE)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      throw Interruption.during("waiting for PostgreSQL to end", e);
    }
  }

  // Until it has written its pid file the server does not heed signals as it does later.
  private void awaitPidFile() throws IOException {
    long deadline = System.nanoTime() + PID_FILE_PATIENCE.toNanos();
    while (isAlive() && ownPidFile().isEmpty() && System.nanoTime() - deadline < 0) {
      Interruption.sleep(POLL);
    }
  }

  /**
   * Stops a postmaster, this JVM's or another's.
   *
   * @param orderly whether to write out all data first; otherwise the next start has to recover
   */
  static void stop(
      ProcessHandle postmaster,
      ServerProcesses processes,
      PostgresPrograms programs,
      boolean orderly) {
    if (orderly) {
      programs.signal("INT", postmaster);
      if (processes.awaitExit(postmaster, FAST_SHUTDOWN_PATIENCE)) {
        return;
      }
    }
    programs.signal("QUIT", postmaster);
    if (!processes.awaitExit(postmaster, IMMEDIATE_SHUTDOWN_PATIENCE)) {
      postmaster.destroyForcibly();
    }
  }
}
