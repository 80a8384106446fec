package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.ClusterStatus;
import software.amazon.awssdk.services.dsql.model.CreateClusterResponse;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;
import software.amazon.awssdk.services.dsql.model.MultiRegionProperties;
import software.amazon.awssdk.services.dsql.model.ValidationException;

class LinkedClustersTest {
  private static final String WITNESS = "us-west-2";

  @TempDir private static Path temporary = Path.of("");

  private static MultiRegionProperties link(String... peers) {
    return MultiRegionProperties.builder().witnessRegion(WITNESS).clusters(peers).build();
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  @Test
  @Timeout(120)
  void haveOneDatabaseAndGoTogether() throws IOException, SQLException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (RunningService service =
            RunningService.start(
                temporary.resolve("data"),
                temporary.resolve("cache"),
                new ControlPlaneOptions(
                    0, Duration.ofMinutes(5), Duration.ofMillis(30), ClusterQuotas.SERVICE));
        DsqlClient virginia = service.sdk("us-east-1");
        DsqlClient ohio = service.sdk("us-east-2")) {
      CreateClusterResponse one =
          virginia.createCluster(
              create -> create.multiRegionProperties(link()).deletionProtectionEnabled(false));
      assertThat(one.status()).isEqualTo(ClusterStatus.PENDING_SETUP);
      CreateClusterResponse other =
          ohio.createCluster(create ->
              create.multiRegionProperties(link(one.arn())).deletionProtectionEnabled(false));
      assertThat(other.status()).isEqualTo(ClusterStatus.PENDING_SETUP);
      GetClusterResponse waiting = virginia.getCluster(get -> get.identifier(one.identifier()));
      assertThatThrownBy(() -> service.connect(waiting).close())
          .hasMessageContaining("pending_setup");
      assertThatThrownBy(() ->
              virginia.updateCluster(update ->
                  update
                      .identifier(one.identifier())
                      .multiRegionProperties(
                          MultiRegionProperties.builder()
                              .witnessRegion("eu-west-1")
                              .clusters(other.arn())
                              .build())))
          .isInstanceOf(ValidationException.class);
      virginia.updateCluster(
          update -> update.identifier(one.identifier()).multiRegionProperties(link(other.arn())));
      GetClusterResponse left = RunningService.awaitActive(virginia, one.identifier());
      GetClusterResponse right = RunningService.awaitActive(ohio, other.identifier());
      assertThat(left.multiRegionProperties().clusters())
          .containsExactlyInAnyOrder(one.arn(), other.arn());

      writesAtBoth(service, left, right);
      goesOnWithoutTheOther(service, left, right);
      goesOnly(virginia, ohio, one.identifier(), other.identifier());
    }
  }

  private static void writesAtBoth(
      RunningService service, GetClusterResponse left, GetClusterResponse right)
      throws SQLException {
    try (Connection here = service.connect(left);
        Connection there = service.connect(right);
        Statement first = here.createStatement();
        Statement second = there.createStatement()) {
      first.execute("create table t (a int primary key, b int)");
      first.execute("insert into t values (1, 0)");
      assertThat(number(there, "select b from t where a = 1")).isZero();
      long begin = System.nanoTime();
      first.execute("insert into t values (2, 0)");
      // A lower bound, which no busy machine breaks.
      assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofMillis(29).toNanos());
      here.setAutoCommit(false);
      there.setAutoCommit(false);
      first.execute("update t set b = 1 where a = 1");
      second.execute("update t set b = 2 where a = 1");
      there.commit();
      assertThatThrownBy(here::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
      here.rollback();
      assertThat(number(here, "select b from t where a = 1")).isEqualTo(2);
    }
  }

  /** A region that is down takes nothing from the other one. */
  private static void goesOnWithoutTheOther(
      RunningService service, GetClusterResponse left, GetClusterResponse right)
      throws IOException, SQLException {
    RegionFaults faults = new RegionFaults(temporary.resolve("data"));
    try (Connection here = service.connect(left);
        Connection there = service.connect(right)) {
      faults.set("us-east-2", true);
      assertThatThrownBy(
              () -> {
                while (true) {
                  number(there, "select 1");
                }
              })
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> service.connect(right).close()).isInstanceOf(SQLException.class);
      assertThat(number(here, "select b from t where a = 1")).isEqualTo(2);
      faults.clear();
    }
    while (true) {
      try (Connection again = service.connect(right)) {
        assertThat(number(again, "select b from t where a = 1")).isEqualTo(2);
        return;
      } catch (SQLException e) {
        // The service looks five times a second.
        assertThat(e.getSQLState()).startsWith("08");
      }
    }
  }

  /** The first to be deleted waits for the other. */
  private static void goesOnly(DsqlClient virginia, DsqlClient ohio, String one, String other) {
    assertThat(virginia.deleteCluster(delete -> delete.identifier(one)).status())
        .isEqualTo(ClusterStatus.PENDING_DELETE);
    assertThat(virginia.getCluster(get -> get.identifier(one)).status())
        .isEqualTo(ClusterStatus.PENDING_DELETE);
    assertThat(ohio.getCluster(get -> get.identifier(other)).status())
        .isEqualTo(ClusterStatus.ACTIVE);
    assertThat(ohio.deleteCluster(delete -> delete.identifier(other)).status())
        .isEqualTo(ClusterStatus.DELETING);
    RunningService.awaitGone(virginia, one);
    RunningService.awaitGone(ohio, other);
  }
}
