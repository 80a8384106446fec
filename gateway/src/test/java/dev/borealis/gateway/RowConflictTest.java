package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.FrontendMessage.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two clients, one row: who commits first wins, and nobody waits. */
class RowConflictTest {
  private static final TestCluster CLUSTER = TestCluster.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOST = "40001 change conflicts with another transaction (OC000)";

  private WireClient one;
  private WireClient other;

  @BeforeAll
  static void makeTables() throws IOException {
    try (WireClient client = CLUSTER.connect()) {
      client.run("CREATE TABLE account (id int PRIMARY KEY, balance int, note text)");
      client.run(
          "CREATE TABLE purchase (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), account int, amount int)");
    }
  }

  @BeforeEach
  void connect() throws IOException {
    one = CLUSTER.connect();
    other = CLUSTER.connect();
    one.run("DELETE FROM account WHERE id < 1000");
    one.run("DELETE FROM account");
    one.run("DELETE FROM purchase");
    one.run("INSERT INTO account VALUES (1, 100, 'a'), (2, 100, 'b'), (3, 100, 'c')");
  }

  @AfterEach
  void disconnect() throws IOException {
    one.close();
    other.close();
  }

  @Test
  void theFirstToCommitWins() throws IOException {
    one.run("BEGIN");
    other.run("BEGIN");
    assertThat(one.run("UPDATE account SET balance = 1 WHERE id = 1")).containsExactly("UPDATE 1");
    assertThat(other.run("UPDATE account SET balance = 2 WHERE id = 1"))
        .containsExactly("UPDATE 1");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.run("COMMIT")).containsExactly(LOST);
    assertThat(other.value("SELECT balance FROM account WHERE id = 1")).isEqualTo("1");
  }

  @Test
  void nothingBehindALostCommitRuns() throws IOException {
    one.run("BEGIN");
    other.run("BEGIN");
    one.run("UPDATE account SET balance = 1 WHERE id = 1");
    other.run("UPDATE account SET balance = 2 WHERE id = 1");
    one.run("COMMIT");
    assertThat(other.run("COMMIT; SELECT 1; DELETE FROM account")).containsExactly(LOST);
    assertThat(other.value("SELECT count(*) FROM account")).isEqualTo("3");
  }

  @Test
  void theOneThatCameSecondMayCommitFirst() throws IOException {
    one.run("BEGIN");
    other.run("BEGIN");
    one.run("UPDATE account SET balance = 1 WHERE id = 1");
    other.run("UPDATE account SET balance = 2 WHERE id = 1");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
    assertThat(other.value("SELECT balance FROM account WHERE id = 1")).isEqualTo("2");
  }

  @Test
  void bothSeeTheirOwnChangesWhileNothingIsDecided() throws IOException {
    one.run("BEGIN");
    other.run("BEGIN");
    one.run("UPDATE account SET balance = balance + 1 WHERE id = 1");
    other.run("UPDATE account SET balance = balance + 2 WHERE id = 1");
    for (int i = 0; i < 3; i++) {
      assertThat(one.value("SELECT balance FROM account WHERE id = 1")).isEqualTo("101");
      assertThat(other.value("SELECT balance FROM account WHERE id = 1")).isEqualTo("102");
    }
    assertThat(one.run("ROLLBACK")).containsExactly("ROLLBACK");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.value("SELECT balance FROM account WHERE id = 1")).isEqualTo("102");
  }

  @Test
  void aRivalsRollbackLetsTheOtherCommit() throws IOException {
    one.run("BEGIN");
    one.run("UPDATE account SET balance = 1 WHERE id = 1");
    other.run("BEGIN");
    other.run("DELETE FROM account WHERE id = 1");
    other.run("ROLLBACK");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.value("SELECT balance FROM account WHERE id = 1")).isEqualTo("1");
  }

  @Test
  void disjointRowsDoNotConflict() throws IOException {
    one.run("BEGIN");
    other.run("BEGIN");
    one.run("UPDATE account SET balance = 1 WHERE id = 1");
    other.run("UPDATE account SET balance = 2 WHERE id = 2");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
  }

  @Test
  void aStatementOfItsOwnBeatsAnOpenTransaction() throws IOException {
    one.run("BEGIN");
    one.run("UPDATE account SET balance = 1 WHERE id = 1");
    assertThat(other.run("UPDATE account SET balance = 2 WHERE id = 1"))
        .containsExactly("UPDATE 1");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
    assertThat(other.value("SELECT balance FROM account WHERE id = 1")).isEqualTo("2");
  }

  @Test
  void twoInsertsOfOneKeyConflictAtCommit() throws IOException {
    one.run("BEGIN");
    other.run("BEGIN");
    assertThat(one.run("INSERT INTO account VALUES (7, 1, '')")).containsExactly("INSERT 0 1");
    assertThat(other.run("INSERT INTO account VALUES (7, 2, '')")).containsExactly("INSERT 0 1");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.run("COMMIT")).containsExactly(LOST);
  }

  @Test
  void valuesOfVolatileDefaultsAreKept() throws IOException {
    one.run("BEGIN");
    String id = one.value("INSERT INTO purchase (account, amount) VALUES (1, 5) RETURNING id");
    one.run("UPDATE account SET balance = balance - 5 WHERE id = 1");
    other.run("BEGIN");
    other.run("UPDATE account SET balance = 0 WHERE id = 1");
    other.run("ROLLBACK");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    assertThat(other.value("SELECT id FROM purchase")).isEqualTo(id);
    assertThat(other.value("SELECT balance FROM account WHERE id = 1")).isEqualTo("95");
  }

  @Test
  void schemaChangeDoesNotWaitAndBeatsAnOpenTransaction() throws IOException {
    one.run("BEGIN");
    one.run("UPDATE account SET balance = 1 WHERE id = 1");
    assertThat(other.run("ALTER TABLE account ADD COLUMN extra int"))
        .containsExactly("ALTER TABLE");
    assertThat(one.run("SELECT 1"))
        .containsExactly("40001 schema has been updated by another transaction (OC001)");
    assertThat(one.run("ROLLBACK")).containsExactly("ROLLBACK");
    assertThat(one.value("SELECT balance FROM account WHERE id = 1")).isEqualTo("100");
  }

  @Test
  void oneTransactionChangesAtMostThreeThousandRows() throws IOException {
    one.run("BEGIN");
    assertThat(one.run("INSERT INTO account SELECT n, 0, '' FROM generate_series(10, 3009) n"))
        .containsExactly("INSERT 0 3000");
    assertThat(one.run("INSERT INTO account VALUES (5, 0, '')"))
        .containsExactly("54000 transaction row limit exceeded");
    assertThat(one.run("SELECT 1"))
        .containsExactly(
            "25P02 current transaction is aborted, commands ignored until end of transaction block");
    assertThat(one.run("COMMIT")).containsExactly("ROLLBACK");
    assertThat(one.run("INSERT INTO account SELECT n, 0, '' FROM generate_series(10, 3010) n"))
        .containsExactly("54000 transaction row limit exceeded");
    assertThat(one.value("SELECT count(*) FROM account")).isEqualTo("3");
    assertThat(one.run("INSERT INTO account SELECT n, 0, '' FROM generate_series(10, 3009) n"))
        .containsExactly("INSERT 0 3000");
  }

  @Test
  void definesOrChangesButNotBoth() throws IOException {
    assertThat(one.run("BEGIN; INSERT INTO account VALUES (8, 1, ''); CREATE TABLE x (i int)"))
        .containsExactly(
            "BEGIN", "INSERT 0 1", "0A000 ddl and dml are not supported in the same transaction");
    one.run("ROLLBACK");
    assertThat(one.run("CREATE TABLE x (i int); CREATE TABLE y (i int)"))
        .containsExactly(
            "CREATE TABLE", "0A000 multiple ddl statements not supported in a transaction");
    assertThat(one.run("CREATE TABLE x (i int); INSERT INTO x VALUES (1)"))
        .containsExactly(
            "CREATE TABLE", "0A000 ddl and dml are not supported in the same transaction");
    assertThat(one.value("SELECT count(*) FROM pg_class WHERE relname IN ('x', 'y')"))
        .isEqualTo("0");
  }

  @Test
  void anInsertMeetsADuplicateThatItSeesOrAConflictThatItDoesNot() throws IOException {
    one.run("BEGIN");
    assertThat(one.run("INSERT INTO account VALUES (1, 1, '')"))
        .containsExactly("23505 duplicate key value violates unique constraint \"account_pkey\"");
    one.run("ROLLBACK");
    one.run("BEGIN");
    one.run("INSERT INTO account VALUES (8, 1, '')");
    assertThat(one.run("INSERT INTO account VALUES (8, 1, '')"))
        .containsExactly("23505 duplicate key value violates unique constraint \"account_pkey\"");
    one.run("ROLLBACK");
    one.run("BEGIN");
    one.run("INSERT INTO account VALUES (8, 1, '')");
    other.run("INSERT INTO account VALUES (9, 1, '')");
    assertThat(one.run("INSERT INTO account VALUES (9, 1, '')")).containsExactly(LOST);
    assertThat(one.run("SELECT 1"))
        .containsExactly(
            "25P02 current transaction is aborted, commands ignored until end of transaction block");
  }

  @Test
  void twoThatLockedOneRowConflictEvenOneAfterTheOther() throws IOException {
    one.run("BEGIN");
    one.run("SELECT * FROM account WHERE id = 2");
    other.run("BEGIN");
    assertThat(other.value("SELECT balance FROM account WHERE id = 1 FOR UPDATE")).isEqualTo("100");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("SELECT balance FROM account WHERE id = 1 FOR UPDATE"))
        .containsExactly(LOST);
  }

  @Test
  void twoThatLockOneRowAtTheSameTimeConflict() throws IOException {
    one.run("BEGIN");
    other.run("BEGIN");
    assertThat(one.value("SELECT balance FROM account WHERE id = 1 FOR UPDATE")).isEqualTo("100");
    assertThat(other.value("SELECT balance FROM account WHERE id = 1 FOR UPDATE")).isEqualTo("100");
    assertThat(other.run("COMMIT")).containsExactly("COMMIT");
    assertThat(one.run("COMMIT")).containsExactly(LOST);
  }

  @Test
  void countsRowsThatNoTagTellsOf() throws IOException {
    String both =
        "WITH more AS (INSERT INTO purchase (account, amount) SELECT n, 1 FROM generate_series(1, %d) n)"
            + " INSERT INTO account SELECT n, 0, '' FROM generate_series(100, 1099) n";
    assertThat(one.run(both.formatted(2001)))
        .containsExactly("54000 transaction row limit exceeded");
    assertThat(one.value("SELECT count(*) FROM purchase")).isEqualTo("0");
    one.run("BEGIN");
    assertThat(one.run(both.formatted(2000))).containsExactly("INSERT 0 1000");
    assertThat(one.run("DELETE FROM account WHERE id = 1"))
        .containsExactly("54000 transaction row limit exceeded");
  }

  @Test
  void commitsAtMostTenMebibytes() throws IOException {
    String rows = "INSERT INTO account SELECT n, 0, %s FROM generate_series(100, 1123) n";
    String random =
        "(SELECT string_agg(md5(random()::text || n || m), '') FROM generate_series(1, %d) m)";
    one.run("BEGIN");
    assertThat(one.run(rows.formatted(random.formatted(256)))).containsExactly("INSERT 0 1024");
    assertThat(one.run("COMMIT")).containsExactly("COMMIT");
    one.run("BEGIN");
    one.run("DELETE FROM account WHERE id >= 100");
    one.run("COMMIT");
    one.run("BEGIN");
    assertThat(one.run(rows.formatted(random.formatted(512)))).containsExactly("INSERT 0 1024");
    assertThat(one.run("COMMIT")).containsExactly("54000 transaction size limit 10mb exceeded");
    assertThat(one.value("SELECT count(*) FROM account")).isEqualTo("3");
    assertThat(one.run(rows.formatted(random.formatted(512))))
        .containsExactly("54000 transaction size limit 10mb exceeded");
    assertThat(one.value("SELECT count(*) FROM account")).isEqualTo("3");
  }

  /** In what is sent in one go, PostgreSQL is not ready between BEGIN and the insertion. */
  @Test
  void aDuplicateThatABlockSentInOneGoCannotSeeIsAConflict() throws IOException {
    try (WireClient holder = CLUSTER.superuser()) {
      holder.run("BEGIN");
      holder.run("UPDATE account SET note = note WHERE id = 3");
      one.send(
          query(
              "BEGIN; INSERT INTO account VALUES (4, 0, '');"
                  + " UPDATE account SET note = '' WHERE id = 3; COMMIT"));
      awaitWaiting(holder, 1);
      other.send(
          query("BEGIN; SELECT FROM account; INSERT INTO account VALUES (4, 1, ''); COMMIT"));
      awaitWaiting(holder, 2);
      holder.run("ROLLBACK");
    }
    assertThat(WireClient.outcomes(one.receiveUntilReady()))
        .containsExactly("BEGIN", "INSERT 0 1", "UPDATE 1", "COMMIT");
    assertThat(WireClient.outcomes(other.receiveUntilReady()))
        .containsExactly("BEGIN", "SELECT 3", LOST);
    assertThat(other.run("ROLLBACK")).containsExactly("ROLLBACK");
  }

  private static Query query(String sql) {
    return new Query(sql.getBytes(StandardCharsets.UTF_8));
  }

  /** Waits until so many statements wait for locks. */
  private static void awaitWaiting(WireClient observer, int statements) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String count = "SELECT count(*) FROM pg_locks WHERE NOT granted";
    while (Integer.parseInt(String.valueOf(observer.value(count))) < statements) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
