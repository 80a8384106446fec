package dev.borealis.gateway.job;

import dev.borealis.engine.BackendConnector;
import dev.borealis.engine.BackendException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Does the jobs of one cluster in the background: those that statements have put into
 * sys.borealis_jobs, and the server's own. Jobs that an earlier run left unfinished are begun
 * again. One job at a time works on a table. Needs up to {@value #MOST_CONNECTIONS} connections.
 */
public final class Jobs implements AutoCloseable {
  /** The connections to PostgreSQL that are open at most. */
  public static final int MOST_CONNECTIONS = 7;

  private static final Logger LOG = System.getLogger(Jobs.class.getName());

  /** Each takes a connection, and one more while its index appears. */
  private static final int MOST_RUNNING = 3;

  /** Without PostgreSQL there is nothing to do but to try again. */
  private static final Duration PAUSE_AFTER_LOSS = Duration.ofMillis(500);

  /** After a job gave way; the client's statement is through by then, or the job waits for it. */
  private static final Duration PAUSE_AFTER_GIVING_WAY = Duration.ofMillis(100);

  /**
   * Classes of SQLSTATEs that pass: a lost connection, a lost race, not enough memory or
   * connections, a server being stopped or started.
   */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "57");

  private final BackendConnector connector;
  private final JobTimings timings;
  private final Obstacles obstacles;
  private final JobTable table;
  private final Statistics statistics;
  private final Thread dispatcher;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All guarded by the lock.
  private final Map<Job, Thread> running = new HashMap<>();
  private final Map<String, Long> foundNotBegunNanos = new HashMap<>();
  // What the dispatcher has read as unfinished may have ended before it looks at what runs.
  private final Set<String> endedSinceRead = new HashSet<>();
  private long pokes;
  private long pokesSeen;
  private boolean closed;

  private Jobs(BackendConnector connector, JobTimings timings, Obstacles obstacles) {
    this.connector = connector;
    this.timings = timings;
    this.obstacles = obstacles;
    this.table = new JobTable(connector);
    this.statistics = new Statistics(table);
    this.dispatcher = Thread.ofVirtual().name("jobs").unstarted(this::dispatch);
  }

  /**
   * Begins to do the jobs of a cluster. PostgreSQL need not be ready, and may be restarted.
   *
   * @param connector connects to the cluster's PostgreSQL as any role
   * @param obstacles is told whom jobs wait for
   */
  public static Jobs start(BackendConnector connector, Obstacles obstacles) {
    return start(connector, JobTimings.DEFAULT, obstacles);
  }

  static Jobs start(BackendConnector connector, JobTimings timings, Obstacles obstacles) {
    Jobs jobs = new Jobs(connector, timings, obstacles);
    jobs.dispatcher.start();
    return jobs;
  }

  /** Tells that a transaction has committed which may have submitted a job. Returns at once. */
  public void poke() {
    lock.lock();
    try {
      pokes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The same, and waits until the indexes of all jobs submitted until now are in the catalog, so
   * that the client's next statement finds them there. Waits half a second at most: an index whose
   * table has another one being built appears when that is done.
   */
  public void awaitBegun() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long ticket = ++pokes;
      changed.signalAll();
      long nanos = timings.maxBeginWait().toNanos();
      while (pokesSeen < ticket && nanos > 0 && !closed) {
        nanos = changed.awaitNanos(nanos);
      }
      Set<String> awaited = new HashSet<>(foundNotBegunNanos.keySet());
      // A job that has been waiting for its table for long was submitted by somebody else.
      long recently = System.nanoTime() - timings.maxBeginWait().toNanos();
      awaited.removeIf(id -> Objects.requireNonNull(foundNotBegunNanos.get(id)) - recently < 0);
      while (!Collections.disjoint(awaited, foundNotBegunNanos.keySet()) && nanos > 0 && !closed) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is being done, and nothing was submitted that has not been looked at. */
  public boolean isIdle() {
    lock.lock();
    try {
      return running.isEmpty() && pokesSeen == pokes;
    } finally {
      lock.unlock();
    }
  }

  private void dispatch() {
    long nextStatistics = System.nanoTime() + timings.statisticsInterval().toNanos();
    while (!isClosed()) {
      try {
        if (System.nanoTime() - nextStatistics >= 0) {
          nextStatistics = System.nanoTime() + timings.statisticsInterval().toNanos();
          statistics.submitDue();
        }
        long seen = beginRead();
        startDue(table.unfinished());
        awaitPoke(seen, nextStatistics - System.nanoTime());
      } catch (IOException | BackendException e) {
        LOG.log(Level.DEBUG, "Jobs cannot be read now: {0}", e.getMessage());
        pause(PAUSE_AFTER_LOSS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private long beginRead() {
    lock.lock();
    try {
      endedSinceRead.clear();
      return pokes;
    } finally {
      lock.unlock();
    }
  }

  private void awaitPoke(long seen, long nanos) throws InterruptedException {
    lock.lock();
    try {
      pokesSeen = seen;
      changed.signalAll();
      long left = nanos;
      while (pokes == seen && left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean passes(BackendException e) {
    return PASSING.contains(e.report().sqlState().substring(0, 2));
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void startDue(List<Job> unfinished) {
    lock.lock();
    try {
      Set<String> busyTables = new HashSet<>();
      running.keySet().forEach(job -> busyTables.add(tableOf(job)));
      for (Job job : unfinished) {
        if (running.containsKey(job) || endedSinceRead.contains(job.id()) || closed) {
          continue;
        }
        if (job.type() == JobType.INDEX_BUILD) {
          foundNotBegunNanos.putIfAbsent(job.id(), System.nanoTime());
        }
        if (running.size() < MOST_RUNNING && busyTables.add(tableOf(job))) {
          Thread thread = Thread.ofVirtual().name("job").unstarted(() -> run(job));
          running.put(job, thread);
          thread.start();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** A job without a table keeps no other one waiting. */
  private static String tableOf(Job job) {
    return job.tableId() == null ? job.id() : job.tableId();
  }

  private void run(Job job) {
    try {
      table.started(job);
      while (!isOver(job, attempt(job))) {
        begun(job);
        TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_GIVING_WAY.toNanos());
      }
    } catch (IOException | BackendException e) {
      // The job is still in the table as unfinished, and the dispatcher comes back to it.
      LOG.log(Level.DEBUG, "Job {0} was interrupted: {1}", job.id(), e.getMessage());
      pause(PAUSE_AFTER_LOSS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended(job);
    }
  }

  private Outcome attempt(Job job) throws IOException, BackendException, InterruptedException {
    try {
      return new Attempt(job, table, connector, timings, obstacles, () -> begun(job)).make();
    } catch (BackendException e) {
      if (passes(e)) {
        throw e;
      }
      return unexpected(job, e);
    } catch (RuntimeException e) {
      return unexpected(job, e);
    }
  }

  /** Tried again it would fail again, for ever. */
  private static Outcome unexpected(Job job, Exception e) {
    LOG.log(Level.ERROR, "Job " + job.id() + " failed unexpectedly", e);
    return new Outcome.Failed("internal error");
  }

  private boolean isOver(Job job, Outcome outcome) throws IOException, BackendException {
    return switch (outcome) {
      case Outcome.Completed _ -> {
        table.finished(job, true, "");
        yield true;
      }
      case Outcome.Failed(String details) -> {
        table.finished(job, false, details);
        yield true;
      }
      case Outcome.GaveWay _ -> false;
    };
  }

  private void begun(Job job) {
    lock.lock();
    try {
      foundNotBegunNanos.remove(job.id());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void ended(Job job) {
    lock.lock();
    try {
      running.remove(job);
      endedSinceRead.add(job.id());
      foundNotBegunNanos.remove(job.id());
      pokes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Stops what runs; it is begun again at the next start. */
  @Override
  public void close() {
    List<Thread> threads;
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      threads = List.copyOf(running.values());
    } finally {
      lock.unlock();
    }
    dispatcher.interrupt();
    threads.forEach(Thread::interrupt);
    try {
      dispatcher.join();
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    table.close();
  }
}
