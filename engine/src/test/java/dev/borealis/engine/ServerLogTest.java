package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir Path directory;
  private Path file;
  private ServerLog log;

  @BeforeEach
  void locate() {
    file = directory.resolve("postgres.log");
    log = new ServerLog(file);
  }

  @Test
  void keepsTheLogOfOneRunBefore() throws Exception {
    log.begin();
    Files.writeString(file, "first");
    log.begin();
    Files.writeString(file, "second");
    log.begin();
    assertThat(file).isEmptyFile();
    assertThat(directory.resolve("postgres.log.1")).hasContent("second");
  }

  @Test
  void cutsALogThatHasGrownTooLong() throws Exception {
    log.begin();
    Files.writeString(file, "short");
    log.cut();
    assertThat(file).hasContent("short");
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(ServerLog.LONGEST_BYTES + 1);
    }
    log.cut();
    assertThat(file).isEmptyFile();
    assertThat(directory.resolve("postgres.log.1")).hasSize(ServerLog.LONGEST_BYTES + 1);
  }

  @Test
  void quotesTheLastMessagesWithoutTheirPrefix() throws Exception {
    String before = "2026-11-21 09:00:00.000 UTC [7] LOG:  of an earlier run\n";
    String after =
        IntStream.rangeClosed(1, 9)
            .mapToObj(i -> "2026-11-21 09:00:00.00" + i + " UTC [7] LOG:  message " + i + "\n")
            .collect(Collectors.joining());
    Files.writeString(file, before + after);
    assertThat(log.excerpt(before.length()))
        .isEqualTo(
            "LOG:  message 5; LOG:  message 6; LOG:  message 7; LOG:  message 8; LOG:  message 9");
    assertThat(log.excerpt(log.size())).isEmpty();
    assertThat(log.excerpt(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void readsOnlyTheEndOfALongLog() throws Exception {
    Files.writeString(file, "x".repeat(1_000_000) + "\nlast\n");
    assertThat(log.excerpt(0)).endsWith("last").hasSizeLessThan(10_000);
  }
}
