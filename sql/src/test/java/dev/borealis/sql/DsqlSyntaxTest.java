package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.RoleStmt.AwsIamStmt;
import dev.borealis.sql.tree.Stmt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Aurora DSQL adds to PostgreSQL's grammar. */
class DsqlSyntaxTest {
  private static Stmt parse(String sql) {
    return SqlParser.parse(sql).getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          CREATE INDEX ASYNC i ON t (a)                             | true  | i
          CREATE UNIQUE INDEX async IF NOT EXISTS i ON s.t (a DESC) | true  | i
          CREATE INDEX ASYNC ON t (a) INCLUDE (b)                   | true  | none
          CREATE INDEX ASYNC async ON t (a)                         | true  | async
          CREATE INDEX "async" ON t (a)                             | false | async
          CREATE INDEX i ON t (a)                                   | false | i
          CREATE INDEX CONCURRENTLY async ON t (a)                  | false | async
          """)
  void readsIndexesThatAreBuiltInTheBackground(String sql, boolean async, @Nullable String name) {
    assertThat(parse(sql))
        .isInstanceOfSatisfying(
            IndexStmt.class,
            index -> {
              assertThat(index.async()).isEqualTo(async);
              assertThat(index.idxname()).isEqualTo(name);
            });
  }

  @Test
  void refusesASchemaBeforeAnIndexAsDsqlDoes() {
    assertThatThrownBy(() -> parse("CREATE INDEX ASYNC public.i ON t (a)"))
        .hasMessage("syntax error at or near \".\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ALTER TABLE ASYNC t VALIDATE CONSTRAINT c           | true  | t
          ALTER TABLE async s.t VALIDATE CONSTRAINT c         | true  | t
          ALTER TABLE ASYNC IF EXISTS t VALIDATE CONSTRAINT c | true  | t
          ALTER TABLE ASYNC value VALIDATE CONSTRAINT c       | true  | value
          ALTER TABLE async VALIDATE CONSTRAINT c             | false | async
          ALTER TABLE async.t VALIDATE CONSTRAINT c           | false | t
          ALTER TABLE async ADD COLUMN a int                  | false | async
          ALTER TABLE t VALIDATE CONSTRAINT c                 | false | t
          """)
  void readsConstraintsThatAreValidatedInTheBackground(String sql, boolean async, String table) {
    assertThat(parse(sql))
        .isInstanceOfSatisfying(
            AlterTableStmt.class,
            alter -> {
              assertThat(alter.async()).isEqualTo(async);
              assertThat(alter.relation().relname()).isEqualTo(table);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          AWS IAM GRANT r TO 'arn:aws:iam::1:role/x'            | true  | r
          aws iam grant "My Role" to 'arn:aws:iam::1:user/x'    | true  | My Role
          AWS IAM REVOKE r FROM 'arn:aws:iam::1:role/x'         | false | r
          """)
  void readsRolesThatAreTiedToIam(String sql, boolean grant, String role) {
    assertThat(parse(sql))
        .isInstanceOfSatisfying(
            AwsIamStmt.class,
            statement -> {
              assertThat(statement.isGrant()).isEqualTo(grant);
              assertThat(statement.role()).isEqualTo(role);
              assertThat(statement.arns()).singleElement().asString().startsWith("arn:aws:iam::1:");
            });
  }

  @Test
  void readsSeveralArns() {
    assertThat(parse("AWS IAM GRANT r TO 'a', 'b'"))
        .isInstanceOfSatisfying(
            AwsIamStmt.class, statement -> assertThat(statement.arns()).containsExactly("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS",
        "AWS IAM",
        "AWS IAM GRANT r",
        "AWS IAM GRANT r FROM 'x'",
        "AWS IAM REVOKE r TO 'x'",
        "AWS IAM GRANT r TO x",
        "AWS IAM DROP r",
        "ALTER TABLE ASYNC t ADD COLUMN a int",
        "CREATE INDEX ASYNC CONCURRENTLY i ON t (a)"
      })
  void refusesWhatDsqlDoesNotAdd(String sql) {
    assertThatThrownBy(() -> parse(sql)).isInstanceOf(SqlParseException.class);
  }
}
