package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.DataRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The scenarios of Hermitage (Martin Kleppmann, "Testing transaction isolation levels"), with what
 * DSQL does: snapshot isolation, and nobody waits. Where Hermitage says that a client of PostgreSQL
 * blocks, here it gets its answer, and whoever commits second loses.
 */
class HermitageTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOST = "40001 change conflicts with another transaction (OC000)";

  private WireClient t1;
  private WireClient t2;
  private WireClient t3;

  private static WireClient connect() throws IOException {
    return CLUSTER.connect().answeredWithin(PATIENCE);
  }

  @BeforeAll
  static void makeTable() throws IOException {
    try (WireClient client = connect()) {
      client.run("CREATE TABLE test (id int PRIMARY KEY, value int)");
    }
  }

  @BeforeEach
  void begin() throws IOException {
    t1 = connect();
    t2 = connect();
    t3 = connect();
    t1.run("DELETE FROM test");
    t1.run("INSERT INTO test (id, value) VALUES (1, 10), (2, 20)");
    for (WireClient client : List.of(t1, t2, t3)) {
      client.run("BEGIN");
    }
  }

  @AfterEach
  void end() throws IOException {
    t1.close();
    t2.close();
    t3.close();
    CLUSTER.awaitNothingLent();
  }

  /** The rows that a query shows, as "id=value". */
  private static String rows(WireClient client, String condition) throws IOException {
    String sql = "SELECT id, value FROM test WHERE " + condition + " ORDER BY id";
    return client.query(sql).stream()
        .filter(DataRow.class::isInstance)
        .map(HermitageTest::row)
        .collect(Collectors.joining(" "));
  }

  private static String row(BackendMessage message) {
    return ((DataRow) message)
        .values().stream()
            .map(value -> new String(Objects.requireNonNull(value), StandardCharsets.UTF_8))
            .collect(Collectors.joining("="));
  }

  private static void write(WireClient client, String sql, String tag) throws IOException {
    assertThat(client.run(sql)).as(sql).containsExactly(tag);
  }

  private static void commit(WireClient client) throws IOException {
    assertThat(client.run("COMMIT")).containsExactly("COMMIT");
  }

  /**
   * A statement of a transaction whose rival has committed: DSQL answers it and fails the COMMIT;
   * here it may fail already, as PostgreSQL cannot show the transaction its own writes any more.
   */
  private static void lose(WireClient client, String sql) throws IOException {
    List<String> outcome = client.run(sql);
    assertThat(outcome).hasSize(1);
    if (outcome.contains(LOST)) {
      assertThat(client.run("COMMIT")).containsExactly("ROLLBACK");
    } else {
      assertThat(outcome.getFirst()).matches("(UPDATE|DELETE) \\d+");
      assertThat(client.run("COMMIT")).containsExactly(LOST);
    }
  }

  @Test
  void g0WriteCyclesDoNotHappen() throws IOException {
    write(t1, "UPDATE test SET value = 11 WHERE id = 1", "UPDATE 1");
    write(t2, "UPDATE test SET value = 12 WHERE id = 1", "UPDATE 1");
    write(t1, "UPDATE test SET value = 21 WHERE id = 2", "UPDATE 1");
    commit(t1);
    assertThat(rows(t1, "true")).isEqualTo("1=11 2=21");
    lose(t2, "UPDATE test SET value = 22 WHERE id = 2");
    assertThat(rows(t1, "true")).isEqualTo("1=11 2=21");
  }

  @Test
  void g1aAbortedReadsDoNotHappen() throws IOException {
    write(t1, "UPDATE test SET value = 101 WHERE id = 1", "UPDATE 1");
    assertThat(rows(t2, "true")).isEqualTo("1=10 2=20");
    assertThat(t1.run("ABORT")).containsExactly("ROLLBACK");
    assertThat(rows(t2, "true")).isEqualTo("1=10 2=20");
    commit(t2);
  }

  @Test
  void g1bIntermediateReadsDoNotHappen() throws IOException {
    write(t1, "UPDATE test SET value = 101 WHERE id = 1", "UPDATE 1");
    assertThat(rows(t2, "true")).isEqualTo("1=10 2=20");
    write(t1, "UPDATE test SET value = 11 WHERE id = 1", "UPDATE 1");
    commit(t1);
    assertThat(rows(t2, "true")).isEqualTo("1=10 2=20");
    commit(t2);
    assertThat(rows(t2, "true")).isEqualTo("1=11 2=20");
  }

  @Test
  void g1cInformationDoesNotFlowInACircle() throws IOException {
    write(t1, "UPDATE test SET value = 11 WHERE id = 1", "UPDATE 1");
    write(t2, "UPDATE test SET value = 22 WHERE id = 2", "UPDATE 1");
    assertThat(rows(t1, "id = 2")).isEqualTo("2=20");
    assertThat(rows(t2, "id = 1")).isEqualTo("1=10");
    commit(t1);
    commit(t2);
    assertThat(rows(t1, "true")).isEqualTo("1=11 2=22");
  }

  @Test
  void otvAnObservedTransactionDoesNotVanish() throws IOException {
    write(t1, "UPDATE test SET value = 11 WHERE id = 1", "UPDATE 1");
    write(t1, "UPDATE test SET value = 19 WHERE id = 2", "UPDATE 1");
    write(t2, "UPDATE test SET value = 12 WHERE id = 1", "UPDATE 1");
    commit(t1);
    assertThat(rows(t3, "id = 1")).isEqualTo("1=11");
    lose(t2, "UPDATE test SET value = 18 WHERE id = 2");
    assertThat(rows(t3, "id = 2")).isEqualTo("2=19");
    assertThat(rows(t3, "id = 1")).isEqualTo("1=11");
    commit(t3);
  }

  @Test
  void pmpAPredicateHasNoManyPreceders() throws IOException {
    assertThat(rows(t1, "value = 30")).isEmpty();
    write(t2, "INSERT INTO test (id, value) VALUES (3, 30)", "INSERT 0 1");
    commit(t2);
    assertThat(rows(t1, "value % 3 = 0")).isEmpty();
    commit(t1);
    assertThat(rows(t1, "value % 3 = 0")).isEqualTo("3=30");
  }

  @Test
  void pmpAPredicateOfAWriteHasNoneEither() throws IOException {
    write(t1, "UPDATE test SET value = value + 10", "UPDATE 2");
    write(t2, "DELETE FROM test WHERE value = 20", "DELETE 1");
    assertThat(rows(t2, "true")).isEqualTo("1=10");
    commit(t1);
    assertThat(t2.run("COMMIT")).containsExactly(LOST);
    assertThat(rows(t1, "true")).isEqualTo("1=20 2=30");
  }

  @Test
  void p4UpdatesAreNotLost() throws IOException {
    assertThat(rows(t1, "id = 1")).isEqualTo("1=10");
    assertThat(rows(t2, "id = 1")).isEqualTo("1=10");
    write(t1, "UPDATE test SET value = 11 WHERE id = 1", "UPDATE 1");
    write(t2, "UPDATE test SET value = 11 WHERE id = 1", "UPDATE 1");
    commit(t1);
    assertThat(t2.run("COMMIT")).containsExactly(LOST);
  }

  @Test
  void p4UpdatesAreNotLostToAnEarlierCommitEither() throws IOException {
    assertThat(rows(t2, "id = 1")).isEqualTo("1=10");
    write(t1, "UPDATE test SET value = 11 WHERE id = 1", "UPDATE 1");
    commit(t1);
    lose(t2, "UPDATE test SET value = 12 WHERE id = 1");
    assertThat(rows(t1, "id = 1")).isEqualTo("1=11");
  }

  @Test
  void gSingleReadSkewDoesNotHappen() throws IOException {
    assertThat(rows(t1, "id = 1")).isEqualTo("1=10");
    assertThat(rows(t2, "true")).isEqualTo("1=10 2=20");
    write(t2, "UPDATE test SET value = 12 WHERE id = 1", "UPDATE 1");
    write(t2, "UPDATE test SET value = 18 WHERE id = 2", "UPDATE 1");
    commit(t2);
    assertThat(rows(t1, "id = 2")).isEqualTo("2=20");
    commit(t1);
  }

  @Test
  void gSingleReadSkewOfAPredicateDoesNotHappen() throws IOException {
    assertThat(rows(t1, "value % 5 = 0")).isEqualTo("1=10 2=20");
    write(t2, "UPDATE test SET value = 12 WHERE value = 10", "UPDATE 1");
    commit(t2);
    assertThat(rows(t1, "value % 3 = 0")).isEmpty();
    commit(t1);
  }

  @Test
  void gSingleReadSkewOfAWritesPredicateDoesNotHappen() throws IOException {
    assertThat(rows(t1, "id = 1")).isEqualTo("1=10");
    assertThat(rows(t2, "true")).isEqualTo("1=10 2=20");
    write(t2, "UPDATE test SET value = 12 WHERE id = 1", "UPDATE 1");
    write(t2, "UPDATE test SET value = 18 WHERE id = 2", "UPDATE 1");
    commit(t2);
    lose(t1, "DELETE FROM test WHERE value = 20");
    assertThat(rows(t2, "true")).isEqualTo("1=12 2=18");
  }

  @Test
  void g2ItemWriteSkewIsAllowed() throws IOException {
    assertThat(rows(t1, "id IN (1, 2)")).isEqualTo("1=10 2=20");
    assertThat(rows(t2, "id IN (1, 2)")).isEqualTo("1=10 2=20");
    write(t1, "UPDATE test SET value = 11 WHERE id = 1", "UPDATE 1");
    write(t2, "UPDATE test SET value = 21 WHERE id = 2", "UPDATE 1");
    commit(t1);
    commit(t2);
    assertThat(rows(t1, "true")).isEqualTo("1=11 2=21");
  }

  @Test
  void g2ItemWriteSkewIsPreventedByForUpdate() throws IOException {
    for (WireClient client : List.of(t1, t2)) {
      assertThat(client.run("SELECT value FROM test WHERE id = 1 FOR UPDATE"))
          .containsExactly("SELECT 1");
      assertThat(client.run("SELECT value FROM test WHERE id = 2 FOR UPDATE"))
          .containsExactly("SELECT 1");
    }
    write(t1, "UPDATE test SET value = 11 WHERE id = 1", "UPDATE 1");
    write(t2, "UPDATE test SET value = 21 WHERE id = 2", "UPDATE 1");
    commit(t1);
    assertThat(t2.run("COMMIT")).containsExactly(LOST);
    assertThat(rows(t1, "true")).isEqualTo("1=11 2=20");
  }

  @Test
  void g2AntiDependencyCyclesAreAllowed() throws IOException {
    assertThat(rows(t1, "value % 3 = 0")).isEmpty();
    assertThat(rows(t2, "value % 3 = 0")).isEmpty();
    write(t1, "INSERT INTO test (id, value) VALUES (3, 30)", "INSERT 0 1");
    write(t2, "INSERT INTO test (id, value) VALUES (4, 42)", "INSERT 0 1");
    commit(t1);
    commit(t2);
    assertThat(rows(t1, "value % 3 = 0")).isEqualTo("3=30 4=42");
  }

  @Test
  void g2AReadersSerializationAnomalyIsAllowed() throws IOException {
    assertThat(rows(t1, "true")).isEqualTo("1=10 2=20");
    write(t2, "UPDATE test SET value = value + 5 WHERE id = 2", "UPDATE 1");
    commit(t2);
    assertThat(rows(t3, "true")).isEqualTo("1=10 2=25");
    commit(t3);
    write(t1, "UPDATE test SET value = 0 WHERE id = 1", "UPDATE 1");
    commit(t1);
    assertThat(rows(t3, "true")).isEqualTo("1=0 2=25");
  }
}
