package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
  @TempDir private Path directory = Path.of("");

  private HostsFile holding(String content) throws IOException {
    return new HostsFile(Files.writeString(directory.resolve("hosts"), content));
  }

  @Test
  void addsLinesAndTakesThemOutAgain() throws IOException {
    String before = "127.0.0.1 localhost\n# a comment\n";
    HostsFile hosts = holding(before);
    hosts.replace(hosts.with(List.of("127.0.0.1 a.dsql.us-east-1.on.aws")));
    assertThat(hosts.path())
        .content()
        .isEqualTo(
            before + "# dsql: local clusters\n127.0.0.1 a.dsql.us-east-1.on.aws\n# dsql: end\n");
    hosts.replace(hosts.with(List.of("127.0.0.1 b")));
    assertThat(hosts.path()).content().contains("127.0.0.1 b\n").doesNotContain("a.dsql");
    assertThat(hosts.with(List.of())).isEqualTo(before);
  }

  @Test
  void beginsOnALineOfItsOwn() throws IOException {
    assertThat(holding("127.0.0.1 localhost").with(List.of("x y")))
        .startsWith("127.0.0.1 localhost\n# dsql: local clusters\nx y\n");
  }

  @Test
  void touchesNothingIfItsOwnLinesHaveNoEnd() throws IOException {
    HostsFile hosts = holding("a\n# dsql: local clusters\nb\n");
    assertThatIOException()
        .isThrownBy(() -> hosts.with(List.of()))
        .withMessageContaining("# dsql: end");
  }
}
