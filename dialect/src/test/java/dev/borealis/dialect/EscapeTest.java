package dev.borealis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Stmt;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would lead out of a cluster is refused, in whatever dress it comes, in every version. */
class EscapeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY t FROM PROGRAM 'id'",
        "COPY (SELECT 1) TO PROGRAM 'sh'",
        "COPY t FROM '/etc/passwd'",
        "COPY t TO '/tmp/x'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_catalog . /* x */ pg_read_file /* y */ ('/etc/passwd')",
        "SELECT PG_Read_File('/etc/passwd')",
        "SELECT U&\"pg\\005fread\\005ffile\"('/etc/passwd')",
        "SELECT a.pg_read_file FROM unnest(ARRAY['/etc/passwd']) AS a",
        "SELECT ('/etc/passwd'::text).pg_read_file",
        "SELECT (SELECT pg_ls_dir('/') LIMIT 1)",
        "SELECT 1 FROM t ORDER BY pg_stat_file('x')",
        "SELECT sum(1) FILTER (WHERE pg_reload_conf()) OVER (PARTITION BY lo_creat(1)) FROM t",
        "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = lo_import('/etc/passwd')",
        "UPDATE t SET a = b[pg_backend_pid()]",
        "WITH x AS (SELECT lo_export(1, '/tmp/x')) SELECT 1",
        "VALUES (CASE WHEN true THEN pg_terminate_backend(1) END)",
        "SELECT * FROM ROWS FROM (generate_series(1, 2), pg_ls_waldir()) AS x",
        "SELECT * FROM LATERAL pg_hba_file_rules() x",
        "SELECT * FROM dblink('host=x', 'SELECT 1') AS t (a int)",
        "SELECT query_to_xml('SELECT pg_read_file(''x'')', true, true, '')::text",
        "SELECT * FROM ts_stat('SELECT to_tsvector(pg_read_file(''x''))')",
        "SELECT ts_rewrite('a'::tsquery, 'SELECT 1')",
        "SELECT set_config('role', 'postgres', false)",
        "SELECT set_config('session_authorization', 'postgres', false)",
        "SET SESSION AUTHORIZATION postgres",
        "SET ROLE postgres",
        "SET SESSION ROLE postgres",
        "SET session_preload_libraries = 'x'",
        "SET local_preload_libraries TO 'x'",
        "SET LOCAL dynamic_library_path = '/tmp'",
        "LOAD '/tmp/x.so'",
        "ALTER ROLE admin SUPERUSER",
        "ALTER USER admin WITH SUPERUSER",
        "ALTER ROLE ALL SET search_path = x",
        "ALTER GROUP pg_execute_server_program ADD USER admin",
        "CREATE ROLE r SUPERUSER",
        "CREATE ROLE r IN ROLE pg_write_server_files",
        "GRANT pg_read_all_data TO admin",
        "ALTER SYSTEM SET archive_command = 'id'",
        "ALTER DATABASE postgres SET work_mem = '1GB'",
        "CREATE FUNCTION f(text) RETURNS text LANGUAGE internal AS 'pg_read_file'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE C AS '/tmp/x.so', 'f'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql LANGUAGE c AS 'x'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE 'plpgsql' AS 'BEGIN RETURN 1; END'",
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT pg_read_file(''/etc/passwd'')'",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ COPY t FROM PROGRAM 'id' $$",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ SELECT 1; SET ROLE postgres $$",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC SELECT lo_unlink(1); END",
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql RETURN pg_read_file('x')",
        "CREATE FUNCTION f(a text DEFAULT pg_read_file('x')) RETURNS text LANGUAGE sql RETURN a",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql SET role = postgres AS 'SELECT 1'",
        "CREATE VIEW v AS SELECT pg_read_file('x')",
        "CREATE TABLE t (a text DEFAULT pg_read_file('x'))",
        "CREATE TABLE t (a text CHECK (pg_reload_conf()))",
        "CREATE DOMAIN d AS text CHECK (VALUE <> pg_read_file('x'))",
        "ALTER DOMAIN d SET DEFAULT pg_read_file('x')",
        "CREATE SCHEMA s CREATE VIEW v AS SELECT pg_read_file('x')",
        "CREATE INDEX ASYNC i ON t (pg_read_file(a))",
        "EXPLAIN ANALYZE SELECT pg_read_file('x')",
        "COPY (SELECT pg_read_file('x')) TO STDOUT",
        "CALL pg_read_file('x')",
        "CREATE EXTENSION dblink",
        "CREATE TRUSTED LANGUAGE plperl",
        "CREATE LANGUAGE x HANDLER plpgsql_call_handler",
        "CREATE EVENT TRIGGER g ON ddl_command_end EXECUTE FUNCTION f()",
        "CREATE SERVER s FOREIGN DATA WRAPPER w",
        "CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p",
        "CREATE PUBLICATION p FOR ALL TABLES",
        "CREATE TABLESPACE x LOCATION '/tmp'",
        "CREATE DATABASE x",
        "CREATE CAST (text AS int) WITH INOUT",
        "CREATE OPERATOR + (FUNCTION = pg_read_file, LEFTARG = text)",
        "CREATE AGGREGATE a (text) (SFUNC = pg_read_file, STYPE = text)",
        "DO 'BEGIN PERFORM 1; END'",
        "PREPARE p AS SELECT pg_read_file('x')",
        "EXECUTE p",
        "INSERT INTO pg_catalog.pg_authid VALUES (1)",
        "DELETE FROM sys.iam_pg_role_mappings",
        "COPY sys.iam_pg_role_mappings FROM STDIN",
        "CREATE TABLE sys.jobs (a int)",
        "CREATE FUNCTION sys.wait_for_job(text) RETURNS void LANGUAGE sql AS 'SELECT 1'",
        "DROP VIEW sys.jobs",
        "ALTER FUNCTION pg_catalog.set_config(text, text, boolean) OWNER TO admin",
        "GRANT ALL ON SCHEMA sys TO admin",
        "GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO admin",
        "GRANT ALL ON PARAMETER work_mem TO admin",
        "ALTER VIEW v SET SCHEMA sys",
        "CREATE TABLE pg_temp.t (a int)",
        "REASSIGN OWNED BY postgres TO admin",
        "SECURITY LABEL ON TABLE t IS 'x'",
        "IMPORT FOREIGN SCHEMA a FROM SERVER s INTO b",
        "SELECT pg_logical_emit_message(true, 'a', 'b')",
        "SELECT pg_switch_wal()",
        "SELECT * FROM pg_create_logical_replication_slot('a', 'b')",
        "SELECT pg_promote()",
        "SELECT pg_notify('a', 'b')",
        "SELECT pg_try_advisory_xact_lock_shared(1, 2)",
      })
  void isRefusedInEveryVersion(String sql) {
    for (DsqlVersion version : DsqlVersion.all()) {
      assertThat(Dialect.of(version).verdict(Fixtures.parse(sql), sql))
          .as("in %s", version)
          .isInstanceOf(Verdict.Refuse.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; COPY t FROM PROGRAM 'id'",
        "SELECT ';' /* ; */; -- ;\nALTER SYSTEM SET work_mem = '1GB'; SELECT 1",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END; SELECT lo_creat(1)",
        "SELECT $a$ ; $b$ ; $a$; LOAD 'x'"
      })
  void isFoundAmongOtherStatements(String script) {
    List<Stmt> statements = SqlParser.parse(script);
    Dialect dialect = Fixtures.dialect("2026-09");

    assertThat(statements)
        .filteredOn(statement -> dialect.verdict(statement, script) instanceof Verdict.Refuse)
        .hasSize(1);
  }

  /** Bodies within bodies are read again and again; there is an end to it. */
  @Test
  void endsWithBodiesWithinBodies() {
    String sql = "SELECT 1";
    for (int depth = 0; depth < 200; depth++) {
      sql =
          "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $x%d$ %s $x%d$"
              .formatted(depth, sql, depth);
    }

    assertThat(Fixtures.answer(Fixtures.dialect("2026-09"), sql))
        .isEqualTo("54001 stack depth limit exceeded");
  }
}
