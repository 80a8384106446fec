package dev.borealis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.TestCluster;
import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A cluster under attack, and a client of it that wants nothing but to be served as ever. */
final class Siege implements AutoCloseable {
  static final long SEED = Long.getLong("borealis.seed", System.nanoTime());

  private final TestCluster cluster;
  private final WireClient bystander;

  Siege() {
    try {
      cluster = TestCluster.start();
      bystander = cluster.connect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TestCluster cluster() {
    return cluster;
  }

  WireClient bystander() {
    return bystander;
  }

  @Override
  public void close() throws IOException {
    try (cluster) {
      bystander.close();
    }
  }

  /** What a client does to the gateway. */
  interface Attack {
    void run(Random random) throws IOException;
  }

  /** Lets the attack happen; after it, everybody else is served and nothing is kept. */
  void survives(Attack attack) {
    try {
      attack.run(new Random(SEED));
      assertThat(bystander.value("SELECT 'still here'")).isEqualTo("still here");
      try (WireClient newcomer = cluster.connect()) {
        assertThat(newcomer.run("BEGIN; SELECT 1; COMMIT"))
            .containsExactly("BEGIN", "SELECT 1", "COMMIT");
      }
      // Everything is given back; only the bystander's connection is left.
      long deadline = System.nanoTime() + Attacker.PATIENCE.toNanos();
      while ((cluster.gateway().connections() != 1 || cluster.cluster().pool().lent() != 0)
          && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(cluster.gateway().connections()).as("connections").isEqualTo(1);
      assertThat(cluster.cluster().pool().lent()).as("backends lent").isZero();
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError("repeat with -Dborealis.seed=" + SEED, e);
    }
  }
}
