package dev.borealis.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A data directory as initdb and the bootstrap script leave it. Clusters are copies of it, which
 * takes a tenth of the time. It holds no running state: the server was shut down cleanly.
 */
record ClusterTemplate(Path content, PostgresPrograms programs) {

  private static final List<String> INITDB_ARGUMENTS =
      List.of(
          "--username=postgres",
          "--encoding=UTF8",
          "--locale=C",
          // Whoever reaches the socket in its private directory is trusted; there is nothing else.
          "--auth-local=trust",
          "--auth-host=reject",
          "--no-instructions",
          // The cache entry is synced as a whole when it is complete.
          "--no-sync");

  // A cluster has the database postgres and no other. Without initdb's two templates a copy has a
  // third of the files, and it is the number of files that a start and a stop spend their time on.
  // The empty lines end the commands.
  private static final String ONLY_ONE_DATABASE =
      """
      update pg_database set datistemplate = false;

      drop database template0;

      drop database template1;

      """;

  /** Raised whenever a template is made in another way than the constants above show. */
  private static final int FORMAT_VERSION = 1;

  /** The template with {@code script} applied, made now unless the cache has it. */
  static ClusterTemplate prepare(Path cache, PostgresPrograms programs, BootstrapScript script) {
    String key =
        CacheEntry.sha256(
            String.join(
                "\0",
                Integer.toString(FORMAT_VERSION),
                programs.binaries().digest(),
                // PostgreSQL opens only files of its own account.
                programs.user().name(),
                String.join(" ", INITDB_ARGUMENTS),
                ONLY_ONE_DATABASE,
                script.sql()));
    Path content =
        CacheEntry.require(cache, "template-" + key, making -> make(making, programs, script));
    return new ClusterTemplate(content, programs);
  }

  private static void make(Path content, PostgresPrograms programs, BootstrapScript script)
      throws IOException {
    EngineLog.log(Level.INFO, "Initialising the database template (only this first time)");
    DirectoryTree.create(content, DirectoryTree.OWNER_ONLY);
    programs.user().own(content);
    List<String> arguments = new ArrayList<>(INITDB_ARGUMENTS);
    arguments.addAll(List.of("-D", content.toString()));
    ProgramRun initdb = ProgramRun.of(programs.process("initdb", arguments));
    if (!initdb.succeeded()) {
      throw new EngineException(
          "initdb could not make the database template in %s: %s"
              .formatted(content, initdb.output()));
    }
    run(ONLY_ONE_DATABASE + script.sql(), content, programs);
  }

  // The binaries come without psql, and a single-user server needs no socket and no waiting.
  private static void run(String script, Path content, PostgresPrograms programs)
      throws IOException {
    Path input = content.resolveSibling("bootstrap.sql");
    Files.writeString(input, script);
    List<String> arguments =
        List.of(
            "--single",
            "-j",
            "-D",
            content.toString(),
            "-c",
            "exit_on_error=on",
            "-c",
            "fsync=off",
            "-c",
            "log_checkpoints=off",
            "postgres");
    ProcessBuilder server = programs.process("postgres", arguments);
    ProgramRun run = ProgramRun.of(server.redirectInput(input.toFile()));
    if (!run.succeeded()) {
      throw new EngineException("The bootstrap script failed: " + failure(run.output()));
    }
  }

  private static String failure(String output) {
    Optional<String> fatal =
        output
            .lines()
            .map(line -> line.replaceFirst("^.*?(FATAL|PANIC): +", "$1: "))
            .filter(line -> line.startsWith("FATAL: ") || line.startsWith("PANIC: "))
            .findFirst();
    return fatal.orElse(output);
  }

  /**
   * Makes the new data directory {@code pgdata}; it appears only when complete.
   *
   * @param durable whether it must survive a power failure from now on
   */
  void copyTo(Path pgdata, boolean durable) throws IOException {
    Path copy = pgdata.resolveSibling(pgdata.getFileName() + ".new");
    // What is there now was left by a process that died.
    makeEmpty(copy);
    if (!copyWithSystemProgram(copy)) {
      makeEmpty(copy);
      DirectoryTree.copyContents(content, copy, programs.user());
    }
    if (durable) {
      DirectoryTree.sync(copy);
    }
    Files.move(copy, pgdata, StandardCopyOption.ATOMIC_MOVE);
    Path parent = pgdata.getParent();
    if (durable && parent != null) {
      DirectoryTree.forceDirectory(parent);
    }
  }

  private void makeEmpty(Path copy) throws IOException {
    DirectoryTree.delete(copy);
    DirectoryTree.create(copy, DirectoryTree.OWNER_ONLY);
    programs.user().own(copy);
  }

  // Run as the owner, cp needs no pass that hands over a thousand files, and it is ready at once
  // where the JVM's own copying code would still be interpreted: measured 75 ms against 260 ms.
  private boolean copyWithSystemProgram(Path copy) {
    Optional<Path> cp = Executables.find("cp");
    if (cp.isEmpty()) {
      return false;
    }
    List<String> command =
        List.of(cp.get().toString(), "-a", "--reflink=auto", content + "/.", copy + "/");
    return ProgramRun.of(programs.otherProcess(command)).succeeded();
  }
}
