package dev.borealis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.iam.Credentials;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD)
class ClusterClientTest {
  @TempDir private static Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static LocalDsql dsql;

  private final Cancellation cancellation = new Cancellation();

  @BeforeAll
  static void start() throws IOException {
    dsql = LocalDsql.start(directory, 0);
  }

  @AfterAll
  static void stop() {
    dsql.close();
  }

  private ClusterClient open() {
    return ClusterClient.open(dsql.login(), 4, RetryPolicy.INTERACTIVE, cancellation);
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void endsAtOnceWaitingForAConnection() throws Exception {
    try (ClusterClient client =
            ClusterClient.open(dsql.login(), 1, RetryPolicy.INTERACTIVE, cancellation);
        Connection held = client.connection()) {
      Cancellation work = new Cancellation();
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.endedBy(work).<Boolean>read(connection -> true);
                } catch (SQLException | RuntimeException e) {
                  failure.set(e);
                }
              });
      work.cancel();
      // Half as long as it would wait for the connection.
      assertThat(waiting.join(Duration.ofSeconds(15))).isTrue();
      assertThat(failure.get()).isInstanceOf(Cancellation.CancelledException.class);
      assertThat(held.isValid(5)).isTrue();
    }
  }

  @Test
  void cancelsWhatItsWorkRunsAndNothingElse() throws Exception {
    try (ClusterClient client =
        ClusterClient.open(dsql.login(), 1, RetryPolicy.INTERACTIVE, cancellation)) {
      Cancellation work = new Cancellation();
      assertThatThrownBy(() ->
              client
                  .endedBy(work)
                  .<Boolean>read(connection -> {
                    work.cancel();
                    update(
                        connection,
                        "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b");
                    return true;
                  }))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("cancel");
      assertThat(client.<Boolean>read(connection -> connection.isValid(5))).isTrue();
    }
  }

  @Test
  void signsInWithAnEndpointThatNeedNotResolve() throws SQLException {
    try (Connection connection = dsql.login().connect(Map.of())) {
      assertThat(connection.getMetaData().getUserName()).isEqualTo("admin");
    }
  }

  @Test
  void runsATransactionAgainAfterAConflict() throws SQLException {
    try (ClusterClient client = open()) {
      client.execute("CREATE TABLE counter (id int PRIMARY KEY, n int)", false);
      client.transaction(connection -> {
        update(connection, "INSERT INTO counter VALUES (1, 0)");
        return true;
      });
      AtomicInteger attempts = new AtomicInteger();
      client.transaction(connection -> {
        update(connection, "UPDATE counter SET n = n + 1 WHERE id = 1");
        if (attempts.incrementAndGet() == 1) {
          try (Connection rival = client.connection()) {
            update(rival, "UPDATE counter SET n = n + 10 WHERE id = 1");
          }
        }
        return true;
      });
      assertThat(attempts).hasValue(2);
      assertThat(client.conflicts()).isEqualTo(1);
      int n =
          client.read(connection -> {
            try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT n FROM counter")) {
              rows.next();
              return rows.getInt(1);
            }
          });
      assertThat(n).isEqualTo(11);
    }
  }

  @Test
  void runsATransactionAgainAfterTheConnectionIsLostBeforeCommit() throws SQLException {
    try (ClusterClient client = open()) {
      client.execute("CREATE TABLE lost (id int PRIMARY KEY)", false);
      AtomicInteger attempts = new AtomicInteger();
      client.transaction(connection -> {
        update(connection, "INSERT INTO lost VALUES (1)");
        if (attempts.incrementAndGet() == 1) {
          throw new SQLException("gone", "08006");
        }
        return true;
      });
      assertThat(attempts).hasValue(2);
      assertThat(client.reconnects()).isEqualTo(1);
      assertThat(client.<Long>read(connection -> count(connection, "lost"))).isEqualTo(1);
    }
  }

  @Test
  void doesNotRunAgainWhatCannotSucceed() {
    try (ClusterClient client = open()) {
      AtomicInteger attempts = new AtomicInteger();
      assertThatThrownBy(() ->
              client.transaction(connection -> {
                attempts.incrementAndGet();
                return count(connection, "no_such_table");
              }))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("no_such_table");
      assertThat(attempts).hasValue(1);
    }
  }

  @Test
  void readsWithoutBeingAbleToWrite() throws SQLException {
    try (ClusterClient client = open()) {
      client.execute("CREATE TABLE readable (id int PRIMARY KEY)", false);
      assertThatThrownBy(() ->
              client.read(connection -> {
                update(connection, "INSERT INTO readable VALUES (1)");
                return true;
              }))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "25006");
    }
  }

  @Test
  void cancelsWhatRunsAndStartsNothingMore() throws Exception {
    try (ClusterClient client = open();
        Connection connection = client.connection();
        Statement sleeping = connection.createStatement()) {
      try (Cancellation.Watch _ = cancellation.watch(sleeping)) {
        // The request to cancel overtakes the statement, and finds nothing to cancel.
        cancellation.cancel();
        assertThatThrownBy(() -> sleeping.execute("SELECT pg_sleep(60)"))
            .isInstanceOf(SQLException.class)
            .hasFieldOrPropertyWithValue("SQLState", "57014");
      }
      assertThatThrownBy(() -> client.read(reading -> 1))
          .isInstanceOf(Cancellation.CancelledException.class);
    }
  }

  @Test
  void saysWhyNobodyCanSignInAndShowsNoSecret() {
    ClusterLogin wrong =
        new ClusterLogin(
            dsql.address(), "admin", () -> new Credentials("AKIANOBODY", "s3cr3t", null));
    assertThatThrownBy(() -> ClusterClient.open(wrong, 1, RetryPolicy.INTERACTIVE, cancellation))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining(dsql.address().host())
        .hasMessageContaining("access denied")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void saysThatThereAreNoCredentials() {
    ClusterLogin none =
        new ClusterLogin(
            dsql.address(),
            "admin",
            () -> {
              throw new ClientException("No AWS credentials were found.");
            });
    assertThatThrownBy(() -> ClusterClient.open(none, 1, RetryPolicy.INTERACTIVE, cancellation))
        .isInstanceOf(ClientException.class)
        .hasMessage("No AWS credentials were found.");
  }

  @Test
  void saysWhereNobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ClusterAddress nowhere = new ClusterAddress("localhost", port, "us-east-1", null, null);
    ClusterLogin login = new ClusterLogin(nowhere, "admin", dsql.login().credentials());
    assertThatThrownBy(() -> ClusterClient.open(login, 1, RetryPolicy.INTERACTIVE, cancellation))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("localhost port " + port)
        .hasMessageContaining("refused");
  }
}
