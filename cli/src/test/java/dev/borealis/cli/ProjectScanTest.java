package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.cli.ProjectScan.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dsql init} sees of a project, and what it writes into it. */
class ProjectScanTest {
  @TempDir private Path directory = Path.of("");

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void seesAnEmptyProject() throws IOException {
    write("README.md", "# Shop");
    write(".git/config", "");
    ProjectScan scan = ProjectScan.of(directory);
    assertThat(scan.empty()).isTrue();
    assertThat(scan.languages()).isEmpty();
    assertThat(ProjectDriver.of(directory, scan)).isEmpty();
  }

  @Test
  void seesLanguagesFrameworksAndScripts() throws IOException {
    write("pom.xml", "<dependencies>\n    <x>spring-boot-starter</x></dependencies>");
    write("web/package.json", "{\"dependencies\": {\"drizzle-orm\": \"1\"}}");
    write("web/node_modules/pg/index.js", "");
    write("web/node_modules/pg/x.sql", "");
    write("db/001.sql", "SELECT 1");
    write("db/001-fixed.sql", "SELECT 1");
    ProjectScan scan = ProjectScan.of(directory);
    assertThat(scan.empty()).isFalse();
    assertThat(scan.languages()).containsExactly(Language.JAVA, Language.NODE);
    assertThat(scan.frameworks()).containsExactlyInAnyOrder("Spring Boot", "Drizzle");
    assertThat(scan.scripts()).containsExactly(Path.of("db/001.sql"));
  }

  @Test
  void addsDriversToBuildFilesOnce() throws IOException {
    write(
        "pom.xml",
        "<project>\n  <dependencyManagement><dependencies/></dependencyManagement>\n  <dependencies>\n    <x/>\n  </dependencies>\n</project>\n");
    write("package.json", "{\n  \"dependencies\": {}\n}\n");
    write("requirements.txt", "psycopg2");
    List<ProjectDriver> drivers = ProjectDriver.of(directory, ProjectScan.of(directory));
    assertThat(drivers).hasSize(3).noneMatch(ProjectDriver::isThere);
    for (ProjectDriver driver : drivers) {
      driver.change().orElseThrow().apply();
    }
    assertThat(directory.resolve("pom.xml"))
        .content()
        .contains(
            "  <dependencies>\n    <dependency>\n      <groupId>software.amazon.dsql</groupId>");
    assertThat(directory.resolve("package.json"))
        .content()
        .isEqualTo(
            "{\n  \"dependencies\": {\n    \"@aws/aurora-dsql-node-postgres-connector\": \"^0.1.9\"\n  }\n}\n");
    assertThat(directory.resolve("requirements.txt"))
        .content()
        .isEqualTo("psycopg2\naurora-dsql-python-connector\npsycopg[binary,pool]\n");
    assertThat(ProjectDriver.of(directory, ProjectScan.of(directory)))
        .allMatch(ProjectDriver::isThere);
  }

  @Test
  void addsTheBackendThatDjangoNeeds() throws IOException {
    write("requirements.txt", "Django~=5.2\n");
    ProjectDriver driver = ProjectDriver.of(directory, ProjectScan.of(directory)).getFirst();
    assertThat(driver.change().orElseThrow().after())
        .isEqualTo("Django~=5.2\naurora-dsql-django\npsycopg[binary,pool]\n");
    write("requirements.txt", "Django~=5.2\naurora_dsql_django==0.7.0\n");
    assertThat(ProjectDriver.of(directory, ProjectScan.of(directory)).getFirst().isThere())
        .isTrue();
  }

  @Test
  void setsVariablesAndLeavesOthers() throws IOException {
    write(".env", "# mine\nexport AWS_REGION=eu-west-1\nA = 'b'\nPGHOSTADDR=127.0.0.1\n");
    EnvFile env = new EnvFile(directory.resolve(".env"));
    assertThat(env.get("A")).isEqualTo("b");
    assertThat(env.get("AWS_REGION")).isEqualTo("eu-west-1");
    assertThat(env.get("B")).isNull();
    Map<String, @Nullable String> variables = new HashMap<>();
    variables.put("AWS_REGION", "us-east-1");
    variables.put("DSQL_ENDPOINT", "x.on.aws");
    variables.put("PGHOSTADDR", null);
    assertThat(env.with(variables))
        .isEqualTo("# mine\nexport AWS_REGION=us-east-1\nA = 'b'\nDSQL_ENDPOINT=x.on.aws\n");
  }
}
