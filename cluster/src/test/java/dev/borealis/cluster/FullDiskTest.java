package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.ClusterStatus;
import software.amazon.awssdk.services.dsql.model.GetClusterResponse;
import software.amazon.awssdk.services.dsql.model.InternalServerException;

/** A service whose disk is full. Needs a file system of its own, which only root can mount. */
class FullDiskTest {
  private static final String REGION = "us-east-1";
  private static final int BLOCK_BYTES = 4_096;

  /** Room for the record of a cluster, and by far not for its database. */
  private static final int LITTLE_BYTES = 1 << 20;

  @TempDir private static Path temporary = Path.of("");

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** Writes until there is no more room. */
  private static void fill(Path file) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  @Test
  @Timeout(180)
  void leavesNoHalfMadeClusterAndGoesOn() throws Exception {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path disk = Files.createDirectory(temporary.resolve("disk"));
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && run("mount", "-t", "tmpfs", "-o", "size=256m,mode=755", "tmpfs", disk.toString()),
        "a file system can be mounted");
    try (RunningService service =
            RunningService.start(
                disk.resolve("data"),
                temporary.resolve("cache"),
                new ControlPlaneOptions(0, Duration.ZERO, Duration.ZERO, ClusterQuotas.SERVICE));
        DsqlClient sdk = service.sdk(REGION)) {
      Path filler = disk.resolve("filler");
      Path last = disk.resolve("last");
      Files.write(last, new byte[LITTLE_BYTES]);
      fill(filler);
      Files.delete(last);
      String failed = failsToMakeADatabase(service, sdk);

      fill(last);
      failsToKeepARecord(disk.resolve("data"), sdk);
      answersStill(service, sdk);

      Files.delete(filler);
      Files.delete(last);
      sdk.deleteCluster(it -> it.identifier(failed));
      RunningService.awaitGone(sdk, failed);
      String made = sdk.createCluster(it -> {}).identifier();
      service.connect(RunningService.awaitActive(sdk, made)).close();
      assertThat(Files.readString(disk.resolve("data/audit.log"))).contains("\"EventsLost\"");
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private static String failsToMakeADatabase(RunningService service, DsqlClient sdk) {
    String id = sdk.createCluster(it -> it.deletionProtectionEnabled(false)).identifier();
    GetClusterResponse cluster = sdk.getCluster(it -> it.identifier(id));
    while (cluster.status() == ClusterStatus.CREATING) {
      Thread.onSpinWait();
      cluster = sdk.getCluster(it -> it.identifier(id));
    }
    assertThat(cluster.status()).isEqualTo(ClusterStatus.FAILED);
    GetClusterResponse found = cluster;
    assertThatThrownBy(() -> service.connect(found).close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("the cluster's status is failed");
    Path directory = service.service().record().dataDirectory().resolve("clusters").resolve(id);
    assertThat(directory.resolve("postgres")).doesNotExist();
    assertThat(directory.resolve("cluster.properties")).exists();
    assertThat(
            ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(id)))
        .isEmpty();
    return id;
  }

  private static void failsToKeepARecord(Path data, DsqlClient sdk) throws IOException {
    List<Path> before = clusters(data);
    assertThatExceptionOfType(InternalServerException.class)
        .isThrownBy(() -> sdk.createCluster(it -> {}))
        .withMessageContaining("Nothing has changed")
        .satisfies(e -> {
          assertThat(e.statusCode()).isEqualTo(500);
          assertThat(e.retryAfterSeconds()).isOne();
        });
    assertThat(clusters(data)).isEqualTo(before);
  }

  private static List<Path> clusters(Path data) throws IOException {
    try (Stream<Path> directories = Files.list(data.resolve("clusters"))) {
      return directories.sorted().toList();
    }
  }

  private static void answersStill(RunningService service, DsqlClient sdk) throws SQLException {
    String id = service.service().record().clusterId().text();
    try (Connection connection = service.connect(sdk.getCluster(it -> it.identifier(id)));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select 1")) {
      assertThat(row.next()).isTrue();
    }
  }
}
