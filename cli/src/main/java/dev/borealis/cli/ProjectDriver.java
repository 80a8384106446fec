package dev.borealis.cli;

import dev.borealis.mcp.FileChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The library by which a project's language reaches Aurora DSQL, and how it gets into the build
 * file. Where a build file is not edited, {@code byHand} is what to type.
 *
 * @param library its name
 * @param byHand a command, or a line for the build file
 * @param change of the build file, if there is one that can be edited
 */
record ProjectDriver(String library, String byHand, Optional<FileChange> change) {
  private static final String JAVA = "aurora-dsql-jdbc-connector";
  private static final String NODE = "@aws/aurora-dsql-node-postgres-connector";
  private static final String PYTHON = "aurora-dsql-python-connector";
  private static final String DJANGO = "aurora-dsql-django";

  /** The connector asks for the pool, which psycopg does not bring by itself. */
  private static final String PSYCOPG = "psycopg[binary,pool]";

  private static final Pattern NODE_DEPENDENCIES =
      Pattern.compile("(\"dependencies\"\\s*:\\s*\\{)(\\s*)(})?");

  /** The drivers for a project, one for each language. */
  static List<ProjectDriver> of(Path directory, ProjectScan scan) throws IOException {
    List<ProjectDriver> drivers = new ArrayList<>();
    for (ProjectScan.Language language : scan.languages()) {
      drivers.add(
          switch (language) {
            case JAVA ->
                new ProjectDriver(
                    "software.amazon.dsql:" + JAVA,
                    "implementation(\"software.amazon.dsql:" + JAVA + ":1.0.0\")",
                    maven(directory.resolve("pom.xml")));
            case NODE ->
                new ProjectDriver(
                    NODE, "npm install " + NODE + " pg", node(directory.resolve("package.json")));
            case PYTHON -> {
              String library = scan.frameworks().contains("Django") ? DJANGO : PYTHON;
              yield new ProjectDriver(
                  library,
                  "pip install %s '%s'".formatted(library, PSYCOPG),
                  python(directory.resolve("requirements.txt"), library));
            }
            case GO -> byHand("github.com/jackc/pgx/v5", "go get github.com/jackc/pgx/v5");
            case RUST ->
                byHand("aurora-dsql-sqlx-connector", "cargo add aurora-dsql-sqlx-connector");
            case RUBY -> byHand("pg", "bundle add pg");
            case PHP -> byHand("pdo_pgsql", "docker-php-ext-install pdo_pgsql");
            case DOTNET -> byHand("Npgsql", "dotnet add package Npgsql");
          });
    }
    return drivers;
  }

  private static ProjectDriver byHand(String library, String command) {
    return new ProjectDriver(library, command, Optional.empty());
  }

  /** Whether the build file has it already. */
  boolean isThere() {
    return change.isPresent() && !change.get().changes();
  }

  private static Optional<FileChange> maven(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file);
    if (text.contains(JAVA)) {
      return Optional.of(new FileChange(file, text, text));
    }
    // The project's own list of dependencies, not that of its dependency management or plugins.
    int from = Math.max(0, text.indexOf("</dependencyManagement>"));
    int at = text.indexOf("<dependencies>", from);
    int plugins = text.indexOf("<build>", from);
    if (at < 0 || (plugins >= 0 && plugins < at)) {
      return Optional.empty();
    }
    int end = at + "<dependencies>".length();
    String entry =
        """

        <dependency>
          <groupId>software.amazon.dsql</groupId>
          <artifactId>%s</artifactId>
          <version>1.0.0</version>
        </dependency>\
        """
            .formatted(JAVA)
            .replace("\n", "\n    ")
            .replaceFirst("^\\s+", "\n    ");
    return Optional.of(
        new FileChange(file, text, text.substring(0, end) + entry + text.substring(end)));
  }

  private static Optional<FileChange> node(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file);
    if (text.contains(NODE)) {
      return Optional.of(new FileChange(file, text, text));
    }
    Matcher dependencies = NODE_DEPENDENCIES.matcher(text);
    if (!dependencies.find()) {
      return Optional.empty();
    }
    boolean empty = dependencies.group(3) != null;
    String entry =
        dependencies.group(1)
            + "\n    \""
            + NODE
            + "\": \"^0.1.9\""
            + (empty ? "\n  }" : ",")
            + (empty ? "" : dependencies.group(2));
    String after =
        text.substring(0, dependencies.start()) + entry + text.substring(dependencies.end());
    return Optional.of(new FileChange(file, text, after));
  }

  private static Optional<FileChange> python(Path file, String library) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file);
    // pip takes both spellings for the same name.
    if (text.replace('_', '-').contains(library)) {
      return Optional.of(new FileChange(file, text, text));
    }
    String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    return Optional.of(
        new FileChange(file, text, text + separator + library + "\n" + PSYCOPG + "\n"));
  }
}
