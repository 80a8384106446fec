package dev.borealis.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Whatever the script: mending ends, and its result stays. */
class LintPropertyTest {
  private static final List<String> LAYOUT =
      List.of(";\n", ";", ";\n\n-- comment; with 'quote\n", " ;\r\n", "/* c */;\n\\echo x\n");

  private static final List<String> BLOCKS =
      List.of("BEGIN", "COMMIT", "START TRANSACTION READ WRITE", "ROLLBACK", "END");

  @Property(tries = 400)
  void mendsWhatItSaysAndNothingTwice(@ForAll("scripts") String script) {
    for (DsqlVersion version : DsqlVersion.all()) {
      requireStable(script, version);
    }
  }

  private static void requireStable(String script, DsqlVersion version) {
    FixedScript fixed = Lint.fix(script, version);
    Set<String> left = new HashSet<>(Cases.unfixable(fixed.report()));
    FixedScript again = Lint.fix(fixed.sql(), version);
    assertThat(again.sql()).as(version + ": " + script).isEqualTo(fixed.sql());
    assertThat(again.report().diagnostics())
        .as(version + ": " + fixed.sql())
        .extracting(Diagnostic::rule)
        .isSubsetOf(left);
  }

  /** Statements of all kinds in any order, in blocks or not. */
  @Provide
  Arbitrary<String> scripts() {
    List<String> statements = Cases.rules().stream().map(Cases.RuleCase::sql).distinct().toList();
    Arbitrary<String> statement =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of(statements)), Tuple.of(2, Arbitraries.of(BLOCKS)));
    return Combinators.combine(statement, Arbitraries.of(LAYOUT))
        .as((sql, layout) -> sql + layout)
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 400)
  void survivesAnyText(@ForAll("spoiled") String script) {
    FixedScript fixed = Lint.fix(script, Cases.SEPTEMBER);
    assertThat(Lint.fix(fixed.sql(), Cases.SEPTEMBER).sql()).isEqualTo(fixed.sql());
  }

  /** Scripts with pieces taken out and put in. */
  @Provide
  Arbitrary<String> spoiled() {
    Arbitrary<String> piece =
        Arbitraries.of("'", "\"", "$$", "(", ")", ";", "\\", "--", "/*", ",", "\u0000", "\n", "x");
    return Combinators.combine(scripts(), piece, Arbitraries.integers().between(0, 10_000))
        .as((script, added, at) -> {
          int place = script.isEmpty() ? 0 : at % script.length();
          int after = Math.min(script.length(), place + at % 5);
          return script.substring(0, place) + added + script.substring(after);
        });
  }

  @Test
  void survivesACollectionOfOthersStatements() throws IOException {
    Path corpus = Path.of("..", "..", "shared", "corpus", "sqlfluff-postgres");
    if (Files.isDirectory(corpus)) {
      try (Stream<Path> files = Files.list(corpus)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".sql")).toList()) {
          for (DsqlVersion version : DsqlVersion.all()) {
            requireStable(Files.readString(file), version);
          }
        }
      }
    }
  }
}
