package dev.borealis.gateway;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.engine.Backend;
import dev.borealis.engine.BackendConnector;
import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendLease;
import dev.borealis.engine.BackendLimitException;
import dev.borealis.engine.BackendPool;
import dev.borealis.engine.BackendProfile;
import dev.borealis.engine.PostgresServer;
import dev.borealis.engine.ServerState;
import dev.borealis.engine.StorageFigures;
import dev.borealis.gateway.job.Jobs;
import dev.borealis.iam.RoleArn;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One cluster as the gateway sees it: the backends of its database, and what they are used for. */
public final class ServedCluster implements AutoCloseable {
  /** How long a transaction waits for a backend before it is refused with 53300. */
  private static final Duration MAX_BACKEND_WAIT = Duration.ofSeconds(30);

  private static final int MAX_KNOWN_PROFILES = 1_000;

  private final BackendPool pool;
  private final AtomicLong catalogVersion = new AtomicLong();
  private final TransactionLimits limits;
  private final StatementTexts texts;
  private final LockWaits lockWaits;
  private final Relations relations;
  private final Deletions deletions = new Deletions();
  private final Outline outline;
  private final Faults faults;
  private final PostgresServer server;
  private final BackendConnector connector;
  private final ReentrantLock replays = new ReentrantLock(true);

  /**
   * What PostgreSQL reports at sign-in depends on the profile alone, so one backend's report serves
   * all its sessions.
   */
  private final Map<BackendProfile, Map<String, String>> reportedParameters =
      new ConcurrentHashMap<>();

  private final AtomicBoolean definitionsRead = new AtomicBoolean();
  private volatile boolean settingsHideInDefinitions;
  private volatile Optional<StorageFigures> lastFigures = Optional.empty();
  private volatile Duration commitLatency = Duration.ZERO;

  // There are none while PostgreSQL sleeps. Both are guarded by this.
  private @Nullable Jobs jobs;
  private boolean closed;

  /**
   * @param server the cluster's PostgreSQL; stays the caller's to close
   * @param maxBackends PostgreSQL connections at once; as many transactions can be open
   * @param version whose rules its statements follow
   * @param limits of its transactions
   */
  public ServedCluster(
      PostgresServer server, int maxBackends, DsqlVersion version, TransactionLimits limits) {
    this.server = server;
    this.limits = limits;
    this.texts = new StatementTexts(Dialect.of(version));
    this.connector = BackendConnector.to(server);
    this.pool = new BackendPool(connector, maxBackends, MAX_BACKEND_WAIT);
    this.lockWaits = new LockWaits(connector);
    this.relations = new Relations(pool, catalogVersion::get);
    this.outline = new Outline(pool, catalogVersion::get);
    this.faults = new Faults(pool);
    server.onStateChange((_, now) -> {
      pool.invalidate();
      if (now == ServerState.READY) {
        startJobs();
      }
    });
    if (server.state() == ServerState.READY) {
      startJobs();
    }
  }

  private synchronized void startJobs() {
    if (jobs == null && !closed) {
      jobs = Jobs.start(connector, lockWaits::makeWay);
    }
  }

  private synchronized @Nullable Jobs jobs() {
    return jobs;
  }

  /**
   * Sends PostgreSQL to sleep if for {@code idle} no transaction has been open and nothing is being
   * done in the background. Clients stay connected; the next statement of any of them wakes it.
   *
   * @return whether it goes to sleep
   */
  public synchronized boolean sleepIfIdle(Duration idle) {
    Jobs working = jobs;
    if (working == null || pool.unusedFor().compareTo(idle) < 0 || !working.isIdle()) {
      return false;
    }
    // They hold a connection and would use it again.
    working.close();
    jobs = null;
    if (server.sleep(pool::drainIfUnused)) {
      return true;
    }
    startJobs();
    return false;
  }

  /** Has the answer to each commit that changes something come so much later. */
  public void delayCommits(Duration latency) {
    commitLatency = latency;
  }

  /** How much later the answer to a commit comes. */
  Duration commitLatency() {
    return commitLatency;
  }

  /**
   * What PostgreSQL has read and written; empty if nobody knows. Does not wake it: while it sleeps,
   * the figures are those of the last time.
   */
  public Optional<StorageFigures> storageFigures() {
    Optional<StorageFigures> now = StorageFigures.of(server);
    if (now.isPresent()) {
      lastFigures = now;
    }
    return lastFigures;
  }

  /** Bytes of all tables and indexes but PostgreSQL's own catalog; PostgreSQL may sleep. */
  public long storedBytes() {
    return StorageFigures.storedBytes(server);
  }

  /** Whether PostgreSQL runs, or will in a moment. */
  public boolean isAwake() {
    return server.state() != ServerState.ASLEEP;
  }

  /** The cluster's backends. */
  public BackendPool pool() {
    return pool;
  }

  /** What PostgreSQL reports to a session of this profile when it signs in. */
  Map<String, String> parameters(BackendProfile profile)
      throws IOException, BackendException, BackendLimitException, InterruptedException {
    Map<String, String> known = reportedParameters.get(profile);
    if (known != null) {
      return known;
    }
    readDefinitions();
    try (BackendLease lease = pool.lease(profile, Map.of())) {
      if (reportedParameters.size() >= MAX_KNOWN_PROFILES) {
        reportedParameters.clear();
      }
      Map<String, String> reported = Map.copyOf(lease.backend().parameters());
      reportedParameters.put(profile, reported);
      return reported;
    }
  }

  /**
   * Whether a caller with this ARN may be this role; whoever has assumed an IAM role is mapped with
   * the role.
   *
   * @return null if so, else the reason for the log
   */
  @Nullable String whyNot(String role, String principalArn)
      throws IOException, BackendException, BackendLimitException, InterruptedException {
    if (role.equals("admin")) {
      return null;
    }
    String quoted = "'" + role.replace("'", "''") + "'";
    try (BackendLease lease = pool.lease(BackendProfile.SYSTEM, Map.of())) {
      Backend system = lease.backend();
      List<List<@Nullable String>> login =
          system.query(
              "SELECT rolcanlogin AND NOT rolsuper FROM pg_catalog.pg_roles WHERE rolname = "
                  + quoted);
      if (login.isEmpty()) {
        return "role does not exist";
      }
      if (!"t".equals(login.getFirst().getFirst())) {
        return "role may not log in";
      }
      boolean mapped =
          !system
              .query(
                  "SELECT 1 FROM sys.iam_pg_role_mappings WHERE pg_role_name = "
                      + quoted
                      + " AND arn = '"
                      + RoleArn.ofSession(principalArn).replace("'", "''")
                      + "'")
              .isEmpty();
      return mapped ? null : "no mapping from " + principalArn;
    }
  }

  /** What has been read of its clients' statements. */
  StatementTexts texts() {
    return texts;
  }

  /** What is made to fail. */
  Faults faults() {
    return faults;
  }

  /** Which names in its schema stand for more than statements tell. */
  Outline outline() {
    return outline;
  }

  /** From which tables keys have disappeared. */
  Deletions deletions() {
    return deletions;
  }

  /** What its transactions may do at most. */
  TransactionLimits limits() {
    return limits;
  }

  /** Makes transactions give way that are in the way. */
  LockWaits lockWaits() {
    return lockWaits;
  }

  /** What names of relations mean. */
  Relations relations() {
    return relations;
  }

  /**
   * Held while a transaction does again what it had done, so that two of them never block each
   * other.
   */
  ReentrantLock replays() {
    return replays;
  }

  /** Changes whenever a transaction has changed the schema or privileges. */
  long catalogVersion() {
    return catalogVersion.get();
  }

  /**
   * A transaction has changed the schema or privileges, and has committed.
   *
   * @param submittedIndex whether its client may look for an index now that is built in the
   *     background
   */
  void catalogChanged(boolean submittedIndex) {
    catalogVersion.incrementAndGet();
    lockWaits.schemaChanged();
    Jobs background = jobs();
    if (background == null) {
      return; // Those that start with PostgreSQL look for themselves what there is to do.
    }
    if (!submittedIndex) {
      background.poke();
      return;
    }
    try {
      background.awaitBegun();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes note of a definition that calls set_config. */
  void schemaMayChangeSettings() {
    settingsHideInDefinitions = true;
  }

  /**
   * Whether any statement might change settings, because a function, view or default of the cluster
   * calls set_config. Then every transaction's end is checked.
   */
  boolean settingsHideInDefinitions() {
    return settingsHideInDefinitions;
  }

  private void readDefinitions()
      throws IOException, BackendException, BackendLimitException, InterruptedException {
    if (!definitionsRead.compareAndSet(false, true)) {
      return;
    }
    faults.read();
    try (BackendLease lease = pool.lease(BackendProfile.SYSTEM, Map.of())) {
      if (!lease.backend().query(Bootstrap.DEFINITIONS_THAT_CHANGE_SETTINGS).isEmpty()) {
        settingsHideInDefinitions = true;
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (jobs != null) {
        jobs.close();
      }
    }
    lockWaits.close();
    pool.close();
  }
}
