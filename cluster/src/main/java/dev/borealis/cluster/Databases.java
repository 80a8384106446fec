package dev.borealis.cluster;

import dev.borealis.engine.EngineException;
import dev.borealis.gateway.ServedCluster;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The databases that are open, by the cluster in whose directory they are. Sends those to sleep
 * that nobody uses.
 */
final class Databases implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Databases.class.getName());
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(1);

  /** A place for a database, locked while it is opened or closed. */
  private static final class Place {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Database database;
    private volatile boolean wasSentToSleep;
    // Guarded by the lock. Whoever was on the way to a cluster that is being deleted must not open
    // it again.
    private boolean gone;
  }

  private final LocalServiceOptions options;
  private final ClusterFiles files;
  private final Map<ClusterId, Place> places = new ConcurrentHashMap<>();
  private final Thread rounds;
  private volatile boolean closed;

  Databases(LocalServiceOptions options, ClusterFiles files) {
    this.options = options;
    this.files = files;
    this.rounds = Thread.ofVirtual().name("databases-sleep").start(this::makeRounds);
  }

  /** The database of a cluster; it is prepared if it is not open. PostgreSQL may sleep. */
  Database open(ClusterId owner) throws IOException {
    return open(owner, false);
  }

  /** The same, with PostgreSQL launched at once. */
  Database start(ClusterId owner) throws IOException {
    return open(owner, true);
  }

  private Database open(ClusterId owner, boolean awake) throws IOException {
    Place place = places.computeIfAbsent(owner, _ -> new Place());
    Database known = place.database;
    if (known != null) {
      return known;
    }
    place.lock.lock();
    try {
      Database opened = place.database;
      if (closed || place.gone) {
        throw new IOException(closed ? "the service is stopping" : "the cluster is gone");
      }
      if (opened == null) {
        opened =
            awake
                ? Database.start(options, files.postgresDirectory(owner))
                : Database.asleep(options, files.postgresDirectory(owner));
        place.database = opened;
      }
      return opened;
    } catch (EngineException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      place.lock.unlock();
    }
  }

  /** The database of a cluster, if it is open; it may sleep. */
  @Nullable ServedCluster served(ClusterId owner) {
    Place place = places.get(owner);
    Database database = place == null ? null : place.database;
    return database == null ? null : database.served();
  }

  /** Whether a database was in use and sleeps now. One that nobody has used yet does not count. */
  boolean hasFallenAsleep(ClusterId owner) {
    Place place = places.get(owner);
    if (place == null) {
      return false;
    }
    Database database = place.database;
    return database != null && place.wasSentToSleep && !database.served().isAwake();
  }

  /** Closes a database for good, and leaves no process of it. */
  void close(ClusterId owner) {
    Place place = places.computeIfAbsent(owner, _ -> new Place());
    place.lock.lock();
    try {
      place.gone = true;
      Database database = place.database;
      if (database != null) {
        database.close();
        place.database = null;
      }
    } finally {
      place.lock.unlock();
    }
  }

  private void makeRounds() {
    Duration idle = options.controlPlane().sleepAfter();
    if (idle.isZero()) {
      return;
    }
    Duration round = idle.compareTo(LONGEST_ROUND) < 0 ? idle : LONGEST_ROUND;
    try {
      while (!closed) {
        Thread.sleep(round);
        places.forEach((owner, place) -> {
          Database database = place.database;
          if (database != null && database.served().sleepIfIdle(idle)) {
            place.wasSentToSleep = true;
            LOG.log(Level.INFO, "cluster {0} sleeps until somebody uses it", owner);
          }
        });
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes all, at the same time. */
  @Override
  public void close() {
    closed = true;
    rounds.interrupt();
    List<Thread> closing = new ArrayList<>();
    for (ClusterId owner : List.copyOf(places.keySet())) {
      closing.add(Thread.ofVirtual().start(() -> close(owner)));
    }
    for (Thread thread : closing) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
