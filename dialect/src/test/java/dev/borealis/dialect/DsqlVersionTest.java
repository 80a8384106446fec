package dev.borealis.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The versions differ where the service has changed. */
class DsqlVersionTest {
  @Test
  void isReadFromItsName() {
    assertThat(DsqlVersion.parse("2026-09").name()).isEqualTo("2026-09");
    assertThat(DsqlVersion.defaultVersion()).isEqualTo(DsqlVersion.parse("2026-06"));
    assertThat(DsqlVersion.all())
        .isSorted()
        .extracting(DsqlVersion::name)
        .containsExactly("2025-12", "2026-06", "2026-09");
  }

  @Test
  void saysWhichVersionsThereAre() {
    assertThatThrownBy(() -> DsqlVersion.parse("2026-07"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown DSQL version \"2026-07\"; the versions are 2025-12, 2026-06, 2026-09");
  }

  @Test
  void hasOneDialect() {
    assertThat(Dialect.of(DsqlVersion.parse("2026-06")))
        .isSameAs(Dialect.of(DsqlVersion.defaultVersion()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          CREATE TABLE t (a int REFERENCES p)                                      | 0A000 FOREIGN KEY constraint not supported
          CREATE TABLE t (a jsonb)                                                 | accepted
          CREATE INDEX ASYNC i ON t (a) WHERE a > 0                                | 0A000 WHERE not supported for CREATE INDEX
          CREATE INDEX ASYNC i ON t (lower(a))                                     | 0A000 expressions not supported for index keys
          ALTER TABLE t DROP COLUMN a                                              | 0A000 unsupported ALTER TABLE DROP COLUMN statement
          CREATE INDEX i ON t (a)                                                  | 0A000 unsupported mode. please use CREATE INDEX ASYNC.
          CREATE INDEX ASYNC i ON t USING btree (a)                                | 0A000 USING not supported for CREATE INDEX
          CREATE TABLE t (id serial)                                               | 42704 type "serial" does not exist
          CREATE TABLE t (a int[])                                                 | 0A000 datatype integer[] not supported
          TRUNCATE t                                                               | 0A000 unsupported statement: Truncate
          CREATE TEMP TABLE t (a int)                                              | 0A000 TEMPORARY or TEMP table not supported for CREATE TABLE
          CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()                  | 0A000 CREATE TRIGGER not supported
          CREATE TABLE t AS SELECT 1                                               | 0A000 unsupported statement: CreateTableAs
          CREATE MATERIALIZED VIEW v AS SELECT 1                                   | 0A000 unsupported statement: CreateTableAs
          CREATE EXTENSION e                                                       | 0A000 unsupported statement: CreateExtension
          CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY (CACHE 65536))    | accepted
          CREATE TABLE t (a json)                                                  | accepted
          """)
  void ofJune2026AnswersAsTheServiceDid(String sql, String answer) {
    assertThat(Fixtures.answer(Fixtures.dialect("2026-06"), sql)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          CREATE SEQUENCE s CACHE 1                                                | 0A000 unsupported statement: CreateSeq
          CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY (CACHE 65536))    | 0A000 IDENTITY constraint not supported
          CREATE TABLE t (a json)                                                  | 0A000 datatype json not supported
          CREATE TABLE t (a jsonb)                                                 | 0A000 datatype jsonb not supported
          CREATE TABLE t (a numeric PRIMARY KEY)                                   | 0A000 datatype numeric is not supported in a key
          DROP SEQUENCE s                                                          | 0A000 unsupported object in DROP statement
          """)
  void ofDecember2025AlsoRefuses(String sql, String answer) {
    assertThat(Fixtures.answer(Fixtures.dialect("2025-12"), sql)).isEqualTo(answer);
  }

  @Test
  void tellsWhenARuleEnded() {
    assertThat(Fixtures.dialect("2026-09").endedRules())
        .filteredOn(rule -> rule.id().equals("foreign_key"))
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.until()).isEqualTo(DsqlVersion.parse("2026-09"));
          assertThat(rule.untilDate()).isEqualTo("2026-08-26");
        });
  }
}
