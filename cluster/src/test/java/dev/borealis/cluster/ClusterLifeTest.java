package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.ClusterStatus;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;

class ClusterLifeTest {
  private static final String REGION = "us-east-1";

  @TempDir private static Path temporary = Path.of("");

  @BeforeAll
  static void letPostgresPass() throws IOException {
    // Root's PostgreSQL runs as somebody else, to whom JUnit's directories are closed.
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static RunningService start(String directory, Duration sleepAfter) {
    return RunningService.start(
        temporary.resolve(directory),
        temporary.resolve("cache"),
        new ControlPlaneOptions(0, sleepAfter, Duration.ZERO, ClusterQuotas.SERVICE));
  }

  private static String value(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  @Test
  void survivesARestart() throws SQLException {
    String identifier;
    try (RunningService service = start("restart", Duration.ZERO);
        DsqlClient sdk = service.sdk(REGION)) {
      identifier = sdk.createCluster(it -> it.tags(Map.of("k", "v")).clientToken("t")).identifier();
      try (Connection connection = service.connect(RunningService.awaitActive(sdk, identifier));
          Statement statement = connection.createStatement()) {
        statement.execute("create table t (a int primary key)");
        statement.execute("insert into t values (42)");
      }
    }
    try (RunningService service = start("restart", Duration.ZERO);
        DsqlClient sdk = service.sdk(REGION)) {
      GetClusterResponse known = sdk.getCluster(it -> it.identifier(identifier));
      assertThat(known.tags()).containsEntry("k", "v");
      assertThat(known.status()).isEqualTo(ClusterStatus.ACTIVE);
      assertThat(sdk.createCluster(it -> it.tags(Map.of("k", "v")).clientToken("t")).identifier())
          .isEqualTo(identifier);
      try (Connection connection = service.connect(known)) {
        assertThat(value(connection, "select a from t")).isEqualTo("42");
      }
    }
  }

  @Test
  @Timeout(120)
  void sleepsAndWakesUnderAnOpenConnection() throws SQLException, InterruptedException {
    try (RunningService service = start("sleep", Duration.ofMillis(300));
        DsqlClient sdk = service.sdk(REGION)) {
      String identifier = sdk.createCluster(it -> {}).identifier();
      GetClusterResponse active = RunningService.awaitActive(sdk, identifier);
      try (Connection connection = service.connect(active)) {
        assertThat(value(connection, "select 1")).isEqualTo("1");
        while (sdk.getCluster(it -> it.identifier(identifier)).status() != ClusterStatus.IDLE) {
          Thread.onSpinWait();
        }
        assertThat(value(connection, "select 2")).isEqualTo("2");
        connection.setAutoCommit(false);
        assertThat(value(connection, "select 3")).isEqualTo("3");
        assertThat(sdk.getCluster(it -> it.identifier(identifier)).status())
            .isEqualTo(ClusterStatus.ACTIVE);
        connection.rollback();
      }
    }
  }
}
