package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceRecordTest {
  private final ServiceRecord record =
      TestingRecord.of(ProcessIdentity.current(), Path.of("/a place/with blanks \u00fc"), 5433);

  @Test
  void survivesTheFile() {
    assertThat(ServiceRecord.ofBytes(record.toBytes())).isEqualTo(record);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pid",
        "process.start",
        "data",
        "port",
        "http.port",
        "cluster",
        "endpoint",
        "region",
        "ca",
        "names",
        "started",
        "auth",
        "dsql.version"
      })
  void refusesAFileThatLacksAnEntry(String name) {
    String without =
        new String(record.toBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith(name + "="))
            .collect(Collectors.joining("\n"));
    assertThatThrownBy(() -> ServiceRecord.ofBytes(without.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u0000\u0001\uffff", "pid=no number", "pid=\\u12"})
  void refusesWhatIsNoRecord(String content) {
    assertThatThrownBy(() -> ServiceRecord.ofBytes(content.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "0.0.0.0, 127.0.0.1",
    "0:0:0:0:0:0:0:0, ::1",
    "192.168.1.5, 192.168.1.5"
  })
  void isReachedAtLoopbackIfItListensEverywhere(String listening, String connecting) {
    ServiceRecord everywhere =
        ServiceRecord.ofBytes(
            new String(record.toBytes(), StandardCharsets.UTF_8)
                .replace("address=127.0.0.1", "address=" + listening.replace(":", "\\:"))
                .getBytes(StandardCharsets.UTF_8));
    assertThat(everywhere.connectAddress()).isEqualTo(connecting);
  }

  @Test
  void answersToItsNamesInAnyCase() {
    assertThat(record.answersTo("LOCALHOST")).isTrue();
    assertThat(record.answersTo(record.endpoint())).isTrue();
    assertThat(record.answersTo("example.org")).isFalse();
  }
}
