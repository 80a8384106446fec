package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.engine.ServerState;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.Report;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sessions notice when PostgreSQL is killed. */
class EngineLossTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BlockingQueue<ServerState> states = new LinkedBlockingQueue<>();
  private TestCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = TestCluster.start();
    cluster.server().awaitReady(PATIENCE);
    cluster.server().onStateChange((_, now) -> states.add(now));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void killPostmasterAndAwaitRestart() throws IOException, InterruptedException {
    cluster.killPostmaster();
    awaitRestarting();
    assertThat(states.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ServerState.READY);
  }

  private void awaitRestarting() throws InterruptedException {
    ServerState next = states.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == ServerState.READY) {
      // The listener may have come just in time for the first start.
      next = states.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(next).isEqualTo(ServerState.RESTARTING);
  }

  private static void assertIsEnded(WireClient client) throws IOException {
    BackendMessage last = client.receive();
    assertThat(last).isInstanceOf(ErrorResponse.class);
    Report report = ((ErrorResponse) last).report();
    assertThat(report.severity()).isEqualTo("FATAL");
    assertThat(report.sqlState()).startsWith("57");
    assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
  }

  @Test
  void anIdleSessionGoesOnAfterTheRestart() throws Exception {
    try (WireClient session = cluster.connect()) {
      assertThat(session.run("CREATE TABLE kept (id int)")).containsExactly("CREATE TABLE");
      assertThat(session.run("SET TimeZone = 'Asia/Tokyo'; INSERT INTO kept VALUES (1)"))
          .containsExactly("SET", "INSERT 0 1");
      session.send(new Parse("s", bytes("SELECT 'prepared'"), List.of()), new Sync());
      session.receiveUntilReady();
      killPostmasterAndAwaitRestart();
      assertThat(session.value("SELECT count(*) FROM kept")).isEqualTo("1");
      assertThat(session.value("SHOW TimeZone")).isEqualTo("Asia/Tokyo");
      session.send(new Bind("", "s", new byte[6]), new Execute("", 0), new Sync());
      assertThat(WireClient.outcomes(session.receiveUntilReady())).containsExactly("SELECT 1");
    }
    cluster.awaitNothingLent();
  }

  @Test
  void anOpenTransactionEndsItsSession() throws Exception {
    try (WireClient session = cluster.connect()) {
      assertThat(session.run("CREATE TABLE rolled_back (id int)")).containsExactly("CREATE TABLE");
      assertThat(session.run("BEGIN; INSERT INTO rolled_back VALUES (1)"))
          .containsExactly("BEGIN", "INSERT 0 1");
      killPostmasterAndAwaitRestart();
      session.send(new Query(bytes("COMMIT")));
      assertIsEnded(session);
    }
    try (WireClient next = cluster.connect()) {
      assertThat(next.value("SELECT count(*) FROM rolled_back")).isEqualTo("0");
    }
    cluster.awaitNothingLent();
  }

  @Test
  void aRunningStatementEndsItsSession() throws Exception {
    try (WireClient session = cluster.connect()) {
      session.run("BEGIN");
      session.send(new Query(bytes("SELECT pg_sleep(60)")));
      cluster.killPostmaster();
      assertIsEnded(session);
    }
    cluster.awaitNothingLent();
  }

  @Test
  void aSessionThatComesDuringTheRestartIsServed() throws Exception {
    for (int round = 0; round < 3; round++) {
      cluster.killPostmaster();
      awaitRestarting();
      try (WireClient newcomer = cluster.connect()) {
        assertThat(newcomer.value("SELECT 1")).isEqualTo("1");
      }
      assertThat(states.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ServerState.READY);
    }
    cluster.awaitNothingLent();
  }

  private static byte[] bytes(String sql) {
    return sql.getBytes(StandardCharsets.UTF_8);
  }
}
