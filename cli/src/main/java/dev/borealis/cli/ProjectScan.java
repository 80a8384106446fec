package dev.borealis.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What kind of project a directory holds, told by its build files and by the files in it.
 *
 * @param languages those with a build file, or with sources
 * @param frameworks names of ORMs, frameworks and migration tools that the build files mention
 * @param scripts SQL scripts, relative to the directory
 * @param empty whether there is nothing but hidden files, documents and SQL
 */
record ProjectScan(
    Set<Language> languages, List<String> frameworks, List<Path> scripts, boolean empty) {
  private static final int MAX_FILES = 20_000;
  private static final int MAX_BUILD_FILE_BYTES = 1 << 20;
  private static final Set<String> SKIPPED =
      Set.of("node_modules", "target", "build", "dist", "venv", "vendor", "__pycache__");

  /** Which words in a build file tell of which tool. */
  private static final Map<String, String> FRAMEWORKS = frameworkWords();

  /** A language, and by what it shows. */
  enum Language {
    JAVA("pom.xml build.gradle build.gradle.kts", ".java .kt"),
    NODE("package.json", ".js .ts .mjs"),
    PYTHON("pyproject.toml requirements.txt setup.py manage.py Pipfile", ".py"),
    GO("go.mod", ".go"),
    RUST("Cargo.toml", ".rs"),
    RUBY("Gemfile", ".rb"),
    PHP("composer.json", ".php"),
    DOTNET("", ".csproj .cs");

    private final String buildFiles;
    private final String endings;

    Language(String buildFiles, String endings) {
      this.buildFiles = buildFiles;
      this.endings = endings;
    }

    private boolean isBuiltBy(String file) {
      return List.of(buildFiles.split(" ", -1)).contains(file);
    }

    private boolean isWrittenIn(String file) {
      return Stream.of(endings.split(" ", -1)).anyMatch(file::endsWith);
    }

    /** As it is written for people. */
    String title() {
      return switch (this) {
        case NODE -> "Node.js";
        case PHP -> "PHP";
        case DOTNET -> ".NET";
        case JAVA, PYTHON, GO, RUST, RUBY ->
            name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
      };
    }
  }

  private static Map<String, String> frameworkWords() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("spring-boot", "Spring Boot");
    words.put("hibernate", "Hibernate");
    words.put("flyway", "Flyway");
    words.put("liquibase", "Liquibase");
    words.put("django", "Django");
    words.put("sqlalchemy", "SQLAlchemy");
    words.put("alembic", "Alembic");
    words.put("\"prisma\"", "Prisma");
    words.put("drizzle-orm", "Drizzle");
    words.put("typeorm", "TypeORM");
    words.put("sequelize", "Sequelize");
    words.put("\"knex\"", "Knex");
    words.put("express", "Express");
    words.put("gorm.io", "GORM");
    words.put("sqlx", "SQLx");
    words.put("activerecord", "ActiveRecord");
    return words;
  }

  /** Looks at a directory and what is below it, up to a bound. */
  static ProjectScan of(Path directory) throws IOException {
    Set<Language> languages = EnumSet.noneOf(Language.class);
    List<String> frameworks = new ArrayList<>();
    List<Path> scripts = new ArrayList<>();
    boolean[] something = new boolean[1];
    int[] seen = new int[1];
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            String name = path.getFileName() == null ? "" : path.getFileName().toString();
            boolean skipped =
                !path.equals(directory) && (name.startsWith(".") || SKIPPED.contains(name));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            look(path);
            return ++seen[0] < MAX_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException failure) {
            return FileVisitResult.CONTINUE;
          }

          private void look(Path path) throws IOException {
            String name = path.getFileName().toString();
            boolean document =
                name.startsWith(".") || name.endsWith(".md") || name.endsWith(".sql");
            something[0] |= !document;
            if (name.endsWith(".sql") && !name.endsWith(LintRun.FIXED_SUFFIX + ".sql")) {
              scripts.add(directory.relativize(path));
            }
            for (Language language : Language.values()) {
              boolean builds = language.isBuiltBy(name);
              if (builds || language.isWrittenIn(name)) {
                languages.add(language);
              }
              if (builds && Files.size(path) <= MAX_BUILD_FILE_BYTES) {
                addFrameworks(Files.readString(path, StandardCharsets.ISO_8859_1), frameworks);
              }
            }
          }
        });
    scripts.sort(null);
    return new ProjectScan(languages, List.copyOf(frameworks), List.copyOf(scripts), !something[0]);
  }

  private static void addFrameworks(String buildFile, List<String> frameworks) {
    String text = buildFile.toLowerCase(Locale.ROOT);
    FRAMEWORKS.forEach((word, framework) -> {
      if (text.contains(word) && !frameworks.contains(framework)) {
        frameworks.add(framework);
      }
    });
  }
}
