package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTemplateTest {
  @TempDir(factory = ReachableDirectory.class)
  Path directory;

  private PostgresPrograms programs;

  @BeforeEach
  void install() throws Exception {
    programs = new PostgresPrograms(SharedCache.binaries(), OperatingSystemUser.forPostgres());
  }

  @Test
  void isMadeOnceForEachScript() throws Exception {
    ClusterTemplate plain = prepare(BootstrapScript.NONE);
    Object made = identity(plain);
    assertThat(identity(prepare(BootstrapScript.NONE))).isEqualTo(made);
    ClusterTemplate scripted = prepare(new BootstrapScript("create role a"));
    assertThat(scripted.content()).isNotEqualTo(plain.content());
    assertThat(identity(prepare(new BootstrapScript("create role a"))))
        .isEqualTo(identity(scripted));
  }

  @Test
  void isMadeAgainIfAFileIsMissing() throws Exception {
    var script = new BootstrapScript("create role b");
    ClusterTemplate template = prepare(script);
    Files.delete(template.content().resolve("global/pg_control"));
    assertThat(prepare(script).content().resolve("global/pg_control")).exists();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void copiesEverything(boolean durable) throws Exception {
    ClusterTemplate template = prepare(BootstrapScript.NONE);
    Path pgdata = directory.resolve("pgdata");
    template.copyTo(pgdata, durable);
    assertThat(listing(pgdata)).isEqualTo(listing(template.content()));
    assertThat(directory.resolve("pgdata.new")).doesNotExist();
  }

  @Test
  void javaCopiesEverythingToo() throws Exception {
    ClusterTemplate template = prepare(BootstrapScript.NONE);
    DirectoryTree.copyContents(template.content(), directory, programs.user());
    assertThat(listing(directory)).isEqualTo(listing(template.content()));
  }

  @Test
  void holdsOneDatabaseAndNoRunningState() throws Exception {
    ClusterTemplate template = prepare(BootstrapScript.NONE);
    assertThat(template.content().resolve("base")).isDirectoryNotContaining("glob:**/1");
    assertThat(template.content().resolve("postmaster.pid")).doesNotExist();
    assertThat(template.content().resolve("pg_hba.conf"))
        .content()
        .doesNotContainPattern("(?m)^host.*trust$");
  }

  @Test
  void failsAtTheFirstErrorOfTheScript() {
    assertThatThrownBy(() -> prepare(new BootstrapScript("create role c;\n\nselect 1/0;\n\n")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("FATAL: division by zero");
    assertThatThrownBy(() -> new BootstrapScript("select '\0'"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("NUL");
  }

  private ClusterTemplate prepare(BootstrapScript script) {
    return ClusterTemplate.prepare(SharedCache.directory(), programs, script);
  }

  private static Object identity(ClusterTemplate template) throws IOException {
    Path file = template.content().resolve("PG_VERSION");
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /** Names, sizes, modes and owners of all files. */
  private static List<String> listing(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> !file.equals(root))
          .map(file -> describe(root, file))
          .sorted()
          .toList();
    }
  }

  private static String describe(Path root, Path file) {
    try {
      var attributes =
          Files.readAttributes(file, java.nio.file.attribute.PosixFileAttributes.class);
      long size = attributes.isDirectory() ? 0 : attributes.size();
      return "%s %d %s %s %s"
          .formatted(
              root.relativize(file),
              size,
              attributes.permissions().stream().sorted().toList(),
              attributes.owner(),
              attributes.group());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
