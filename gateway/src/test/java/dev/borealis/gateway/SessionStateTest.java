package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.DataRow;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.ParameterStatus;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Close;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.FrontendMessage.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a client may expect to keep between two transactions, it keeps, though its backend
 * changes.
 */
class SessionStateTest {
  private static final TestCluster CLUSTER = TestCluster.shared();

  /** No parameters, results as text. */
  private static final byte[] NO_ARGUMENTS = {0, 0, 0, 0, 0, 0};

  private static Parse parse(String name, String sql) {
    return new Parse(name, sql.getBytes(StandardCharsets.UTF_8), List.of());
  }

  private static List<BackendMessage> execute(WireClient client, String name) throws IOException {
    client.send(new Bind("", name, NO_ARGUMENTS), new Execute("", 0), new Sync());
    return client.receiveUntilReady();
  }

  private static String onlyValue(List<BackendMessage> messages) {
    for (BackendMessage message : messages) {
      if (message instanceof DataRow row) {
        byte[] value = row.values().getFirst();
        return value == null ? "null" : new String(value, StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError("no row in " + messages);
  }

  @Test
  void settingsFollowTheSession() throws IOException {
    try (WireClient one = CLUSTER.connect();
        WireClient other = CLUSTER.connect()) {
      assertThat(one.run("SET search_path = one, public")).containsExactly("SET");
      assertThat(other.run("SET search_path TO \"Other\", public; SET TimeZone = 'Asia/Tokyo'"))
          .containsExactly("SET", "SET");
      for (int round = 0; round < 3; round++) {
        assertThat(one.value("SHOW search_path")).isEqualTo("one, public");
        assertThat(other.value("SHOW search_path")).isEqualTo("\"Other\", public");
        assertThat(one.value("SHOW TimeZone")).isEqualTo("UTC");
        assertThat(other.value("SHOW TimeZone")).isEqualTo("Asia/Tokyo");
      }
      assertThat(one.run("RESET search_path")).containsExactly("RESET");
      assertThat(one.value("SHOW search_path")).isEqualTo("\"$user\", public");
      assertThat(other.value("SHOW search_path")).isEqualTo("\"Other\", public");
    }
  }

  @Test
  void resetGoesBackToTheStartupPacket() throws IOException {
    try (WireClient client = CLUSTER.connect(Map.of("TimeZone", "Europe/Berlin"))) {
      client.run("SET TimeZone = 'Asia/Tokyo'");
      assertThat(client.value("SHOW TimeZone")).isEqualTo("Asia/Tokyo");
      assertThat(client.run("RESET ALL")).containsExactly("RESET");
      assertThat(client.value("SHOW TimeZone")).isEqualTo("Europe/Berlin");
      client.run("SET TimeZone = 'Asia/Tokyo'");
      client.run("SET TimeZone TO DEFAULT");
      assertThat(client.value("SHOW TimeZone")).isEqualTo("Europe/Berlin");
    }
  }

  @Test
  void aRolledBackSettingNeverWas() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      assertThat(client.run("BEGIN; SET TimeZone = 'Asia/Tokyo'")).containsExactly("BEGIN", "SET");
      assertThat(client.value("SHOW TimeZone")).isEqualTo("Asia/Tokyo");
      client.run("ROLLBACK");
      assertThat(client.value("SHOW TimeZone")).isEqualTo("UTC");
    }
  }

  @Test
  void aLocalSettingEndsWithItsTransaction() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      client.run("BEGIN; SET LOCAL search_path = temporarily");
      assertThat(client.value("SHOW search_path")).isEqualTo("temporarily");
      client.run("COMMIT");
      assertThat(client.value("SHOW search_path")).isEqualTo("\"$user\", public");
    }
  }

  @Test
  void setConfigIsSeenWhereverItHides() throws IOException {
    try (WireClient client = CLUSTER.connect();
        WireClient other = CLUSTER.connect()) {
      client.value("SELECT set_config('search_path', 'by_function', false)");
      assertThat(other.value("SHOW search_path")).isEqualTo("\"$user\", public");
      assertThat(client.value("SHOW search_path")).isEqualTo("by_function");
      client.run("RESET search_path");

      client.run(
          "CREATE OR REPLACE FUNCTION public.hide_setting() RETURNS text LANGUAGE sql"
              + " AS $$ SELECT pg_catalog.set_config('search_path', 'hidden', false) $$");
      try {
        client.value("SELECT public.hide_setting()");
        assertThat(other.value("SHOW search_path")).isEqualTo("\"$user\", public");
        assertThat(client.value("SHOW search_path")).isEqualTo("hidden");
      } finally {
        client.run("DROP FUNCTION public.hide_setting()");
      }
    }
  }

  @Test
  void readOnlySessionsStayReadOnly() throws IOException {
    try (WireClient client = CLUSTER.connect();
        WireClient other = CLUSTER.connect()) {
      assertThat(client.run("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
          .containsExactly("SET");
      assertThat(other.value("SHOW transaction_read_only")).isEqualTo("off");
      assertThat(client.run("CREATE TABLE read_only_refuses (id int)"))
          .containsExactly("25006 cannot execute CREATE TABLE in a read-only transaction");
    }
  }

  @Test
  void changedSettingsThatDriversWatchAreReported() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      assertThat(client.query("SET application_name = 'reporting'"))
          .contains(new ParameterStatus("application_name", "reporting"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SET work_mem = '1MB' | work_mem",
        "SET statement_timeout TO 0 | statement_timeout",
        "SET SESSION lock_timeout = 1 | lock_timeout",
        "SET LOCAL row_security = off | row_security",
        "SET \"response.headers\" = 'x' | response.headers",
        "set client_min_messages to warning | client_min_messages",
        "SET /* comment */ standard_conforming_strings = on | standard_conforming_strings",
        "SET ROLE postgres | role",
        "SET SESSION AUTHORIZATION postgres | session_authorization",
        "SET TRANSACTION READ ONLY | TRANSACTION",
        "SELECT set_config('work_mem', '1MB', false) | work_mem",
        "SELECT set_config('role', 'postgres', false) | role",
        "SELECT pg_catalog.set_config(n, '1', true) FROM (VALUES ('statement_timeout')) v(n) | statement_timeout",
      })
  void refusesSettingsOutsideTheServicesList(String sql, String parameter) throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      assertThat(client.run(sql))
          .containsExactly(
              "0A000 setting configuration parameter \"" + parameter + "\" not supported");
    }
  }

  @Test
  void keepsDsqlsOwnSettings() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      assertThat(client.value("SHOW disable_sync_create_index")).isEqualTo("off");
      assertThat(client.run("SET disable_sync_create_index = on")).containsExactly("SET");
      assertThat(client.value("SHOW disable_sync_create_index")).isEqualTo("on");
      assertThat(client.run("SET dsql.enable_batched_nestloop = on"))
          .containsExactly(
              "0A000 setting configuration parameter \"dsql.enable_batched_nestloop\" not supported");
      client.run("RESET ALL");
      assertThat(client.value("SHOW disable_sync_create_index")).isEqualTo("off");
    }
  }

  @ParameterizedTest
  @CsvSource({"SERIALIZABLE", "READ COMMITTED", "READ UNCOMMITTED"})
  void repeatableReadIsTheOnlyLevel(String level) throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      String refused = "0A000 Unsupported isolation level: " + level;
      assertThat(client.run("BEGIN ISOLATION LEVEL " + level)).containsExactly(refused);
      assertThat(
              client.run(
                  "start transaction read only, isolation level " + level.toLowerCase(Locale.ROOT)))
          .containsExactly(refused);
      assertThat(client.run("SET TRANSACTION ISOLATION LEVEL " + level)).containsExactly(refused);
      assertThat(client.value("SHOW transaction_isolation")).isEqualTo("repeatable read");
    }
  }

  @Test
  void aRefusalFailsTheTransactionItIsIn() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      String aborted =
          "25P02 current transaction is aborted, commands ignored until end of transaction block";
      client.run("BEGIN");
      assertThat(client.run("SET TRANSACTION READ ONLY"))
          .containsExactly("0A000 setting configuration parameter \"TRANSACTION\" not supported");
      assertThat(client.run("SELECT 1")).containsExactly(aborted);
      assertThat(client.run("SET TRANSACTION READ ONLY")).containsExactly(aborted);
      assertThat(client.run("COMMIT")).containsExactly("ROLLBACK");
      assertThat(client.value("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aRefusalEndsAMultiStatementQuery() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      assertThat(client.run("SELECT 1; LISTEN c; SELECT 2"))
          .containsExactly("SELECT 1", "0A000 unsupported statement: Listen");
      assertThat(client.run("SELECT 1; SET a.b = 1; SELECT 2"))
          .containsExactly(
              "SELECT 1", "0A000 setting configuration parameter \"a.b\" not supported");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PREPARE p AS SELECT 1 | unsupported statement: Prepare",
        "EXECUTE p | unsupported statement: Execute",
        "DEALLOCATE p | unsupported statement: Deallocate",
        "DECLARE c CURSOR WITH HOLD FOR SELECT 1 | unsupported statement: DeclareCursor",
        "LISTEN c | unsupported statement: Listen",
        "UNLISTEN * | unsupported statement: Unlisten",
        "NOTIFY c | unsupported statement: Notify",
        "DISCARD ALL | unsupported statement: Discard",
        "LOAD 'plpgsql' | unsupported statement: Load",
        "CREATE TEMP TABLE t (id int) | TEMPORARY or TEMP table not supported for CREATE TABLE",
        "CREATE LOCAL TEMPORARY TABLE t (id int) | TEMPORARY or TEMP table not supported for CREATE TABLE",
        "CREATE OR REPLACE TEMP VIEW v AS SELECT 1 | TEMPORARY or TEMP view not supported for CREATE VIEW",
        "SELECT pg_advisory_lock(1) | function pg_advisory_lock not supported",
        "SELECT pg_catalog.pg_backend_pid() | function pg_backend_pid not supported",
      })
  void refusesWhatNeedsASessionOfItsOwn(String sql, String message) throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      assertThat(client.run(sql)).containsExactly("0A000 " + message);
    }
  }

  @Test
  void preparedStatementsOutliveTheirBackend() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      client.send(parse("keep", "SELECT 'kept'"), new Sync());
      client.receiveUntilReady();
      // Backends taken away in between, one after the other, must not matter.
      for (int round = 0; round < 3; round++) {
        CLUSTER.cluster().pool().invalidate();
        assertThat(onlyValue(execute(client, "keep"))).isEqualTo("kept");
      }
      client.send(new Close(Target.STATEMENT, "keep"), new Sync());
      client.receiveUntilReady();
      assertThat(WireClient.outcomes(execute(client, "keep")))
          .containsExactly("26000 prepared statement \"keep\" does not exist");
    }
  }

  @Test
  void theUnnamedStatementOutlivesItsBackendButNotASimpleQuery() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      client.send(parse("", "SELECT 'unnamed'"), new Sync());
      client.receiveUntilReady();
      CLUSTER.cluster().pool().invalidate();
      assertThat(onlyValue(execute(client, ""))).isEqualTo("unnamed");
      client.run("SELECT 1");
      assertThat(WireClient.outcomes(execute(client, "")))
          .containsExactly("26000 unnamed prepared statement does not exist");
    }
  }

  @Test
  void twoSessionsMayUseOneNameForTwoStatements() throws IOException {
    try (WireClient one = CLUSTER.connect();
        WireClient other = CLUSTER.connect()) {
      one.send(parse("same", "SELECT 'one'"), new Sync());
      one.receiveUntilReady();
      other.send(parse("same", "SELECT 'other'"), new Sync());
      other.receiveUntilReady();
      assertThat(onlyValue(execute(one, "same"))).isEqualTo("one");
      assertThat(onlyValue(execute(other, "same"))).isEqualTo("other");
      one.send(parse("same", "SELECT 'again'"), new Sync());
      assertThat(WireClient.outcomes(one.receiveUntilReady()))
          .containsExactly("42P05 prepared statement \"same\" already exists");
    }
  }

  @Test
  void theSameTextMeansAnotherTableUnderAnotherSearchPath() throws IOException {
    try (WireClient one = CLUSTER.connect();
        WireClient other = CLUSTER.connect()) {
      for (String sql :
          List.of(
              "CREATE SCHEMA path_one",
              "CREATE TABLE path_one.t (v text)",
              "INSERT INTO path_one.t VALUES ('one')",
              "CREATE SCHEMA path_other",
              "CREATE TABLE path_other.t (v int)",
              "INSERT INTO path_other.t VALUES (2)")) {
        one.run(sql);
      }
      one.run("SET search_path = path_one");
      other.run("SET search_path = path_other");
      for (WireClient client : List.of(one, other)) {
        client.send(parse("v", "SELECT v FROM t"), new Sync());
        client.receiveUntilReady();
      }
      assertThat(onlyValue(execute(one, "v"))).isEqualTo("one");
      assertThat(onlyValue(execute(other, "v"))).isEqualTo("2");
    }
  }

  @Test
  void theSameTextMeansAnotherMomentUnderAnotherTimeZone() throws IOException {
    Parse midnight = parse("m", "SELECT extract(epoch FROM timestamptz '2026-01-01 00:00')::int8");
    try (WireClient utc = CLUSTER.connect();
        WireClient tokyo = CLUSTER.connect()) {
      utc.send(midnight, new Sync());
      utc.receiveUntilReady();
      assertThat(onlyValue(execute(utc, "m"))).isEqualTo("1767225600");
      tokyo.run("BEGIN");
      tokyo.run("SET LOCAL TimeZone = 'Asia/Tokyo'");
      tokyo.send(midnight, new Sync());
      tokyo.receiveUntilReady();
      assertThat(onlyValue(execute(tokyo, "m"))).isEqualTo("1767193200");
      tokyo.run("COMMIT");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'now'::timestamptz", "timestamptz ' NOW '", "U&'\\006eow'::timestamptz"})
  void aMomentIsThatOfTheSessionWhichPreparesIt(String moment) throws IOException {
    Parse since = parse("s", "SELECT now() - " + moment);
    try (WireClient one = CLUSTER.connect();
        WireClient other = CLUSTER.connect()) {
      for (WireClient client : List.of(one, other)) {
        // now() is the time of the transaction that prepares it, too.
        client.run("BEGIN");
        client.send(since, new Sync());
        client.receiveUntilReady();
        assertThat(onlyValue(execute(client, "s"))).isEqualTo("00:00:00");
        client.run("COMMIT");
      }
    }
  }

  @Test
  void aStatementPreparedAfterASchemaChangeSeesIt() throws IOException {
    try (WireClient one = CLUSTER.connect();
        WireClient other = CLUSTER.connect()) {
      one.run("CREATE TABLE changing (a int)");
      one.send(parse("all", "SELECT * FROM changing"), new Sync());
      one.receiveUntilReady();
      one.run("ALTER TABLE changing ADD COLUMN b int");
      other.send(parse("all", "SELECT * FROM changing"), new Sync());
      assertThat(WireClient.outcomes(other.receiveUntilReady())).isEmpty();
      assertThat(execute(other, "all")).noneMatch(ErrorResponse.class::isInstance);
    }
  }

  @Test
  void deallocateAllForgetsTheSessionsStatementsAndNobodyElses() throws IOException {
    try (WireClient one = CLUSTER.connect();
        WireClient other = CLUSTER.connect()) {
      for (WireClient client : List.of(one, other)) {
        client.send(parse("shared", "SELECT 'shared'"), new Sync());
        client.receiveUntilReady();
      }
      assertThat(one.run("DEALLOCATE ALL")).containsExactly("DEALLOCATE ALL");
      assertThat(WireClient.outcomes(execute(one, "shared")))
          .containsExactly("26000 prepared statement \"shared\" does not exist");
      assertThat(onlyValue(execute(other, "shared"))).isEqualTo("shared");
    }
  }

  @Test
  void idleConnectionsHoldNoBackend() throws IOException {
    // Other tests may have left idle ones in the pool, from when they needed many at a time.
    int before = CLUSTER.cluster().pool().open();
    List<WireClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        clients.add(CLUSTER.connect());
        clients.getLast().run("SET TimeZone = 'Asia/Tokyo'");
      }
      assertThat(CLUSTER.cluster().pool().lent()).isZero();
      assertThat(CLUSTER.cluster().pool().open() - before).isLessThan(20);
      for (WireClient client : clients) {
        assertThat(client.value("SHOW TimeZone")).isEqualTo("Asia/Tokyo");
      }
    } finally {
      for (WireClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aConnectionIsClosedBetweenTransactionsWhenItsLifeIsOver() throws IOException {
    try (TestCluster shortLived = TestCluster.start(Duration.ofSeconds(1), 10, 5);
        WireClient idle = shortLived.connect()) {
      BackendMessage last = idle.receive();
      assertThat(last).isInstanceOf(ErrorResponse.class);
      assertThat(((ErrorResponse) last).report().sqlState()).isEqualTo("57P01");

      try (WireClient busy = shortLived.connect()) {
        busy.run("BEGIN");
        busy.run("SELECT pg_sleep(1.5)");
        assertThat(busy.run("SELECT 1")).containsExactly("SELECT 1");
        busy.run("COMMIT");
        assertThat(((ErrorResponse) busy.receive()).report().sqlState()).isEqualTo("57P01");
      }
    }
  }
}
