package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What came from chance or from the clock is never done again with another value. */
class ParkedRandomValueTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOST = "40001 change conflicts with another transaction (OC000)";

  private WireClient one;
  private WireClient other;

  @BeforeAll
  static void makeTables() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      client.run("CREATE TABLE parked_note (id int PRIMARY KEY, n int, note text)");
      client.run(
          "CREATE TABLE parked_random (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), n int)");
    }
  }

  @BeforeEach
  void begin() throws IOException {
    one = CLUSTER.connect().answeredWithin(PATIENCE);
    other = CLUSTER.connect().answeredWithin(PATIENCE);
    one.run("DELETE FROM parked_note");
    one.run("DELETE FROM parked_random");
    one.run("INSERT INTO parked_note VALUES (1, 10, 'a'), (2, 20, 'b')");
    one.run("BEGIN");
  }

  @AfterEach
  void end() throws IOException {
    one.close();
    other.close();
    CLUSTER.awaitNothingLent();
  }

  /** Makes {@code one} give up its locks, to a rival that goes away again. */
  private void disturb() throws IOException {
    assertThat(other.run("BEGIN; UPDATE parked_note SET n = 0; ROLLBACK"))
        .containsExactly("BEGIN", "UPDATE 2", "ROLLBACK");
  }

  private String note(int id) throws IOException {
    return String.valueOf(other.value("SELECT note FROM parked_note WHERE id = " + id));
  }

  /** What the statement has shown is what is there in the end, or nothing is. */
  private void assertKeepsWhatItHasShown(String sql) throws IOException {
    String shown = one.value(sql);
    one.run("UPDATE parked_note SET n = 11 WHERE id = 1");
    disturb();
    List<String> end = one.run("COMMIT");
    assertThat(end).isSubsetOf("COMMIT", LOST);
    assertThat(other.value("SELECT string_agg(id::text, ',') FROM parked_random"))
        .isEqualTo(end.contains("COMMIT") ? shown : null);
  }

  @Test
  void theTimeOfTheTransactionStays() throws IOException {
    String before = one.value("SELECT now()");
    one.run("UPDATE parked_note SET n = 11, note = now()::text WHERE id = 1");
    String written = one.value("SELECT note FROM parked_note WHERE id = 1");
    disturb();
    assertThat(one.value("SELECT now()")).isEqualTo(before);
    assertThat(one.value("SELECT note FROM parked_note WHERE id = 1")).isEqualTo(written);
  }

  @Test
  void theTimeOfAStatementIsNotAnotherOneLater() throws IOException {
    String written =
        one.value(
            "UPDATE parked_note SET note = statement_timestamp()::text WHERE id = 1 RETURNING note");
    disturb();
    List<String> outcome = one.run("COMMIT");
    assertThat(outcome).isSubsetOf("COMMIT", LOST);
    assertThat(note(1)).isEqualTo(outcome.contains("COMMIT") ? written : "a");
  }

  @Test
  void aRandomKeyThatWasShownStays() throws IOException {
    assertKeepsWhatItHasShown("INSERT INTO parked_random (n) VALUES (1) RETURNING id");
  }

  @Test
  void aRandomKeyThatWasMadeWithinAWithStays() throws IOException {
    assertKeepsWhatItHasShown(
        "WITH made AS (INSERT INTO parked_random (n) VALUES (1) RETURNING id) SELECT id FROM made");
  }

  @Test
  void aRandomKeyThatAnUpsertMadeStays() throws IOException {
    assertKeepsWhatItHasShown(
        "INSERT INTO parked_random (n) VALUES (1) ON CONFLICT (id) DO UPDATE SET n = 2 RETURNING"
            + " id");
  }

  @Test
  void aRandomKeyThatAnUpdateMadeStays() throws IOException {
    one.run("ROLLBACK");
    one.run("INSERT INTO parked_random (n) VALUES (1)");
    String before = one.value("SELECT id FROM parked_random");
    one.run("BEGIN");
    String shown = one.value("UPDATE parked_random SET id = DEFAULT RETURNING id");
    one.run("UPDATE parked_note SET n = 11 WHERE id = 1");
    disturb();
    List<String> end = one.run("COMMIT");
    assertThat(end).isSubsetOf("COMMIT", LOST);
    assertThat(other.value("SELECT id FROM parked_random"))
        .isEqualTo(end.contains("COMMIT") ? shown : before);
  }

  @Test
  void aTableIsTheSameUnderAnotherName() throws IOException {
    String shown = one.value("INSERT INTO parked_random (n) VALUES (1) RETURNING id");
    one.run("UPDATE public.parked_random SET n = n + 1");
    one.run("UPDATE parked_note SET n = 11 WHERE id = 1");
    disturb();
    List<String> end = one.run("COMMIT");
    assertThat(end).isSubsetOf("COMMIT", LOST);
    assertThat(other.value("SELECT string_agg(id || ' ' || n, ',') FROM parked_random"))
        .isEqualTo(end.contains("COMMIT") ? shown + " 2" : null);
  }

  @Test
  void aGivenKeyIsDoneAgain() throws IOException {
    String id = "'00000000-0000-0000-0000-00000000000%d'";
    for (int round = 0; round < 2; round++) {
      assertThat(
              one.run(
                  "INSERT INTO parked_random (id, n) VALUES (%s, 1) ON CONFLICT (id) DO UPDATE SET n = parked_random.n + 1"
                      .formatted(id.formatted(1))))
          .containsExactly("INSERT 0 1");
    }
    one.run("INSERT INTO parked_random (id, n) VALUES (%s, 5)".formatted(id.formatted(2)));
    one.run("UPDATE parked_random SET n = n + 1");
    one.run("UPDATE parked_note SET n = 11 WHERE id = 1");
    disturb();
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.value("SELECT string_agg(n::text, ' ' ORDER BY id) FROM parked_random"))
        .isEqualTo("3 6");
  }

  @Test
  void aRandomKeyMadeThroughAViewStays() throws IOException {
    one.run("ROLLBACK");
    one.run("CREATE VIEW parked_view AS SELECT * FROM parked_random");
    one.run("BEGIN");
    assertKeepsWhatItHasShown("INSERT INTO parked_view (n) VALUES (1) RETURNING id");
    one.run("DROP VIEW parked_view");
  }

  @Test
  void aRandomNumberThatAnUpdateWroteStays() throws IOException {
    String shown =
        one.value("UPDATE parked_note SET note = random()::text WHERE id = 2 RETURNING note");
    disturb();
    List<String> end = one.run("COMMIT");
    assertThat(end).isSubsetOf("COMMIT", LOST);
    assertThat(note(2)).isEqualTo(end.contains("COMMIT") ? shown : "b");
  }
}
