package dev.borealis.gateway;

import dev.borealis.engine.Backend;
import dev.borealis.engine.BackendConnector;
import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendProfile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no statement waits for another client's open transaction. PostgreSQL makes it
 * wait for the locks of whoever was there first; DSQL knows no locks. So a statement that has not
 * answered within a few milliseconds is looked up, and those transactions that hold it up while
 * their clients do nothing give way.
 *
 * <p>Costs nothing as long as statements answer faster than that.
 */
final class LockWaits implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LockWaits.class.getName());

  private static final Duration ROUND = Duration.ofMillis(3);

  /**
   * On a machine so busy that all statements are slow, looks that find nothing become this rare.
   */
  private static final Duration RAREST_ROUND = Duration.ofMillis(16);

  /** A statement that takes this long may be waiting for a lock. */
  private static final Duration PATIENCE = Duration.ofMillis(3);

  /** Statements that are just slow are looked up less and less often, down to this. */
  private static final Duration RAREST_LOOK = Duration.ofMillis(64);

  /** What a look has found. */
  private enum Found {
    NOTHING_SLOW,
    ONLY_SLOW,
    WAITING
  }

  /** When a statement is looked up again. */
  private record Look(long statementNanos, long nextNanos, Duration pause) {}

  private final BackendConnector connector;
  private final Set<Contender> contenders = ConcurrentHashMap.newKeySet();
  private final Map<Contender, Look> looks = new HashMap<>();
  private final Thread thread;
  private volatile boolean resting;
  private volatile boolean closed;

  /** A connection of its own, since it is needed most when all others are taken. */
  private @Nullable Backend monitor;

  LockWaits(BackendConnector connector) {
    this.connector = connector;
    // It wakes up hundreds of times a second, which costs a virtual thread several threads' work.
    this.thread = Thread.ofPlatform().daemon().name("lock-waits").start(this::watch);
  }

  /** A session has taken a backend. */
  void opened(Contender contender) {
    contenders.add(contender);
    if (resting && contenders.size() > 1) {
      LockSupport.unpark(thread);
    }
  }

  /** A session lets go of its backend. */
  void closed(Contender contender) {
    contenders.remove(contender);
  }

  /** Whether no more than one session is in a transaction. */
  boolean isAlone() {
    return contenders.size() <= 1;
  }

  /** Has every transaction that used another version of the catalog end where it stands. */
  void schemaChanged() {
    contenders.forEach(Contender::endIfSchemaChanged);
  }

  /** Has transactions end that a job waits for, by the processes that work for them. */
  void makeWay(List<Integer> processIds) {
    contenders.forEach(contender -> {
      if (processIds.contains(contender.processId())) {
        contender.giveWay(true);
      }
    });
  }

  private void watch() {
    Duration pause = ROUND;
    while (!closed) {
      if (contenders.size() < 2) {
        resting = true;
        if (contenders.size() < 2 && !closed) {
          LockSupport.park(this);
        }
        resting = false;
      } else {
        LockSupport.parkNanos(this, pause.toNanos());
        try {
          pause =
              switch (look()) {
                case WAITING -> ROUND;
                case ONLY_SLOW -> shorter(pause.multipliedBy(2), RAREST_ROUND);
                case NOTHING_SLOW -> longer(pause.dividedBy(2), ROUND);
              };
        } catch (IOException | BackendException e) {
          LOG.log(Level.DEBUG, "lock waits could not be looked up: {0}", e.getMessage());
          dropMonitor();
        }
      }
    }
    dropMonitor();
  }

  /** Looks slow statements up. */
  private Found look() throws IOException, BackendException {
    Map<Integer, Contender> slow = slow(System.nanoTime());
    if (slow.isEmpty()) {
      return Found.NOTHING_SLOW;
    }
    Found found = Found.ONLY_SLOW;
    Map<Integer, Contender> others = new HashMap<>();
    contenders.forEach(contender -> others.put(contender.processId(), contender));
    for (List<@Nullable String> row : ask(slow.keySet())) {
      Contender waiting = slow.get(Integer.parseInt(String.valueOf(row.getFirst())));
      String blockers = String.valueOf(row.getLast());
      if (waiting == null || blockers.isEmpty()) {
        continue;
      }
      found = Found.WAITING;
      looks.remove(waiting);
      for (String blocker : blockers.split(",", -1)) {
        Contender holding = others.get(Integer.parseInt(blocker));
        if (holding != null && holding != waiting) {
          holding.giveWay(waiting.isChangingSchema());
        }
      }
    }
    return found;
  }

  /** The statements to look up now, by the process that runs them. */
  private Map<Integer, Contender> slow(long now) {
    Map<Integer, Contender> slow = new HashMap<>();
    looks.keySet().retainAll(contenders);
    for (Contender contender : contenders) {
      long since = contender.answeringSinceNanos();
      if (since == 0 || now - since < PATIENCE.toNanos()) {
        continue;
      }
      Look last = looks.get(contender);
      if (last != null && last.statementNanos() != since) {
        last = null;
      }
      if (last == null || now - last.nextNanos() >= 0) {
        Duration pause = last == null ? ROUND : shorter(last.pause().multipliedBy(2), RAREST_LOOK);
        looks.put(contender, new Look(since, now + pause.toNanos(), pause));
        slow.put(contender.processId(), contender);
      }
    }
    return slow;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private List<List<@Nullable String>> ask(Set<Integer> processes)
      throws IOException, BackendException {
    Backend connected = monitor;
    if (connected == null) {
      connected = connector.connect(BackendProfile.SYSTEM);
      monitor = connected;
    }
    String list = processes.stream().map(String::valueOf).collect(Collectors.joining(","));
    return new ArrayList<>(
        connected.query(
            "SELECT waiting, pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(waiting), ',') FROM pg_catalog.unnest('{%s}'::int[]) AS waiting"
                .formatted(list)));
  }

  private void dropMonitor() {
    Backend connected = monitor;
    monitor = null;
    if (connected != null) {
      connected.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
