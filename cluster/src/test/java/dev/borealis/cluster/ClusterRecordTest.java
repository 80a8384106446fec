package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterRecordTest {
  @TempDir private Path dataDirectory = Path.of("");

  @Test
  void isFoundAgain() throws IOException {
    assertThat(ClusterRecord.find(dataDirectory)).isNull();
    ClusterRecord created = ClusterRecord.create(dataDirectory, "eu-west-1");
    assertThat(ClusterRecord.find(dataDirectory)).isEqualTo(created);
  }

  @Test
  void passesOverADirectoryThatWasNotFinished() throws IOException {
    Files.createDirectories(dataDirectory.resolve("clusters/" + "a".repeat(26)));
    assertThat(ClusterRecord.find(dataDirectory)).isNull();
  }

  @Test
  void tellsWhichFileIsDamaged() throws IOException {
    ClusterRecord created = ClusterRecord.create(dataDirectory, "eu-west-1");
    Path file = created.directory(dataDirectory).resolve("cluster.properties");
    Files.writeString(file, "region=eu-west-1\n");
    assertThatThrownBy(() -> ClusterRecord.find(dataDirectory))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("'created' is missing");
  }
}
