package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSettingsTest {
  private static final PostgresServerOptions OPTIONS =
      PostgresServerOptions.durable(Path.of("data")).withCacheDirectory(Path.of("cache"));

  @ParameterizedTest
  @ValueSource(
      strings = {"listen_addresses", "Port", "unix_socket_directories", "hba_file", "config_file"})
  void refusesSettingsThatAreItsOwn(String name) {
    assertThatThrownBy(() -> OPTIONS.withSettings(Map.of(name, "x")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("cannot be changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a=b", "a\nb", "1a", "a.b.c", "#a", "include '/etc/passwd'"})
  void refusesWhatIsNoName(String name) {
    assertThatThrownBy(() -> OPTIONS.withSettings(Map.of(name, "x")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("is not the name of a PostgreSQL setting");
  }

  @Test
  void refusesValuesThatWouldBreakTheFile() {
    assertThatThrownBy(() -> OPTIONS.withSettings(Map.of("work_mem", "1MB\nport = 1")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("must be one line");
    assertThatThrownBy(() -> OPTIONS.withSettings(Map.of("work_mem", "1".repeat(9000))))
        .isInstanceOf(EngineException.class);
  }

  @Test
  void quotesValuesAndLetsTheCallersWin() {
    String file = PostgresSettings.file(OPTIONS.withSettings(Map.of("JIT", "on", "a.b", "x'\\y")));
    assertThat(file).contains("jit = 'on'\n").doesNotContain("jit = 'off'");
    assertThat(file).contains("a.b = 'x''\\\\y'\n");
  }

  @Test
  void refusesNumbersOfConnectionsOutOfRange() {
    assertThatThrownBy(() -> OPTIONS.withMaxConnections(0)).isInstanceOf(EngineException.class);
    assertThatThrownBy(() -> OPTIONS.withMaxConnections(10_001))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("10001")
        .hasMessageContaining("10000");
  }

  @Test
  void makesPathsAbsolute() {
    assertThat(OPTIONS.dataDirectory()).isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(OPTIONS.cacheDirectory()).isEqualTo(Path.of("cache").toAbsolutePath());
  }
}
