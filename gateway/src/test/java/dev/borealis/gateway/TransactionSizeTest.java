package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much a transaction may write, wherever it lies, and what finding that out costs. */
class TransactionSizeTest {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final String TOO_LARGE = "54000 transaction size limit 10mb exceeded";

  /** Rows of about a kilobyte that no compression makes shorter. */
  private static final String ROWS =
      "SELECT n, (SELECT string_agg(md5(random()::text || n || m), '') FROM generate_series(1, 32) m)"
          + " FROM generate_series(%d, %d) n";

  private static final int TABLE_ROWS = 16_000;

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static TestCluster cluster;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private WireClient client;

  @BeforeAll
  static void start() throws IOException {
    cluster = TestCluster.start(DsqlVersion.parse("2026-09"), TransactionLimits.SERVICE);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void fill() throws IOException {
    client = cluster.connect();
    client.run("CREATE TABLE t (id int PRIMARY KEY, note text)");
    try (WireClient superuser = cluster.superuser()) {
      superuser.run("INSERT INTO t " + ROWS.formatted(1, TABLE_ROWS));
    }
  }

  @AfterEach
  void drop() throws IOException {
    client.run("DROP TABLE IF EXISTS child");
    client.run("DROP TABLE t");
    client.close();
  }

  @Test
  void aCommitDoesNotReadTheTableThatAFewRowsWentTo() throws IOException {
    long before = rowsRead();
    for (int run = 0; run < 3; run++) {
      int first = TABLE_ROWS + 1 + run * 100;
      client.run("BEGIN");
      assertThat(client.run("INSERT INTO t " + ROWS.formatted(first, first + 99)))
          .containsExactly("INSERT 0 100");
      assertThat(client.run("COMMIT")).containsExactly("COMMIT");
    }
    assertThat(client.value("SELECT count(note) FROM t")).isEqualTo("16300");
    // PostgreSQL tells its statistics a second later at most, when a session has nothing to do.
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (rowsRead() - before < 16_300 && System.nanoTime() < deadline) {
      client.run("SELECT 1");
      LockSupport.parkNanos(20_000_000);
    }
    assertThat(rowsRead() - before)
        .as("rows read by the one query, and behind the insertions")
        .isBetween(16_300L, 16_300L + 3 * 2_000);
  }

  private static long rowsRead() throws IOException {
    try (WireClient superuser = cluster.superuser()) {
      return Long.parseLong(
          String.valueOf(
              superuser.value(
                  "SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables WHERE relname = 't'")));
    }
  }

  @Test
  void findsRowsThatFillTheGapsOfATable() throws IOException {
    try (WireClient superuser = cluster.superuser()) {
      superuser.run("DELETE FROM t WHERE id <= 8000");
      superuser.run("VACUUM t");
    }
    client.run("BEGIN");
    client.run("INSERT INTO t " + ROWS.formatted(1, 2_990).replace("32", "128"));
    assertThat(client.run("COMMIT")).containsExactly(TOO_LARGE);
  }

  @Test
  void findsRowsChangedTwice() throws IOException {
    client.run("BEGIN");
    client.run("UPDATE t SET note = note || '.' WHERE id <= 1000");
    client.run(
        "UPDATE t SET note = (SELECT string_agg(md5(random()::text || id || m), '') FROM generate_series(1, 384) m)"
            + " WHERE id <= 1000");
    assertThat(client.run("COMMIT")).containsExactly(TOO_LARGE);
  }

  @Test
  void rowsDeletedAreNotLookedFor() throws IOException {
    client.run("BEGIN");
    client.run("DELETE FROM t WHERE id <= 1000");
    client.run("INSERT INTO t " + ROWS.formatted(1, 1_000).replace("32", "384"));
    assertThat(client.run("COMMIT")).containsExactly(TOO_LARGE);
  }

  @Test
  void findsRowsThatAForeignKeyChanges() throws IOException {
    client.run(
        "CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES t ON UPDATE CASCADE, note text)");
    try (WireClient superuser = cluster.superuser()) {
      superuser.run(
          "INSERT INTO child SELECT c.id, c.id %% 10 + 1, c.note FROM (%s) c (id, note)"
              .formatted(ROWS.formatted(1, 2_900).replace("32", "160")));
    }
    client.run("BEGIN");
    assertThat(client.run("UPDATE t SET id = -id WHERE id <= 10")).containsExactly("UPDATE 10");
    assertThat(client.run("COMMIT")).containsExactly(TOO_LARGE);
  }
}
