package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Sync;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A key that one transaction deletes and another one inserts, whose snapshot still shows it: two
 * changes of one row.
 */
class InsertionOverDeletionTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOST = "40001 change conflicts with another transaction (OC000)";

  private WireClient one;
  private WireClient other;

  @BeforeAll
  static void makeTable() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      client.run("CREATE TABLE succeeded (id int PRIMARY KEY, n int)");
    }
  }

  @BeforeEach
  void begin() throws IOException {
    one = CLUSTER.connect().answeredWithin(PATIENCE);
    other = CLUSTER.connect().answeredWithin(PATIENCE);
    one.run("DELETE FROM succeeded");
    one.run("INSERT INTO succeeded VALUES (1, 10), (2, 20)");
    one.run("BEGIN");
    one.run("SELECT count(*) FROM succeeded");
  }

  @AfterEach
  void end() throws IOException {
    one.close();
    other.close();
    CLUSTER.awaitNothingLent();
  }

  @Test
  void anInsertionLoses() throws IOException {
    other.run("DELETE FROM succeeded WHERE id = 1");
    assertThat(one.run("INSERT INTO succeeded VALUES (1, 11)")).contains(LOST);
    assertThat(one.run("COMMIT")).containsExactly("ROLLBACK");
    assertThat(other.value("SELECT count(*) FROM succeeded")).isEqualTo("1");
  }

  @Test
  void anUpsertLoses() throws IOException {
    other.run("DELETE FROM succeeded WHERE id = 1");
    assertThat(
            one.run(
                "INSERT INTO succeeded VALUES (1, 11) ON CONFLICT (id) DO UPDATE SET n = excluded.n"))
        .contains(LOST);
    assertThat(one.run("COMMIT")).containsExactly("ROLLBACK");
  }

  @Test
  void anInsertionThatIsDoneAgainLosesAtTheLatestWhenItCommits() throws IOException {
    assertThat(one.run("DELETE FROM succeeded WHERE id = 1")).containsExactly("DELETE 1");
    assertThat(one.run("INSERT INTO succeeded VALUES (1, 11)")).containsExactly("INSERT 0 1");
    assertThat(other.run("DELETE FROM succeeded WHERE id = 1")).containsExactly("DELETE 1");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
    assertThat(other.value("SELECT count(*) FROM succeeded")).isEqualTo("1");
  }

  @Test
  void anInsertionOfAnotherKeyIsFine() throws IOException {
    other.run("DELETE FROM succeeded WHERE id = 1");
    assertThat(one.run("INSERT INTO succeeded VALUES (3, 30)")).containsExactly("INSERT 0 1");
    assertThat(one.run("DELETE FROM succeeded WHERE id = 2")).containsExactly("DELETE 1");
    assertThat(one.run("INSERT INTO succeeded VALUES (2, 21)")).containsExactly("INSERT 0 1");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.value("SELECT string_agg(n::text, ' ' ORDER BY id) FROM succeeded"))
        .isEqualTo("21 30");
  }

  @Test
  void aDeletionThatIsRolledBackDoesNotMatter() throws IOException {
    other.run("BEGIN; DELETE FROM succeeded WHERE id = 1; ROLLBACK");
    assertThat(one.run("INSERT INTO succeeded VALUES (1, 11)"))
        .containsExactly("23505 duplicate key value violates unique constraint \"succeeded_pkey\"");
  }

  @Test
  void aSnapshotThatDoesNotShowTheRowMayInsertIt() throws IOException {
    one.run("COMMIT");
    other.run("DELETE FROM succeeded WHERE id = 1");
    assertThat(one.run("BEGIN; INSERT INTO succeeded VALUES (1, 11); COMMIT"))
        .containsExactly("BEGIN", "INSERT 0 1", "COMMIT");
  }

  @Test
  void aKeyThatAnUpdateTookAwayIsGoneLikeADeletedOne() throws IOException {
    other.run("UPDATE succeeded SET id = 5 WHERE id = 1");
    assertThat(one.run("INSERT INTO succeeded VALUES (1, 11)")).contains(LOST);
    assertThat(one.run("COMMIT")).containsExactly("ROLLBACK");
    assertThat(other.value("SELECT string_agg(id::text, ' ' ORDER BY id) FROM succeeded"))
        .isEqualTo("2 5");
  }

  @Test
  void anUpdateToTheDeletedKeyLoses() throws IOException {
    other.run("DELETE FROM succeeded WHERE id = 1");
    assertThat(one.run("UPDATE succeeded SET id = 1 WHERE id = 2")).contains(LOST);
    assertThat(one.run("COMMIT")).containsExactly("ROLLBACK");
    assertThat(other.value("SELECT id FROM succeeded")).isEqualTo("2");
  }

  @Test
  void aDeletionThroughAViewCounts() throws IOException {
    one.run("ROLLBACK");
    one.run("CREATE VIEW succeeded_view AS SELECT * FROM succeeded");
    one.run("BEGIN");
    one.run("SELECT count(*) FROM succeeded");
    other.run("DELETE FROM succeeded_view WHERE id = 1");
    assertThat(one.run("INSERT INTO succeeded VALUES (1, 11)")).contains(LOST);
    one.run("ROLLBACK");
    one.run("DROP VIEW succeeded_view");
  }

  @Test
  void aDeletionWithinAWithCounts() throws IOException {
    other.run("WITH gone AS (DELETE FROM succeeded WHERE id = 1 RETURNING n) SELECT n FROM gone");
    assertThat(
            one.run(
                "WITH made AS (INSERT INTO succeeded VALUES (1, 11) RETURNING n) SELECT n FROM made"))
        .contains(LOST);
  }

  @Test
  void aDeletionByAFunctionCounts() throws IOException {
    one.run("ROLLBACK");
    one.run(
        "CREATE FUNCTION removes(int) RETURNS int LANGUAGE sql AS 'DELETE FROM succeeded WHERE id = $1 RETURNING n'");
    one.run("BEGIN");
    one.run("SELECT count(*) FROM succeeded");
    assertThat(other.value("SELECT removes(1)")).isEqualTo("10");
    assertThat(one.run("INSERT INTO succeeded VALUES (1, 11)")).contains(LOST);
    one.run("ROLLBACK");
    one.run("DROP FUNCTION removes");
  }

  @Test
  void aDeletionInABlockCountsOnceItHasCommitted() throws IOException {
    other.run("BEGIN");
    other.run("DELETE FROM succeeded WHERE id = 1");
    other.run("COMMIT");
    assertThat(one.run("INSERT INTO succeeded VALUES (1, 11)")).contains(LOST);
  }

  @Test
  void noReadEverShowsTwoRowsUnderOneKey() throws IOException {
    one.run("DELETE FROM succeeded WHERE id = 1");
    one.run("INSERT INTO succeeded VALUES (1, 11)");
    other.run("DELETE FROM succeeded WHERE id = 1");
    assertThat(one.run("SELECT n FROM succeeded WHERE id = 1")).containsExactly(LOST);
    assertThat(one.run("COMMIT")).containsExactly("ROLLBACK");
  }

  @Test
  void aPipelineThatIsOneTransactionLosesAsABlockDoes() throws IOException {
    one.run("COMMIT");
    one.send(
        parse("SELECT count(*) FROM succeeded"), bind(), execute(), new FrontendMessage.Flush());
    while (!(one.receive() instanceof CommandComplete)) {}
    other.run("DELETE FROM succeeded WHERE id = 1");
    one.send(parse("INSERT INTO succeeded VALUES (1, 11)"), bind(), execute(), new Sync());
    assertThat(WireClient.outcomes(one.receiveUntilReady())).endsWith(LOST);
    assertThat(other.value("SELECT string_agg(n::text, ' ') FROM succeeded")).isEqualTo("20");
  }

  private static Parse parse(String sql) {
    return new Parse("", sql.getBytes(StandardCharsets.UTF_8), List.of());
  }

  private static Bind bind() {
    return new Bind("", "", new byte[6]);
  }

  private static Execute execute() {
    return new Execute("", 0);
  }
}
