import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.PSQLException;

/** pgJDBC, with the certificate verified for the cluster's own name. */
@Timeout(60)
class PgjdbcTest {
  private static final String ENDPOINT = System.getenv("DSQL_ENDPOINT");
  private static final String PORT = System.getenv("DSQL_PORT");

  @BeforeAll
  static void makeTables() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE pgjdbc_items (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL, price numeric(10,2), made timestamptz)");
      statement.execute("CREATE TABLE pgjdbc_numbers (n int PRIMARY KEY, square bigint)");
    }
  }

  private static Connection connect(String... settings) throws SQLException {
    return connectTo(ENDPOINT, settings);
  }

  private static Connection connectTo(String host, String... settings) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "admin");
    properties.setProperty("password", System.getenv("PGPASSWORD"));
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslrootcert", System.getenv("DSQL_CA"));
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://" + host + ":" + PORT + "/postgres", properties);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "direct"})
  void startsTlsEitherWay(String negotiation) throws SQLException {
    try (Connection connection = connect("sslNegotiation", negotiation)) {
      assertThat(connection.isValid(10)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void reachesTheDefaultClusterByTheNamesOfThisMachine(String host) throws SQLException {
    try (Connection connection = connectTo(host)) {
      assertThat(connection.isValid(10)).isTrue();
    }
  }

  @Test
  void isRefusedWithoutTls() {
    assertThatThrownBy(() -> connect("sslmode", "disable"))
        .isInstanceOf(PSQLException.class)
        .hasMessageContaining("unable to accept connection, TLS is required");
  }

  @Test
  void isRefusedWithATokenOfWhichOneByteHasChanged() {
    String token = System.getenv("PGPASSWORD");
    char last = token.charAt(token.length() - 1);
    String changed = token.substring(0, token.length() - 1) + (last == '0' ? '1' : '0');
    assertThatThrownBy(() -> connect("password", changed))
        .isInstanceOfSatisfying(
            PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"))
        .hasMessageContaining("unable to accept connection, access denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
  void runsStatementsInEveryQueryMode(String mode) throws SQLException {
    try (Connection connection = connect("preferQueryMode", mode);
        PreparedStatement query = connection.prepareStatement("SELECT ?::int + ?")) {
      for (int i = 0; i < 20; i++) {
        query.setInt(1, i);
        query.setInt(2, 1);
        try (ResultSet rows = query.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(i + 1);
        }
      }
    }
  }

  @Test
  void keepsTypesOnTheWayInAndOut() throws SQLException {
    UUID id = UUID.randomUUID();
    OffsetDateTime made = OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 678_901_000, ZoneOffset.UTC);
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO pgjdbc_items VALUES (?, ?, ?, ?)");
        PreparedStatement select =
            connection.prepareStatement("SELECT * FROM pgjdbc_items WHERE id = ?")) {
      insert.setObject(1, id);
      insert.setString(2, "ä € 🙂");
      insert.setBigDecimal(3, new BigDecimal("12.30"));
      insert.setObject(4, made);
      assertThat(insert.executeUpdate()).isEqualTo(1);
      select.setObject(1, id);
      try (ResultSet rows = select.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getObject("id", UUID.class)).isEqualTo(id);
        assertThat(rows.getString("name")).isEqualTo("ä € 🙂");
        assertThat(rows.getBigDecimal("price")).isEqualTo(new BigDecimal("12.30"));
        assertThat(rows.getObject("made", OffsetDateTime.class)).isEqualTo(made);
      }
    }
  }

  @Test
  void returnsGeneratedKeys() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO pgjdbc_items (name) VALUES (?)", new String[] {"id"})) {
      insert.setString(1, "key");
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getObject(1, UUID.class)).isNotNull();
      }
    }
  }

  @Test
  void commitsAndRollsBack() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate("INSERT INTO pgjdbc_numbers VALUES (-1, 1)");
      connection.commit();
      statement.executeUpdate("INSERT INTO pgjdbc_numbers VALUES (-2, 4)");
      connection.rollback();
      assertThat(numbers(statement, "n < 0")).containsExactly(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void runsBatches(String rewritten) throws SQLException {
    int first = rewritten.equals("true") ? 10_000 : 20_000;
    try (Connection connection = connect("reWriteBatchedInserts", rewritten);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO pgjdbc_numbers VALUES (?, ?)");
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 1_000; i++) {
        insert.setInt(1, first + i);
        insert.setLong(2, (long) i * i);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(1_000);
      assertThat(numbers(statement, "n BETWEEN " + first + " AND " + (first + 9_999)))
          .hasSize(1_000);
    }
  }

  @Test
  void keepsNothingOfABatchThatFails() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.addBatch("INSERT INTO pgjdbc_numbers VALUES (-10, 100)");
      statement.addBatch("INSERT INTO pgjdbc_numbers VALUES (-10, 100)");
      assertThatThrownBy(statement::executeBatch)
          .isInstanceOfSatisfying(
              BatchUpdateException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
      connection.rollback();
      assertThat(numbers(statement, "n = -10")).isEmpty();
    }
  }

  @Test
  void fetchesRowsInPortions() throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(7);
        try (ResultSet rows = statement.executeQuery("SELECT generate_series(1, 100)")) {
          int sum = 0;
          while (rows.next()) {
            sum += rows.getInt(1);
          }
          assertThat(sum).isEqualTo(5050);
        }
      }
      connection.commit();
    }
  }

  @Test
  void describesTheDatabase() throws SQLException {
    try (Connection connection = connect()) {
      DatabaseMetaData metadata = connection.getMetaData();
      assertThat(metadata.getDatabaseProductName()).isEqualTo("PostgreSQL");
      assertThat(metadata.getDatabaseMajorVersion()).isEqualTo(16);
      assertThat(names(metadata.getSchemas(), "TABLE_SCHEM")).contains("public", "sys");
      assertThat(
              names(
                  metadata.getTables(null, "public", "pgjdbc%", new String[] {"TABLE"}),
                  "TABLE_NAME"))
          .containsExactly("pgjdbc_items", "pgjdbc_numbers");
      assertThat(names(metadata.getColumns(null, "public", "pgjdbc_items", null), "TYPE_NAME"))
          .containsExactly("uuid", "text", "numeric", "timestamptz");
      assertThat(names(metadata.getPrimaryKeys(null, "public", "pgjdbc_numbers"), "COLUMN_NAME"))
          .containsExactly("n");
      assertThat(
              names(
                  metadata.getIndexInfo(null, "public", "pgjdbc_numbers", true, false),
                  "INDEX_NAME"))
          .containsExactly("pgjdbc_numbers_pkey");
      assertThat(names(metadata.getTypeInfo(), "TYPE_NAME")).contains("uuid", "text", "numeric");
      assertThat(names(metadata.getFunctions(null, "pg_catalog", "gen_random%"), "FUNCTION_NAME"))
          .containsExactly("gen_random_uuid");
    }
  }

  @Test
  void copiesInAndOut() throws SQLException, IOException {
    try (Connection connection = connect()) {
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      String rows = "30000\t1\n30001\t\\N\n";
      long copied = copy.copyIn("COPY pgjdbc_numbers FROM STDIN", new StringReader(rows));
      assertThat(copied).isEqualTo(2);
      StringWriter written = new StringWriter();
      copy.copyOut(
          "COPY (SELECT * FROM pgjdbc_numbers WHERE n >= 30000 ORDER BY n) TO STDOUT", written);
      assertThat(written).hasToString(rows);
    }
  }

  @Test
  void cancelsAStatement() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        Connection observer = connect()) {
      var thread = Executors.newSingleThreadExecutor();
      try {
        Future<Boolean> sleep =
            thread.submit(() -> statement.execute("SELECT pg_sleep(600) AS cancelled_by_pgjdbc"));
        awaitRunning(observer, "%cancelled_by_pgjdbc");
        statement.cancel();
        assertThatThrownBy(sleep::get)
            .cause()
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      } finally {
        thread.shutdown();
        assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(connection.isValid(10)).isTrue();
    }
  }

  @Test
  void endsAStatementThatTakesTooLong() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(600)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
  }

  @Test
  void reportsWhereAStatementIsWrong() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SELECT nothing FROM pgjdbc_items"))
          .isInstanceOfSatisfying(
              PSQLException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("42703");
                assertThat(e.getServerErrorMessage().getPosition()).isEqualTo(8);
              });
    }
  }

  private static void awaitRunning(Connection observer, String query) throws SQLException {
    try (PreparedStatement running =
        observer.prepareStatement(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE ?")) {
      running.setString(1, query);
      while (true) {
        try (ResultSet rows = running.executeQuery()) {
          rows.next();
          if (rows.getInt(1) == 1) {
            return;
          }
        }
      }
    }
  }

  private static List<Integer> numbers(Statement statement, String condition) throws SQLException {
    List<Integer> numbers = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT n FROM pgjdbc_numbers WHERE " + condition)) {
      while (rows.next()) {
        numbers.add(rows.getInt(1));
      }
    }
    return numbers;
  }

  private static List<String> names(ResultSet rows, String column) throws SQLException {
    List<String> names = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        names.add(rows.getString(column));
      }
    }
    return names;
  }
}
