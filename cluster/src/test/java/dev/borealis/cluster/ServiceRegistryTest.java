package dev.borealis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceRegistryTest {
  @TempDir private Path temporary = Path.of("");
  private Path directory = Path.of("");
  private Path dataDirectory = Path.of("");
  private ServiceRegistry registry = new ServiceRegistry(Path.of(""));

  @BeforeEach
  void makeDirectories() throws IOException {
    directory = temporary.resolve("runtime/borealis");
    dataDirectory = Files.createDirectory(temporary.resolve("data"));
    registry = new ServiceRegistry(directory);
  }

  private ServiceRecord living(int port) {
    return TestingRecord.of(ProcessIdentity.current(), dataDirectory, port);
  }

  @Test
  void hasNoServicesWhereNothingEverRan() {
    assertThat(registry.running()).isEmpty();
    assertThat(directory).doesNotExist();
  }

  @Test
  void knowsAServiceUntilItsRegistrationIsClosed() {
    ServiceRecord service = living(5432);
    try (ServiceRegistry.Registration _ = registry.register(service)) {
      assertThat(registry.running()).containsExactly(service);
      assertThat(registry.findByPid(service.pid())).contains(service);
      assertThat(ServiceRegistry.findByDataDirectory(dataDirectory)).contains(service);
    }
    assertThat(registry.running()).isEmpty();
    assertThat(ServiceRegistry.findByDataDirectory(dataDirectory)).isEmpty();
  }

  @Test
  void keepsSeveralServicesApart() {
    try (ServiceRegistry.Registration _ = registry.register(living(5433));
        ServiceRegistry.Registration _ = registry.register(living(5432))) {
      assertThat(registry.running()).extracting(ServiceRecord::port).containsExactly(5432, 5433);
    }
  }

  @Test
  void doesNotShowServicesWhoseProcessIsGone() {
    ServiceRecord dead = TestingRecord.of(TestingRecord.DEAD, dataDirectory, 5432);
    ServiceRegistry.Registration left = registry.register(dead);
    assertThat(registry.running()).isEmpty();
    assertThat(registry.findByPid(dead.pid())).isEmpty();
    assertThat(ServiceRegistry.findByDataDirectory(dataDirectory)).isEmpty();
    left.close();
  }

  @Test
  void forgetsTheDeadWhenAnotherServiceComes() throws IOException {
    ServiceRegistry.Registration left =
        registry.register(TestingRecord.of(TestingRecord.DEAD, dataDirectory, 5432));
    try (ServiceRegistry.Registration _ = registry.register(living(5433))) {
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .filteredOn(name -> name.endsWith(".properties"))
            .hasSize(1);
      }
    }
    left.close();
  }

  @Test
  void letsNobodyElseIn() throws IOException {
    try (ServiceRegistry.Registration _ = registry.register(living(5432))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void passesOverFilesThatAreNoRecords() throws IOException {
    try (ServiceRegistry.Registration _ = registry.register(living(5432))) {
      Files.writeString(directory.resolve("1-1.properties"), "pid=1");
      Files.createDirectory(directory.resolve("2-2.properties"));
      Files.writeString(directory.resolve("notes.txt"), "nothing");
      assertThat(registry.running()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/named, /run/user/7, false, /named",
    "'', /run/user/7, false, /run/user/7/borealis",
    "'', relative, false, /users/me/.local/state/borealis",
    "'', '', false, /users/me/.local/state/borealis",
    "'', /run/user/7, true, /run/borealis"
  })
  void liesWhereTheEnvironmentSays(String named, String xdg, boolean root, Path expected) {
    Map<String, String> environment = Map.of("BOREALIS_RUNTIME", named, "XDG_RUNTIME_DIR", xdg);
    assertThat(ServiceRegistry.choose(environment, Path.of("/users/me"), root)).isEqualTo(expected);
  }
}
