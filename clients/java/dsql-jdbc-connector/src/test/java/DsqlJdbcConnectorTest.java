import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official JDBC connector, as released. It gets an endpoint in the service's shape, finds the
 * region in it, takes the credentials of the environment and makes its own tokens.
 */
@Timeout(60)
class DsqlJdbcConnectorTest {
  private static final String URL =
      "jdbc:aws-dsql:postgresql://%s:%s/postgres?user=admin&sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
          .formatted(System.getenv("DSQL_ENDPOINT"), System.getenv("DSQL_PORT"));

  @BeforeAll
  static void makeTable() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE owners (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL, city text)");
    }
  }

  @Test
  void signsIn() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT current_user, current_database()")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("admin");
      assertThat(rows.getString(2)).isEqualTo("postgres");
      assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(16);
    }
  }

  @Test
  void signsInWithDirectTlsNegotiation() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL + "&sslNegotiation=direct")) {
      assertThat(connection.isValid(10)).isTrue();
    }
  }

  @Test
  void isRefusedWithATokenForAnotherRegion() {
    assertThatThrownBy(() -> DriverManager.getConnection(URL + "&region=eu-west-1"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"))
        .hasMessageContaining("access denied");
  }

  @Test
  void isRefusedAsARoleThatTheIdentityWasNotGranted() {
    assertThatThrownBy(() -> DriverManager.getConnection(URL.replace("user=admin", "user=nobody")))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
  }

  @Test
  void insertsAndQueries() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL)) {
      UUID id = insert(connection, "Maria");
      assertThat(nameOf(connection, id)).containsExactly("Maria");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMMIT", "ROLLBACK"})
  void runsTransactions(String end) throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL)) {
      connection.setAutoCommit(false);
      UUID id = insert(connection, end);
      try (Statement statement = connection.createStatement()) {
        statement.execute(end);
      }
      assertThat(nameOf(connection, id)).hasSize(end.equals("COMMIT") ? 1 : 0);
      connection.rollback();
    }
  }

  @Test
  void reusesPreparedStatements() throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        PreparedStatement query = connection.prepareStatement("SELECT ?::int * 2")) {
      for (int i = 0; i < 20; i++) {
        query.setInt(1, i);
        try (ResultSet rows = query.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(2 * i);
        }
      }
    }
  }

  @Test
  void servesAPool() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setMaximumPoolSize(5);
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String name = "pooled " + i;
        tasks.add(() -> {
          try (Connection connection = pool.getConnection()) {
            return nameOf(connection, insert(connection, name)).equals(List.of(name));
          }
        });
      }
      for (Future<Boolean> task : threads.invokeAll(tasks)) {
        assertThat(task.get()).isTrue();
      }
    } finally {
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static UUID insert(Connection connection, String name) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO owners (name) VALUES (?) RETURNING id")) {
      insert.setString(1, name);
      try (ResultSet rows = insert.executeQuery()) {
        rows.next();
        return rows.getObject(1, UUID.class);
      }
    }
  }

  private static List<String> nameOf(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT name FROM owners WHERE id = ?")) {
      query.setObject(1, id);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? List.of(rows.getString(1)) : List.of();
      }
    }
  }
}
