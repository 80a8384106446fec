package dev.borealis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.sql.Script;
import dev.borealis.sql.ScriptPiece;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Stmt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever can be parsed gets a verdict, and all that is said of it fits together. */
class EveryStatementTest {
  private static final List<Dialect> DIALECTS =
      DsqlVersion.all().stream().map(Dialect::of).toList();

  /** Scripts of others, beside the repository where they are. */
  private static final Path CORPUS = Path.of("..", "..", "shared", "corpus");

  private static final Path STATEMENT_LISTS = Path.of("..", "sql", "src", "test", "resources");

  private static final List<String> STATEMENTS =
      Fixtures.refusals().stream()
          .flatMap(fixture -> Stream.of(fixture.refused(), fixture.near()))
          .toList();

  @Test
  void getsAVerdictInTheListsOfTheParser() throws IOException {
    checkFiles(STATEMENT_LISTS);
  }

  @Test
  void getsAVerdictInTheScriptsOfOthers() throws IOException {
    checkFiles(CORPUS);
  }

  /** Pieces of statements put together: many are no SQL, those that are must get a verdict. */
  @Property(tries = 3000)
  void getsAVerdictWhateverItIsMadeOf(@ForAll("mixtures") String sql) {
    check(sql);
  }

  @Provide
  Arbitrary<String> mixtures() {
    Arbitrary<String> statements = Arbitraries.of(STATEMENTS);
    Arbitrary<String> bodies =
        statements.map(
            sql -> "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $body$ " + sql + " $body$");
    Arbitrary<String> explained = statements.map(sql -> "EXPLAIN " + sql);
    Arbitrary<String> nested = statements.map(sql -> "WITH x AS (" + sql + ") SELECT * FROM x");
    Arbitrary<String> quoted =
        statements.map(sql ->
            "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS '" + sql.replace("'", "''") + "'");
    Arbitrary<String> pairs =
        statements.flatMap(
            first -> statements.map(second -> first + ";\n/* then */ " + second + ";"));
    Arbitrary<String> halves =
        statements.flatMap(first ->
            statements.map(second ->
                first.substring(0, first.length() / 2) + second.substring(second.length() / 2)));
    return Arbitraries.oneOf(statements, bodies, explained, nested, quoted, pairs, halves);
  }

  private static void checkFiles(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(directory)) {
      found.filter(Files::isRegularFile).forEach(files::add);
    }
    for (Path file : files) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (ScriptPiece piece : Script.pieces(text)) {
        if (piece instanceof ScriptPiece.Sql sql) {
          check(sql.text(text));
        }
      }
    }
  }

  private static void check(String sql) {
    List<Stmt> statements;
    try {
      statements = SqlParser.parse(sql);
    } catch (SqlParseException e) {
      return;
    }
    for (Dialect dialect : DIALECTS) {
      for (Stmt statement : statements) {
        check(dialect, statement, sql);
      }
    }
  }

  private static void check(Dialect dialect, Stmt statement, String sql) {
    List<Finding> findings = dialect.findings(statement, sql);
    for (Finding finding : findings) {
      if (finding.span() != null) {
        assertThat(finding.span().start())
            .isBetween(statement.span().start(), statement.span().end());
        assertThat(finding.span().end()).isBetween(finding.span().start(), statement.span().end());
      }
      assertThat(finding.message()).isNotEmpty().doesNotContain("{}");
    }
    switch (dialect.verdict(statement, sql)) {
      case Verdict.Accept _ -> assertThat(findings).isEmpty();
      case Verdict.Rewrite rewrite -> {
        assertThat(findings).isEmpty();
        // What PostgreSQL gets is SQL too, and needs no other rewriting.
        Stmt again = SqlParser.parse(rewrite.sql()).getFirst();
        assertThat(dialect.verdict(again, rewrite.sql())).isEqualTo(new Verdict.Accept());
      }
      case Verdict.Refuse refuse ->
          assertThat(refuse.message()).isEqualTo(findings.getFirst().message());
    }
  }
}
