package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresBinariesTest {
  @TempDir(factory = ReachableDirectory.class)
  Path cache;

  static List<PostgresPlatform> platforms() {
    return PostgresPlatform.all();
  }

  @ParameterizedTest
  @MethodSource("platforms")
  void tableDescribesTheArtifactsOnTheClassPath(PostgresPlatform platform) throws Exception {
    InputStream resource = getClass().getClassLoader().getResourceAsStream(platform.resource());
    assertThat(resource).isNotNull();
    var digest = CacheEntry.sha256();
    long bytes;
    try (var archive = new DigestInputStream(resource, digest)) {
      bytes = archive.transferTo(OutputStream.nullOutputStream());
    }
    assertThat(bytes + " " + HexFormat.of().formatHex(digest.digest()))
        .isEqualTo(platform.bytes() + " " + platform.sha256());
  }

  @Test
  void unpacksProgramsWithTheirModesAndLinks() throws Exception {
    PostgresBinaries binaries = SharedCache.binaries();
    assertThat(binaries.program("initdb")).isExecutable();
    assertThat(binaries.program("pg_ctl")).isExecutable();
    ProgramRun version =
        ProgramRun.of(
            ProgramRun.process(
                List.of(binaries.program("postgres").toString(), "--version"), binaries.home()));
    assertThat(version.output()).isEqualTo("postgres (PostgreSQL) 16.15");
    assertThat(Files.getLastModifiedTime(binaries.program("postgres")))
        .isEqualTo(Files.getLastModifiedTime(SharedCache.binaries().program("postgres")));
    if (PostgresPlatform.current().os().equals("linux")) {
      assertThat(Files.readSymbolicLink(binaries.home().resolve("lib/libpq.so.5")))
          .hasToString("libpq.so.5.16");
      assertThat(binaries.home().resolve("share/postgresql/postgresql.conf.sample"))
          .isRegularFile()
          .isReadable();
    }
  }

  @Test
  void refusesAnArchiveOfAnotherVersion() {
    PostgresPlatform here = PostgresPlatform.current();
    var expected =
        new PostgresPlatform(
            here.os(), here.processor(), here.artifact(), here.resource(), here.bytes(), "00ff");
    assertThatThrownBy(() -> PostgresBinaries.install(cache, expected))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(here.artifact())
        .hasMessageContaining(here.sha256())
        .hasMessageContaining("00ff");
    assertThat(cache.resolve("postgresql-00ff")).doesNotExist();
  }

  @Test
  void namesTheArtifactThatIsMissing() {
    var missing = new PostgresPlatform("plan9", "mips", "binaries-plan9", "plan9.txz", 1, "00ff");
    assertThatThrownBy(() -> PostgresBinaries.install(cache, missing))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("plan9.txz is not on the class path")
        .hasMessageContaining("io.zonky.test.postgres:binaries-plan9");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, postgres-linux-x86_64.txz",
    "Linux, aarch64, postgres-linux-arm_64.txz",
    "Mac OS X, x86_64, postgres-darwin-x86_64.txz",
    "Mac OS X, aarch64, postgres-darwin-arm_64.txz",
    "Windows 11, amd64, postgres-windows-x86_64.txz",
  })
  void knowsItsPlatforms(String osName, String osArch, String resource) {
    assertThat(PostgresPlatform.choose(platforms(), osName, osArch).resource()).isEqualTo(resource);
  }

  @Test
  void tellsWhichPlatformsThereAre() {
    assertThatThrownBy(() -> PostgresPlatform.choose(platforms(), "Linux", "riscv64"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("Linux on riscv64")
        .hasMessageContaining("linux/amd64, linux/aarch64");
  }
}
