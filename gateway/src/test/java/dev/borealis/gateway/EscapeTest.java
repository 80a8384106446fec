package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendLease;
import dev.borealis.engine.BackendProfile;
import dev.borealis.gateway.testing.Answer;
import dev.borealis.gateway.testing.Answer.Failed;
import dev.borealis.gateway.testing.ProbeRun;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.iam.Action;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.IdentityStore;
import dev.borealis.wire.FrontendMessage.FunctionCall;
import dev.borealis.wire.ProtocolVersion;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever has signed in as {@code admin} stays within the cluster's database, and stays no more
 * than {@code admin} there. Each statement is tried by both protocols.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EscapeTest {
  private static final TestCluster CLUSTER = TestCluster.shared();

  private static final String UNSUPPORTED = "0A000";
  private static final String FORBIDDEN = "42501";

  /** Its OID in every PostgreSQL 16. */
  private static final int PG_RELOAD_CONF = 2621;

  private WireClient client;

  @BeforeEach
  void connect() throws IOException {
    client = CLUSTER.connect();
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
  }

  @AfterAll
  static void nothingGotThrough() throws Exception {
    assertThat(
            asSuperuser(
                "SELECT rolname FROM pg_roles WHERE rolsuper OR rolreplication OR rolbypassrls"))
        .containsExactly(List.of("postgres"));
    assertThat(
            asSuperuser(
                "SELECT member::regrole, roleid::regrole FROM pg_auth_members WHERE roleid < 16384 AND member >= 16384"))
        .isEmpty();
    assertThat(
            asSuperuser(
                "SELECT oid::regprocedure FROM pg_proc WHERE oid >= 16384 AND prolang NOT IN"
                    + " (SELECT oid FROM pg_language WHERE lanname = 'sql') AND proowner <> 10"))
        .isEmpty();
    assertThat(asSuperuser("SELECT setdatabase, setrole FROM pg_db_role_setting")).isEmpty();
  }

  @Test
  void runsNoPrograms() throws IOException {
    refused(
        FORBIDDEN,
        "COPY (SELECT 1) TO PROGRAM 'id > /tmp/x'",
        "COPY pg_catalog.pg_description FROM PROGRAM 'id'",
        "copy(select 1)to program'id'");
    refused(UNSUPPORTED, "CREATE LANGUAGE plpython3u", "LOAD '/tmp/x.so'", "DO 'BEGIN END'");
  }

  @Test
  void touchesNoFiles() throws IOException {
    refused(
        FORBIDDEN,
        "COPY (SELECT 1) TO '/tmp/x'",
        "COPY pg_catalog.pg_description FROM '/etc/passwd'");
    refused(
        UNSUPPORTED,
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_catalog.\"pg_read_binary_file\"('/etc/passwd')",
        "SELECT U&\"!0070g_stat_file\" UESCAPE '!' ('/etc/passwd')",
        "SELECT * FROM pg_ls_dir('/')",
        "SELECT pg_ls_logdir()",
        "SELECT * FROM ROWS FROM (pg_ls_tmpdir(), generate_series(1, 2))",
        "CREATE TABLESPACE t LOCATION '/tmp'");
  }

  @Test
  void hasNoLargeObjects() throws IOException {
    refused(
        UNSUPPORTED,
        "SELECT lo_import('/etc/passwd')",
        "SELECT lo_export(1, '/tmp/x')",
        "SELECT lo_creat(-1)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT loread(1, 1)",
        "COMMENT ON LARGE OBJECT 1 IS 'x'",
        "ALTER LARGE OBJECT 1 OWNER TO admin",
        "GRANT SELECT ON LARGE OBJECT 1 TO admin");
  }

  @Test
  void reachesNoOtherServer() throws IOException {
    refused(
        UNSUPPORTED,
        "SELECT * FROM dblink('host=localhost', 'SELECT 1') AS t (a int)",
        "CREATE EXTENSION dblink",
        "CREATE EXTENSION postgres_fdw",
        "CREATE FOREIGN DATA WRAPPER w",
        "CREATE SERVER s FOREIGN DATA WRAPPER w",
        "CREATE USER MAPPING FOR admin SERVER s",
        "IMPORT FOREIGN SCHEMA public FROM SERVER s INTO public",
        "CREATE SUBSCRIPTION s CONNECTION 'host=localhost' PUBLICATION p",
        "CREATE PUBLICATION p FOR ALL TABLES",
        "SELECT pg_create_logical_replication_slot('x', 'pgoutput')",
        "SELECT pg_create_physical_replication_slot('x')");
  }

  @Test
  void becomesNoOtherRole() throws IOException {
    refused(
        UNSUPPORTED,
        "SET SESSION AUTHORIZATION postgres",
        "SET ROLE postgres",
        "SELECT set_config('role', 'postgres', false)",
        "SELECT set_config('session_authorization', 'postgres', true)",
        "ALTER ROLE admin SET role = postgres",
        "CREATE FUNCTION become() RETURNS int LANGUAGE sql SET role = postgres AS 'SELECT 1'");
    refused(
        FORBIDDEN,
        "SET LOCAL ROLE postgres",
        "SET LOCAL ROLE pg_read_server_files",
        "CREATE SCHEMA theirs AUTHORIZATION postgres");
    String token =
        AuthToken.create(
            IdentityStore.DEFAULT_IDENTITY.credentials(),
            TestCluster.HOST,
            TestCluster.REGION,
            Action.DB_CONNECT,
            AuthToken.DEFAULT_LIFE,
            Instant.now());
    for (String role : List.of("postgres", "pg_read_server_files", "pg_monitor")) {
      assertThat(refusal(Map.of("user", role), token))
          .as(role)
          .isEqualTo("28000 unable to accept connection, access denied");
    }
  }

  @Test
  void grantsItselfNothing() throws IOException {
    refused(
        UNSUPPORTED,
        "ALTER ROLE admin SUPERUSER",
        "ALTER USER CURRENT_USER WITH SUPERUSER",
        "ALTER ROLE admin REPLICATION BYPASSRLS",
        "ALTER GROUP pg_execute_server_program ADD USER admin",
        "GRANT ALL ON SCHEMA sys TO admin",
        "GRANT UPDATE ON pg_catalog.pg_authid TO admin",
        "GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO admin",
        "GRANT SET ON PARAMETER session_preload_libraries TO admin",
        "GRANT ALL ON LANGUAGE c TO admin",
        "GRANT CREATE ON TABLESPACE pg_default TO admin",
        "REASSIGN OWNED BY postgres TO admin");
    refused(
        FORBIDDEN,
        "CREATE ROLE escaped SUPERUSER",
        "CREATE ROLE escaped REPLICATION",
        "CREATE ROLE escaped BYPASSRLS",
        "CREATE ROLE escaped IN ROLE pg_execute_server_program",
        "CREATE ROLE escaped IN GROUP pg_write_all_data",
        "GRANT pg_read_server_files TO admin",
        "GRANT pg_execute_server_program, pg_write_all_data TO admin WITH ADMIN OPTION",
        "GRANT postgres TO admin",
        "GRANT pg_read_all_data TO PUBLIC GRANTED BY postgres",
        "ALTER DEFAULT PRIVILEGES FOR ROLE postgres GRANT ALL ON TABLES TO admin",
        "DROP ROLE postgres",
        "ALTER ROLE postgres RENAME TO somebody");
  }

  @Test
  void writesNothingOfTheSystem() throws IOException {
    refused(
        FORBIDDEN,
        "UPDATE pg_authid SET rolsuper = true",
        "UPDATE pg_catalog.pg_authid SET rolsuper = true WHERE rolname = 'admin'",
        "INSERT INTO pg_catalog.pg_auth_members SELECT * FROM pg_auth_members",
        "WITH gone AS (DELETE FROM pg_proc RETURNING *) SELECT * FROM gone",
        "EXPLAIN ANALYZE DELETE FROM pg_class",
        "DELETE FROM sys.iam_pg_role_mappings",
        "COPY pg_catalog.pg_authid FROM STDIN",
        "CREATE TABLE pg_catalog.planted (a int)",
        "CREATE TABLE sys.planted (a int)",
        "CREATE VIEW sys.planted AS SELECT 1",
        "CREATE FUNCTION pg_catalog.planted() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE information_schema.planted (a int)",
        "CREATE TABLE pg_toast.planted (a int)");
    refused(
        UNSUPPORTED,
        "DROP SCHEMA sys CASCADE",
        "ALTER SCHEMA sys OWNER TO admin",
        "ALTER SCHEMA sys RENAME TO mine",
        "ALTER TABLE pg_catalog.pg_authid ADD COLUMN a int",
        "ALTER FUNCTION pg_catalog.version() OWNER TO admin",
        "DROP FUNCTION sys.borealis_touch(regclass, tid[])",
        "COMMENT ON TABLE pg_catalog.pg_class IS 'x'",
        "ALTER SYSTEM SET archive_command = 'id'",
        "ALTER DATABASE postgres SET session_preload_libraries = 'x'");
    refused(
        FORBIDDEN,
        "DROP FUNCTION version()",
        "ALTER FUNCTION set_config(text, text, boolean) RENAME TO mine",
        "ALTER SCHEMA public OWNER TO admin");
  }

  @Test
  void addsNoCodeButSql() throws IOException {
    refused(
        UNSUPPORTED,
        "CREATE FUNCTION f() RETURNS int LANGUAGE c AS '/tmp/x.so', 'f'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE 'internal' AS 'pg_reload_conf'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'",
        "CREATE PROCEDURE p() LANGUAGE sql AS ''",
        "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE FUNCTION t() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
        "CREATE TRIGGER t BEFORE INSERT ON pg_catalog.pg_class EXECUTE FUNCTION f()",
        "CREATE RULE r AS ON SELECT TO pg_catalog.pg_class DO INSTEAD NOTHING",
        "CREATE AGGREGATE a (int) (sfunc = pg_terminate_backend, stype = bool)",
        "CREATE OPERATOR === (leftarg = int, function = pg_terminate_backend)",
        "CREATE CAST (int AS bool) WITH FUNCTION pg_terminate_backend(int)",
        "CREATE TYPE t (input = lo_in, output = lo_out)",
        "CREATE CONVERSION c FOR 'UTF8' TO 'SJIS' FROM utf8_to_sjis",
        "CREATE TEXT SEARCH DICTIONARY d (template = ispell, dictfile = '../../../etc/passwd')",
        "CREATE ACCESS METHOD a TYPE TABLE HANDLER heap_tableam_handler");
  }

  @Test
  void hidesNoRefusedCallInADefinition() throws IOException {
    refused(
        UNSUPPORTED,
        "CREATE FUNCTION f() RETURNS bool LANGUAGE sql AS 'SELECT pg_reload_conf()'",
        "CREATE FUNCTION f() RETURNS bool LANGUAGE sql AS $x$SELECT/**/pg_catalog . pg_reload_conf ( )$x$",
        "CREATE FUNCTION f() RETURNS bool LANGUAGE sql AS E'SELECT \\x70g_reload_conf()'",
        "CREATE FUNCTION f() RETURNS bool LANGUAGE sql BEGIN ATOMIC SELECT pg_reload_conf(); END",
        "CREATE FUNCTION f() RETURNS bool LANGUAGE sql RETURN pg_reload_conf()",
        "CREATE FUNCTION f(a bool DEFAULT pg_reload_conf()) RETURNS bool LANGUAGE sql RETURN a",
        "CREATE FUNCTION f() RETURNS bool LANGUAGE sql SECURITY DEFINER AS 'TRUNCATE t; SELECT true'",
        "CREATE VIEW v AS SELECT pg_ls_dir('.')",
        "CREATE TABLE t (a text DEFAULT pg_read_file('x'))",
        "CREATE TABLE t (a bool CHECK (pg_reload_conf()))",
        "CREATE TABLE t (a int, b bool GENERATED ALWAYS AS (pg_reload_conf()) STORED)",
        "CREATE DOMAIN d AS text CHECK (pg_reload_conf())",
        "CREATE DOMAIN d AS text DEFAULT pg_read_file('x')",
        "CREATE SCHEMA s CREATE VIEW v AS SELECT pg_reload_conf()");
  }

  @Test
  void reachesNoRefusedFunctionByAnotherWay() throws IOException {
    refused(
        UNSUPPORTED,
        "SELECT (1).pg_terminate_backend",
        "SELECT a.pg_terminate_backend FROM (SELECT 1 AS a) AS a",
        "EXPLAIN ANALYZE SELECT pg_reload_conf()",
        "EXPLAIN ANALYZE VERBOSE INSERT INTO x VALUES (pg_reload_conf())",
        "COPY (SELECT pg_reload_conf()) TO STDOUT",
        "SELECT query_to_xml('SELECT pg_reload_conf()', true, true, '')::text",
        "SELECT * FROM ts_stat('SELECT pg_reload_conf()::text::tsvector')",
        "SELECT ts_rewrite('a'::tsquery, 'SELECT pg_reload_conf()')",
        "CALL pg_reload_conf()");
    client.send(new FunctionCall(PG_RELOAD_CONF, new byte[6]));
    assertThat(Answer.of(client.receiveUntilReady()))
        .containsExactly(new Failed(UNSUPPORTED, "unsupported statement: FunctionCall"));
  }

  @Test
  void actsOnNoOtherSession() throws IOException {
    refused(
        UNSUPPORTED,
        "SELECT pg_terminate_backend(1)",
        "SELECT pg_cancel_backend(1)",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_xact_lock_shared(1, 2)",
        "SELECT pg_notify('a', 'b')",
        "LISTEN a",
        "LOCK TABLE pg_catalog.pg_class",
        "SELECT pg_export_snapshot()",
        "SELECT pg_logical_emit_message(true, 'a', 'b')",
        "SELECT pg_reload_conf()",
        "SELECT pg_switch_wal()",
        "CHECKPOINT");
    assertThat(client.value("SELECT count(*) FROM pg_locks")).isEqualTo("0");
    assertThat(client.value("SELECT count(*) FROM pg_stat_activity WHERE usename <> 'admin'"))
        .isEqualTo("0");
  }

  @Test
  void callsNoneOfTheGatewaysOwnFunctions() throws IOException {
    refused(
        UNSUPPORTED,
        "SELECT sys.borealis_touch('pg_authid', '{}')",
        "SELECT \"sys\".\"borealis_touch\"('pg_authid', '{}')",
        "SELECT set_config_unchecked('role', 'postgres', false)",
        "SELECT pg_catalog.set_config_unchecked('role', 'postgres', false)",
        "SELECT version_of_build()");
  }

  @Test
  void changesNoSettingThatMatters() throws IOException {
    refused(
        UNSUPPORTED,
        "SET session_replication_role = replica",
        "SET standard_conforming_strings = off",
        "SET backslash_quote = on",
        "SET allow_system_table_mods = on",
        "SET local_preload_libraries = 'x'",
        "SET default_transaction_isolation = 'serializable'",
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "SELECT set_config('allow_system' || '_table_mods', 'on', false)",
        "SELECT set_config(name, 'off', false) FROM pg_settings WHERE name = 'row_security'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET standard_conforming_strings = off AS 'SELECT 1'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET work_mem FROM CURRENT AS 'SELECT 1'",
        "ALTER ROLE admin SET session_preload_libraries = 'x'");
    for (String option : List.of("replication", "session_preload_libraries", "role")) {
      assertThat(refusal(TestCluster.startup(Map.of(option, "on")), CLUSTER.token()))
          .as(option)
          .startsWith(UNSUPPORTED);
    }
    Map<String, String> options = Map.of("options", "-c standard_conforming_strings=off");
    assertThat(refusal(TestCluster.startup(options), CLUSTER.token())).startsWith(UNSUPPORTED);
  }

  /** The dialect and the gateway may have holes; the database refuses by itself. */
  @Test
  void isHeldByTheDatabaseAlone() throws IOException {
    try (WireClient direct = CLUSTER.direct(Map.of())) {
      for (String sql :
          List.of(
              "COPY (SELECT 1) TO PROGRAM 'id'",
              "COPY (SELECT 1) TO '/tmp/x'",
              "SELECT pg_read_file('/etc/passwd')",
              "SELECT pg_ls_dir('/')",
              "SELECT lo_import('/etc/passwd')",
              "SELECT lo_creat(-1)",
              "SELECT pg_terminate_backend(pg_backend_pid())",
              "SELECT pg_advisory_lock(1)",
              "SELECT pg_notify('a', 'b')",
              "SELECT pg_reload_conf()",
              "SELECT query_to_xml('SELECT 1', true, true, '')",
              "SELECT ts_stat('SELECT 1')",
              "SELECT set_config_unchecked('role', 'postgres', false)",
              "SET ROLE postgres",
              "SET SESSION AUTHORIZATION postgres",
              "ALTER ROLE admin SUPERUSER",
              "CREATE ROLE escaped SUPERUSER",
              "GRANT pg_execute_server_program TO admin",
              "DO $$BEGIN END$$",
              "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN END'",
              "CREATE FUNCTION f() RETURNS int LANGUAGE internal AS 'pg_reload_conf'",
              "CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION version()",
              "CREATE TABLE pg_catalog.planted (a int)",
              "CREATE TABLE sys.planted (a int)",
              "CREATE TEMPORARY TABLE planted (a int)",
              "UPDATE pg_authid SET rolsuper = true",
              "SELECT sys.borealis_touch('pg_authid', ARRAY[]::tid[]) FROM pg_authid",
              "ALTER SYSTEM SET archive_command = 'id'",
              "CREATE DATABASE other",
              "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p")) {
        assertThat(direct.run(sql).getLast()).as(sql).startsWith(FORBIDDEN);
      }
      assertThat(direct.run("SET client_encoding = 'SJIS'").getLast()).startsWith(UNSUPPORTED);
    }
  }

  /** Updating rows runs the table's own functions, which must not get anybody else's rights. */
  @Test
  void runsTheFunctionsOfATableWithTheRightsOfItsUser() throws IOException {
    client.run("CREATE FUNCTION who() RETURNS text LANGUAGE sql AS 'SELECT current_user::text'");
    client.run(
        "CREATE TABLE watched (id int PRIMARY KEY, CONSTRAINT only_admin CHECK (who() = 'admin'))");
    assertThat(client.run("INSERT INTO watched VALUES (1)")).containsExactly("INSERT 0 1");
    client.run("BEGIN");
    assertThat(client.run("SELECT id FROM watched WHERE id = 1 FOR UPDATE"))
        .containsExactly("SELECT 1");
    assertThat(client.run("COMMIT")).containsExactly("COMMIT");
    client.run("DROP TABLE watched");
    client.run("DROP FUNCTION who()");
  }

  @Test
  void letsNobodyStandInForWhatRefusesAStatement() throws IOException {
    client.run("CREATE FUNCTION borealis_refused() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    refused(UNSUPPORTED, "TRUNCATE x");
    client.run("DROP FUNCTION borealis_refused()");
  }

  @Test
  void looksAtNothingThatSomebodyPutOnTheSearchPath() throws IOException {
    client.run("CREATE SCHEMA trap");
    client.run(
        "CREATE FUNCTION trap.lower(text) RETURNS text LANGUAGE sql AS 'SELECT ''application_name'''");
    client.run(
        "CREATE FUNCTION trap.format(text, text) RETURNS text LANGUAGE sql AS 'SELECT ''trapped'''");
    client.run("CREATE TABLE trap.pg_settings (name text, setting text)");
    client.run("SET search_path = trap, pg_catalog");
    assertThat(client.run("SELECT pg_catalog.set_config('work_' || 'mem', '1GB', false)"))
        .containsExactly("0A000 setting configuration parameter \"work_mem\" not supported");
    assertThat(client.run("SELECT pg_catalog.set_config('application_name', 'still', false)"))
        .containsExactly("SELECT 1");
    assertThat(client.value("SHOW application_name")).isEqualTo("still");
    assertThat(client.value("SHOW search_path")).isEqualTo("trap, pg_catalog");
    client.run("RESET search_path");
    for (String drop :
        List.of(
            "TABLE trap.pg_settings",
            "FUNCTION trap.lower",
            "FUNCTION trap.format",
            "SCHEMA trap")) {
      assertThat(client.run("DROP " + drop)).hasSize(1).allMatch(tag -> tag.startsWith("DROP"));
    }
  }

  private void refused(String sqlState, String... statements) throws IOException {
    for (String sql : statements) {
      List<Answer> simple = Answer.of(client.query(sql));
      assertThat(simple).as(sql).hasSize(1);
      assertThat(simple.getFirst()).as(sql).isInstanceOf(Failed.class);
      assertThat(((Failed) simple.getFirst()).sqlState()).as(sql).isEqualTo(sqlState);
      assertThat(ProbeRun.extended(client, sql)).as(sql).isEqualTo(simple.getFirst());
    }
  }

  /** Why a client may not sign in, or nothing. */
  private static String refusal(Map<String, String> startup, String token) throws IOException {
    try (WireClient other = CLUSTER.encrypted()) {
      return String.join(
          "", WireClient.outcomes(other.signIn(ProtocolVersion.V3_0, startup, token)));
    }
  }

  private static List<List<String>> asSuperuser(String sql) throws Exception {
    try (BackendLease lease = CLUSTER.cluster().pool().lease(BackendProfile.SYSTEM, Map.of())) {
      return lease.backend().query(sql).stream()
          .map(row -> row.stream().map(String::valueOf).toList())
          .toList();
    } catch (BackendException e) {
      throw new AssertionError(e.report().message(), e);
    }
  }
}
