package dev.borealis.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LoadedTableTest {
  private static final int ROWS = 100_000;

  @Test
  void buildsWhileRowsAreWritten() throws Exception {
    try (JobDatabase database = new JobDatabase(JobDatabase.PROMPT);
        WireClient admin = database.connect("admin")) {
      admin.run("CREATE TABLE t (id int PRIMARY KEY, v int)");
      admin.run("INSERT INTO t SELECT i, -i FROM generate_series(1, " + ROWS + ") AS i");
      AtomicBoolean enough = new AtomicBoolean();
      CountDownLatch writing = new CountDownLatch(1);
      FutureTask<Integer> writer = new FutureTask<>(() -> write(database, enough, writing));
      Thread.ofVirtual().start(writer);
      writing.await();
      String job = database.submit(admin, "CREATE UNIQUE INDEX ASYNC t_v ON t (v)");
      assertThat(admin.value("CALL sys.wait_for_job('" + job + "')")).isEqualTo("t");
      enough.set(true);
      int written = writer.get();
      assertThat(written).isPositive();
      admin.run("SET enable_seqscan = off; SET enable_bitmapscan = off");
      assertThat(admin.value("EXPLAIN SELECT count(v) FROM t WHERE v IS NOT NULL"))
          .startsWith("Aggregate");
      assertThat(admin.value("SELECT count(*) FROM t WHERE v BETWEEN -2000000 AND 2000000"))
          .isEqualTo(Integer.toString(ROWS + written));
    }
  }

  @Test
  void tellsWhichOpenTransactionsItWaitsFor() throws Exception {
    try (JobDatabase database = new JobDatabase(JobDatabase.PROMPT);
        WireClient admin = database.connect("admin");
        WireClient idle = database.connect("admin")) {
      admin.run("CREATE TABLE t (id int)");
      String job = database.submit(admin, "CREATE INDEX ASYNC i ON t (id)");
      admin.value("CALL sys.wait_for_job('" + job + "')");
      int processId = Integer.parseInt(String.valueOf(idle.value("SELECT pg_backend_pid()")));
      idle.run("BEGIN; SELECT count(*) FROM t");
      job = database.submit(admin, "CREATE INDEX ASYNC j ON t (id)");
      JobDatabase.await(
          "the build waits for the idle transaction",
          () -> database.obstacles().contains(processId));
      idle.run("ROLLBACK");
      assertThat(admin.value("CALL sys.wait_for_job('" + job + "')")).isEqualTo("t");
    }
  }

  private static int write(JobDatabase database, AtomicBoolean enough, CountDownLatch writing)
      throws IOException {
    try (WireClient client = database.connect("admin")) {
      int written = 0;
      while (!enough.get()) {
        written++;
        assertThat(
                client.run(
                    "INSERT INTO t VALUES (%d, %d)".formatted(ROWS + written, ROWS + written)))
            .containsExactly("INSERT 0 1");
        writing.countDown();
      }
      return written;
    }
  }
}
