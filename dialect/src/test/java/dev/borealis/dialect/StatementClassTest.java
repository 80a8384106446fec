package dev.borealis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements count as what they do to a transaction. */
class StatementClassTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          CREATE INDEX ASYNC i ON t (a)                         | DDL
          GRANT SELECT ON t TO r                                | DDL
          AWS IAM REVOKE r FROM 'x'                             | DDL
          COMMENT ON TABLE t IS 'x'                             | DDL
          CREATE ROLE r                                         | DDL
          INSERT INTO t VALUES (1)                              | DML
          WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x | DML
          COPY t FROM STDIN                                     | DML
          EXPLAIN ANALYZE DELETE FROM t                         | DML
          EXPLAIN DELETE FROM t                                 | QUERY
          WITH x AS (SELECT 1) SELECT * FROM x                  | QUERY
          SELECT * FROM t WHERE a = 1 FOR UPDATE                | QUERY
          COPY (SELECT 1) TO STDOUT                             | QUERY
          COPY t TO STDOUT                                      | QUERY
          BEGIN                                                 | TRANSACTION
          SET search_path = a                                   | SETTING
          SHOW ALL                                              | SETTING
          ANALYZE t                                             | OTHER
          CALL sys.wait_for_job('x')                            | OTHER
          """)
  void countsAs(String sql, StatementClass expected) {
    assertThat(Fixtures.dialect("2026-06").classOf(Fixtures.parse(sql))).isEqualTo(expected);
  }
}
