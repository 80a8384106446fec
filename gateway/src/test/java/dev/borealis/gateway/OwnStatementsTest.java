package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.wire.Report;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnStatementsTest {
  private static Replacement replacement(String sql) {
    Stmt last = SqlParser.parse(sql).getLast();
    return Objects.requireNonNull(OwnStatements.replacement(last, sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          CREATE INDEX ASYNC i ON t (a)                     | SELECT sys.borealis_create_index('CREATE INDEX  i ON t (a) WHERE false', '"t"', true, false) AS job_id
          create unique index async ON ONLY s."T" (a, b) -- | SELECT sys.borealis_create_index('create unique index  ON ONLY s."T" (a, b) WHERE false', '"s"."T"', false, false) AS job_id
          CREATE INDEX ASYNC IF NOT EXISTS i ON t (a);      | SELECT sys.borealis_create_index('CREATE INDEX  IF NOT EXISTS i ON t (a) WHERE false', '"t"', true, true) AS job_id
          CREATE INDEX ASYNC i ON t (a) WHERE a > 0 OR b    | SELECT sys.borealis_create_index('CREATE INDEX  i ON t (a) WHERE "t" IS NULL AND "t" IS NOT NULL AND ( a > 0 OR b)', '"t"', true, false) AS job_id
          CREATE INDEX ASYNC i ON t (a) WHERE((a)>0)        | SELECT sys.borealis_create_index('CREATE INDEX  i ON t (a) WHERE "t" IS NULL AND "t" IS NOT NULL AND (((a)>0))', '"t"', true, false) AS job_id
          CREATE INDEX ASYNC i ON t (f(a, 'it''s \\'))      | SELECT sys.borealis_create_index(E'CREATE INDEX  i ON t (f(a, ''it''''s \\\\'')) WHERE false', '"t"', true, false) AS job_id
          ALTER TABLE ASYNC t VALIDATE CONSTRAINT c         | SELECT sys.borealis_validate_constraint('ALTER TABLE  t VALIDATE CONSTRAINT borealis_no_such_constraint', '"t"', 'c') AS job_id
          ALTER TABLE ASYNC IF EXISTS s.t VALIDATE CONSTRAINT "a'b" | SELECT sys.borealis_validate_constraint('ALTER TABLE  IF EXISTS s.t VALIDATE CONSTRAINT borealis_no_such_constraint', '"s"."t"', 'a''b') AS job_id
          AWS IAM GRANT "R" TO 'arn'                        | CALL sys.borealis_iam_grant_all('R', 'arn')
          aws iam revoke r from 'a''b'                      | CALL sys.borealis_iam_revoke_all('r', 'a''b')
          SELECT 1; CREATE INDEX ASYNC i ON t (a)           | SELECT sys.borealis_create_index('CREATE INDEX  i ON t (a) WHERE false', '"t"', true, false) AS job_id
          """)
  void callsAFunctionInstead(String sql, String instead) {
    assertThat(replacement(sql).sql()).isEqualTo(instead);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE INDEX ASYNC i ON t (a), CREATE INDEX",
    "ALTER TABLE ASYNC t VALIDATE CONSTRAINT c, ALTER TABLE",
    "AWS IAM GRANT r TO 'arn', AWS IAM GRANT",
    "AWS IAM REVOKE r FROM 'arn', AWS IAM REVOKE"
  })
  void keepsTheCommandTag(String sql, String tag) {
    assertThat(replacement(sql).tag()).isEqualTo(tag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX i ON t (a)",
        "CREATE INDEX \"async\" ON t (a)",
        "ALTER TABLE t VALIDATE CONSTRAINT c",
        "GRANT r TO q",
        "SELECT 1"
      })
  void leavesPostgresStatementsAlone(String sql) {
    assertThat(OwnStatements.replacement(SqlParser.parse(sql).getFirst(), sql)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX ASYNC i ON t (a, nothing)",
        "SELECT 'äöü😀'; CREATE INDEX ASYNC i ON t (a, nothing)",
        "SELECT 'äöü😀'; CREATE INDEX ASYNC i ON t (a, b) WHERE '😀' = nothing"
      })
  void showsTheErrorWhereTheClientWroteIt(String sql) {
    Replacement replacement = replacement(sql);
    String trial = Objects.requireNonNull(replacement.trial()).text();
    String name = "nothing";
    Report fromPostgres =
        Report.of("ERROR", "42703", "column \"nothing\" does not exist")
            .with('p', Integer.toString(position(trial, name)))
            .with('q', trial)
            .with('W', "PL/pgSQL function sys.borealis_create_index(...)");
    assertThat(replacement.ofClientsStatement(fromPostgres))
        .isEqualTo(
            Report.of("ERROR", "42703", "column \"nothing\" does not exist")
                .with('P', Integer.toString(position(sql, name))));
  }

  /** PostgreSQL counts code points from 1. */
  private static int position(String text, String part) {
    return text.codePointCount(0, text.indexOf(part)) + 1;
  }

  @ParameterizedTest
  @ValueSource(strings = {"CALL sys.wait_for_job('x')", "ANALYZE t", "analyze (verbose) t (a)"})
  void refusesInsideATransactionBlockWhatNeedsItsOwn(String sql) {
    Report refusal = OwnStatements.refusalInBlock(SqlParser.parse(sql).getFirst());
    assertThat(Objects.requireNonNull(refusal).sqlState()).isEqualTo("25001");
    assertThat(OwnStatements.refusalInBlock(SqlParser.parse("SELECT 1").getFirst())).isNull();
  }

  @Test
  void doesNotShowThePositionInsideAFunction() {
    Report fromPostgres =
        Report.of("ERROR", "22012", "division by zero").with('p', "8").with('q', "SELECT 1/0");
    assertThat(
            replacement("CREATE INDEX ASYNC i ON t (f(a))")
                .ofClientsStatement(fromPostgres)
                .fields())
        .extracting(Report.Field::code)
        .isEqualTo(List.of('S', 'V', 'C', 'M'));
  }
}
