package dev.borealis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The peer of a service's start: the same PostgreSQL on a copy of its data directory, started by
 * hand with the settings of an ephemeral service, and asked over its Unix-domain socket.
 */
final class CopiedPostgres {
  private static final Duration MAX_START = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(1);
  private static final List<String> SETTINGS =
      List.of("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off");

  private final Path program;
  private final Path dataDirectory;
  private final Path socketDirectory;
  private final Account account;

  private CopiedPostgres(Path program, Path dataDirectory, Path socketDirectory, Account account) {
    this.program = program;
    this.dataDirectory = dataDirectory;
    this.socketDirectory = socketDirectory;
    this.account = account;
  }

  /** Makes a service, lets it create its data directory, stops it, and takes a copy. */
  static CopiedPostgres of(DsqlService.Dsql dsql, Scratch scratch) {
    Path copy = scratch.resolve("peer");
    Path socketDirectory = scratch.resolve("peer-socket");
    Path settings = scratch.resolve("peer-settings");
    Postmaster original;
    try (DsqlService service = dsql.start("--data", scratch.resolve("original").toString())) {
      original = service.postmaster();
      Files.copy(original.settingsFile(), settings);
      Files.createDirectory(socketDirectory);
    } catch (IOException e) {
      throw new BenchFailure("PostgreSQL's settings cannot be copied: " + e.getMessage(), e);
    }
    Program.output(
        List.of("cp", "-a", original.dataDirectory().toString(), copy.toString()), Map.of());
    Account account = Account.ownerOf(copy);
    account.own(socketDirectory);
    account.own(settings);
    try {
      Files.move(settings, copy.resolve("postgresql.conf"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BenchFailure("PostgreSQL's settings cannot be put in place: " + e, e);
    }
    return new CopiedPostgres(original.program(), copy, socketDirectory, account);
  }

  /** Starts it, asks one question, stops it; returns how long the answer took from the start on. */
  Duration timeToFirstAnswer() {
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "-D", dataDirectory.toString()));
    SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
    command.addAll(List.of("-c", "unix_socket_directories=" + socketDirectory));
    ProcessBuilder builder = new ProcessBuilder(account.command(command));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long begin = System.nanoTime();
    try {
      Process process = builder.start();
      try {
        awaitAnswer(process, begin);
        return Duration.ofNanos(System.nanoTime() - begin);
      } finally {
        process.destroy();
        process.waitFor();
      }
    } catch (IOException e) {
      throw new BenchFailure("The copied PostgreSQL cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted while the copied PostgreSQL started", e);
    }
  }

  private void awaitAnswer(Process process, long begin) throws InterruptedException {
    while (true) {
      try (WireClient client =
          WireClient.overUnixSocket(
              socketDirectory.resolve(Postmaster.SOCKET_FILE), DsqlService.USER)) {
        client.query("SELECT 1");
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() - begin > MAX_START.toNanos()) {
          throw new BenchFailure("The copied PostgreSQL does not answer: " + e.getMessage(), e);
        }
        Thread.sleep(POLL);
      }
    }
  }
}
