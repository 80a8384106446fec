package dev.borealis.bench;

import dev.borealis.gateway.tls.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The peer of the gateway: PgBouncer in transaction mode over the same PostgreSQL socket, with TLS
 * and a certificate of the same kind.
 */
final class PgBouncer implements AutoCloseable {
  /** What clients give as password; there is nothing to protect. */
  static final String PASSWORD = "bench";

  private static final Pattern VERSION = Pattern.compile("PgBouncer (\\d+)\\.(\\d+)");
  private static final Duration MAX_START = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(20);

  private final Process process;
  private final int port;
  private final Path caFile;

  private PgBouncer(Process process, int port, Path caFile) {
    this.process = process;
    this.port = port;
    this.caFile = caFile;
  }

  /** The installed program. */
  static Path program() {
    return Program.require("pgbouncer", "pgbouncer");
  }

  /** Whether prepared statements survive a change of the backend, which came with 1.21. */
  static boolean supportsPreparedStatements() {
    Matcher version =
        VERSION.matcher(Program.output(List.of(program().toString(), "--version"), Map.of()));
    if (!version.find()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    return major > 1 || Integer.parseInt(version.group(2)) >= 21;
  }

  /**
   * Starts it in front of a PostgreSQL.
   *
   * @param backends PostgreSQL connections at once
   * @param clients client connections at once
   */
  static PgBouncer start(Scratch scratch, Postmaster postgres, int backends, int clients) {
    int port = Loopback.freePort();
    Path program = program();
    Path directory = scratch.resolve("pgbouncer");
    Account account = Account.ownerOf(postgres.socket());
    try {
      Files.createDirectory(directory);
      ServerCertificate certificate =
          ServerCertificate.open(directory, Set.of("us-east-1"), Set.of());
      Path users =
          Files.writeString(
              directory.resolve("users"), "\"%s\" \"%s\"%n".formatted(DsqlService.USER, PASSWORD));
      Path configuration =
          Files.writeString(
              directory.resolve("pgbouncer.ini"),
              configuration(directory, postgres, users, port, backends, clients));
      try (var files = Files.list(directory)) {
        files.forEach(account::own);
      }
      account.own(directory);
      ProcessBuilder builder =
          new ProcessBuilder(
              account.command(List.of(program.toString(), configuration.toString())));
      builder.redirectErrorStream(true);
      builder.redirectOutput(directory.resolve("log").toFile());
      PgBouncer started = new PgBouncer(builder.start(), port, certificate.caFile());
      started.awaitReady(directory.resolve("log"));
      return started;
    } catch (IOException | UncheckedIOException e) {
      throw new BenchFailure("PgBouncer cannot be started: " + e.getMessage(), e);
    }
  }

  private static String configuration(
      Path directory, Postmaster postgres, Path users, int port, int backends, int clients) {
    String preparedStatements =
        supportsPreparedStatements() ? "max_prepared_statements = 200\n" : "";
    return """
    [databases]
    postgres = host=%s port=5432 dbname=postgres user=%s
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = plain
    auth_file = %s
    pool_mode = transaction
    default_pool_size = %d
    max_client_conn = %d
    listen_backlog = 4096
    client_tls_sslmode = require
    client_tls_key_file = %s
    client_tls_cert_file = %s
    log_connections = 0
    log_disconnections = 0
    """
            .formatted(
                postgres.socketDirectory(),
                DsqlService.USER,
                port,
                users,
                backends,
                clients,
                directory.resolve("server.key"),
                directory.resolve("server.pem"))
        + preparedStatements;
  }

  private void awaitReady(Path log) throws IOException {
    long deadline = System.nanoTime() + MAX_START.toNanos();
    while (true) {
      try {
        connect().close();
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() - deadline > 0) {
          close();
          throw new BenchFailure(
              "PgBouncer does not work (%s). Its log:%n%s"
                  .formatted(e.getMessage(), Files.readString(log).strip()),
              e);
        }
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        close();
        throw new BenchFailure("interrupted while PgBouncer started", e);
      }
    }
  }

  private WireClient connect() throws IOException {
    return WireClient.overTls(WireClient.trusting(caFile), port, DsqlService.USER, PASSWORD);
  }

  int port() {
    return port;
  }

  Path caFile() {
    return caFile;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
