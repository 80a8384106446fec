package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL of the machine's own, with the pg_dump and psql that come with it. */
record LivePostgres(Path programs, Path data, int port) implements AutoCloseable {
  static final String USER = "postgres";
  static final String PASSWORD = "p+w @% 1";
  static final String ENCODED_PASSWORD = "p+w%20%40%25%201";

  /** Starts one; skips the test where none is installed as Debian does it. */
  static LivePostgres start(Path directory) throws Exception {
    Path versions = Path.of("/usr/lib/postgresql");
    assumeTrue(Files.isDirectory(versions), "PostgreSQL is installed");
    Path programs;
    try (Stream<Path> found = Files.list(versions)) {
      programs =
          found
              .map(version -> version.resolve("bin"))
              .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
              .max(Comparator.naturalOrder())
              .orElse(null);
    }
    assumeTrue(programs != null, "PostgreSQL's server is installed");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    Path data = Files.createDirectory(directory.resolve("live"));
    Path password = directory.resolve("password");
    Files.writeString(password, PASSWORD);
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
    if (isRoot()) {
      Files.setOwner(
          data,
          data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    if (programs == null) {
      throw new IllegalStateException("assumed above");
    }
    LivePostgres server = new LivePostgres(programs, data, port);
    String pgdata = data.resolve("pgdata").toString();
    server.run(
        "initdb",
        "-D",
        pgdata,
        "-U",
        USER,
        "-A",
        "scram-sha-256",
        "--no-sync",
        "-E",
        "UTF8",
        "--locale=C",
        "--pwfile=" + password);
    server.run(
        "pg_ctl",
        "-D",
        pgdata,
        "-w",
        "-l",
        data.resolve("log").toString(),
        "-o",
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
            .formatted(port),
        "start");
    return server;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** PostgreSQL does not run as root. */
  private void run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=nobody", "--clear-groups", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    execute(command);
  }

  private void execute(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", PASSWORD);
    Path said = Files.createTempFile("live-postgres", ".log");
    Process process = builder.redirectOutput(said.toFile()).start();
    int exit = process.waitFor();
    assertThat(exit).as(Files.readString(said, StandardCharsets.ISO_8859_1)).isZero();
    Files.delete(said);
  }

  /** Has psql run a script. */
  void script(Path file) throws IOException, InterruptedException {
    execute(
        List.of(
            programs.resolve("psql").toString(),
            "-qX",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            "postgresql://%s@127.0.0.1:%d/postgres".formatted(USER, port),
            "-f",
            file.toString()));
  }

  /** The address that somebody would type. */
  String address() {
    return "postgresql://%s:%s@127.0.0.1:%d/postgres".formatted(USER, ENCODED_PASSWORD, port);
  }

  String value(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), USER, PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return String.valueOf(rows.getString(1));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      run("pg_ctl", "-D", data.resolve("pgdata").toString(), "-m", "immediate", "-w", "stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL stopped", e);
    }
  }
}
