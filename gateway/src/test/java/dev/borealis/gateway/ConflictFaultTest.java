package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Sync;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conflicts that are made to happen, so that somebody can see an application try again. */
class ConflictFaultTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final String LOST = "40001 change conflicts with another transaction (OC000)";
  private static final String SCHEMA_LOST =
      "40001 schema has been updated by another transaction (OC001)";
  private static final String INSERT = "INSERT INTO faulty (n) VALUES (1)";

  private WireClient client;
  private WireClient other;

  @BeforeAll
  static void makeTables() throws IOException {
    try (WireClient maker = CLUSTER.connect()) {
      maker.run("CREATE TABLE faulty (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), n int)");
      maker.run("CREATE TABLE sound (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), n int)");
      maker.run("CREATE SCHEMA fault_schema");
      maker.run("CREATE TABLE fault_schema.\"Odd name\" (id int PRIMARY KEY)");
    }
  }

  @BeforeEach
  void connect() throws IOException {
    client = CLUSTER.connect();
    other = CLUSTER.connect();
    other.run("DELETE FROM faulty");
  }

  @AfterEach
  void clear() throws IOException {
    assertThat(other.run("SELECT sys.clear_faults()")).containsExactly("SELECT 1");
    client.close();
    other.close();
    CLUSTER.awaitNothingLent();
  }

  private void inject(String table, int every) throws IOException {
    assertThat(other.run("SELECT sys.fault_conflict('%s', %d)".formatted(table, every)))
        .containsExactly("SELECT 1");
  }

  private List<String> outcomes(int times, String sql) throws IOException {
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      outcomes.add(client.run(sql).getLast());
    }
    return outcomes;
  }

  private String rows() throws IOException {
    return String.valueOf(client.value("SELECT count(*) FROM faulty"));
  }

  @Test
  void everyThirdStatementOfItsOwnFailsAndLeavesNothing() throws IOException {
    inject("faulty", 3);
    assertThat(outcomes(7, INSERT))
        .containsExactly(
            "INSERT 0 1", "INSERT 0 1", LOST, "INSERT 0 1", "INSERT 0 1", LOST, "INSERT 0 1");
    assertThat(rows()).isEqualTo("5");
  }

  @Test
  void everySecondBlockFailsAtItsCommit() throws IOException {
    inject("faulty", 2);
    assertThat(outcomes(4, "BEGIN; " + INSERT + "; COMMIT"))
        .containsExactly("COMMIT", LOST, "COMMIT", LOST);
    assertThat(client.run("BEGIN")).containsExactly("BEGIN");
    assertThat(client.run(INSERT)).containsExactly("INSERT 0 1");
    assertThat(client.run("COMMIT")).containsExactly("COMMIT");
    assertThat(client.run("BEGIN")).containsExactly("BEGIN");
    assertThat(client.run("UPDATE faulty SET n = 2")).containsExactly("UPDATE 3");
    assertThat(client.run("COMMIT")).containsExactly(LOST);
    assertThat(client.run("ROLLBACK")).containsExactly("ROLLBACK");
    assertThat(client.value("SELECT sum(n) FROM faulty")).isEqualTo("3");
  }

  @Test
  void aStatementOfTheExtendedProtocolFailsAtItsSync() throws IOException {
    inject("faulty", 1);
    client.send(
        new Parse("", INSERT.getBytes(StandardCharsets.UTF_8), List.of()),
        new Bind("", "", new byte[6]),
        new Execute("", 0),
        new Sync());
    assertThat(WireClient.outcomes(client.receiveUntilReady())).endsWith(LOST);
    assertThat(rows()).isEqualTo("0");
  }

  @Test
  void onlyWhatWouldHaveBeenCommittedCounts() throws IOException {
    inject("faulty", 2);
    assertThat(client.run("BEGIN; " + INSERT + "; ROLLBACK")).endsWith("ROLLBACK");
    assertThat(client.run("INSERT INTO faulty (n) VALUES (1 / 0)"))
        .containsExactly("22012 division by zero");
    assertThat(client.run("SELECT count(*) FROM faulty")).containsExactly("SELECT 1");
    assertThat(outcomes(2, INSERT)).containsExactly("INSERT 0 1", LOST);
  }

  @Test
  void otherTablesAreLeftAlone() throws IOException {
    inject("faulty", 1);
    assertThat(client.run("INSERT INTO sound (n) SELECT count(*) FROM faulty"))
        .containsExactly("INSERT 0 1");
    assertThat(client.run("BEGIN; INSERT INTO sound (n) VALUES (1); COMMIT")).endsWith("COMMIT");
  }

  @Test
  void aTableIsTheSameUnderEveryName() throws IOException {
    inject("fault_schema.\"Odd name\"", 1);
    assertThat(client.run("INSERT INTO fault_schema.\"Odd name\" VALUES (1)"))
        .containsExactly(LOST);
    client.run("SET search_path = fault_schema");
    assertThat(client.run("INSERT INTO \"Odd name\" VALUES (1)")).containsExactly(LOST);
    assertThat(
            client.run("WITH new AS (INSERT INTO \"Odd name\" VALUES (1) RETURNING id) TABLE new"))
        .containsExactly(LOST);
  }

  @Test
  void theCodeMayBeThatOfASchemaChange() throws IOException {
    other.run("SELECT sys.fault_conflict('faulty', 1, 'OC001')");
    assertThat(client.run(INSERT)).containsExactly(SCHEMA_LOST);
  }

  @Test
  void faultsAreShownAndTakeTheirPredecessorsPlace() throws IOException {
    inject("faulty", 3);
    inject("public.faulty", 5);
    assertThat(other.value("SELECT string_agg(\"table\" || every || code, ' ') FROM sys.faults"))
        .isEqualTo("public.faulty5OC000");
  }

  @Test
  void aFaultInATransactionThatIsRolledBackIsNone() throws IOException {
    other.run("BEGIN; SELECT sys.fault_conflict('faulty', 1); ROLLBACK");
    assertThat(client.run(INSERT)).containsExactly("INSERT 0 1");
  }

  @Test
  void aSessionMayHaveAFaultOfItsOwn() throws IOException {
    assertThat(client.run("SET borealis.fault_conflict = 'faulty every 2'")).containsExactly("SET");
    assertThat(client.value("SHOW borealis.fault_conflict")).isEqualTo("faulty every 2");
    assertThat(outcomes(4, INSERT)).containsExactly("INSERT 0 1", LOST, "INSERT 0 1", LOST);
    assertThat(other.run(INSERT)).containsExactly("INSERT 0 1");
    assertThat(other.run(INSERT)).containsExactly("INSERT 0 1");
    assertThat(client.run("SET borealis.fault_conflict = 'public.\"faulty\" EVERY 1 CODE oc001'"))
        .containsExactly("SET");
    assertThat(client.run(INSERT)).containsExactly(SCHEMA_LOST);
    assertThat(client.run("RESET borealis.fault_conflict")).containsExactly("RESET");
    assertThat(client.run(INSERT)).containsExactly("INSERT 0 1");
  }

  @Test
  void aSessionMayBeginWithAFault() throws IOException {
    try (WireClient faulty =
        CLUSTER.connect(Map.of("options", "-c borealis.fault_conflict=faulty\\ every\\ 1"))) {
      assertThat(faulty.run(INSERT)).containsExactly(LOST);
      assertThat(faulty.run("SET borealis.fault_conflict = ''")).containsExactly("SET");
      assertThat(faulty.run(INSERT)).containsExactly("INSERT 0 1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "faulty",
        "faulty every 0",
        "faulty every -1",
        "faulty every 1 code OC002",
        "faulty, sound every 1",
        "faulty; DROP every 1",
        "faulty WHERE true every 1",
        "every 1",
        "1"
      })
  void refusesWhatIsNoFault(String value) throws IOException {
    assertThat(client.run("SET borealis.fault_conflict = '" + value + "'"))
        .containsExactly(
            "22023 invalid value for parameter \"borealis.fault_conflict\": \"" + value + "\"");
  }

  @Test
  void refusesTablesNumbersAndCodesThatAreNone() throws IOException {
    assertThat(other.run("SELECT sys.fault_conflict('nowhere', 1)"))
        .containsExactly("42P01 relation \"nowhere\" does not exist");
    assertThat(other.run("SELECT sys.fault_conflict('faulty', 0)").getFirst()).startsWith("22023");
    assertThat(other.run("SELECT sys.fault_conflict('faulty', 1, 'OC9')").getFirst())
        .startsWith("22023");
    assertThat(other.run("SELECT sys.fault_conflict('faulty_pkey', 1)").getFirst())
        .startsWith("42809");
  }

  @Test
  void isForAdminAlone() throws IOException {
    other.run("CREATE ROLE fault_user WITH LOGIN");
    other.run("GRANT INSERT ON faulty TO fault_user");
    other.run("AWS IAM GRANT fault_user TO '" + TestCluster.PRINCIPAL + "'");
    try (WireClient user = CLUSTER.connectAs("fault_user")) {
      assertThat(user.run("SET borealis.fault_conflict = 'faulty every 1'"))
          .containsExactly("42501 permission denied to set parameter \"borealis.fault_conflict\"");
      assertThat(user.run("SELECT set_config('borealis.fault_conflict', 'faulty every 1', false)"))
          .containsExactly(
              "0A000 setting configuration parameter \"borealis.fault_conflict\" not supported");
      assertThat(user.run("SELECT sys.fault_conflict('faulty', 1)").getFirst()).startsWith("42501");
      assertThat(user.run("SELECT sys.clear_faults()").getFirst()).startsWith("42501");
      assertThat(user.run("SELECT * FROM sys.faults").getFirst()).startsWith("42501");
    }
  }
}
