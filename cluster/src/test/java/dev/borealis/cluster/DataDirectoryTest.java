package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataDirectoryTest {
  @TempDir private Path temporary = Path.of("");

  @Test
  void isUsedByOneServiceAtATime() {
    Path path = temporary.resolve("new/one");
    try (DataDirectory _ = DataDirectory.open(path)) {
      assertThatThrownBy(() -> DataDirectory.open(path))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid())
          .hasMessageContaining("dsql stop --data");
    }
    DataDirectory.open(path).close();
  }

  @Test
  void isTheSameOneByAnyName() throws IOException {
    Path path = temporary.resolve("one");
    try (DataDirectory _ = DataDirectory.open(path)) {
      Path link = Files.createSymbolicLink(temporary.resolve("two"), path);
      assertThatThrownBy(() -> DataDirectory.open(link)).isInstanceOf(ServiceException.class);
    }
  }

  @Test
  void tellsWhyItCannotBeMade() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--data");
  }

  @Test
  void keepsTheLogOfTheRunBefore() throws IOException {
    Files.writeString(DataDirectory.newLog(temporary), "first");
    Files.writeString(DataDirectory.newLog(temporary), "second");
    assertThat(DataDirectory.newLog(temporary)).isEmptyFile();
    assertThat(temporary.resolve("service.log.1")).hasContent("second");
  }

  @ParameterizedTest
  @CsvSource({
    "/data, false, /data/borealis/default",
    "relative, false, /users/me/.local/share/borealis/default",
    "'', false, /users/me/.local/share/borealis/default",
    "/data, true, /var/lib/borealis/default"
  })
  void liesWhereTheEnvironmentSays(String xdg, boolean root, Path expected) {
    assertThat(DataDirectory.choose(Map.of("XDG_DATA_HOME", xdg), Path.of("/users/me"), root))
        .isEqualTo(expected);
  }

  @Test
  void sweepsWhatKilledServicesLeftAndNothingElse() throws IOException {
    Path left = DataDirectory.createEphemeral(temporary);
    Files.writeString(Files.createDirectory(left.resolve("clusters")).resolve("file"), "content");
    Path inUse = DataDirectory.createEphemeral(temporary);
    Path justMade = DataDirectory.createEphemeral(temporary);
    Instant now = Instant.now();
    try (DataDirectory _ = DataDirectory.open(inUse)) {
      FileTime longAgo = FileTime.from(now.minus(Duration.ofHours(1)));
      Files.setLastModifiedTime(left, longAgo);
      Files.setLastModifiedTime(inUse, longAgo);
      EphemeralDirectories.sweep(temporary, now);
    }
    try (Stream<Path> rest = Files.list(left.getParent())) {
      assertThat(rest).containsExactlyInAnyOrder(inUse, justMade);
    }
  }
}
