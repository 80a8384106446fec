package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.iam.Action;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.IdentityStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServiceTest {
  @TempDir private static Path temporary = Path.of("");
  private static Path cache = Path.of("");

  @BeforeAll
  static void letPostgresPass() throws IOException {
    // Root's PostgreSQL runs as somebody else, to whom JUnit's directories are closed.
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    cache = temporary.resolve("cache");
  }

  private static LocalServiceOptions durable(String directory) {
    return TestingOptions.of(temporary.resolve(directory), false, cache, 0, null);
  }

  private static Connection signIn(ServiceRecord service) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "admin");
    properties.setProperty(
        "password",
        AuthToken.create(
            IdentityStore.DEFAULT_IDENTITY.credentials(),
            service.endpoint(),
            service.region(),
            Action.DB_CONNECT_ADMIN,
            AuthToken.DEFAULT_LIFE,
            Instant.now()));
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslrootcert", service.certificateAuthority().toString());
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + service.port() + "/postgres", properties);
  }

  private static String answer(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  @Test
  void keepsClusterAndRowsFromOneStartToTheNext() throws SQLException {
    ClusterId first;
    try (LocalService service = LocalService.start(durable("kept"));
        Connection connection = signIn(service.record());
        Statement statement = connection.createStatement()) {
      first = service.record().clusterId();
      statement.execute("create table t (a int primary key)");
      statement.execute("insert into t values (42)");
    }
    try (LocalService service = LocalService.start(durable("kept"));
        Connection connection = signIn(service.record())) {
      assertThat(service.record().clusterId()).isEqualTo(first);
      assertThat(answer(connection, "select a from t")).isEqualTo("42");
    }
  }

  @Test
  void leavesNothingOfAnEphemeralService() throws SQLException {
    Path directory = DataDirectory.createEphemeral(cache);
    LocalServiceOptions options = TestingOptions.of(directory, true, cache, 0, null);
    ServiceRecord record;
    try (LocalService service = LocalService.start(options);
        Connection connection = signIn(service.record())) {
      record = service.record();
      assertThat(answer(connection, "select 1")).isEqualTo("1");
    }
    assertThat(directory).doesNotExist();
    // Its clients go on trusting the CA of the next one.
    assertThat(record.certificateAuthority()).isRegularFile().startsWith(cache);
  }

  @Test
  void tellsThatItsPortIsTakenAndLeavesTheDataDirectoryFree() throws IOException {
    Path directory = temporary.resolve("busy");
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LocalServiceOptions options =
          TestingOptions.of(directory, false, cache, other.getLocalPort(), null);
      assertThatThrownBy(() -> LocalService.start(options))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("Port " + other.getLocalPort())
          .hasMessageContaining("--port");
    }
    DataDirectory.open(directory).close();
  }

  @Test
  void refusesToMoveAClusterToAnotherRegion() throws IOException {
    Path directory = Files.createDirectory(temporary.resolve("moved"));
    ClusterRecord cluster = ClusterRecord.ofDefault(Clusters.newId(), "eu-west-1", Instant.now());
    new ClusterFiles(directory).write(cluster);
    LocalServiceOptions elsewhere = TestingOptions.of(directory, false, cache, 0, "us-west-2");
    assertThatThrownBy(() -> LocalService.start(elsewhere))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(cluster.region())
        .hasMessageContaining("--region");
  }
}
