package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.audit.AuditEvent.Statement;
import dev.borealis.sql.SqlParser;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditedStatementsTest {
  private static Statement of(String sql) {
    // As in the gateway: one character per byte.
    String bytes = new String(sql.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return AuditedStatements.of(SqlParser.parse(bytes).getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          create table s.t (a int default 42)            | CREATE TABLE     | TABLE    | [s.t]
          create table "Ünlaut" (a int)                  | CREATE TABLE     | TABLE    | [Ünlaut]
          alter table t add column b text                | ALTER TABLE      | TABLE    | [t]
          alter table t rename column a to b             | ALTER COLUMN     | COLUMN   | [t.a, b]
          alter table t rename to u                      | ALTER TABLE      | TABLE    | [t, u]
          alter table t owner to r                       | ALTER TABLE      | TABLE    | [t]
          alter table t set schema s                     | ALTER TABLE      | TABLE    | [t]
          create unique index async i on s.t (a)         | CREATE INDEX     | INDEX    | [i, s.t]
          create index async on t (a)                    | CREATE INDEX     | INDEX    | [t]
          create view v as select 'secret'               | CREATE VIEW      | VIEW     | [v]
          create sequence q cache 65536                  | CREATE SEQUENCE  | SEQUENCE | [q]
          alter sequence q restart 7                     | ALTER SEQUENCE   | SEQUENCE | [q]
          create schema s                                | CREATE SCHEMA    | SCHEMA   | [s]
          create schema authorization r                  | CREATE SCHEMA    | SCHEMA   | [r]
          create domain d as text check (value <> 'x')   | CREATE DOMAIN    | DOMAIN   | [d]
          alter domain d set default 'x'                 | ALTER DOMAIN     | DOMAIN   | [d]
          create function f() returns int language sql as 'select 1' | CREATE FUNCTION | FUNCTION | [f]
          drop table a, s.b                              | DROP TABLE       | TABLE    | [a, s.b]
          drop function f(int)                           | DROP FUNCTION    | FUNCTION | [f]
          comment on column t.a is 'secret'              | COMMENT          | COLUMN   | [t.a]
          """)
  void namesWhatChangesTheSchema(String sql, String command, String type, String objects) {
    Statement statement = of(sql);
    assertThat(statement.statementClass().name()).isEqualTo("DDL");
    assertThat(statement.command()).isEqualTo(command);
    assertThat(statement.objectType()).isEqualTo(type);
    assertThat(statement.objects()).hasToString(objects);
    assertThat(statement.toString()).doesNotContain("secret", "42", "select", "value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          create role r with login                       | CREATE ROLE    | ROLE   | [r]      | []               | []
          create role r password 'secret'                | CREATE ROLE    | ROLE   | [r]      | []               | []
          alter role r password 'secret'                 | ALTER ROLE     | ROLE   | [r]      | []               | []
          alter role r set search_path = 'secret'        | ALTER ROLE     | ROLE   | [r]      | []               | []
          drop role q, r                                 | DROP ROLE      | ROLE   | [q, r]   | []               | []
          grant select, insert (a) on t, s.u to r, public | GRANT         | TABLE  | [t, s.u] | [select, insert] | [r, PUBLIC]
          grant all on schema s to r                     | GRANT          | SCHEMA | [s]      | []               | [r]
          grant select on all tables in schema s to r    | GRANT          | ALL TABLES IN SCHEMA | [s] | [select] | [r]
          revoke usage on schema s from r                | REVOKE         | SCHEMA | [s]      | [usage]          | [r]
          grant q to r                                   | GRANT ROLE     | ROLE   | [q]      | []               | [r]
          revoke q from current_user                     | REVOKE ROLE    | ROLE   | [q]      | []               | [CURRENT_USER]
          alter default privileges in schema s grant select on tables to r | ALTER DEFAULT PRIVILEGES | TABLES | [] | [select] | [r]
          aws iam grant r to 'arn:aws:iam::1:role/x'     | AWS IAM GRANT  | ROLE   | [r]      | []               | [arn:aws:iam::1:role/x]
          aws iam revoke r from 'arn:aws:iam::1:user/x'  | AWS IAM REVOKE | ROLE   | [r]      | []               | [arn:aws:iam::1:user/x]
          """)
  void namesWhatChangesRolesAndPrivileges(
      String sql, String command, String type, String objects, String privileges, String grantees) {
    Statement statement = of(sql);
    assertThat(statement.statementClass().name()).isEqualTo("ROLE");
    assertThat(statement.command()).isEqualTo(command);
    assertThat(statement.objectType()).isEqualTo(type);
    assertThat(statement.objects()).hasToString(objects);
    assertThat(statement.privileges()).hasToString(privileges);
    assertThat(statement.grantees()).hasToString(grantees);
    assertThat(statement.toString()).doesNotContain("secret");
  }

  @Test
  void namesTheKindOfWhatNoVersionTakes() {
    assertThat(of("create extension x").command()).isEqualTo("CreateExtensionStmt");
  }
}
