package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage.BackendKeyData;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.InitialMessage.CancelRequest;
import dev.borealis.wire.ProtocolVersion;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CancelTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CANCELED = "57014 canceling statement due to user request";

  private static CancelRequest request(BackendKeyData key) {
    return new CancelRequest(key.processId(), key.secretKey());
  }

  private static void cancelInPlaintext(CancelRequest request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), CLUSTER.port());
        WireClient client =
            new WireClient(socket, socket.getInputStream(), socket.getOutputStream())) {
      client.send(request);
      // Closed once the request has been dealt with, without a word.
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static void cancelEncrypted(CancelRequest request) throws IOException {
    try (WireClient client = CLUSTER.encrypted()) {
      client.send(request);
      assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
    }
  }

  /** Starts a statement that only a cancellation ends soon, and waits until PostgreSQL runs it. */
  private static void sleep(WireClient client, String mark) throws IOException {
    String sql = "SELECT pg_sleep(60), '" + mark + "'";
    client.send(new Query(sql.getBytes(StandardCharsets.UTF_8)));
    try (WireClient observer = CLUSTER.connect()) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!isRunning(observer, mark)) {
        assertThat(System.nanoTime()).as("waiting for " + sql).isLessThan(deadline);
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static boolean isRunning(WireClient observer, String mark) throws IOException {
    return "1"
        .equals(
            observer.value(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                    + " AND query LIKE 'SELECT pg_sleep(60)%' AND query LIKE '%"
                    + mark
                    + "%'"));
  }

  @Test
  void stopsAStatementByAPlaintextRequest() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      sleep(client, "plaintext");
      cancelInPlaintext(request(client.key()));
      assertThat(WireClient.outcomes(client.receiveUntilReady())).containsExactly(CANCELED);
      assertThat(client.value("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void stopsAStatementByAnEncryptedRequest() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      sleep(client, "encrypted");
      cancelEncrypted(request(client.key()));
      assertThat(WireClient.outcomes(client.receiveUntilReady())).containsExactly(CANCELED);
      assertThat(client.value("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void stopsAStatementByTheLongKeyOfProtocol32() throws IOException {
    try (WireClient client = CLUSTER.encrypted()) {
      client.signIn(ProtocolVersion.V3_2, TestCluster.startup(Map.of()), CLUSTER.token());
      assertThat(client.key().secretKey()).hasSize(32);
      sleep(client, "long key");
      cancelEncrypted(request(client.key()));
      assertThat(WireClient.outcomes(client.receiveUntilReady())).containsExactly(CANCELED);
    }
  }

  @Test
  void leavesTheTransactionToBeRolledBack() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      client.run("BEGIN");
      sleep(client, "transaction");
      cancelInPlaintext(request(client.key()));
      assertThat(WireClient.outcomes(client.receiveUntilReady())).containsExactly(CANCELED);
      assertThat(client.run("SELECT 1")).singleElement().asString().startsWith("25P02");
      assertThat(client.run("ROLLBACK")).containsExactly("ROLLBACK");
    }
  }

  @Test
  void ignoresAWrongKey() throws IOException {
    try (WireClient client = CLUSTER.connect();
        WireClient observer = CLUSTER.connect()) {
      sleep(client, "wrong key");
      BackendKeyData key = client.key();
      byte[] wrong = key.secretKey().clone();
      wrong[3] ^= 1;
      cancelInPlaintext(new CancelRequest(key.processId(), wrong));
      cancelEncrypted(new CancelRequest(key.processId(), wrong));
      cancelInPlaintext(new CancelRequest(key.processId() ^ 1, key.secretKey()));
      assertThat(isRunning(observer, "wrong key")).isTrue();
      cancelInPlaintext(request(key));
      assertThat(WireClient.outcomes(client.receiveUntilReady())).containsExactly(CANCELED);
    }
  }

  @Test
  void neverHitsAnotherSessionsStatement() throws IOException {
    try (WireClient idle = CLUSTER.connect();
        WireClient busy = CLUSTER.connect()) {
      for (int round = 0; round < 20; round++) {
        // The other session gets the backend that this one had just now.
        assertThat(idle.value("SELECT 1")).isEqualTo("1");
        busy.send(new Query("SELECT pg_sleep(0.02)".getBytes(StandardCharsets.UTF_8)));
        cancelInPlaintext(request(idle.key()));
        assertThat(WireClient.outcomes(busy.receiveUntilReady())).containsExactly("SELECT 1");
      }
    }
  }

  @Test
  void hitsNobodyWhenItCrossesTheStatementsEnd() throws IOException {
    try (WireClient canceled = CLUSTER.connect();
        WireClient other = CLUSTER.connect()) {
      for (int round = 0; round < 20; round++) {
        canceled.send(new Query("SELECT pg_sleep(0.002)".getBytes(StandardCharsets.UTF_8)));
        cancelInPlaintext(request(canceled.key()));
        other.send(new Query("SELECT pg_sleep(0.01)".getBytes(StandardCharsets.UTF_8)));
        assertThat(WireClient.outcomes(other.receiveUntilReady())).containsExactly("SELECT 1");
        assertThat(WireClient.outcomes(canceled.receiveUntilReady()))
            .singleElement()
            .isIn("SELECT 1", CANCELED);
      }
    }
  }

  @Test
  void doesNotHitABlockThatHasJustBegun() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      for (int round = 0; round < 50; round++) {
        assertThat(client.run("BEGIN")).containsExactly("BEGIN");
        cancelInPlaintext(request(client.key()));
        assertThat(client.run("SELECT 1")).containsExactly("SELECT 1");
        assertThat(client.run("COMMIT")).containsExactly("COMMIT");
      }
    }
  }

  @Test
  void leavesTheSessionAloneWhileItsSettingsAreRead() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      for (int round = 0; round < 50; round++) {
        client.send(
            new Query("SET TimeZone = 'Asia/Tokyo'; RESET ALL".getBytes(StandardCharsets.UTF_8)));
        cancelInPlaintext(request(client.key()));
        assertThat(WireClient.outcomes(client.receiveUntilReady()).getLast())
            .isIn("RESET", CANCELED);
        assertThat(client.value("SHOW TimeZone")).isEqualTo("UTC");
      }
    }
  }
}
