package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.time.Duration;
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
}
