package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a transaction has done is undone while another one needs its rows, and done again before it
 * goes on. Nobody notices, unless the other one commits.
 */
class ParkedTransactionTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOST = "40001 change conflicts with another transaction (OC000)";

  private WireClient one;
  private WireClient other;

  @BeforeAll
  static void makeTables() throws IOException {
    try (WireClient client = connect()) {
      client.run("CREATE TABLE parked (id int PRIMARY KEY, n int, note text)");
      client.run("CREATE TABLE parked_log (id int PRIMARY KEY, n int)");
    }
  }

  private static WireClient connect() throws IOException {
    return CLUSTER.connect().answeredWithin(PATIENCE);
  }

  @BeforeEach
  void begin() throws IOException {
    one = connect();
    other = connect();
    one.run("DELETE FROM parked");
    one.run("DELETE FROM parked_log");
    one.run("INSERT INTO parked VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c')");
    one.run("BEGIN");
    other.run("BEGIN");
  }

  @AfterEach
  void end() throws IOException {
    one.close();
    other.close();
    CLUSTER.awaitNothingLent();
  }

  /** Makes {@code one} give up its locks, to a rival that goes away again. */
  private void disturb() throws IOException {
    other.run("UPDATE parked SET note = 'disturbed'");
    other.run("INSERT INTO parked VALUES (4, 0, ''), (5, 0, '') ON CONFLICT DO NOTHING");
    assertThat(other.run("ROLLBACK")).containsExactly("ROLLBACK");
    other.run("BEGIN");
  }

  private List<String> rows() throws IOException {
    List<String> rows = new ArrayList<>();
    try (WireClient reader = connect()) {
      String all =
          reader.value(
              "SELECT string_agg(id || ' ' || n || ' ' || note, ',' ORDER BY id) FROM parked");
      rows.addAll(List.of(String.valueOf(all).split(",")));
    }
    return rows;
  }

  @Test
  void insertsFromAQueryAreDoneAgain() throws IOException {
    assertThat(one.run("INSERT INTO parked SELECT id + 3, n, 'copy' FROM parked WHERE id < 3"))
        .containsExactly("INSERT 0 2");
    disturb();
    assertThat(one.run("UPDATE parked SET n = n + 1 WHERE id = 4")).containsExactly("UPDATE 1");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(rows()).containsExactly("1 10 a", "2 20 b", "3 30 c", "4 11 copy", "5 20 copy");
  }

  @Test
  void changesWithinAWithAreDoneAgain() throws IOException {
    assertThat(
            one.run(
                "WITH gone AS (DELETE FROM parked WHERE id = 1 RETURNING n), up AS (UPDATE parked"
                    + " SET n = n + (SELECT n FROM gone) WHERE id = 2 RETURNING n) INSERT INTO"
                    + " parked_log SELECT 1, n FROM up"))
        .containsExactly("INSERT 0 1");
    disturb();
    assertThat(one.value("SELECT count(*) FROM parked")).isEqualTo("2");
    disturb();
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(rows()).containsExactly("2 30 b", "3 30 c");
    assertThat(other.value("SELECT n FROM parked_log")).isEqualTo("30");
  }

  @Test
  void upsertsAreDoneAgainTheWayTheyWent() throws IOException {
    String upsert =
        "INSERT INTO parked VALUES (%d, 1, 'new') ON CONFLICT (id) DO UPDATE SET n = parked.n + 1"
            + " RETURNING n";
    assertThat(one.value(upsert.formatted(1))).isEqualTo("11");
    assertThat(one.value(upsert.formatted(4))).isEqualTo("1");
    disturb();
    assertThat(one.value(upsert.formatted(1))).isEqualTo("12");
    disturb();
    assertThat(one.value(upsert.formatted(4))).isEqualTo("2");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(rows()).containsExactly("1 12 a", "2 20 b", "3 30 c", "4 2 new");
  }

  @Test
  void anUpsertThatPassedOverARowDoesSoAgain() throws IOException {
    assertThat(one.run("INSERT INTO parked VALUES (1, 0, '') ON CONFLICT DO NOTHING"))
        .containsExactly("INSERT 0 0");
    assertThat(one.run("INSERT INTO parked VALUES (4, 4, 'mine') ON CONFLICT DO NOTHING"))
        .containsExactly("INSERT 0 1");
    disturb();
    assertThat(one.run("INSERT INTO parked VALUES (4, 0, '') ON CONFLICT DO NOTHING"))
        .containsExactly("INSERT 0 0");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(rows()).contains("4 4 mine");
  }

  @Test
  void twoDeletionsOfOneRowConflict() throws IOException {
    assertThat(one.run("DELETE FROM parked WHERE id = 1")).containsExactly("DELETE 1");
    assertThat(other.run("DELETE FROM parked WHERE id = 1")).containsExactly("DELETE 1");
    assertThat(one.value("SELECT count(*) FROM parked")).isEqualTo("2");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
  }

  @Test
  void aDeletionAndAnUpdateConflict() throws IOException {
    assertThat(one.run("UPDATE parked SET n = 11 WHERE id = 1")).containsExactly("UPDATE 1");
    assertThat(other.run("DELETE FROM parked WHERE n = 10")).containsExactly("DELETE 1");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
    assertThat(rows()).containsExactly("2 20 b", "3 30 c");
  }

  @Test
  void anUpsertAndAnInsertionConflict() throws IOException {
    assertThat(one.run("INSERT INTO parked VALUES (4, 1, 'one')")).containsExactly("INSERT 0 1");
    assertThat(
            other.run(
                "INSERT INTO parked VALUES (4, 2, 'other') ON CONFLICT (id) DO UPDATE SET n = 3"))
        .containsExactly("INSERT 0 1");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
    assertThat(rows()).contains("4 2 other");
  }

  @Test
  void theLosersNextStatementMayAlreadySaySo() throws IOException {
    one.run("UPDATE parked SET n = 11 WHERE id = 1");
    other.run("UPDATE parked SET n = 12 WHERE id = 1");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("SELECT n FROM parked WHERE id = 1")).containsExactly(LOST);
    assertThat(one.run("SELECT 1")).singleElement().asString().startsWith("25P02");
    assertThat(one.run("COMMIT")).containsExactly("ROLLBACK");
    assertThat(one.run("UPDATE parked SET n = n + 1 WHERE id = 1")).containsExactly("UPDATE 1");
    assertThat(rows()).contains("1 13 a");
  }

  @Test
  void localSettingsStayAsTheyWere() throws IOException {
    one.run("SET LOCAL TimeZone = 'Asia/Tokyo'");
    one.run("UPDATE parked SET n = 11 WHERE id = 1");
    one.value("SELECT set_config('application_name', 'parked', true)");
    disturb();
    assertThat(one.value("SHOW TimeZone")).isEqualTo("Asia/Tokyo");
    assertThat(one.value("SHOW application_name")).isEqualTo("parked");
    one.run("SET TimeZone = 'Europe/Paris'");
    disturb();
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.value("SHOW TimeZone")).isEqualTo("Europe/Paris");
    assertThat(one.value("SHOW application_name")).isNotEqualTo("parked");
    assertThat(rows()).contains("1 11 a");
  }

  @Test
  void threeRivalsForOneRowHaveOneWinner() throws IOException {
    try (WireClient third = connect()) {
      third.run("BEGIN");
      for (int round = 0; round < 3; round++) {
        for (WireClient client : List.of(one, other, third)) {
          assertThat(client.run("UPDATE parked SET n = n + 1 WHERE id = 1"))
              .containsExactly("UPDATE 1");
        }
        for (WireClient client : List.of(one, other, third)) {
          assertThat(client.value("SELECT n FROM parked WHERE id = 1"))
              .isEqualTo("" + (11 + round));
        }
      }
      assertThat(other.run("COMMIT")).containsExactly("COMMIT");
      assertThat(third.run("COMMIT")).containsExactly(LOST);
      assertThat(one.run("COMMIT")).containsExactly(LOST);
    }
    assertThat(rows()).contains("1 13 a");
  }

  @Test
  void crossedRowsAreNoDeadlock() throws IOException {
    one.run("UPDATE parked SET n = 11 WHERE id = 1");
    other.run("UPDATE parked SET n = 21 WHERE id = 2");
    assertThat(one.run("UPDATE parked SET n = 12 WHERE id = 2")).containsExactly("UPDATE 1");
    assertThat(other.run("UPDATE parked SET n = 22 WHERE id = 1")).containsExactly("UPDATE 1");
    assertThat(one.value("SELECT sum(n) FROM parked WHERE id < 3")).isEqualTo("23");
    assertThat(other.value("SELECT sum(n) FROM parked WHERE id < 3")).isEqualTo("43");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.run("COMMIT")).containsExactly(LOST);
    assertThat(rows()).containsExactly("1 11 a", "2 12 b", "3 30 c");
  }

  @Test
  void aClientThatLeavesWhileItIsParkedLeavesNothing() throws IOException {
    one.run("UPDATE parked SET n = 11");
    assertThat(other.run("UPDATE parked SET n = 12 WHERE id = 1")).containsExactly("UPDATE 1");
    one.close();
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(rows()).containsExactly("1 12 a", "2 20 b", "3 30 c");
  }

  @Test
  void aSlowStatementIsLeftAlone() throws IOException {
    one.run("UPDATE parked SET n = 11 WHERE id = 1");
    other.run("UPDATE parked SET n = 21 WHERE id = 2");
    assertThat(other.run("SELECT pg_sleep(0.5)")).containsExactly("SELECT 1");
    assertThat(one.value("SELECT n FROM parked WHERE id = 1")).isEqualTo("11");
    assertThat(other.run("UPDATE parked SET n = n + 1 FROM pg_sleep(0.5) WHERE id = 2"))
        .containsExactly("UPDATE 1");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(rows()).containsExactly("1 11 a", "2 22 b", "3 30 c");
  }

  @Test
  void fiftyTransactionsOnOneRowAllGetTheirAnswers() throws IOException {
    one.run("ROLLBACK");
    other.run("ROLLBACK");
    List<WireClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        WireClient client = connect();
        clients.add(client);
        assertThat(client.run("BEGIN")).containsExactly("BEGIN");
        assertThat(client.run("UPDATE parked SET n = n + 1 WHERE id = 1"))
            .containsExactly("UPDATE 1");
      }
      for (WireClient client : clients) {
        assertThat(client.value("SELECT n FROM parked WHERE id = 1")).isEqualTo("11");
      }
      assertThat(clients.get(25).run("COMMIT")).containsExactly("COMMIT");
      for (WireClient client : clients) {
        if (client != clients.get(25)) {
          assertThat(client.run("COMMIT")).containsExactly(LOST);
        }
      }
    } finally {
      for (WireClient client : clients) {
        client.close();
      }
    }
    assertThat(rows()).contains("1 11 a");
  }

  @Test
  void anIdentityOfItsOwnStays() throws IOException {
    one.run("INSERT INTO parked_log VALUES (1, 1)");
    one.run("UPDATE parked_log SET n = n + 1 WHERE id = 1");
    one.run("DELETE FROM parked WHERE id = 3");
    one.run("INSERT INTO parked VALUES (3, 33, 'again')");
    disturb();
    assertThat(one.run("UPDATE parked SET n = n + 1 WHERE id = 3")).containsExactly("UPDATE 1");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(rows()).containsExactly("1 10 a", "2 20 b", "3 34 again");
    assertThat(other.value("SELECT n FROM parked_log")).isEqualTo("2");
  }
}
