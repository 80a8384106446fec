package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schema changes beside open transactions: neither waits for the other. */
class ParkedForSchemaTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOST = "40001 change conflicts with another transaction (OC000)";
  private static final String SCHEMA_CHANGED =
      "40001 schema has been updated by another transaction (OC001)";

  private WireClient one;
  private WireClient other;

  private static WireClient connect() throws IOException {
    return CLUSTER.connect().answeredWithin(PATIENCE);
  }

  @BeforeEach
  void makeTable() throws IOException {
    one = connect();
    other = connect();
    one.run("CREATE TABLE reshaped (id int PRIMARY KEY, n int)");
    one.run("INSERT INTO reshaped VALUES (1, 10), (2, 20)");
  }

  @AfterEach
  void dropTable() throws IOException {
    one.close();
    other.close();
    try (WireClient client = connect()) {
      client.run("DROP TABLE reshaped");
    }
    CLUSTER.awaitNothingLent();
  }

  @Test
  void anIdleReaderLosesToASchemaChange() throws IOException {
    one.run("BEGIN");
    assertThat(one.value("SELECT n FROM reshaped WHERE id = 1")).isEqualTo("10");
    assertThat(other.run("ALTER TABLE reshaped ADD COLUMN note text"))
        .containsExactly("ALTER TABLE");
    assertThat(one.run("SELECT n FROM reshaped WHERE id = 1")).containsExactly(SCHEMA_CHANGED);
    assertThat(one.run("COMMIT")).containsExactly("ROLLBACK");
    assertThat(one.run("SELECT note FROM reshaped WHERE id = 1")).containsExactly("SELECT 1");
  }

  @Test
  void anIdleWriterLosesAtItsCommit() throws IOException {
    one.run("BEGIN");
    one.run("UPDATE reshaped SET n = 11 WHERE id = 1");
    assertThat(other.run("ALTER TABLE reshaped ADD COLUMN note text"))
        .containsExactly("ALTER TABLE");
    assertThat(one.run("COMMIT")).containsExactly(SCHEMA_CHANGED);
    assertThat(one.value("SELECT n FROM reshaped WHERE id = 1")).isEqualTo("10");
  }

  @Test
  void aBlockThatHasOnlyBegunDoesNotLose() throws IOException {
    one.run("BEGIN");
    assertThat(other.run("ALTER TABLE reshaped ADD COLUMN note text"))
        .containsExactly("ALTER TABLE");
    assertThat(one.run("UPDATE reshaped SET note = 'new' WHERE id = 1"))
        .containsExactly("UPDATE 1");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
  }

  @Test
  void readersAndWritersDoNotWaitForAnOpenSchemaChange() throws IOException {
    one.run("BEGIN");
    assertThat(one.run("ALTER TABLE reshaped ADD COLUMN note text")).containsExactly("ALTER TABLE");
    assertThat(other.value("SELECT n FROM reshaped WHERE id = 1")).isEqualTo("10");
    assertThat(other.run("UPDATE reshaped SET n = 11 WHERE id = 1")).containsExactly("UPDATE 1");
    List<String> end = one.run("COMMIT");
    assertThat(end).isSubsetOf("COMMIT", SCHEMA_CHANGED);
    assertThat(other.value("SELECT n FROM reshaped WHERE id = 1")).isEqualTo("11");
    assertThat(
            other.value(
                "SELECT count(*) FROM information_schema.columns WHERE table_name = 'reshaped'"))
        .isEqualTo(end.contains("COMMIT") ? "3" : "2");
  }

  @Test
  void anOpenSchemaChangeThatReadersDisturbedCommitsAndTheyLose() throws IOException {
    one.run("BEGIN");
    one.run("ALTER TABLE reshaped ADD COLUMN note text");
    other.run("BEGIN");
    assertThat(other.value("SELECT n FROM reshaped WHERE id = 1")).isEqualTo("10");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.run("SELECT 1 FROM reshaped")).containsExactly(SCHEMA_CHANGED);
  }

  @Test
  void twoOpenSchemaChangesOfOneTableHaveOneWinner() throws IOException {
    one.run("BEGIN");
    other.run("BEGIN");
    assertThat(one.run("ALTER TABLE reshaped ADD COLUMN a int")).containsExactly("ALTER TABLE");
    List<String> second = other.run("ALTER TABLE reshaped ADD COLUMN b int");
    assertThat(second).isSubsetOf("ALTER TABLE", SCHEMA_CHANGED);
    List<String> firstEnd = one.run("COMMIT");
    List<String> secondEnd = other.run("COMMIT");
    assertThat(List.of(firstEnd.getFirst(), secondEnd.getFirst()))
        .isIn(
            List.of("COMMIT", SCHEMA_CHANGED),
            List.of("COMMIT", "ROLLBACK"),
            List.of(SCHEMA_CHANGED, "COMMIT"));
  }

  @Test
  void droppingATableDoesNotWaitForItsUsers() throws IOException {
    one.run("BEGIN");
    one.run("UPDATE reshaped SET n = 11 WHERE id = 1");
    assertThat(other.run("DROP TABLE reshaped")).containsExactly("DROP TABLE");
    assertThat(one.run("COMMIT")).containsExactly(SCHEMA_CHANGED);
    other.run("CREATE TABLE reshaped (id int)");
  }

  @Test
  void aRowConflictIsStillToldFromASchemaChange() throws IOException {
    one.run("BEGIN");
    one.run("UPDATE reshaped SET n = 11 WHERE id = 1");
    assertThat(other.run("UPDATE reshaped SET n = 12 WHERE id = 1")).containsExactly("UPDATE 1");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
  }
}
