package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conflicts through foreign keys, and locks that keep a row from being deleted. */
class ForeignKeyConflictTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOST = "40001 change conflicts with another transaction (OC000)";

  private static TestCluster cluster;

  private WireClient one;
  private WireClient other;

  @BeforeAll
  static void start() throws IOException {
    cluster = TestCluster.start(DsqlVersion.parse("2026-09"), TransactionLimits.SERVICE);
    try (WireClient client = connect()) {
      client.run("CREATE TABLE parent (id int PRIMARY KEY, name text)");
      client.run("CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent)");
      for (String action : List.of("CASCADE", "SET NULL", "SET DEFAULT")) {
        client.run(
            "CREATE TABLE %s (id int PRIMARY KEY, parent int DEFAULT 4 REFERENCES parent ON DELETE %s, note text)"
                .formatted(table(action), action));
      }
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static String table(String action) {
    return "child_" + action.toLowerCase(java.util.Locale.ROOT).replace(' ', '_');
  }

  private static WireClient connect() throws IOException {
    return cluster.connect().answeredWithin(PATIENCE);
  }

  @BeforeEach
  void fill() throws IOException {
    one = connect();
    other = connect();
    for (String table :
        List.of("child", "child_cascade", "child_set_null", "child_set_default", "parent")) {
      one.run("DELETE FROM " + table);
    }
    one.run("INSERT INTO parent VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'default')");
    for (String table : List.of("child_cascade", "child_set_null", "child_set_default")) {
      one.run("INSERT INTO " + table + " VALUES (1, 1, 'child')");
    }
    one.run("BEGIN");
    other.run("BEGIN");
  }

  @AfterEach
  void end() throws IOException {
    one.close();
    other.close();
    cluster.awaitNothingLent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CASCADE", "SET NULL", "SET DEFAULT"})
  void aDeletionThatChangesChildrenConflictsWithAChangeOfAChild(String action) throws IOException {
    String touch = "UPDATE " + table(action) + " SET note = 'touched' WHERE id = 1";
    assertThat(one.run("DELETE FROM parent WHERE id = 1")).containsExactly("DELETE 1");
    assertThat(other.run(touch)).containsExactly("UPDATE 1");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
    assertThat(other.value("SELECT note FROM " + table(action))).isEqualTo("touched");

    one.run("BEGIN");
    other.run("BEGIN");
    assertThat(other.run(touch)).containsExactly("UPDATE 1");
    assertThat(one.run("DELETE FROM parent WHERE id = 1")).containsExactly("DELETE 1");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.run("COMMIT")).containsExactly(LOST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CASCADE", "SET NULL", "SET DEFAULT"})
  void aDeletionThatChangesChildrenIsDoneAgain(String action) throws IOException {
    assertThat(one.run("DELETE FROM parent WHERE id = 1")).containsExactly("DELETE 1");
    other.run("UPDATE " + table(action) + " SET note = 'touched' WHERE id = 1");
    other.run("ROLLBACK");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.value("SELECT count(*) FROM parent WHERE id = 1")).isEqualTo("0");
  }

  @Test
  void anInsertedChildAndTheDeletionOfItsParentConflict() throws IOException {
    assertThat(one.run("INSERT INTO child VALUES (1, 2)")).containsExactly("INSERT 0 1");
    assertThat(other.run("DELETE FROM parent WHERE id = 2")).containsExactly("DELETE 1");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
    assertThat(other.value("SELECT count(*) FROM child")).isEqualTo("0");
  }

  @Test
  void theDeletionOfAParentLosesToAChildThatWasInsertedFirst() throws IOException {
    assertThat(one.run("DELETE FROM parent WHERE id = 2")).containsExactly("DELETE 1");
    assertThat(other.run("INSERT INTO child VALUES (1, 2)")).containsExactly("INSERT 0 1");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
    assertThat(other.value("SELECT count(*) FROM parent WHERE id = 2")).isEqualTo("1");
  }

  @Test
  void childrenOfOneParentDoNotConflict() throws IOException {
    assertThat(one.run("INSERT INTO child VALUES (1, 2)")).containsExactly("INSERT 0 1");
    assertThat(other.run("INSERT INTO child VALUES (2, 2)")).containsExactly("INSERT 0 1");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
  }

  @Test
  void aChildAndAChangeOfItsParentThatLeavesTheKeyDoNotConflict() throws IOException {
    assertThat(one.run("INSERT INTO child VALUES (1, 2)")).containsExactly("INSERT 0 1");
    assertThat(other.run("UPDATE parent SET name = 'new' WHERE id = 2"))
        .containsExactly("UPDATE 1");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
  }

  @Test
  void aRowLockedForKeyShareIsNotDeletedMeanwhile() throws IOException {
    assertThat(one.run("SELECT name FROM parent WHERE id = 3 FOR KEY SHARE"))
        .containsExactly("SELECT 1");
    assertThat(other.run("DELETE FROM parent WHERE id = 3")).containsExactly("DELETE 1");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
  }

  @Test
  void aRowLockedForKeyShareMayBeUpdatedAndLockedByOthers() throws IOException {
    assertThat(one.run("SELECT name FROM parent WHERE id = 3 FOR KEY SHARE"))
        .containsExactly("SELECT 1");
    assertThat(other.run("SELECT name FROM parent WHERE id = 3 FOR KEY SHARE"))
        .containsExactly("SELECT 1");
    assertThat(other.run("UPDATE parent SET name = 'new' WHERE id = 3"))
        .containsExactly("UPDATE 1");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
  }

  @Test
  void theDeletionOfALockedRowLosesToALockThatIsCommittedFirst() throws IOException {
    assertThat(one.run("DELETE FROM parent WHERE id = 3")).containsExactly("DELETE 1");
    assertThat(other.run("SELECT name FROM parent WHERE id = 3 FOR KEY SHARE"))
        .containsExactly("SELECT 1");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    // The lock is over, and has changed nothing: both may be right.
    assertThat(one.run("COMMIT")).isSubsetOf("COMMIT", LOST);
  }

  @Test
  void aMissingParentIsReportedAtOnce() throws IOException {
    assertThat(one.run("INSERT INTO child VALUES (1, 99)"))
        .singleElement()
        .asString()
        .startsWith("23503");
    assertThat(other.run("DELETE FROM parent WHERE id = 99")).containsExactly("DELETE 0");
  }
}
