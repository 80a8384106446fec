package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.sql.tree.Stmt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlParserTest {
  private static SqlError errorOf(String sql) {
    try {
      SqlParser.parse(sql);
    } catch (SqlParseException e) {
      return e.error();
    }
    throw new AssertionError("accepted: " + sql);
  }

  private static String kind(String sql) {
    Stmt statement = SqlParser.parse(sql).getFirst();
    return statement.getClass().getSimpleName();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT 1                                                        | SelectStmt
          TABLE t                                                         | SelectStmt
          (VALUES (1), (2)) UNION ALL SELECT 3 ORDER BY 1                 | SelectStmt
          WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x           | SelectStmt
          INSERT INTO t (a, b[1]) VALUES (1, DEFAULT) ON CONFLICT DO NOTHING | InsertStmt
          UPDATE t SET (a, b) = (1, 2) WHERE CURRENT OF c                 | UpdateStmt
          DELETE FROM ONLY t AS x USING y WHERE x.id = y.id               | DeleteStmt
          MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE      | MergeStmt
          BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY                | TransactionStmt
          SET LOCAL search_path TO a, 'b', 3                              | VariableSetStmt
          SHOW TIME ZONE                                                  | VariableShowStmt
          CREATE TABLE t (a int PRIMARY KEY, CHECK (a > 0))               | CreateStmt
          CREATE TABLE t AS SELECT 1                                      | CreateTableAsStmt
          ALTER TABLE t ADD COLUMN a int, DROP CONSTRAINT c               | AlterTableStmt
          ALTER TABLE t RENAME COLUMN a TO b                              | RenameStmt
          CREATE UNIQUE INDEX i ON t (lower(a) DESC NULLS LAST) WHERE b   | IndexStmt
          CREATE INDEX ASYNC ON t (a)                                     | IndexStmt
          CREATE INDEX async ON t (a)                                     | IndexStmt
          ALTER TABLE ASYNC t VALIDATE CONSTRAINT c                       | AlterTableStmt
          AWS IAM GRANT r TO 'arn:aws:iam::1:role/x'                      | AwsIamStmt
          AWS IAM REVOKE r FROM 'arn:aws:iam::1:role/x'                   | AwsIamStmt
          CREATE OR REPLACE VIEW v (a) AS SELECT 1 WITH CHECK OPTION      | ViewStmt
          CREATE SEQUENCE s CACHE 65536 START WITH -1                     | CreateSeqStmt
          CREATE FUNCTION f(a int, OUT b text) LANGUAGE sql RETURN a      | CreateFunctionStmt
          GRANT SELECT (a), INSERT ON TABLE t TO PUBLIC WITH GRANT OPTION | GrantStmt
          GRANT a, b TO c WITH ADMIN OPTION                               | GrantRoleStmt
          COMMENT ON FUNCTION f(int) IS NULL                              | CommentStmt
          DROP TABLE IF EXISTS a, b.c CASCADE                             | DropStmt
          EXPLAIN (ANALYZE, FORMAT json) SELECT 1                         | ExplainStmt
          COPY t (a) FROM STDIN WITH (FORMAT csv, FORCE_NULL (a))         | CopyStmt
          """)
  void namesStatementsAfterPostgresNodes(String sql, String node) {
    assertThat(kind(sql)).isEqualTo(node);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELEC 1                                | syntax error at or near "SELEC"              | 1
          SELECT 1 +                             | syntax error at end of input                 | 11
          SELECT a < b < c                       | syntax error at or near "<"                  | 14
          SELECT * FROM t WHERE                  | syntax error at end of input                 | 22
          SELECT 1 LIMIT 1, 2                    | LIMIT #,# syntax is not supported            | 10
          (SELECT 1 ORDER BY 1) ORDER BY 2       | multiple ORDER BY clauses not allowed        | 32
          SELECT a.*.b                           | improper use of "*" at end of input          | 13
          CREATE TABLE t (a int b)               | syntax error at or near "b"                  | 23
          CREATE ROLE none                       | role name "none" is reserved                 | 13
          ALTER TABLE t ADD CHECK (a) DEFERRABLE | CHECK constraints cannot be marked DEFERRABLE | 0
          SELECT * FROM a.b.c.d                  | improper qualified name (too many dotted names): a.b.c.d | 15
          SELECT 'a                              | unterminated quoted string at or near "'a"   | 8
          """)
  void wordsErrorsAsPostgresDoes(String sql, String message, int position) {
    SqlError error = errorOf(sql);

    assertThat(error.message()).isEqualTo(message);
    assertThat(error.position()).isEqualTo(position);
  }

  @Test
  void leavesOutEmptyStatements() {
    assertThat(SqlParser.parse(";; SELECT 1; ;SELECT 2;")).hasSize(2);
    assertThat(SqlParser.parse("")).isEmpty();
  }

  @Test
  void givesEachStatementItsPlace() {
    String sql = " SELECT 1 ; /* c */ DELETE FROM t WHERE a -- end\n";

    assertThat(SqlParser.parse(sql))
        .extracting(statement -> statement.span().of(sql))
        .containsExactly("SELECT 1", "DELETE FROM t WHERE a");
  }

  @Test
  void comparesTreesWithoutPlaces() {
    assertThat(SqlParser.parse("select  a+b from T"))
        .isEqualTo(SqlParser.parse("SELECT a + b FROM t"));
    assertThat(SqlParser.parse("SELECT a")).isNotEqualTo(SqlParser.parse("SELECT b"));
  }

  @Test
  void reportsTheFirstOfManyErrors() {
    assertThatThrownBy(() -> SqlParser.parse("SELECT 1; SELEC 2; FOO"))
        .isInstanceOf(SqlParseException.class)
        .hasMessage("syntax error at or near \"SELEC\"");
  }
}
