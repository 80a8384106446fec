package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Money goes from account to account under conflicts, while PostgreSQL is killed. Clients try again
 * until they know that a transfer is done; none may be lost, none done twice, and at no moment is
 * there more or less money than in the beginning.
 */
class BankTest {
  private static final long SEED = Long.getLong("borealis.seed", System.nanoTime());
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ACCOUNTS = 5;
  private static final int CLIENTS = 6;
  private static final int TRANSFERS_PER_CLIENT = 25;
  private static final int KILLS = 3;

  private final AtomicLong ids = new AtomicLong();
  private final AtomicInteger conflicts = new AtomicInteger();
  private final AtomicInteger unknown = new AtomicInteger();
  private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
  private TestCluster cluster;

  @BeforeEach
  void open() throws IOException {
    cluster = TestCluster.start();
    cluster.server().awaitReady(PATIENCE);
    try (WireClient client = connect()) {
      client.run("CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)");
      client.run(
          "CREATE TABLE transfer (id bigint PRIMARY KEY, debit int, credit int, amount int NOT NULL)");
      client.run(
          "INSERT INTO account SELECT id, 1000 FROM generate_series(1, %d) AS id"
              .formatted(ACCOUNTS));
    }
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private WireClient connect() throws IOException {
    return cluster.connect().answeredWithin(PATIENCE);
  }

  /** A client that connects again when PostgreSQL was lost. */
  private final class Teller implements AutoCloseable {
    private final Random random;
    private @Nullable WireClient connection;

    Teller(int number) {
      random = new Random(SEED + number);
    }

    void work() {
      for (int i = 0; i < TRANSFERS_PER_CLIENT; i++) {
        int debit = 1 + random.nextInt(ACCOUNTS);
        int credit = 1 + (debit + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        transfer(ids.incrementAndGet(), debit, credit, 1 + random.nextInt(50));
      }
    }

    private void transfer(long id, int debit, int credit, int amount) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      boolean done = false;
      boolean inDoubt = false;
      while (!done) {
        assertThat(System.nanoTime()).as("transfer %d", id).isLessThan(deadline);
        try {
          done = (inDoubt && isThere(id)) || attempt(id, debit, credit, amount);
          inDoubt = false;
        } catch (IOException e) {
          unknown.incrementAndGet();
          inDoubt = true;
          leave();
        }
      }
      acknowledged.add(id);
    }

    private boolean isThere(long id) throws IOException {
      return "1".equals(client().value("SELECT count(*) FROM transfer WHERE id = " + id));
    }

    /** False if it has lost. */
    private boolean attempt(long id, int debit, int credit, int amount) throws IOException {
      List<String> outcomes = new ArrayList<>();
      for (String sql :
          List.of(
              "BEGIN",
              "SELECT sum(balance) FROM account",
              "UPDATE account SET balance = balance - %d WHERE id = %d".formatted(amount, debit),
              "UPDATE account SET balance = balance + %d WHERE id = %d".formatted(amount, credit),
              "INSERT INTO transfer VALUES (%d, %d, %d, %d)".formatted(id, debit, credit, amount),
              "COMMIT")) {
        String outcome = ask(sql);
        outcomes.add(outcome);
        if (outcome.startsWith("40001")) {
          conflicts.incrementAndGet();
          if (!sql.equals("COMMIT")) {
            assertThat(ask("ROLLBACK")).isEqualTo("ROLLBACK");
          }
          return false;
        }
      }
      assertThat(outcomes)
          .containsExactly("BEGIN", "SELECT 1", "UPDATE 1", "UPDATE 1", "INSERT 0 1", "COMMIT");
      return true;
    }

    private String ask(String sql) throws IOException {
      List<String> outcomes = client().run(sql);
      String outcome = outcomes.getLast();
      if (outcome.startsWith("57P") || outcome.startsWith("08")) {
        throw new IOException(outcome);
      }
      return outcome;
    }

    private WireClient client() throws IOException {
      WireClient current = connection;
      if (current == null) {
        current = connect();
        connection = current;
      }
      return current;
    }

    private void leave() {
      close();
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }

    @Override
    public void close() {
      try (WireClient _ = connection) {
        connection = null;
      } catch (IOException e) {
        connection = null;
      }
    }
  }

  /** Waits until so many transfers are done. */
  private void awaitTransfers(int number) {
    long deadline = System.nanoTime() + 2 * PATIENCE.toNanos();
    while (acknowledged.size() < number) {
      assertThat(System.nanoTime())
          .as("transfers done: %d", acknowledged.size())
          .isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Test
  void noMoneyIsLostOrMadeWhilePostgresIsKilled() throws Exception {
    int all = CLIENTS * TRANSFERS_PER_CLIENT;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        working.add(
            threads.submit(() -> {
              try (Teller teller = new Teller(number)) {
                teller.work();
              }
            }));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        awaitTransfers(all * kill / (KILLS + 2));
        cluster.killPostmaster();
        cluster.server().awaitReady(PATIENCE);
      }
      for (Future<?> one : working) {
        one.get();
      }
    }
    cluster.awaitNothingLent();
    try (WireClient client = connect()) {
      assertThat(client.value("SELECT sum(balance) FROM account"))
          .as("seed %d, %d conflicts, %d in doubt", SEED, conflicts.get(), unknown.get())
          .isEqualTo("" + 1000 * ACCOUNTS);
      assertThat(client.value("SELECT count(*) FROM transfer")).isEqualTo("" + acknowledged.size());
      assertThat(acknowledged).hasSize(all);
      assertThat(
              client.value(
                  """
                  SELECT count(*) FROM account AS a
                  WHERE balance <> 1000
                      + (SELECT coalesce(sum(amount), 0) FROM transfer WHERE credit = a.id)
                      - (SELECT coalesce(sum(amount), 0) FROM transfer WHERE debit = a.id)\
                  """))
          .as("accounts that differ from their transfers")
          .isEqualTo("0");
    }
    assertThat(conflicts.get()).as("conflicts").isPositive();
  }
}
