package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir(factory = ReachableDirectory.class)
  Path directory;

  @Test
  void runsWithTheSettingsOfTheService() throws Exception {
    try (var server = ready(SharedCache.ephemeral());
        var session = TestingSession.open(server.socket())) {
      assertThat(session.value("show server_version")).isEqualTo("16.15");
      assertThat(session.value("show server_encoding")).isEqualTo("UTF8");
      assertThat(
              session.value(
                  "select datcollate || datctype from pg_database where datname = 'postgres'"))
          .isEqualTo("CC");
      assertThat(session.value("show timezone")).isEqualTo("UTC");
      assertThat(session.value("show transaction_isolation")).isEqualTo("repeatable read");
      assertThat(session.value("show data_checksums")).isEqualTo("off");
      assertThat(session.value("show max_connections")).isEqualTo("200");
      assertThat(session.value("select session_user")).isEqualTo("postgres");
      assertThat(session.value("show fsync")).isEqualTo("off");
      assertThat(session.query("select name from pg_file_settings where error is not null"))
          .isEmpty();
    }
  }

  @Test
  void durableServerWaitsForTheDisk() throws Exception {
    try (var server = ready(SharedCache.durable(directory));
        var session = TestingSession.open(server.socket())) {
      assertThat(session.value("show fsync")).isEqualTo("on");
      assertThat(session.value("show synchronous_commit")).isEqualTo("on");
      assertThat(session.value("show full_page_writes")).isEqualTo("on");
    }
  }

  @Test
  void opensNoTcpPort() throws Exception {
    assumeThat(Path.of("/proc/net/tcp")).exists();
    try (var server = ready(SharedCache.ephemeral());
        var session = TestingSession.open(server.socket())) {
      assertThat(session.value("show listen_addresses")).isEmpty();
      Path pgdata = Path.of(session.value("show data_directory"));
      List<String> listening = new ArrayList<>(listeningSockets("tcp"));
      listening.addAll(listeningSockets("tcp6"));
      for (ProcessHandle process : new ServerProcesses(pgdata).all()) {
        assertThat(socketsOf(process)).doesNotContainAnyElementsOf(listening);
      }
    }
  }

  @Test
  void keepsDataAndSocketToItself() throws Exception {
    try (var server = ready(SharedCache.durable(directory.resolve("data")))) {
      String account = OperatingSystemUser.forPostgres().name();
      Path data = directory.resolve("data");
      assertThat(server.socket()).isEqualTo(data.resolve("socket/.s.PGSQL.5432"));
      for (Path mine : List.of(data.resolve("pgdata"), data.resolve("socket"))) {
        assertThat(mode(mine)).isEqualTo("rwx------");
        assertThat(Files.getOwner(mine).getName()).isEqualTo(account);
      }
      assertThat(mode(data)).isEqualTo(OperatingSystemUser.isRoot() ? "rwx--x---" : "rwx------");
      assertThat(mode(data.resolve("postgres.log"))).isEqualTo("rw-------");
      try (var files = Files.walk(data.resolve("pgdata"))) {
        assertThat(files.filter(Files::exists).map(PostgresServerTest::owner).distinct())
            .containsExactly(account);
      }
    }
  }

  @Test
  void durableServerKeepsItsRows() throws Exception {
    try (var server = ready(SharedCache.durable(directory));
        var session = TestingSession.open(server.socket())) {
      session.query("create table t (i int)");
      session.query("insert into t values (1), (2)");
    }
    try (var server = ready(SharedCache.durable(directory));
        var session = TestingSession.open(server.socket())) {
      assertThat(session.query("select i from t order by i")).containsExactly("1", "2");
    }
  }

  @Test
  void stopsEveryProcessAndSaysSo() throws Exception {
    List<ServerState> states = new CopyOnWriteArrayList<>();
    var server = ready(SharedCache.durable(directory));
    server.onStateChange((before, now) -> states.add(now));
    var processes = new ServerProcesses(directory.resolve("pgdata").toRealPath());
    assertThat(processes.all()).isNotEmpty();
    server.close();
    assertThat(processes.all()).isEmpty();
    assertThat(states).endsWith(ServerState.STOPPING, ServerState.STOPPED);
    assertThat(server.socket()).doesNotExist();
    assertThatThrownBy(() -> server.awaitReady(PATIENCE))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("stopped");
    int changes = states.size();
    server.close();
    assertThat(states).hasSize(changes);
  }

  @Test
  void closesBeforeItIsReady() throws Exception {
    PostgresServer.start(SharedCache.durable(directory)).close();
    assertThat(new ServerProcesses(directory.resolve("pgdata").toRealPath()).all()).isEmpty();
    ready(SharedCache.durable(directory)).close();
  }

  @Test
  void closesFromAListener() throws Exception {
    var server = PostgresServer.start(SharedCache.durable(directory));
    server.onStateChange((before, now) -> server.close());
    server.close();
    assertThat(server.state()).isEqualTo(ServerState.STOPPED);
  }

  @Test
  void ephemeralServerLeavesNothing() throws Exception {
    Path data = directory.resolve("data");
    try (var server =
        ready(PostgresServerOptions.ephemeral(data).withCacheDirectory(SharedCache.directory()))) {
      assertThat(server.socket()).startsWith(data);
    }
    assertThat(data).doesNotExist();

    Path socket;
    try (var server = ready(SharedCache.ephemeral())) {
      socket = server.socket();
      assertThat(socket).startsWith(SharedCache.directory());
    }
    assertThat(socket.resolve("../..").normalize()).doesNotExist();
  }

  @Test
  void ephemeralServerDeletesNothingOfOthers() throws Exception {
    Files.writeString(directory.resolve("letter"), "dear");
    var options = PostgresServerOptions.ephemeral(directory);
    assertThatThrownBy(() -> ready(options.withCacheDirectory(SharedCache.directory())))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("is not empty");
    assertThat(directory.resolve("letter")).hasContent("dear");
  }

  @Test
  void refusesADirectoryInUse() throws Exception {
    try (var _ = ready(SharedCache.durable(directory))) {
      assertThatThrownBy(() -> PostgresServer.start(SharedCache.durable(directory)))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use by this process");
    }
  }

  @Test
  void refusesADirectoryOfAnotherMajorVersion() throws Exception {
    Path pgdata = Files.createDirectories(directory.resolve("pgdata"));
    Files.writeString(pgdata.resolve("PG_VERSION"), "15\n");
    assertThatThrownBy(() -> PostgresServer.start(SharedCache.durable(directory)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("not a data directory of PostgreSQL 16 (its PG_VERSION: 15)");
  }

  @Test
  void runsTheBootstrapScriptIntoEveryCluster() throws Exception {
    var script =
        new BootstrapScript(
            "create role app;\r\n\r\ncreate table a (i int);\ninsert into a values (7);\n\n"
                + "create function f() returns int language sql as $$ select 8 $$");
    var options = SharedCache.ephemeral().withBootstrap(script);
    for (int round = 0; round < 2; round++) {
      try (var server = ready(options);
          var session = TestingSession.open(server.socket())) {
        assertThat(session.value("select i + f() from a")).isEqualTo("15");
        session.query("update a set i = 0");
      }
    }
  }

  @Test
  void tellsWhatIsWrongWithABootstrapScript() {
    var script = new BootstrapScript("create table a (i int);\n\nselect * from missing;\n\n");
    assertThatThrownBy(() -> ready(SharedCache.ephemeral().withBootstrap(script)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("bootstrap script failed")
        .hasMessageContaining("relation \"missing\" does not exist");
  }

  @Test
  void appliesSettingsAnewAtEachStart() throws Exception {
    var options = SharedCache.durable(directory);
    try (var server = ready(options.withMaxConnections(20));
        var session = TestingSession.open(server.socket())) {
      assertThat(session.value("show max_connections")).isEqualTo("20");
    }
    try (var server =
            ready(options.withSettings(Map.of("Work_Mem", "5MB", "my.quote", "it's \\ 1")));
        var session = TestingSession.open(server.socket())) {
      assertThat(session.value("show max_connections")).isEqualTo("200");
      assertThat(session.value("show work_mem")).isEqualTo("5MB");
      assertThat(session.value("show my.quote")).isEqualTo("it's \\ 1");
    }
  }

  @Test
  void tellsWhyItCannotStart() throws Exception {
    var options = SharedCache.durable(directory).withSettings(Map.of("work_mem", "plenty"));
    try (var server = PostgresServer.start(options)) {
      assertThatThrownBy(() -> server.awaitReady(PATIENCE))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("PostgreSQL cannot start in " + directory)
          .hasMessageContaining("work_mem")
          .hasMessageContaining("postgres.log");
      assertThat(server.state()).isEqualTo(ServerState.FAILED);
      assertThat(server.failure()).isPresent();
    }
    ready(SharedCache.durable(directory)).close();
  }

  @Test
  void reachesASocketWhosePathWouldBeTooLong() throws Exception {
    Path deep = directory.resolve("d".repeat(100)).resolve("an odd, \"quoted\" name's end");
    Path socket;
    try (var server = ready(SharedCache.durable(deep));
        var session = TestingSession.open(server.socket())) {
      socket = server.socket();
      assertThat(session.value("select 1")).isEqualTo("1");
      assertThat(mode(socket.resolveSibling(".").normalize())).isEqualTo("rwx------");
    }
    assertThat(socket.resolveSibling(".").normalize()).doesNotExist();
  }

  @Test
  void findsASocketInAnOddlyNamedDirectory() throws Exception {
    try (var server = ready(SharedCache.durable(directory.resolve("a, \"b\" c's")));
        var session = TestingSession.open(server.socket())) {
      assertThat(session.value("select 1")).isEqualTo("1");
    }
  }

  @Test
  void logsNoRowValues() throws Exception {
    try (var server = ready(SharedCache.durable(directory));
        var session = TestingSession.open(server.socket())) {
      session.query("create table t (name text primary key)");
      session.query("insert into t values ('confidential')");
      assertThatThrownBy(() -> session.query("insert into t values ('confidential')"))
          .hasMessageContaining("duplicate key");
      assertThatThrownBy(() -> session.query("select 'confidential'::int"))
          .hasMessageContaining("confidential");
      assertThatThrownBy(
              () -> session.query("select pg_terminate_backend(pg_backend_pid()), 'confidential'"))
          .hasMessageContaining("57P01");
    }
    assertThat(directory.resolve("postgres.log"))
        .content()
        .contains("ready to accept connections")
        .doesNotContain("confidential");
  }

  private static PostgresServer ready(PostgresServerOptions options) {
    var server = PostgresServer.start(options);
    try {
      server.awaitReady(PATIENCE);
      return server;
    } catch (EngineException e) {
      server.close();
      throw e;
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.readAttributes(path, PosixFileAttributes.class).permissions());
  }

  private static String owner(Path path) {
    try {
      return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The inodes of the sockets that somebody on this machine listens on. */
  private static List<String> listeningSockets(String table) throws IOException {
    Path file = Path.of("/proc/net", table);
    if (!Files.exists(file)) {
      return List.of();
    }
    String listen = "0A";
    return Files.readAllLines(file).stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length > 9 && fields[3].equals(listen))
        .map(fields -> fields[9])
        .toList();
  }

  private static List<String> socketsOf(ProcessHandle process) throws IOException {
    List<String> inodes = new ArrayList<>();
    Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
    try (var files = Files.newDirectoryStream(descriptors)) {
      for (Path file : files) {
        String target = Files.readSymbolicLink(file).toString();
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    }
    return inodes;
  }
}
