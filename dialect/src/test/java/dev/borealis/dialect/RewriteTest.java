package dev.borealis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Stmt;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL would do otherwise than DSQL, it gets in another text. */
class RewriteTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT * FROM t WHERE a = 1 FOR UPDATE NOWAIT             | SELECT * FROM t WHERE a = 1 FOR UPDATE
          SELECT * FROM t WHERE a = 1 FOR UPDATE OF t SKIP LOCKED   | SELECT * FROM t WHERE a = 1 FOR UPDATE OF t
          CREATE TABLE t (a numeric /* x */, b DEC NOT NULL)        | CREATE TABLE t (a numeric(18,6) /* x */, b DEC(18,6) NOT NULL)
          ALTER TABLE t ADD COLUMN a pg_catalog.numeric             | ALTER TABLE t ADD COLUMN a pg_catalog.numeric(18,6)
          ALTER TABLE t DISABLE TRIGGER ALL, ENABLE TRIGGER all     | ALTER TABLE t DISABLE TRIGGER USER, ENABLE TRIGGER USER
          EXPLAIN SELECT * FROM t WHERE a = 1 FOR UPDATE NOWAIT     | EXPLAIN SELECT * FROM t WHERE a = 1 FOR UPDATE
          """)
  void givesPostgresAnotherText(String sql, String expected) {
    assertThat(Fixtures.answer(Fixtures.dialect("2026-06"), sql))
        .isEqualToNormalizingWhitespace("rewritten: " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          SELECT 1::numeric
          CREATE TABLE t (a numeric(10, 2))
          CREATE FUNCTION f(a numeric) RETURNS numeric LANGUAGE sql RETURN a
          SELECT 'FOR UPDATE NOWAIT'
          SELECT * FROM t WHERE a = 1 FOR UPDATE
          """)
  void leavesTheRestAsItIs(String sql) {
    assertThat(Fixtures.answer(Fixtures.dialect("2026-09"), sql)).isEqualTo("accepted");
  }

  @Test
  void changesTheOneStatementOfAText() {
    String source =
        "-- first\nSELECT 1; /* then */ SELECT a FROM t WHERE a = $1 FOR UPDATE nowait ; SELECT 2";
    List<Stmt> statements = SqlParser.parse(source);

    assertThat(Fixtures.dialect("2026-09").verdict(statements.get(1), source))
        .isEqualTo(new Verdict.Rewrite("SELECT a FROM t WHERE a = $1 FOR UPDATE "));
    assertThat(Fixtures.dialect("2026-09").verdict(statements.get(2), source))
        .isEqualTo(new Verdict.Accept());
  }

  @Test
  void changesWhatStandsInTheBodyOfAFunction() {
    String sql =
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $x$ SELECT a FROM t WHERE a = 1 FOR UPDATE NOWAIT $x$";

    assertThat(Fixtures.answer(Fixtures.dialect("2026-09"), sql))
        .isEqualTo("rewritten: " + sql.replace("NOWAIT", ""));
  }

  @Test
  void changesWhatStandsInABodyWithEscapes() {
    String sql =
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''it''''s'' FROM t WHERE a = 1 FOR UPDATE NOWAIT'";

    assertThat(Fixtures.answer(Fixtures.dialect("2026-09"), sql))
        .isEqualTo("rewritten: " + sql.replace("NOWAIT", ""));
  }
}
