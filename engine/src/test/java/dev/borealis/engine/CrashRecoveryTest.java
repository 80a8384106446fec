package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashRecoveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir(factory = ReachableDirectory.class)
  Path directory;

  private final BlockingQueue<ServerState> states = new LinkedBlockingQueue<>();

  @BeforeEach
  void unpackBinaries() {
    // So that a child does not have to within the patience of its test.
    assertThat(SharedCache.binaries().program("postgres")).isExecutable();
  }

  @Test
  void startsAKilledPostmasterAgain() throws Exception {
    try (var server = ready(SharedCache.durable(directory))) {
      for (int round = 0; round < 3; round++) {
        try (var session = TestingSession.open(server.socket())) {
          session.query("create table if not exists t (i int)");
          session.query("insert into t values (" + round + ")");
          kill(postmaster());
          awaitStates(ServerState.RESTARTING, ServerState.READY);
          assertThatThrownBy(() -> session.query("select 1")).isInstanceOf(IOException.class);
        }
        try (var session = TestingSession.open(server.socket())) {
          assertThat(session.value("select count(*) from t")).isEqualTo("" + (round + 1));
        }
      }
    }
    awaitStates(ServerState.STOPPING, ServerState.STOPPED);
    assertThat(processes().all()).isEmpty();
  }

  @Test
  void losesNoAcknowledgedRow() throws Exception {
    try (var server = ready(SharedCache.durable(directory))) {
      try (var session = TestingSession.open(server.socket())) {
        session.query("create table t (i int)");
      }
      int acknowledged = 0;
      for (int round = 1; round <= 5; round++) {
        ProcessHandle postmaster = postmaster();
        try (var session = TestingSession.open(server.socket())) {
          for (int row = 0; row < 100 * round; row++) {
            session.query("insert into t values (1)");
            acknowledged++;
          }
          kill(postmaster);
          while (acknowledged < Integer.MAX_VALUE) {
            session.query("insert into t values (1)");
            acknowledged++;
          }
        } catch (IOException e) {
          awaitStates(ServerState.RESTARTING, ServerState.READY);
        }
        try (var session = TestingSession.open(server.socket())) {
          int kept = Integer.parseInt(session.value("select count(*) from t"));
          // The last one may have been committed without the news reaching us.
          assertThat(kept).isBetween(acknowledged, acknowledged + 1);
          acknowledged = kept;
        }
      }
    }
  }

  @Test
  void endsBusySessionsOfADeadPostmasterCleanly() throws Exception {
    try (var server = ready(SharedCache.durable(directory));
        var session = TestingSession.open(server.socket());
        var other = TestingSession.open(server.socket())) {
      // Never waits, so it would not notice by itself that its postmaster is gone.
      session.send("do $$ begin loop end loop; end $$");
      awaitRow(other, "state = 'active' and query like 'do %'");
      kill(postmaster());
      assertThatThrownBy(session::readUntilReady).hasMessageContaining("57P01");
      awaitStates(ServerState.RESTARTING, ServerState.READY);
    }
  }

  @Test
  void restartsWhenABackendIsKilled() throws Exception {
    try (var server = ready(SharedCache.durable(directory));
        var session = TestingSession.open(server.socket());
        var other = TestingSession.open(server.socket())) {
      String bystander = other.value("select pg_backend_pid()");
      // A backend that is still busy sending its last answer cannot tell why it ends.
      awaitRow(session, "pid = " + bystander + " and wait_event = 'ClientRead'");
      kill(
          ProcessHandle.of(Long.parseLong(session.value("select pg_backend_pid()"))).orElseThrow());
      assertThatThrownBy(other::readUntilReady).hasMessageContaining("57P02");
      awaitStates(ServerState.RESTARTING, ServerState.READY);
      try (var next = TestingSession.open(server.socket())) {
        assertThat(next.value("select 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void givesUpAServerThatCannotStartAnyMore() throws Exception {
    try (var server = ready(SharedCache.durable(directory))) {
      Files.delete(directory.resolve("pgdata/global/pg_control"));
      kill(postmaster());
      awaitStates(ServerState.RESTARTING, ServerState.FAILED);
      assertThatThrownBy(() -> server.awaitReady(PATIENCE))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("cannot start")
          .hasMessageContaining("pg_control");
    }
    assertThat(processes().all()).isEmpty();
  }

  @Test
  void takesOverFromAKilledJvm() throws Exception {
    ProcessHandle orphan;
    try (var child = ChildServer.start(SharedCache.directory(), directory)) {
      try (var session = TestingSession.open(child.socket())) {
        session.query("create table t as select generate_series(1, 1000) i");
      }
      orphan = postmaster();
      child.kill();
    }
    assertThat(orphan.isAlive()).isTrue();
    try (var server = ready(SharedCache.durable(directory));
        var session = TestingSession.open(server.socket())) {
      assertThat(session.value("select count(*) from t")).isEqualTo("1000");
      assertThat(postmaster()).isNotEqualTo(orphan);
      assertThat(processes().contains(orphan)).isFalse();
    }
  }

  @Test
  void takesOverWhenJvmAndPostmasterWereKilled() throws Exception {
    try (var child = ChildServer.start(SharedCache.directory(), directory)) {
      try (var session = TestingSession.open(child.socket())) {
        session.query("create table t as select generate_series(1, 1000) i");
        child.kill();
        kill(postmaster());
      }
    }
    try (var server = ready(SharedCache.durable(directory));
        var session = TestingSession.open(server.socket())) {
      assertThat(session.value("select count(*) from t")).isEqualTo("1000");
    }
  }

  @Test
  void isNotMisledByAProcessIdThatIsSomebodyElsesNow() throws Exception {
    ready(SharedCache.durable(directory)).close();
    long self = ProcessHandle.current().pid();
    Files.writeString(
        directory.resolve("pgdata/postmaster.pid"), self + "\n" + directory + "\n0\n5432\n");
    Files.createDirectories(directory.resolve("socket"));
    Files.writeString(directory.resolve("socket/.s.PGSQL.5432.lock"), self + "\n");
    ready(SharedCache.durable(directory)).close();
  }

  @Test
  void namesTheProcessThatUsesTheDirectory() throws Exception {
    try (var child = ChildServer.start(SharedCache.directory(), directory)) {
      assertThatThrownBy(() -> PostgresServer.start(SharedCache.durable(directory)))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("in use by process " + child.processId());
    }
  }

  @Test
  void deletesEphemeralServersOfKilledJvms() throws Exception {
    Path abandoned;
    try (var child = ChildServer.start(SharedCache.directory())) {
      abandoned = child.socket().resolve("../..").normalize();
      child.kill();
    }
    var orphans = new ServerProcesses(abandoned.resolve("pgdata").toRealPath());
    assertThat(orphans.all()).isNotEmpty();
    try (var _ = ready(SharedCache.ephemeral())) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (Files.exists(abandoned) && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(abandoned).doesNotExist();
      assertThat(orphans.all()).isEmpty();
    }
  }

  @Test
  void beginsAfreshWhereAnEphemeralServerDied() throws Exception {
    Files.createFile(directory.resolve("ephemeral"));
    Files.createDirectories(directory.resolve("pgdata/base"));
    Files.writeString(directory.resolve("pgdata/base/junk"), "junk");
    var options = PostgresServerOptions.ephemeral(directory);
    try (var _ = ready(options.withCacheDirectory(SharedCache.directory()))) {
      assertThat(directory.resolve("pgdata/PG_VERSION")).exists();
      assertThat(directory.resolve("pgdata/base/junk")).doesNotExist();
    }
    assertThat(directory).doesNotExist();
  }

  @Test
  void refusesDurableUseOfWhatAnEphemeralServerLeft() throws Exception {
    Files.createFile(directory.resolve("ephemeral"));
    assertThatThrownBy(() -> PostgresServer.start(SharedCache.durable(directory)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("left behind by an ephemeral server");
  }

  @Test
  void replacesAHalfMadeDataDirectory() throws Exception {
    Path half = Files.createDirectories(directory.resolve("pgdata.new/base"));
    Files.writeString(half.resolve("junk"), "junk");
    try (var server = ready(SharedCache.durable(directory));
        var session = TestingSession.open(server.socket())) {
      assertThat(session.value("select 1")).isEqualTo("1");
      assertThat(directory.resolve("pgdata.new")).doesNotExist();
      assertThat(directory.resolve("pgdata/base/junk")).doesNotExist();
    }
  }

  private PostgresServer ready(PostgresServerOptions options) {
    var server = PostgresServer.start(options);
    server.onStateChange((before, now) -> states.add(now));
    try {
      server.awaitReady(PATIENCE);
    } catch (EngineException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void awaitStates(ServerState... expected) throws InterruptedException {
    ServerState first = states.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (first == ServerState.READY) {
      // The listener may have come just in time for the first start.
      first = states.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(first).isEqualTo(expected[0]);
    for (int i = 1; i < expected.length; i++) {
      assertThat(states.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(expected[i]);
    }
  }

  /** Waits until a session is as {@code condition} on pg_stat_activity says. */
  private static void awaitRow(TestingSession session, String condition) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (session.query("select 1 from pg_stat_activity where " + condition).isEmpty()) {
      assertThat(System.nanoTime()).as(condition).isLessThan(deadline);
    }
  }

  private ServerProcesses processes() throws IOException {
    return new ServerProcesses(directory.resolve("pgdata").toRealPath());
  }

  private ProcessHandle postmaster() throws IOException {
    return processes().postmaster().orElseThrow();
  }

  private static void kill(ProcessHandle process) {
    assertThat(process.destroyForcibly()).isTrue();
  }
}
