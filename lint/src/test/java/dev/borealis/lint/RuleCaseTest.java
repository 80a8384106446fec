package dev.borealis.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.dialect.Fix;
import dev.borealis.dialect.Rule;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule: where it is found, what it becomes, and where it is not found. */
class RuleCaseTest {
  @TestFactory
  Stream<DynamicTest> findsAndMendsWhatItShould() {
    return Cases.rules().stream()
        .map(rule ->
            DynamicTest.dynamicTest(
                rule.rule() + " " + rule.version() + ": " + rule.sql(), () -> check(rule)));
  }

  private static void check(Cases.RuleCase rule) {
    FixedScript fixed = Lint.fix(rule.sql(), rule.version());
    assertThat(fixed.sql()).isEqualTo(rule.fixed());
    assertThat(Cases.shown(fixed.report().diagnostics()))
        .contains(rule.rule() + " " + rule.status());
    assertThat(Cases.check(rule.near(), rule.version()))
        .noneMatch(found -> found.startsWith(rule.rule() + " "));
    assertThat(Lint.fix(fixed.sql(), rule.version()).sql()).isEqualTo(fixed.sql());
  }

  @Test
  void hasACaseForEveryRuleThatCanBeMended() {
    Set<String> cases =
        Cases.rules().stream()
            .filter(rule -> !rule.status().equals(Fix.UNFIXABLE.status()))
            .map(Cases.RuleCase::rule)
            .collect(Collectors.toSet());
    assertThat(
            DsqlVersion.all().stream()
                .flatMap(version -> Dialect.of(version).rules().stream())
                .filter(rule -> rule.fix() != Fix.UNFIXABLE)
                .map(Rule::lintId))
        .isSubsetOf(cases);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE t DROP COLUMN a",
        "ALTER TABLE t ALTER COLUMN a DROP NOT NULL",
        "ALTER TABLE t ALTER COLUMN a SET DEFAULT 1",
        "ALTER TABLE t ALTER COLUMN a DROP DEFAULT",
        "ALTER TABLE t ALTER COLUMN a SET STORAGE MAIN",
        "CREATE TABLE t (a text STORAGE EXTERNAL)",
        "ALTER TABLE t DISABLE TRIGGER ALL",
        "ALTER TABLE t RENAME TO u",
        "ALTER TABLE t RENAME COLUMN a TO b",
        "ALTER TABLE t OWNER TO r",
        "ALTER TABLE t ADD COLUMN a int",
        "CREATE TABLE t (a json, b jsonb)",
        "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED)",
        "CREATE UNIQUE INDEX ASYNC i ON t (a) INCLUDE (b)",
        "CREATE TABLE t (a int, UNIQUE NULLS NOT DISTINCT (a))",
        "CREATE TABLE t (a int CHECK (a > 0) UNIQUE)",
        "CREATE DOMAIN d AS text CHECK (VALUE <> '')",
        "CREATE SEQUENCE s CACHE 65536",
        "INSERT INTO t VALUES (1)",
        "GRANT SELECT ON t TO r",
        "CREATE TABLE t (a int); CREATE TABLE u (a int)",
        "DEALLOCATE ALL",
        "AWS IAM GRANT r TO 'arn:aws:iam::123456789012:role/r'"
      })
  void staysCleanWhereTheServiceAccepts(String sql) {
    assertThat(Cases.check(sql, Cases.SEPTEMBER)).isEmpty();
    assertThat(Lint.fix(sql, Cases.SEPTEMBER).sql()).isEqualTo(sql);
  }

  @Test
  void saysSinceWhenTheServiceAccepts() {
    Diagnostic foreignKey =
        Lint.check("CREATE TABLE t (a int REFERENCES p)", Cases.JUNE).getFirst();
    assertThat(foreignKey.acceptedSince()).isEqualTo("2026-08-26");
    assertThat(foreignKey.acceptedBy()).isEqualTo("2026-09");
    Diagnostic enumType = Lint.check("CREATE TYPE y AS ENUM ('a')", Cases.JUNE).getFirst();
    assertThat(enumType.acceptedSince()).as("refused with another text now").isNull();
    Diagnostic partial = Lint.check("CREATE INDEX ASYNC i ON t (a) WHERE b", Cases.JUNE).getFirst();
    assertThat(partial.acceptedSince()).isEqualTo("2026-09-15");
  }

  @Test
  void namesLineAndColumnOfWhatItFound() {
    String sql = "-- a\nCREATE TABLE t (\n  \u00e4\ud83d\ude00 text, b text[]\n);  TRUNCATE t;";
    assertThat(Lint.check(sql, Cases.JUNE))
        .extracting(found -> found.place().line() + ":" + found.place().column())
        .containsExactly("3:14", "4:5");
    Place array = Lint.check(sql, Cases.JUNE).getFirst().place();
    assertThat(array.excerpt().substring(array.from(), array.to())).isEqualTo("text[]");
    assertThat(array.endColumn()).isEqualTo(20);
  }

  @Test
  void previewsTheStatementInOneLine() {
    String sql = "TRUNCATE\n  t,\t" + "u, ".repeat(50) + "v";
    String preview = Lint.check(sql, Cases.JUNE).getFirst().statementPreview();
    assertThat(preview).startsWith("TRUNCATE t, u, u,").hasSize(81).endsWith("…");
  }

  @Test
  void goesOnAfterWhatIsNoSql() {
    assertThat(Cases.check("SELEC 1;\nTRUNCATE t;\nselect from from;\nLISTEN c", Cases.JUNE))
        .containsExactly(
            "parse_error unfixable",
            "truncate unfixable",
            "parse_error unfixable",
            "unsupported_listen unfixable");
  }
}
