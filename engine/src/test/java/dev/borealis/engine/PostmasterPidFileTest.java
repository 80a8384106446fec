package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostmasterPidFileTest {
  private static final String SEVEN_LINES = "123\n/data\n1795251909\n5432\n/socket\n\n 1 2\n";

  @TempDir Path pgdata;

  @Test
  void knowsWhetherTheServerIsReady() throws Exception {
    write(SEVEN_LINES + "ready   \n");
    assertThat(PostmasterPidFile.read(pgdata)).contains(new PostmasterPidFile(123, true));
    write(SEVEN_LINES + "starting\n");
    assertThat(PostmasterPidFile.read(pgdata)).contains(new PostmasterPidFile(123, false));
    write(SEVEN_LINES);
    assertThat(PostmasterPidFile.read(pgdata)).contains(new PostmasterPidFile(123, false));
  }

  @Test
  void isNothingWithoutAFile() throws Exception {
    assertThat(PostmasterPidFile.read(pgdata)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "0\n", "-5\n", "12x\n", "99999999999999999999\n", "\0\0\0", "1 2\n"})
  void isNothingWhenGarbled(String content) throws Exception {
    write(content);
    assertThat(PostmasterPidFile.read(pgdata)).isEmpty();
  }

  private void write(String content) throws Exception {
    Files.writeString(PostmasterPidFile.in(pgdata), content);
  }
}
