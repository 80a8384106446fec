package dev.borealis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.sql.SqlParser;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule refuses what it should, with the service's words, and leaves its neighbour alone. */
class RuleTest {
  private static final List<Dialect> DIALECTS =
      DsqlVersion.all().stream().map(Dialect::of).toList();

  @TestFactory
  Stream<DynamicTest> refusesWhatItShouldAndNoMore() {
    return Fixtures.refusals().stream()
        .map(fixture ->
            DynamicTest.dynamicTest(
                fixture.rule() + ": " + fixture.refused(),
                () -> DIALECTS.forEach(dialect -> check(fixture, dialect))));
  }

  private static void check(Fixtures.Refusal fixture, Dialect dialect) {
    if (dialect.rules().stream().noneMatch(rule -> rule.id().equals(fixture.rule()))) {
      return;
    }
    assertThat(Fixtures.answer(dialect, fixture.refused()))
        .as("%s of %s", fixture.refused(), dialect.version())
        .isEqualTo(fixture.answer());
    assertThat(found(dialect, fixture.refused())).contains(fixture.rule());
    assertThat(found(dialect, fixture.near()))
        .as("%s of %s", fixture.near(), dialect.version())
        .doesNotContain(fixture.rule());
    tellsServerAndLinterTheSame(dialect, fixture.refused());
    tellsServerAndLinterTheSame(dialect, fixture.near());
  }

  private static void tellsServerAndLinterTheSame(Dialect dialect, String sql) {
    List<Finding> findings = dialect.findings(Fixtures.parse(sql), sql);
    String answer = Fixtures.answer(dialect, sql);
    assertThat(answer.startsWith("rewritten: ") ? "accepted" : answer)
        .as("%s of %s", sql, dialect.version())
        .isEqualTo(
            findings.isEmpty()
                ? "accepted"
                : findings.getFirst().sqlState() + " " + findings.getFirst().message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          CREATE TEMP TABLE t (id serial, a int[] REFERENCES p, b money) ON COMMIT DROP | temp_table unsupported_on_commit serial_type array_type foreign_key column_type
          CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'     | function_language
          CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN NULL; END'                    | create_procedure
          CREATE TABLE t AS SELECT pg_backend_pid()                                     | create_table_as
          ALTER SYSTEM SET work_mem = '1GB'                                             | unsupported_statement
          ALTER ROLE r SET work_mem = '1GB'                                             | alter_role_setting
          DROP TYPE y                                                                   | unsupported_drop_type
          ALTER TYPE y RENAME TO z                                                      | rename_type
          ALTER TABLE t ALTER a TYPE int, ADD b serial NOT NULL, DROP c                 | at_unsupported_alter_column_set_type serial_type add_column_constraint at_unsupported_drop_column
          CREATE INDEX CONCURRENTLY i ON t USING gin (lower(a) DESC) WITH (x = 1)       | index_concurrently index_using index_with index_expression index_sort_order
          SELECT pg_backend_pid(), lo_creat(1) FROM t FOR SHARE                         | weak_lock unsupported_function unsupported_function
          """)
  void saysAllThatIsWrongOnceAndInOrder(String sql, String rules) {
    assertThat(Fixtures.dialect("2026-06").findings(Fixtures.parse(sql), sql))
        .extracting(finding -> finding.rule().id())
        .containsExactly(rules.split(" ", -1));
  }

  @Test
  void pointsAtWhatIsWrong() {
    String sql = "SELECT 1; CREATE TEMP TABLE t (a int COLLATE \"C\" , b text[]) TABLESPACE x";

    assertThat(
            Fixtures.dialect("2026-06").findings(SqlParser.parse(sql).get(1), sql).stream()
                .map(finding -> Objects.requireNonNull(finding.span()).of(sql)))
        .containsExactly("TEMP", "TABLESPACE", "COLLATE", "text[]");
  }

  @Test
  void hasFixturesForEveryRule() {
    Set<String> tried =
        Fixtures.refusals().stream().map(Fixtures.Refusal::rule).collect(Collectors.toSet());
    assertThat(allRules()).isEqualTo(new TreeSet<>(tried));
  }

  @Test
  void namesEachRuleOnce() {
    for (Dialect dialect : DIALECTS) {
      assertThat(dialect.rules()).extracting(Rule::id).doesNotHaveDuplicates();
    }
  }

  private static Set<String> allRules() {
    return DIALECTS.stream()
        .flatMap(dialect -> dialect.rules().stream())
        .map(Rule::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> found(Dialect dialect, String sql) {
    return dialect.findings(Fixtures.parse(sql), sql).stream()
        .map(finding -> finding.rule().id())
        .collect(Collectors.toSet());
  }
}
