package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The repository holds itself to what CONTRIBUTING.md says. */
class TidyTest {
  private static final Pattern VAGUE_NAME =
      Pattern.compile("(^|(?<=[a-z0-9]))(Utils?|Helpers?|Managers?|Impl|Common|Base)(?=[A-Z]|$)");
  private static final Pattern VAGUE_DIRECTORY =
      Pattern.compile("(utils?|helpers?|managers?|impl|common|base)");
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.])/(home|root|work|Users)/");
  private static final Pattern PACKAGE_REGISTRY =
      Pattern.compile(
          "repo1?\\.maven\\.(apache\\.)?org|registry\\.npmjs|registry\\.yarnpkg|pypi\\.org"
              + "|pythonhosted\\.org|artifactory|nexus\\.|jfrog\\.|proxy\\.golang\\.org"
              + "|index\\.crates\\.io|mirrors?\\.");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(#[^)\\s]*)?\\)");

  private static final int MAX_LINES = 400;

  /** Files that are longer, and how long they are: they may shrink, but not grow. */
  private static final Map<String, Integer> LONGER_FILES =
      Map.of(
          // The one place that knows what was asked and answered.
          "gateway/src/main/java/dev/borealis/gateway/Exchange.java", 590,
          // One synthetic history for each anomaly.
          "gateway/src/test/java/dev/borealis/gateway/history/SnapshotIsolationTest.java", 430,
          // One attempt after the other.
          "gateway/src/test/java/dev/borealis/gateway/EscapeTest.java", 470,
          // One line for each of PostgreSQL's key words.
          "sql/src/main/java/dev/borealis/sql/Keyword.java", 498,
          // One record for each part of a statement that PostgreSQL's grammar knows.
          "sql/src/main/java/dev/borealis/sql/tree/Clause.java", 538,
          // One record for each message that a server sends.
          "wire/src/main/java/dev/borealis/wire/BackendMessage.java", 414);

  private static Repository repository = new Repository(Path.of(""), List.of());

  @BeforeAll
  static void look() throws IOException, InterruptedException {
    repository = Repository.open();
    assertThat(repository.files()).hasSizeGreaterThan(100);
  }

  @Test
  void hasNoNameThatSaysNothing() {
    assertThat(repository.files())
        .filteredOn(file -> file.toString().endsWith(".java"))
        .filteredOn(TidyTest::isVague)
        .as("name a type after what it is")
        .isEmpty();
  }

  private static boolean isVague(Path javaFile) {
    String type = javaFile.getFileName().toString().replace(".java", "");
    if (VAGUE_NAME.matcher(type).find()) {
      return true;
    }
    for (Path part : repository.root().relativize(javaFile)) {
      if (VAGUE_DIRECTORY.matcher(part.toString()).matches()) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @CsvSource({
    "StringUtils, true",
    "PoolHelper, true",
    "BaseTest, true",
    "ImplTest, true",
    "Database, false",
    "Baseline, false",
    "ManagersOffice, true",
    "Implementation, false"
  })
  void knowsAVagueNameWhenItSeesOne(String name, boolean vague) {
    assertThat(VAGUE_NAME.matcher(name).find()).isEqualTo(vague);
  }

  @Test
  void hasNothingUnfinished() {
    assertThat(linesWith(UNFINISHED)).as("finish it, or open an issue").isEmpty();
  }

  @Test
  void namesNoPlaceOfOneMachine() {
    assertThat(linesWith(MACHINE_PATH)).isEmpty();
  }

  @Test
  void namesNoPackageRegistry() {
    assertThat(linesWith(PACKAGE_REGISTRY))
        .as("which registry is used is the user's own matter")
        .isEmpty();
  }

  private static List<String> linesWith(Pattern unwanted) {
    List<String> found = new ArrayList<>();
    repository
        .texts()
        // This file has to spell what nobody else may.
        .filter(file -> !file.endsWith("TidyTest.java"))
        .forEach(file -> {
          int number = 0;
          for (String line : Repository.read(file).split("\n", -1)) {
            number++;
            if (unwanted.matcher(line).find()) {
              found.add(repository.name(file) + ":" + number + ": " + line.strip());
            }
          }
        });
    return found;
  }

  /** Of the modules; a sample project of a suite is not ours to mark. */
  @Test
  void marksEveryPackageForNullChecks() {
    assertThat(
            repository.files().stream()
                .filter(file -> repository.name(file).matches("[^/]+/src/main/java/.*\\.java"))
                .map(Path::getParent)
                .distinct()
                .filter(directory -> !isNullMarked(directory.resolve("package-info.java"))))
        .isEmpty();
  }

  private static boolean isNullMarked(Path packageInfo) {
    return Files.exists(packageInfo) && Repository.read(packageInfo).contains("@NullMarked");
  }

  @Test
  void hasNoFileThatIsTooLong() {
    List<String> tooLong = new ArrayList<>();
    for (Path file : repository.files()) {
      String name = repository.name(file);
      if (name.matches(".*src/main/java/.*\\.java")) {
        long lines = Repository.read(file).lines().count();
        if (lines > LONGER_FILES.getOrDefault(name, MAX_LINES)) {
          tooLong.add(name + " has " + lines + " lines");
        }
      }
    }
    assertThat(tooLong).as("divide it along its subjects").isEmpty();
  }

  @Test
  void hasNoLinkThatLeadsNowhere() {
    List<String> broken = new ArrayList<>();
    repository
        .texts()
        .filter(file -> file.toString().endsWith(".md"))
        .forEach(file ->
            links(file)
                .filter(link -> !Files.exists(file.resolveSibling(link)))
                .forEach(link -> broken.add(repository.name(file) + " links to " + link)));
    assertThat(broken).isEmpty();
  }

  private static Stream<String> links(Path markdown) {
    Matcher matcher = LINK.matcher(Repository.read(markdown));
    return matcher
        .results()
        .map(result -> result.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"));
  }
}
