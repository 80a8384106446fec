package dev.borealis.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.mcp.SqlGuard.Access;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlGuardTest {
  /** Refused where only reading is allowed; a write may do them. */
  static final List<String> WRITES =
      List.of(
          "INSERT INTO t VALUES (1)",
          "UPDATE t SET a = 1",
          "DELETE FROM t",
          "ALTER TABLE orders ADD COLUMN x int",
          "CREATE TABLE t (a int)",
          "DROP TABLE t",
          "CREATE INDEX ASYNC i ON t (a)",
          "GRANT SELECT ON t TO r",
          "AWS IAM GRANT r TO 'arn:aws:iam::123456789012:role/x'",
          "WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d",
          "WITH d AS (DELETE FROM t RETURNING *) SELECT 1",
          "SELECT * FROM (WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d) x",
          "EXPLAIN (ANALYZE) DELETE FROM t",
          "EXPLAIN ANALYZE SELECT 1 INTO t2",
          "EXPLAIN ANALYZE CREATE TABLE t2 AS SELECT 1",
          "SELECT a INTO t2 FROM t",
          "SELECT * FROM t FOR UPDATE",
          "SELECT * FROM t FOR SHARE",
          "SELECT * FROM t FOR KEY SHARE",
          "SELECT * FROM (SELECT * FROM t FOR UPDATE) x",
          "SELECT nextval('s')",
          "SELECT setval('s', 1)",
          "SET search_path = x",
          "SET/**/search_path = x",
          "VACUUM t",
          "ANALYZE t",
          "COMMENT ON TABLE t IS 'x'",
          "TRUNCATE t");

  /**
   * Refused where only reading is allowed; what the service says to them otherwise is its matter.
   */
  static final List<String> NEVER_READS =
      List.of(
          "CALL pay(1)",
          "DO $$ SELECT 1 $$",
          "EXECUTE p",
          "EXPLAIN EXECUTE p",
          "PREPARE p AS SELECT 1",
          "REINDEX TABLE t",
          "LOAD 'lib'",
          "CHECKPOINT",
          "REASSIGN OWNED BY a TO b",
          "SET ROLE r",
          "SET LOCAL enable_hashjoin = off",
          "SET TRANSACTION READ ONLY",
          "RESET ALL",
          "DISCARD ALL",
          "LISTEN c",
          "NOTIFY c",
          "UNLISTEN *",
          "LOCK TABLE t",
          "DEALLOCATE ALL",
          "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
          "DECLARE c\nCURSOR WITH HOLD FOR SELECT 1",
          "FETCH ALL FROM c",
          "SELECT set_config('search_path', 'x', false)",
          "COPY t FROM 'f.csv'",
          "COPY (SELECT 1) TO STDOUT",
          "SELECT lo_create(0)",
          "SELECT lo_unlink(1)",
          "SELECT lo_from_bytea(0, '')",
          "SELECT pg_stat_reset()",
          "SELECT pg_stat_reset_shared('bgwriter')",
          "SELECT pg_promote()",
          "SELECT pg_switch_wal()",
          "SELECT pg_create_restore_point('x')",
          "SELECT pg_logical_emit_message(true, 'a', 'b')",
          "SELECT query_to_xml('delete from t', true, true, '')",
          "SELECT * FROM ts_stat('delete from t')",
          "SELECT setseed(0.5)");

  /** Refused always. */
  static final List<String> ATTACKS =
      List.of(
          "SELECT 1; SELECT 2",
          "SELECT 1;/**/DROP TABLE t",
          ";;;",
          "",
          "-- nothing",
          "COMMIT",
          "END",
          "ABORT",
          "ROLLBACK",
          "BEGIN",
          "START TRANSACTION READ WRITE",
          "SAVEPOINT s",
          "ROLLBACK TO s",
          "RELEASE s",
          "PREPARE TRANSACTION 'g'",
          "COMMIT PREPARED 'g'",
          "SET row_security = off",
          "SET transaction_read_only = off",
          "SET SESSION session_replication_role = replica",
          "SELECT set_config('transaction_read_only', 'off', true)",
          "SELECT set_config('session_replication_role', 'replica', true)",
          "SELECT set_config($$session_replication_role$$, 'replica', true)",
          "SELECT set_config(E'row_sec\\165rity', 'off', true)",
          "SELECT set_config('row_' || 'security', 'off', true)",
          "SELECT set_config(name, 'off', true) FROM pg_settings",
          "SELECT pg_sleep(1)",
          "SELECT pg_sleep_for('1 s')",
          "SELECT * FROM pg_sleep(1)",
          "SELECT 1 WHERE EXISTS (SELECT pg_sleep(1))",
          "SELECT pg_sleep/* /* n */ */(1)",
          "SELECT \"pg_sleep\"(1)",
          "SELECT pg_catalog.\"pg_sleep\"(1)",
          "SELECT U&\"pg\\005fsleep\"(1)",
          "SELECT pg_terminate_backend(1)",
          "SELECT pg_cancel_backend(1)",
          "SELECT pg_read_file('/etc/passwd')",
          "SELECT pg_read_binary_file('x')",
          "SELECT * FROM pg_ls_dir('.')",
          "SELECT pg_stat_file('x')",
          "SELECT lo_import('x')",
          "SELECT lo_export(1, 'x')",
          "SELECT pg_reload_conf()",
          "SELECT pg_rotate_logfile()",
          "SELECT pg_advisory_lock(1)",
          "SELECT pg_try_advisory_xact_lock(1)",
          "SELECT pg_notify('a', 'b')",
          "SELECT * FROM dblink('host=x', 'drop table t')",
          "SELECT public.dblink_exec('x')",
          "COPY t TO PROGRAM 'cmd'",
          "COPY t FROM PROGRAM 'cmd'",
          "SELECT * FROM t WHERE id = 9 OR 3=3",
          "SELECT * FROM t WHERE id = 9 OR 'k'='k'",
          "SELECT * FROM t WHERE (id = 9 OR (1 = 1.0))",
          "SELECT * FROM t WHERE id = 9 OR 1 < 2",
          "SELECT * INTO OUTFILE 'f' FROM t",
          "SELECT load_file('f')",
          "SELECT sleep(5)",
          "LOAD DATA INFILE 'f' INTO TABLE t",
          "FLUSH PRIVILEGES",
          "SET GLOBAL x = 1",
          "SELECT E'\\'', pg_terminate_backend(1)",
          "SELECT $$'$$, pg_sleep(1)",
          "SELECT 1 AS \"o'c\", pg_sleep(1)",
          "SELECT valuee'x', pg_sleep(1)",
          "SELECT 1 AS x$$, pg_terminate_backend(1) AS y$$",
          "SELECT 'abc",
          "SELECT /* abc",
          "SELECT $$abc",
          "SELECT 'a\0b'",
          "SELECT \0",
          "SELECT * FROM t WHERE a = '1' --'",
          "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ SELECT pg_sleep(9) $$",
          "CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC SELECT pg_sleep(9); END");

  /** What word lists would refuse, and a parser must not. */
  static final List<String> HARMLESS =
      List.of(
          "SELECT a FROM x UNION ALL SELECT b FROM y",
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n",
          "SELECT replace(name, '-', '') FROM t",
          "SELECT \"update\", p.delete, copy, merge, truncate, \"create\", \"union\" FROM p",
          "SELECT 1 FROM \"drop\" AS \"grant\"",
          "SELECT * FROM t WHERE msg = 'a; b'",
          "SELECT string_agg(x, '; ') FROM t",
          "SELECT 1 AS \"a; b\"",
          "SELECT $$a; b$$",
          "SELECT * FROM t WHERE code = 'A--1'",
          "SELECT 'late' -- comment\nORDER BY 1",
          "SELECT 'pg_sleep(', 'sleep(1)', 'load_file(', 'into outfile', 'x or 5=5'",
          "SELECT * FROM t WHERE (a = 1 OR 1=0)",
          "SELECT * FROM t WHERE 1=1 AND a = 2",
          "EXPLAIN ANALYZE VERBOSE SELECT * FROM t",
          "EXPLAIN DELETE FROM t",
          "EXPLAIN (ANALYZE off) DELETE FROM t",
          "SHOW timezone",
          "SHOW ALL",
          "VALUES (1)",
          "TABLE t",
          "(SELECT 1)",
          "SELECT 1;",
          "SELECT 1; -- x",
          "SELECT comment, reset_date FROM t",
          "SELECT 'DROP TABLE t' /* DELETE FROM t */",
          "SELECT currval('s'), lastval()",
          "SELECT now(), random(), gen_random_uuid(), clock_timestamp()",
          "SELECT current_setting('timezone')",
          "SELECT count(*) FILTER (WHERE a > 1) OVER (PARTITION BY b) FROM t",
          "SELECT my_own_function(1)",
          "SELECT jsonb_path_query(doc, '$.a ? (@ > 1)') FROM t",
          "SELECT * FROM information_schema.columns",
          "SELECT a -> 'b', a ? 'c', a @> '{}' FROM t");

  static final List<String> HARMLESS_WRITES =
      List.of(
          "INSERT INTO t VALUES ('a; b')",
          "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$",
          "INSERT INTO t VALUES ($dq_0a1b2c3d$'; DROP TABLE t; -- ' or 'a'='a$dq_0a1b2c3d$)",
          "SET timezone = 'UTC'",
          "SELECT * FROM t FOR UPDATE",
          "SELECT nextval('s')");

  @ParameterizedTest
  @FieldSource({"WRITES", "NEVER_READS", "ATTACKS"})
  void refusesToReadWith(String sql) {
    assertThatThrownBy(() -> SqlGuard.require(sql, Access.READ))
        .isInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @FieldSource("ATTACKS")
  void refusesAlways(String sql) {
    assertThatThrownBy(() -> SqlGuard.require(sql, Access.WRITE))
        .isInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @FieldSource({"WRITES", "HARMLESS", "HARMLESS_WRITES"})
  void letsWritersDo(String sql) {
    assertThatCode(() -> SqlGuard.require(sql, Access.WRITE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @FieldSource("HARMLESS")
  void letsReadersDo(String sql) {
    assertThatCode(() -> SqlGuard.require(sql, Access.READ)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"union ", "copy ", "begin ", "commit ", "(", "select ", "'", "$"})
  @Timeout(30)
  void answersWhateverIsRepeated(String word) {
    String text = "SELECT x" + word.repeat(Math.min(500_000, 900_000 / word.length())) + "'";
    assertThatThrownBy(() -> SqlGuard.require(text, Access.READ))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void takesManyBlanksForBlanks() {
    assertThatCode(() -> SqlGuard.require("SELECT" + " ".repeat(5_000) + "1", Access.READ))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesWhatIsTooLongBeforeItReadsIt() {
    String sql = "SELECT '" + "x".repeat(10_000_000) + "'";
    assertThatThrownBy(() -> SqlGuard.require(sql, Access.READ))
        .hasMessageContaining("at most 1,000,000");
  }

  @Test
  void speaksAsTheOfficialServerDoes() {
    assertThatThrownBy(() -> SqlGuard.require("DELETE FROM t", Access.READ))
        .hasMessageStartingWith("Your MCP server does not allow write operations.");
    assertThatThrownBy(() -> SqlGuard.require("SELECT 1; SELECT 2", Access.READ))
        .hasMessageStartingWith("Query contains patterns that could bypass");
    assertThatThrownBy(() -> SqlGuard.require("SELECT pg_sleep(1)", Access.READ))
        .hasMessageStartingWith("Your query contains risky injection patterns: [")
        .hasMessageContaining("\"label\": \"pg_sleep_time_based\"");
  }

  @Test
  void saysWhereTextIsNoSql() {
    assertThatThrownBy(() -> SqlGuard.require("SELEC 1", Access.READ))
        .hasMessageContaining("syntax error at or near \"SELEC\" (42601) at character 1");
    assertThat(WRITES).doesNotHaveDuplicates();
  }
}
