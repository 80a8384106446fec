package dev.borealis.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.gateway.TransactionLimits;
import dev.borealis.gateway.history.Arena.Habits;
import dev.borealis.gateway.history.Transaction.Outcome;
import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.InitialMessage.CancelRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random transactions from many clients, of which every history must be snapshot-isolated.
 *
 * <p>Takes a few seconds; {@code -Dborealis.history.seconds=600} takes ten minutes, with seeds of
 * its own choosing. A failure names the seed of its round; {@code -Dborealis.seed} begins with that
 * round.
 */
class HistoryTest {
  private static final System.Logger LOG = System.getLogger(HistoryTest.class.getName());
  private static final long SEED = Long.getLong("borealis.seed", System.nanoTime());
  private static final Duration DURATION =
      Duration.ofSeconds(Long.getLong("borealis.history.seconds", 10));

  /** Far more than any statement needs, however busy the machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int CLIENTS = 7;
  private static final int TURNS = 300;
  private static final Duration RACE = Duration.ofMillis(1500);
  private static final Habits HABITS = new Habits("BEGIN", 10, true, false);

  private static TestCluster cluster;
  private static int tables;

  @BeforeAll
  static void start() throws IOException {
    cluster = TestCluster.start(DsqlVersion.parse("2026-09"), TransactionLimits.SERVICE);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static WireClient connect() throws IOException {
    return cluster.connect().answeredWithin(PATIENCE);
  }

  private static void cancel(WireClient client) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.port());
        WireClient request =
            new WireClient(socket, socket.getInputStream(), socket.getOutputStream())) {
      request.send(new CancelRequest(client.key().processId(), client.key().secretKey()));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  /** A round as its seed has it. */
  private static History record(long seed) throws IOException, InterruptedException {
    Random random = new Random(seed);
    int kind = random.nextInt(8);
    Habits habits = kind == 0 ? HABITS.bearingLoss() : HABITS;
    Arena arena =
        new Arena(
            HistoryTest::connect,
            HistoryTest::cancel,
            "history_" + tables++,
            4 + random.nextInt(20),
            habits,
            Lie.NONE);
    try (Round round = new Round(arena, HistoryTest::connect, seed, CLIENTS)) {
      if (kind == 0) {
        round.race(RACE, cluster::killPostmaster);
        cluster.server().awaitReady(PATIENCE);
      } else if (kind < 4) {
        round.race(RACE, () -> {});
      } else {
        round.takeTurns(TURNS);
      }
      cluster.awaitNothingLent();
      return round.history();
    }
  }

  private static void assertIsRight(long seed, History history) {
    List<Anomaly> anomalies = new ArrayList<>(SnapshotIsolation.violations(history));
    anomalies.addAll(NeedlessConflicts.in(history));
    assertThat(anomalies).as("repeat with -Dborealis.seed=" + seed).isEmpty();
  }

  @Test
  void everyHistoryIsSnapshotIsolatedAndTheFirstCommitterWins()
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + DURATION.toNanos();
    long seed = SEED;
    int rounds = 0;
    int transactions = 0;
    int committed = 0;
    int conflicts = 0;
    do {
      History history;
      try {
        history = record(seed);
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError("repeat with -Dborealis.seed=" + seed, e);
      }
      assertIsRight(seed, history);
      rounds++;
      transactions += history.transactions().size();
      committed += count(history, Outcome.COMMITTED);
      conflicts +=
          (int)
              history.transactions().stream()
                  .filter(it -> String.valueOf(it.failure()).startsWith("40001"))
                  .count();
      seed = new Random(seed).nextLong();
    } while (System.nanoTime() < deadline);
    LOG.log(
        System.Logger.Level.INFO,
        "history: seed {0}, {1} rounds, {2} transactions, {3} committed, {4} lost in conflicts",
        Long.toString(SEED),
        rounds,
        transactions,
        committed,
        conflicts);
    // Who refuses everything is isolated too.
    assertThat(committed).as("committed, of " + transactions).isGreaterThan(transactions / 10);
  }

  private static int count(History history, Outcome outcome) {
    return (int) history.transactions().stream().filter(it -> it.outcome() == outcome).count();
  }
}
