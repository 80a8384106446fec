package dev.borealis.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One DDL statement in a transaction, and nothing with it. */
class TransactionBlockTest {
  @Test
  void givesEachDdlStatementATransactionOfItsOwn() {
    FixedScript fixed =
        Lint.fix(
            """
            start transaction read write;
            -- the first
            CREATE TABLE a (x int); -- here
            INSERT INTO a VALUES (1);
            UPDATE a SET x = 2;
            CREATE TABLE b (x int);
            COMMIT;
            """,
            Cases.JUNE);
    assertThat(fixed.sql())
        .isEqualTo(
            """
            start transaction read write;
            -- the first
            CREATE TABLE a (x int);
            commit;
            start transaction read write; -- here
            INSERT INTO a VALUES (1);
            UPDATE a SET x = 2;
            commit;
            start transaction read write;
            CREATE TABLE b (x int);
            COMMIT;
            """);
    assertThat(Cases.shown(fixed.report().diagnostics()))
        .containsExactly(
            "multi_ddl_transaction fixed_with_warning",
            "mixed_ddl_dml_transaction fixed_with_warning");
    assertThat(Cases.check(fixed.sql(), Cases.JUNE)).isEmpty();
  }

  @Test
  void saysUnfixableWhenNothingIsToBeMended() {
    assertThat(Cases.check("BEGIN; CREATE TABLE a (x int); DROP TABLE a; END;", Cases.JUNE))
        .containsExactly("multi_ddl_transaction unfixable");
  }

  @Test
  void countsGrantsAsTheServiceDoes() {
    assertThat(
            Cases.check("BEGIN; CREATE TABLE a (x int); GRANT SELECT ON a TO r; END", Cases.JUNE))
        .containsExactly("multi_ddl_transaction unfixable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE a (x int); CREATE TABLE b (x int);",
        "BEGIN; CREATE TABLE a (x int); COMMIT; BEGIN; CREATE TABLE b (x int); COMMIT;",
        "BEGIN; CREATE TABLE a (x int); CREATE TABLE b (x int); ROLLBACK;",
        "BEGIN; CREATE TABLE a (x int); CREATE TABLE b (x int);",
        "BEGIN; INSERT INTO a VALUES (1); SELECT 1; COMMIT;"
      })
  void leavesOthersAlone(String sql) {
    assertThat(Cases.check(sql, Cases.JUNE)).isEmpty();
    assertThat(Lint.fix(sql, Cases.JUNE).sql()).isEqualTo(sql);
  }

  @Test
  void doesNotDivideABlockThatItCannotRead() {
    String sql = "BEGIN; CREATE TABLE a (x int); CREATE TABEL b (x int); DROP TABLE c; COMMIT;";
    FixedScript fixed = Lint.fix(sql, Cases.JUNE);
    assertThat(fixed.sql()).isEqualTo(sql);
    assertThat(Cases.unfixable(fixed.report()))
        .containsExactly("multi_ddl_transaction", "parse_error");
  }

  @Test
  void doesNotCountWhatGoesIntoCreateTable() {
    String sql = "BEGIN; CREATE TABLE a (x int); ALTER TABLE a ADD PRIMARY KEY (x); COMMIT;";
    FixedScript fixed = Lint.fix(sql, Cases.JUNE);
    assertThat(fixed.sql()).isEqualTo("BEGIN; CREATE TABLE a (x int, PRIMARY KEY (x)); COMMIT;");
    assertThat(Cases.unfixable(fixed.report())).isEmpty();
  }

  @Test
  void dividesAStatementThatBecameTwo() {
    FixedScript fixed =
        Lint.fix(
            "BEGIN;\nALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (x) REFERENCES b;\nINSERT INTO a VALUES (1);\nEND;\n",
            Cases.SEPTEMBER);
    assertThat(fixed.sql())
        .isEqualTo(
            """
            BEGIN;
            ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (x) REFERENCES b NOT VALID;
            COMMIT;
            BEGIN;
            ALTER TABLE ASYNC a VALIDATE CONSTRAINT c;
            COMMIT;
            BEGIN;
            INSERT INTO a VALUES (1);
            END;
            """);
    assertThat(Cases.check(fixed.sql(), Cases.SEPTEMBER)).isEmpty();
  }
}
