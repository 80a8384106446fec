package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.InitialMessage.CancelRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions that are parked when a client cancels, leaves, or takes too long. */
class ParkedAndInterruptedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration AGE = Duration.ofSeconds(3);
  private static final String LOST = "40001 change conflicts with another transaction (OC000)";
  private static final String CANCELED = "57014 canceling statement due to user request";

  private static TestCluster cluster;

  private WireClient one;
  private WireClient other;

  @BeforeAll
  static void start() throws IOException {
    cluster =
        TestCluster.start(
            DsqlVersion.defaultVersion(), new TransactionLimits(3_000, 10L << 20, AGE));
    try (WireClient client = connect()) {
      client.run("CREATE TABLE interrupted (id int PRIMARY KEY, n int)");
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static WireClient connect() throws IOException {
    return cluster.connect().answeredWithin(PATIENCE);
  }

  @BeforeEach
  void begin() throws IOException {
    one = connect();
    other = connect();
    one.run("DELETE FROM interrupted");
    one.run("INSERT INTO interrupted VALUES (1, 10), (2, 20), (3, 30)");
  }

  @AfterEach
  void end() throws IOException {
    one.close();
    other.close();
    cluster.awaitNothingLent();
  }

  private static void cancel(WireClient client) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.port());
        WireClient request =
            new WireClient(socket, socket.getInputStream(), socket.getOutputStream())) {
      request.send(new CancelRequest(client.key().processId(), client.key().secretKey()));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aCancellationOfAnIdleClientDoesNotReachWhatOthersDoToItsTransaction() throws IOException {
    for (int round = 0; round < 20; round++) {
      one.run("BEGIN");
      one.run("UPDATE interrupted SET n = 11 WHERE id = 1");
      other.send(
          new Query(
              "BEGIN; UPDATE interrupted SET n = 12 WHERE id = 1; ROLLBACK"
                  .getBytes(StandardCharsets.UTF_8)));
      for (int i = 0; i < 10; i++) {
        cancel(one);
      }
      assertThat(WireClient.outcomes(other.receiveUntilReady()))
          .containsExactly("BEGIN", "UPDATE 1", "ROLLBACK");
      assertThat(one.value("SELECT n FROM interrupted WHERE id = 1")).isEqualTo("11");
      assertThat(one.run("ROLLBACK")).containsExactly("ROLLBACK");
    }
  }

  @Test
  void aCancelledReplayIsReportedAsCancelled() throws IOException {
    List<String> outcomes = new ArrayList<>();
    for (int round = 0; round < 30; round++) {
      one.run("BEGIN");
      for (int i = 0; i < 20; i++) {
        one.run("UPDATE interrupted SET n = n + 1");
      }
      other.run("BEGIN; UPDATE interrupted SET n = 0; ROLLBACK");
      one.send(new Query("SELECT n FROM interrupted".getBytes(StandardCharsets.UTF_8)));
      cancel(one);
      outcomes.addAll(WireClient.outcomes(one.receiveUntilReady()));
      one.run("ROLLBACK");
      assertThat(one.run("UPDATE interrupted SET n = 10 WHERE id = 1")).containsExactly("UPDATE 1");
    }
    assertThat(outcomes).isSubsetOf("SELECT 3", CANCELED);
  }

  @Test
  void twoThatAreDoneAgainAtOnceDoNotHangOnEachOther() throws IOException {
    for (int round = 0; round < 10; round++) {
      one.run("BEGIN");
      other.run("BEGIN");
      one.run("UPDATE interrupted SET n = n + 1 WHERE id = 1");
      other.run("UPDATE interrupted SET n = n + 1 WHERE id = 2");
      try (WireClient third = connect()) {
        assertThat(third.run("BEGIN; UPDATE interrupted SET n = 0; ROLLBACK"))
            .containsExactly("BEGIN", "UPDATE 3", "ROLLBACK");
      }
      byte[] all = "UPDATE interrupted SET n = n + 1".getBytes(StandardCharsets.UTF_8);
      one.send(new Query(all));
      other.send(new Query(all));
      assertThat(WireClient.outcomes(one.receiveUntilReady())).isSubsetOf("UPDATE 3", LOST);
      assertThat(WireClient.outcomes(other.receiveUntilReady())).isSubsetOf("UPDATE 3", LOST);
      List<String> ends = new ArrayList<>(one.run("COMMIT"));
      ends.addAll(other.run("COMMIT"));
      assertThat(ends).contains("COMMIT");
    }
  }

  @Test
  void rivalsWhoseClientsLeaveAreForgotten() throws IOException {
    one.run("BEGIN");
    one.run("UPDATE interrupted SET n = 11 WHERE id = 1");
    for (int round = 0; round < 10; round++) {
      try (WireClient rival = connect()) {
        rival.run("BEGIN");
        assertThat(rival.run("UPDATE interrupted SET n = 12")).containsExactly("UPDATE 3");
        rival.send(new Query("UPDATE interrupted SET n = 13".getBytes(StandardCharsets.UTF_8)));
      }
      assertThat(one.run("UPDATE interrupted SET n = n + 1 WHERE id = 1"))
          .containsExactly("UPDATE 1");
    }
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.value("SELECT n FROM interrupted WHERE id = 1")).isEqualTo("21");
  }

  @Test
  void aTransactionGrowsTooOldWhetherItIsParkedOrNot() throws IOException {
    one.run("BEGIN");
    one.run("UPDATE interrupted SET n = 11 WHERE id = 1");
    assertThat(other.run("BEGIN; UPDATE interrupted SET n = 12 WHERE id = 1"))
        .containsExactly("BEGIN", "UPDATE 1");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> outcome;
    do {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      outcome = other.run("SELECT n FROM interrupted WHERE id = 1");
    } while (outcome.contains("SELECT 1") && System.nanoTime() < deadline);
    assertThat(outcome).containsExactly("54000 transaction age limit of 3s exceeded");
    assertThat(one.run("COMMIT")).containsExactly("54000 transaction age limit of 3s exceeded");
    assertThat(other.run("COMMIT")).containsExactly("ROLLBACK");
    assertThat(one.value("SELECT n FROM interrupted WHERE id = 1")).isEqualTo("10");
  }
}
