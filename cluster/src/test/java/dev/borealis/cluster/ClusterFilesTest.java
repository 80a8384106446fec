package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.cluster.ClusterRecord.Creation;
import dev.borealis.cluster.api.ClusterStatus;
import dev.borealis.cluster.api.ControlPlane.VersionedPolicy;
import dev.borealis.cluster.api.MultiRegion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFilesTest {
  private static final Instant CREATED = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir private Path dataDirectory = Path.of("");

  private ClusterFiles files() {
    return new ClusterFiles(dataDirectory);
  }

  private static ClusterRecord plain() {
    return ClusterRecord.ofDefault(Clusters.newId(), "eu-west-1", CREATED);
  }

  @Test
  void findsARecordAgainWithAllThatIsInIt() throws IOException {
    ClusterRecord whole =
        new ClusterRecord(
            Clusters.newId(),
            "us-east-1",
            CREATED,
            ClusterStatus.PENDING_SETUP,
            false,
            false,
            "arn:aws:kms:us-east-1:000000000000:key/k",
            new TreeMap<>(Map.of("Name", "a=b: c", "x.y", "")),
            new VersionedPolicy("{\n \"a\": \"\u00fc\\\"\" }", "3"),
            new MultiRegion("us-west-2", List.of("arn:1", "arn:2")),
            Clusters.newId(),
            new Creation("token", "digest"));
    ClusterRecord plain = plain();
    files().write(whole);
    files().write(plain);
    assertThat(files().read()).containsExactlyInAnyOrder(whole, plain);
  }

  @Test
  void takesTheRecordOfADirectoryThatHadOneClusterForTheDefaultOne() throws IOException {
    ClusterId id = Clusters.newId();
    Path directory = Files.createDirectories(dataDirectory.resolve("clusters").resolve(id.text()));
    Files.writeString(
        directory.resolve("cluster.properties"),
        "region=eu-west-1\ncreated=2026-11-21T10\\:00\\:00Z\n");
    assertThat(files().read()).containsExactly(ClusterRecord.ofDefault(id, "eu-west-1", CREATED));
  }

  @Test
  void passesOverADirectoryThatWasNotFinished() throws IOException {
    Files.createDirectories(dataDirectory.resolve("clusters/" + "a".repeat(26)));
    assertThat(files().read()).isEmpty();
  }

  @Test
  void tellsWhichFileIsDamaged() throws IOException {
    ClusterRecord record = plain();
    files().write(record);
    Path file = dataDirectory.resolve("clusters/" + record.id() + "/cluster.properties");
    Files.writeString(file, "region=eu-west-1\n");
    assertThatThrownBy(() -> files().read())
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("'created' is missing");
  }

  @Test
  void leavesNothingOfADeletedCluster() throws IOException {
    ClusterRecord record = plain();
    files().write(record);
    Files.createDirectories(files().postgresDirectory(record.id()).resolve("pgdata/base"));
    files().delete(record.id());
    assertThat(dataDirectory.resolve("clusters")).isEmptyDirectory();
    files().delete(record.id());
  }

  @Test
  void listsTheEndpoints() throws IOException {
    ClusterRecord record = plain();
    files().write(record);
    assertThat(ClusterFiles.endpoints(dataDirectory, "on.aws"))
        .containsExactly(record.id() + ".dsql.eu-west-1.on.aws");
    assertThat(ClusterFiles.endpoints(dataDirectory.resolve("none"), "on.aws")).isEmpty();
  }
}
