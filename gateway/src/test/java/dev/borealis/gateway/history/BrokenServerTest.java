package dev.borealis.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.gateway.TransactionLimits;
import dev.borealis.gateway.history.Anomaly.Kind;
import dev.borealis.gateway.history.Arena.Door;
import dev.borealis.gateway.history.Arena.Habits;
import dev.borealis.gateway.history.Event.Wrote;
import dev.borealis.gateway.testing.TestCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Servers that are not as they should be: the gateway behind somebody who tells its clients other
 * things than it said, and PostgreSQL without the gateway. Random transactions must find that out.
 */
class BrokenServerTest {
  private static final long SEED = Long.getLong("borealis.seed", System.nanoTime());
  private static final Duration RACE = Duration.ofMillis(300);
  private static final int CLIENTS = 6;
  private static final int KEYS = 6;

  /** Everybody is found out in the first round or two; this is for a very slow machine. */
  private static final int MOST_ROUNDS = 40;

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

  /** What is found wrong with a server, as soon as something is that was looked for. */
  private static Set<Kind> found(Set<Kind> wanted, Door door, Habits habits, Lie lie)
      throws IOException, InterruptedException {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (int i = 0; i < MOST_ROUNDS && Collections.disjoint(kinds, wanted); i++) {
      Arena arena = new Arena(door, _ -> {}, "broken_" + tables++, KEYS, habits, lie);
      try (Round round = new Round(arena, door, SEED + i, CLIENTS)) {
        round.race(RACE, () -> {});
        SnapshotIsolation.violations(round.history()).forEach(it -> kinds.add(it.kind()));
      }
    }
    return kinds;
  }

  private static Set<Kind> foundBehindTheGateway(Lie lie) throws IOException, InterruptedException {
    return foundBehindTheGateway(EnumSet.allOf(Kind.class), lie);
  }

  private static Set<Kind> foundBehindTheGateway(Set<Kind> wanted, Lie lie)
      throws IOException, InterruptedException {
    return found(wanted, cluster::connect, new Habits("BEGIN", 0, true, false), lie);
  }

  private static Set<Kind> foundInPostgres(String begin, boolean locks)
      throws IOException, InterruptedException {
    return found(
        EnumSet.allOf(Kind.class),
        () -> cluster.direct(Map.of()),
        new Habits(begin, 0, locks, false),
        Lie.NONE);
  }

  @Test
  void findsOutWhoTurnsAConflictIntoACommit() throws Exception {
    assertThat(
            foundBehindTheGateway((_, asked, truth) ->
                asked == null && truth.isError("40001") ? new Answer(List.of(), "COMMIT") : truth))
        .as("seed " + SEED)
        .isNotEmpty();
  }

  @Test
  void findsOutWhoTurnsACommitIntoAConflict() throws Exception {
    Random random = new Random(SEED);
    assertThat(
            foundBehindTheGateway(
                EnumSet.of(Kind.G1A_ABORTED_READ),
                (_, asked, truth) ->
                    asked == null && truth.tag().equals("COMMIT") && random.nextInt(5) == 0
                        ? new Answer(List.of(), "ROLLBACK")
                        : truth))
        .as("seed " + SEED)
        .contains(Kind.G1A_ABORTED_READ);
  }

  @Test
  void findsOutWhoForgetsWhatATransactionWroteItself() throws Exception {
    assertThat(
            foundBehindTheGateway(
                EnumSet.of(Kind.INTERNAL),
                (by, asked, truth) ->
                    asked != null && asked.kind() == Step.Kind.LOOK
                        ? without(truth, asked, version -> wrote(by, version))
                        : truth))
        .as("seed " + SEED)
        .contains(Kind.INTERNAL);
  }

  private static boolean wrote(Transaction by, Version version) {
    return by.events().contains(new Wrote(version));
  }

  @Test
  void findsOutWhoShowsWhatWasThereBefore() throws Exception {
    Map<Step, Answer> earlier = new ConcurrentHashMap<>();
    assertThat(
            foundBehindTheGateway((_, asked, truth) -> {
              if (asked == null || asked.kind() != Step.Kind.LOOK || truth.error() != null) {
                return truth;
              }
              Answer stale = earlier.put(asked, truth);
              return stale == null ? truth : stale;
            }))
        .as("seed " + SEED)
        .isNotEmpty();
  }

  @Test
  void findsOutWhoHidesARow() throws Exception {
    assertThat(
            foundBehindTheGateway((_, asked, truth) ->
                asked != null && asked.kind() == Step.Kind.LOOK
                    ? without(truth, asked, version -> version.key() == KEYS / 2)
                    : truth))
        .as("seed " + SEED)
        .isNotEmpty();
  }

  private static Answer without(Answer truth, Step asked, Predicate<Version> hidden) {
    List<Version> shown = truth.rows().stream().filter(hidden.negate()).toList();
    return truth.error() == null ? new Answer(shown, asked.tag(shown.size())) : truth;
  }

  @Test
  void findsOutPostgresReadingCommitted() throws Exception {
    assertThat(foundInPostgres("BEGIN ISOLATION LEVEL READ COMMITTED", false))
        .as("seed " + SEED)
        .isNotEmpty();
  }

  @Test
  void findsOutPostgresInsertingWhatItsSnapshotShows() throws Exception {
    assertThat(foundInPostgres("BEGIN ISOLATION LEVEL REPEATABLE READ", false))
        .as("seed " + SEED)
        .isNotEmpty();
  }

  @Test
  void findsOutPostgresForgettingRowLocksAtCommit() throws Exception {
    assertThat(foundInPostgres("BEGIN ISOLATION LEVEL REPEATABLE READ", true))
        .as("seed " + SEED)
        .isNotEmpty();
  }
}
