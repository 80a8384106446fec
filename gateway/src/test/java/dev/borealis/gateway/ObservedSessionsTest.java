package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.audit.AuditEvent;
import dev.borealis.audit.AuditEvent.ConnectionClosed;
import dev.borealis.audit.AuditEvent.ConnectionOpened;
import dev.borealis.audit.AuditEvent.Identity;
import dev.borealis.audit.AuditEvent.Outcome;
import dev.borealis.audit.AuditEvent.SignInRefused;
import dev.borealis.audit.AuditEvent.StatementEnded;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.InitialMessage.Startup;
import dev.borealis.wire.ProtocolVersion;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit log and the metrics hear of sessions, and what a session hears of a revoke. */
class ObservedSessionsTest {
  private static final BlockingQueue<AuditEvent> EVENTS = new LinkedBlockingQueue<>();
  private static @Nullable TestCluster started;

  @BeforeAll
  static void start() throws IOException {
    started = TestCluster.start(EVENTS::add);
  }

  @AfterAll
  static void stop() {
    cluster().close();
  }

  private static TestCluster cluster() {
    return Objects.requireNonNull(started);
  }

  @BeforeEach
  void awaitQuiet() throws InterruptedException {
    while (cluster().metrics().connections() > 0) {
      EVENTS.poll(1, TimeUnit.SECONDS);
    }
    EVENTS.clear();
  }

  private static <T extends AuditEvent> T next(Class<T> type) throws InterruptedException {
    while (true) {
      AuditEvent event = EVENTS.poll(30, TimeUnit.SECONDS);
      assertThat(event).as("an event").isNotNull();
      if (type.isInstance(event)) {
        return type.cast(event);
      }
    }
  }

  private static StatementEnded statement(WireClient client, String sql)
      throws IOException, InterruptedException {
    client.run(sql);
    return next(StatementEnded.class);
  }

  @Test
  void tellsWhoHasConnectedAndWhenTheyLeft() throws IOException, InterruptedException {
    AuditEvent.Session session;
    try (WireClient _ = cluster().connect(Map.of("application_name", "shop"))) {
      session = next(ConnectionOpened.class).session();
      assertThat(cluster().metrics().connections()).isOne();
    }
    assertThat(session.role()).isEqualTo("admin");
    assertThat(session.identity()).isEqualTo(new Identity(TestCluster.PRINCIPAL, "test"));
    assertThat(session.clusterArn()).endsWith("cluster/" + TestCluster.ID);
    assertThat(session.region()).isEqualTo(TestCluster.REGION);
    assertThat(session.applicationName()).isEqualTo("shop");
    assertThat(session.peer().address()).isEqualTo("127.0.0.1");
    assertThat(Objects.requireNonNull(session.peer().tls()).version()).isEqualTo("TLSv1.3");
    ConnectionClosed closed = next(ConnectionClosed.class);
    assertThat(closed.session()).isEqualTo(session);
    assertThat(closed.duration()).isPositive();
    assertThat(closed.sqlState()).isNull();
  }

  @Test
  void tellsWhoWasRefusedAndWhy() throws IOException, InterruptedException {
    String token = cluster().token();
    char last = token.charAt(token.length() - 1);
    long refusedBefore = cluster().metrics().refusedConnections();
    try (WireClient client = cluster().encrypted()) {
      client.signIn(
          ProtocolVersion.V3_0,
          TestCluster.startup(Map.of()),
          token.substring(0, token.length() - 1) + (last == '0' ? '1' : '0'));
    }
    SignInRefused refused = next(SignInRefused.class);
    assertThat(refused.sqlState()).isEqualTo("08006");
    assertThat(refused.role()).isEqualTo("admin");
    assertThat(refused.identity()).isEqualTo(new Identity(null, "test"));
    assertThat(refused.clusterArn()).endsWith("cluster/" + TestCluster.ID);
    assertThat(refused.reason()).contains("signature was not made with the secret");
    assertThat(cluster().metrics().refusedConnections()).isEqualTo(refusedBefore + 1);
  }

  @Test
  void tellsOfClientsThatAreNoDsqlClients() throws IOException, InterruptedException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), cluster().port());
    try (WireClient client =
        new WireClient(plain, plain.getInputStream(), plain.getOutputStream())) {
      client.send(new Startup(ProtocolVersion.V3_0, TestCluster.startup(Map.of())));
      client.receive();
    }
    assertThat(next(SignInRefused.class).reason()).isEqualTo("the client does not use TLS");
    try (WireClient client = cluster().encrypted()) {
      client.signIn(ProtocolVersion.V3_0, TestCluster.startup(Map.of()), "hunter2");
    }
    SignInRefused refused = next(SignInRefused.class);
    assertThat(refused.toString()).contains("not a token").doesNotContain("hunter2");
    try (WireClient client = cluster().encrypted()) {
      client.signIn(
          ProtocolVersion.V3_0,
          TestCluster.startup(Map.of("timezone", "Nowhere/Hunter")),
          cluster().token());
    }
    assertThat(next(SignInRefused.class).toString()).contains("22023").doesNotContain("Hunter");
  }

  @Test
  void tellsOfChangesOfTheSchemaAndWhatBecameOfThem() throws IOException, InterruptedException {
    try (WireClient client = cluster().connect()) {
      StatementEnded created = statement(client, "CREATE TABLE kept (a int PRIMARY KEY)");
      assertThat(created.statement().command()).isEqualTo("CREATE TABLE");
      assertThat(created.statement().objects()).containsExactly("kept");
      assertThat(created.outcome()).isEqualTo(Outcome.COMMITTED);
      assertThat(created.sqlState()).isNull();

      StatementEnded failed = statement(client, "CREATE TABLE kept (a int PRIMARY KEY)");
      assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(failed.sqlState()).isEqualTo("42P07");

      client.run("BEGIN");
      client.run("DROP TABLE kept");
      StatementEnded undone = statement(client, "ROLLBACK");
      assertThat(undone.statement().command()).isEqualTo("DROP TABLE");
      assertThat(undone.outcome()).isEqualTo(Outcome.ROLLED_BACK);
      assertThat(undone.sqlState()).isNull();

      client.run("BEGIN");
      client.run("DROP TABLE kept");
      assertThat(statement(client, "COMMIT").outcome()).isEqualTo(Outcome.COMMITTED);
    }
  }

  @Test
  void tellsOfAChangeThatItsClientDidNotAwait() throws IOException, InterruptedException {
    try (WireClient client = cluster().connect()) {
      client.run("BEGIN");
      client.run("CREATE ROLE nobody_waits");
    }
    assertThat(next(StatementEnded.class).outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void tellsNothingOfOrdinaryStatements() throws IOException, InterruptedException {
    try (WireClient client = cluster().connect()) {
      client.run("CREATE TABLE quiet (a int PRIMARY KEY)");
      client.run("INSERT INTO quiet VALUES (1)");
      client.run("SELECT a FROM quiet; UPDATE quiet SET a = 2; DELETE FROM quiet");
    }
    next(StatementEnded.class);
    next(ConnectionClosed.class);
    assertThat(EVENTS).isEmpty();
  }

  @Test
  void countsTransactions() throws IOException {
    EndpointMetrics metrics = cluster().metrics();
    try (WireClient client = cluster().connect()) {
      client.run("CREATE TABLE counted (a int PRIMARY KEY, b int)");
      long all = metrics.totalTransactions();
      long readOnly = metrics.readOnlyTransactions();
      long commits = metrics.commitLatency().count();
      client.run("SELECT 1");
      client.run("BEGIN");
      client.run("SELECT 1");
      client.run("COMMIT");
      client.run("INSERT INTO counted VALUES (1, 1)");
      client.run("BEGIN");
      client.run("UPDATE counted SET b = 2");
      client.run("COMMIT");
      client.run("BEGIN");
      client.run("UPDATE counted SET b = 3");
      client.run("ROLLBACK");
      client.run("CREATE DATABASE refused");
      assertThat(metrics.totalTransactions()).isEqualTo(all + 5);
      assertThat(metrics.readOnlyTransactions()).isEqualTo(readOnly + 2);
      assertThat(metrics.commitLatency().count()).isEqualTo(commits + 1);
      assertThat(metrics.computeTime()).isPositive();
    }
  }

  @Test
  void countsConflictsOverRows() throws IOException {
    EndpointMetrics metrics = cluster().metrics();
    try (WireClient one = cluster().connect();
        WireClient other = cluster().connect()) {
      one.run("CREATE TABLE fought_over (a int PRIMARY KEY, b int)");
      one.run("INSERT INTO fought_over VALUES (1, 0)");
      long before = metrics.occConflicts();
      one.run("BEGIN");
      other.run("BEGIN");
      one.run("UPDATE fought_over SET b = 1");
      other.run("UPDATE fought_over SET b = 2");
      one.run("COMMIT");
      assertThat(other.run("COMMIT").getFirst()).startsWith("40001");
      assertThat(metrics.occConflicts()).isEqualTo(before + 1);
      other.run("BEGIN");
      other.run("SELECT b FROM fought_over");
      one.run("CREATE TABLE another_schema (a int PRIMARY KEY)");
      assertThat(other.run("SELECT b FROM fought_over").getFirst()).contains("OC001");
      other.run("ROLLBACK");
      assertThat(metrics.occConflicts()).isEqualTo(before + 1);
    }
  }

  @Test
  void countsTransactionsThatGrewTooOld() throws IOException {
    EndpointMetrics metrics = cluster().metrics();
    long before = metrics.queryTimeouts();
    try (WireClient client = cluster().connect()) {
      client.run("BEGIN");
      client.run("SELECT pg_sleep(2.1)");
      assertThat(client.run("SELECT 1").getFirst()).contains("age limit");
      client.run("ROLLBACK");
    }
    assertThat(metrics.queryTimeouts()).isEqualTo(before + 1);
  }

  @Test
  void endsASessionWhoseMappingIsRevokedWithItsNextTransaction()
      throws IOException, InterruptedException {
    try (WireClient admin = cluster().connect()) {
      admin.run("CREATE ROLE revoked_user WITH LOGIN");
      admin.run("AWS IAM GRANT revoked_user TO '" + TestCluster.PRINCIPAL + "'");
      try (WireClient idle = cluster().connectAs("revoked_user");
          WireClient busy = cluster().connectAs("revoked_user")) {
        busy.run("BEGIN");
        assertThat(busy.value("SELECT 1")).isEqualTo("1");
        // Another change of the catalog takes nothing away.
        admin.run("CREATE ROLE somebody_else");
        busy.run("ROLLBACK");
        assertThat(idle.value("SELECT current_user")).isEqualTo("revoked_user");
        busy.run("BEGIN");
        assertThat(busy.value("SELECT 1")).isEqualTo("1");
        admin.run("AWS IAM REVOKE revoked_user FROM '" + TestCluster.PRINCIPAL + "'");

        // The open transaction loses to the change of the catalog, as with any other change.
        assertThat(busy.run("SELECT 1").getFirst()).startsWith("40001").contains("OC001");
        busy.run("ROLLBACK");
        for (WireClient client : List.of(idle, busy)) {
          assertThatThrownBy(() -> client.run("SELECT 1")).isInstanceOf(EOFException.class);
        }
        ConnectionClosed closed = next(ConnectionClosed.class);
        assertThat(closed.session().role()).isEqualTo("revoked_user");
        assertThat(closed.sqlState()).isEqualTo("28000");
      }
      assertThat(admin.run("DROP ROLE revoked_user")).containsExactly("DROP ROLE");
    }
  }

  @Test
  void asksForSni() throws IOException {
    try (WireClient client = cluster().encryptedWithoutSni()) {
      assertThat(refusal(client, Map.of()))
          .isEqualTo("08006 unable to accept connection, sni was not received");
    }
    try (WireClient client = cluster().handshake(socket(), "localhost", List.of("postgresql"))) {
      assertThat(refusal(client, Map.of()))
          .isEqualTo("08006 unable to accept connection, invalid sni");
    }
  }

  @Test
  void takesTheClusterIdOptionInPlaceOfSni() throws IOException {
    Map<String, String> startup =
        TestCluster.startup(Map.of("options", "-c amzn-cluster-id=" + TestCluster.ID));
    try (WireClient client = cluster().encryptedWithoutSni()) {
      client.signIn(ProtocolVersion.V3_0, startup, cluster().token());
      assertThat(client.value("SELECT 1")).isEqualTo("1");
    }
    try (WireClient client = cluster().handshake(socket(), "localhost", List.of("postgresql"))) {
      client.signIn(ProtocolVersion.V3_0, startup, cluster().token());
      assertThat(client.value("SELECT 1")).isEqualTo("1");
    }
  }

  private static Socket socket() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), cluster().port());
  }

  private static String refusal(WireClient client, Map<String, String> settings)
      throws IOException {
    Map<String, String> startup = new HashMap<>(TestCluster.startup(settings));
    client.send(new Startup(ProtocolVersion.V3_0, startup));
    ErrorResponse error = (ErrorResponse) client.receive();
    return error.report().sqlState() + " " + error.report().message();
  }
}
