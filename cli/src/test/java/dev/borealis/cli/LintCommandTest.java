package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class LintCommandTest {
  private static final String CLEAN = "CREATE TABLE t (a int);\n";
  private static final String FIXED = "CREATE TABLE t (a text COLLATE \"C\");\n";
  private static final String WARNING = "CREATE INDEX i ON t (a);\n";
  private static final String UNFIXABLE = "TRUNCATE t;\n";

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("a.sql");
  }

  private Invocation lint(String sql, String... options) throws IOException {
    Files.writeString(file, sql);
    return Invocation.of(
        Stream.concat(
                Stream.of("lint"), Stream.concat(Stream.of(options), Stream.of(file.toString())))
            .toArray(String[]::new));
  }

  private static Invocation piped(String sql, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(sql.getBytes(StandardCharsets.UTF_8)));
    try {
      return Invocation.of(arguments);
    } finally {
      System.setIn(before);
    }
  }

  private static void requireJson(String text) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      while (parser.nextToken() != null) {
        assertThat(parser.currentToken()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"CLEAN, 0, 0, 0", "FIXED, 1, 0, 1", "WARNING, 1, 3, 1", "UNFIXABLE, 1, 1, 1"})
  void exitsAsTheOfficialLinter(String kind, int linted, int fixed, int checked)
      throws IOException {
    String sql =
        switch (kind) {
          case "CLEAN" -> CLEAN;
          case "FIXED" -> FIXED;
          case "WARNING" -> WARNING;
          default -> UNFIXABLE;
        };
    assertThat(lint(sql).exitCode()).isEqualTo(linted);
    assertThat(lint(sql, "--fix").exitCode()).isEqualTo(fixed);
    assertThat(lint(sql, "--check").exitCode()).isEqualTo(checked);
  }

  @Test
  void showsThePlaceAndWhatToDo() throws IOException {
    Invocation linted = lint("CREATE TABLE t (\n  a int REFERENCES p\n);");
    assertThat(linted.out()).isEmpty();
    assertThat(linted.err())
        .isEqualTo(
            """
            WARNING[foreign_key]: FOREIGN KEY constraint not supported
             --> %s:2:9
              |
            2 |   a int REFERENCES p
              |         ^^^^^^^^^^^^
              = --fix: The foreign key is left out: the application has to see to it that the row exists, and what happens when it is deleted.
              = note: accepted since 2026-08-26 (--dsql-version 2026-09).

            0 to do by hand, 1 with a warning, 0 to mend; 0 suppressed.
            """
                .formatted(file));
  }

  @Test
  void writesBesideTheFile() throws IOException {
    Invocation fixed = lint(WARNING, "--fix");
    Path beside = directory.resolve("a-fixed.sql");
    assertThat(fixed.err()).contains("Written: " + beside);
    assertThat(Files.readString(beside)).isEqualTo("CREATE INDEX ASYNC i ON t (a);\n");
    assertThat(Files.readString(file)).isEqualTo(WARNING);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).as("nothing unfinished").hasSize(2);
    }
  }

  @Test
  void writesNothingWhenItOnlyChecks() throws IOException {
    assertThat(lint(WARNING, "--check").exitCode()).isEqualTo(1);
    assertThat(directory.resolve("a-fixed.sql")).doesNotExist();
  }

  @Test
  void refusesToOverwriteWhatItReads() throws IOException {
    Invocation same =
        lint(WARNING, "--fix", "-o", directory.resolve(".").resolve("a.sql").toString());
    assertThat(same.exitCode()).isEqualTo(2);
    assertThat(same.err()).contains("would overwrite what is read");
    assertThat(Files.readString(file)).isEqualTo(WARNING);
  }

  @Test
  void writesToStandardOutputOnRequest() throws IOException {
    Invocation fixed = lint(WARNING, "--fix", "-o", "-");
    assertThat(fixed.out()).contains("CREATE INDEX ASYNC");
    assertThat(fixed.err()).doesNotContain("Written");
  }

  @Test
  void answersInTheOfficialForm() throws IOException {
    Invocation json = lint(UNFIXABLE, "--format", "json");
    requireJson(json.out());
    assertThat(json.err()).isEmpty();
    assertThat(json.out())
        .contains("\"schema_version\": 1")
        .contains("\"rule\": \"truncate\", \"line\": 1")
        .contains("\"fix_result\": {\"status\": \"unfixable\"}")
        .contains("\"statement_preview\": \"TRUNCATE t\"")
        .contains("\"error\": null, \"output_file\": null, \"fixed_sql\": null")
        .contains("\"summary\": {\"errors\": 1, \"warnings\": 0, \"fixed\": 0, \"suppressed\": 0}");
  }

  @Test
  void readsStandardInput() {
    Invocation text = piped(WARNING, "lint", "--fix", "-");
    assertThat(text.out()).isEqualTo("CREATE INDEX ASYNC i ON t (a);\n");
    assertThat(text.exitCode()).isEqualTo(3);
    Invocation json = piped(WARNING, "lint", "--fix", "--format", "json", "-");
    requireJson(json.out());
    assertThat(json.out())
        .contains("\"file\": \"<stdin>\"")
        .contains("\"fixed_sql\": \"CREATE INDEX ASYNC i ON t (a);\\n\"");
  }

  @Test
  void looksAtAllFilesOfADirectory() throws IOException {
    Files.createDirectories(directory.resolve("sub"));
    Files.writeString(directory.resolve("sub/b.sql"), UNFIXABLE);
    Files.writeString(directory.resolve("sub/b-fixed.sql"), UNFIXABLE);
    Files.writeString(directory.resolve("c.txt"), UNFIXABLE);
    Files.writeString(file, UNFIXABLE);
    Invocation linted = Invocation.of("lint", directory.toString());
    assertThat(linted.err()).contains("a.sql:1:1", "b.sql:1:1", "2 to do by hand");
  }

  @Test
  void goesOnAfterAFileThatIsNotThere() throws IOException {
    Files.writeString(file, CLEAN);
    Path missing = directory.resolve("none.sql");
    Invocation linted = Invocation.of("lint", missing.toString(), file.toString());
    assertThat(linted.exitCode()).isEqualTo(1);
    assertThat(linted.err()).contains("none.sql: there is no file");
  }

  @Test
  void reportsWhatIsNoText() throws IOException {
    Files.write(file, new byte[] {'T', 'R', 'U', 'E', ';', '\n', (byte) 0xff});
    Invocation fixed = Invocation.of("lint", "--fix", file.toString());
    assertThat(fixed.exitCode()).isEqualTo(1);
    assertThat(fixed.err()).contains("parse_error", ":2:1", "0xff", "nothing was written");
    assertThat(directory.resolve("a-fixed.sql")).doesNotExist();
  }

  @Test
  void writesSarif() throws IOException {
    Invocation sarif =
        lint(
            "-- dsql-lint: ignore truncate because tests\n" + UNFIXABLE + WARNING,
            "--format",
            "sarif");
    requireJson(sarif.out());
    assertThat(sarif.out())
        .contains("\"version\": \"2.1.0\"")
        .contains("\"ruleId\": \"index_async\", \"level\": \"warning\"")
        .contains("\"startLine\": 3")
        .contains("\"kind\": \"inSource\", \"justification\": \"tests\"")
        .contains("\"executionSuccessful\": true");
  }

  @Test
  void writesCommandsOfGithub() throws IOException {
    assertThat(lint(UNFIXABLE, "--format", "github").out())
        .startsWith("::error file=")
        .contains(
            ",line=1,col=1,endLine=1,endColumn=11,title=truncate::unsupported statement: Truncate%0A");
  }

  @Test
  void translatesMysql() throws IOException {
    Invocation fixed = lint("CREATE TABLE `t` (`a` int unsigned);", "--fix", "--dialect", "mysql");
    assertThat(fixed.exitCode()).isEqualTo(3);
    assertThat(Files.readString(directory.resolve("a-fixed.sql")))
        .isEqualTo("CREATE TABLE t (\n  a BIGINT CHECK (a >= 0)\n);\n");
  }

  @ParameterizedTest
  @CsvSource({
    "lint, Which file?",
    "lint - -, - can be given once",
    "lint a.sql -o b.sql, -o needs --fix",
    "lint --dsql-version 1999-01 a.sql, unknown DSQL version",
    "lint --fix --format sarif -, needs -o"
  })
  void refusesWhatCannotBeMeant(String command, String message) {
    Invocation refused = piped("", command.split(" ", -1));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains(message);
  }
}
