package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SleepTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir(factory = ReachableDirectory.class)
  Path directory;

  private static CountDownLatch falls(PostgresServer server) {
    CountDownLatch asleep = new CountDownLatch(1);
    server.onStateChange((_, now) -> {
      if (now == ServerState.ASLEEP) {
        asleep.countDown();
      }
    });
    return asleep;
  }

  private static void sleep(PostgresServer server) throws InterruptedException {
    CountDownLatch asleep = falls(server);
    assertThat(server.sleep(() -> true)).isTrue();
    assertThat(asleep.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private void keepsRows(PostgresServer server) throws Exception {
    server.awaitReady(PATIENCE);
    try (var session = TestingSession.open(server.socket())) {
      assertThat(session.query("create table t as select 42 as a")).isEmpty();
    }
    sleep(server);
    server.awaitReady(PATIENCE);
    assertThat(server.state()).isEqualTo(ServerState.READY);
    try (var session = TestingSession.open(server.socket())) {
      assertThat(session.value("select a from t")).isEqualTo("42");
    }
  }

  @Test
  void durableServerKeepsItsRowsWhileItSleeps() throws Exception {
    try (var server = PostgresServer.start(SharedCache.durable(directory))) {
      keepsRows(server);
    }
  }

  @Test
  void ephemeralServerKeepsItsRowsWhileItSleeps() throws Exception {
    try (var server = PostgresServer.start(SharedCache.ephemeral())) {
      keepsRows(server);
    }
  }

  @Test
  void hasNoProcessBeforeSomebodyWaitsForIt() throws Exception {
    try (var server = PostgresServer.asleep(SharedCache.durable(directory))) {
      assertThat(server.state()).isEqualTo(ServerState.ASLEEP);
      assertThat(processes()).isEmpty();
      server.awaitReady(PATIENCE);
      assertThat(processes()).isNotEmpty();
    }
    assertThat(processes()).isEmpty();
  }

  private List<ProcessHandle> processes() throws IOException {
    return new ServerProcesses(directory.toRealPath().resolve("pgdata")).all();
  }

  @Test
  void staysAwakeIfItIsUsed() {
    try (var server = PostgresServer.start(SharedCache.ephemeral())) {
      server.awaitReady(PATIENCE);
      assertThat(server.sleep(() -> false)).isFalse();
      assertThat(server.state()).isEqualTo(ServerState.READY);
    }
  }

  @Test
  void whoWaitsForItAfterItWasSentToSleepFindsItReady() throws Exception {
    try (var server = PostgresServer.start(SharedCache.ephemeral())) {
      server.awaitReady(PATIENCE);
      for (int round = 0; round < 5; round++) {
        assertThat(server.sleep(() -> true)).isTrue();
        server.awaitReady(PATIENCE);
        try (var session = TestingSession.open(server.socket())) {
          assertThat(session.value("select 1")).isEqualTo("1");
        }
      }
    }
  }

  @Test
  void closesWhileItSleeps() throws Exception {
    var server = PostgresServer.start(SharedCache.durable(directory));
    server.awaitReady(PATIENCE);
    sleep(server);
    server.close();
    assertThat(server.state()).isEqualTo(ServerState.STOPPED);
    PostgresServer.start(SharedCache.durable(directory)).close();
  }
}
