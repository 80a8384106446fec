package dev.borealis.client;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import com.zaxxer.hikari.util.Credentials;
import dev.borealis.iam.AuthToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one cluster, and transactions that are tried again where that is safe. Each
 * connection signs in with a token of its own and is replaced before the service would close it.
 */
public final class ClusterClient implements AutoCloseable {
  /** The service ends sessions after 60 minutes ("Cluster quotas and database limits"). */
  private static final Duration CONNECTION_LIFE = Duration.ofMinutes(55);

  private static final Duration IDLE_LIFE = Duration.ofMinutes(1);
  private static final Duration MAX_WAIT_FOR_CONNECTION = Duration.ofSeconds(30);

  private final HikariDataSource pool;
  private final RetryPolicy policy;
  private final Cancellation cancellation;

  /** Whether the cancellation ends what runs in transactions, too, not only pauses and retries. */
  private final boolean endsTransactions;

  private final LongAdder conflicts;
  private final LongAdder reconnects;

  /** What is done in one transaction. It may be done several times, so it must do nothing else. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /** Uses a connection whose transaction is begun and committed by the caller. */
    T in(Connection connection) throws SQLException;
  }

  /** Looks in a new transaction whether an earlier one was committed. */
  @FunctionalInterface
  public interface Inquiry {
    /** Whether it was. */
    boolean wasCommitted(Connection connection) throws SQLException;
  }

  private ClusterClient(
      HikariDataSource pool,
      RetryPolicy policy,
      Cancellation cancellation,
      boolean endsTransactions,
      LongAdder conflicts,
      LongAdder reconnects) {
    this.pool = pool;
    this.policy = policy;
    this.cancellation = cancellation;
    this.endsTransactions = endsTransactions;
    this.conflicts = conflicts;
    this.reconnects = reconnects;
  }

  /**
   * The same connections for one piece of work. When that is cancelled, waiting for a connection
   * ends at once, and what runs on one is cancelled; COMMIT, once begun, is not. Not to be closed.
   */
  public ClusterClient endedBy(Cancellation work) {
    return new ClusterClient(pool, policy, work, true, conflicts, reconnects);
  }

  /**
   * Signs in once, so that what is wrong shows at once, and keeps that connection for later use.
   *
   * @param maxConnections at once; more callers wait up to 30 seconds
   * @param cancellation ends pauses and further attempts
   * @throws ClientException if the cluster cannot be reached or refuses
   */
  public static ClusterClient open(
      ClusterLogin login, int maxConnections, RetryPolicy policy, Cancellation cancellation) {
    return open(login, Map.of(), maxConnections, policy, cancellation);
  }

  /**
   * The same.
   *
   * @param driverSettings connection parameters of pgJDBC beyond those that every connection has
   */
  public static ClusterClient open(
      ClusterLogin login,
      Map<String, String> driverSettings,
      int maxConnections,
      RetryPolicy policy,
      Cancellation cancellation) {
    SilentLogging.ensure();
    HikariConfig config = new HikariConfig();
    config.setPoolName("dsql");
    config.setDriverClassName("org.postgresql.Driver");
    config.setJdbcUrl(login.address().jdbcUrl());
    Properties properties = login.properties();
    properties.putAll(driverSettings);
    config.setDataSourceProperties(properties);
    // A token is valid for minutes, and is asked for only when a connection is made.
    config.setCredentialsProvider(
        () -> Credentials.of(login.user(), login.token(AuthToken.DEFAULT_LIFE)));
    config.setMaximumPoolSize(maxConnections);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_LIFE.toMillis());
    config.setMaxLifetime(CONNECTION_LIFE.toMillis());
    // A cluster that nobody uses may go to sleep; pings would keep it awake.
    config.setKeepaliveTime(0);
    config.setConnectionTimeout(MAX_WAIT_FOR_CONNECTION.toMillis());
    config.setThreadFactory(Thread.ofPlatform().daemon().name("dsql-pool-", 0).factory());
    try {
      return new ClusterClient(
          new HikariDataSource(config),
          policy,
          cancellation,
          false,
          new LongAdder(),
          new LongAdder());
    } catch (PoolInitializationException e) {
      throw refused(login, e);
    }
  }

  private static ClientException refused(ClusterLogin login, PoolInitializationException e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof SQLException)) {
      if (cause instanceof ClientException known) {
        return known;
      }
      cause = cause.getCause();
    }
    return cause instanceof ClientException known
        ? known
        : new ClientException(
            "Signing in to %s port %d as %s failed: %s"
                .formatted(
                    login.address().host(),
                    login.address().port(),
                    login.user(),
                    cause.getMessage()),
            e);
  }

  /**
   * A connection in autocommit mode, to be closed soon. Nothing is tried again on it.
   *
   * @throws SQLException if there is none within 30 seconds
   */
  public Connection connection() throws SQLException {
    return pool.getConnection();
  }

  private Connection acquire() throws SQLException {
    return endsTransactions
        ? cancellation.interruptibly(pool::getConnection)
        : pool.getConnection();
  }

  private <T extends @Nullable Object> T watched(Connection connection, Work<T> work)
      throws SQLException {
    if (!endsTransactions) {
      return work.in(connection);
    }
    // Closed before the connection goes back, where the next call must not be hit.
    try (Cancellation.Watch _ = cancellation.watch(connection)) {
      return work.in(connection);
    }
  }

  /** Runs {@code work} once, on a connection in autocommit mode. */
  public <T extends @Nullable Object> T alone(Work<T> work) throws SQLException {
    try (Connection connection = acquire()) {
      return watched(connection, work);
    }
  }

  /**
   * Runs {@code work} in one transaction and commits it. After a conflict, or a loss of the
   * connection before COMMIT, nothing has happened, and it is run again as the policy says.
   *
   * @throws SQLException what the cluster says, if trying again is of no use or did not help
   * @throws UnknownOutcomeException if the connection was lost during COMMIT
   */
  public <T extends @Nullable Object> T transaction(Work<T> work) throws SQLException {
    return transaction(work, null);
  }

  /**
   * The same, with somebody to ask after a connection that was lost during COMMIT: {@code work} is
   * run again only if {@code inquiry} finds that it was not committed.
   */
  public <T extends @Nullable Object> T transaction(Work<T> work, @Nullable Inquiry inquiry)
      throws SQLException {
    Attempt<T> attempt = new Attempt<>(work, inquiry, false);
    return attempt.run();
  }

  /** Runs {@code work} in a transaction that changes nothing; a lost COMMIT does not matter. */
  public <T extends @Nullable Object> T read(Work<T> work) throws SQLException {
    return new Attempt<>(work, null, true).run();
  }

  /**
   * Runs one statement by itself, as DDL has to be. It is run again after a conflict; after a lost
   * connection only if it is {@code repeatable}, because it may have been done.
   *
   * @param repeatable whether doing it twice is the same as doing it once
   */
  public void execute(String statement, boolean repeatable) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      cancellation.check();
      boolean sent = false;
      try (Connection connection = pool.getConnection();
          Statement running = connection.createStatement();
          Cancellation.Watch _ = cancellation.watch(running)) {
        sent = true;
        running.execute(statement);
        return;
      } catch (SQLException e) {
        FailureKind kind = FailureKind.of(e);
        boolean done = sent && kind == FailureKind.CONNECTION_LOST && !repeatable;
        if (done || attempt >= policy.attempts() || !kind.isTransient()) {
          throw e;
        }
        count(kind);
      }
      pause(attempt);
    }
  }

  /**
   * Waits until a background job is over, however it has ended: {@code sys.jobs} tells
   * ("Asynchronous indexes in Aurora DSQL").
   *
   * @param job its number, as CREATE INDEX ASYNC and ALTER TABLE ASYNC return it
   */
  public void awaitJob(String job) throws SQLException {
    execute("CALL sys.wait_for_job('" + job.replace("'", "''") + "')", true);
  }

  /** A transaction on its way through its attempts. */
  private final class Attempt<T extends @Nullable Object> {
    private final Work<T> work;
    private final @Nullable Inquiry inquiry;
    private final boolean readOnly;

    Attempt(Work<T> work, @Nullable Inquiry inquiry, boolean readOnly) {
      this.work = work;
      this.inquiry = inquiry;
      this.readOnly = readOnly;
    }

    private T run() throws SQLException {
      for (int attempt = 1; ; attempt++) {
        cancellation.check();
        Outcome<T> outcome = once();
        SQLException failure = outcome.failure();
        if (failure == null) {
          return outcome.result();
        }
        if (outcome.committing() && !readOnly && lostConnection(failure)) {
          if (inquiry == null) {
            throw new UnknownOutcomeException(failure);
          }
          if (Boolean.TRUE.equals(new Attempt<>(inquiry::wasCommitted, null, true).run())) {
            return outcome.result();
          }
        }
        FailureKind kind = FailureKind.of(failure);
        if (attempt >= policy.attempts() || !kind.isTransient()) {
          throw failure;
        }
        count(kind);
        pause(attempt);
      }
    }

    @SuppressWarnings("NullAway") // A failed attempt has no result, and nobody asks for it.
    private Outcome<T> once() {
      T result = null;
      boolean committing = false;
      try (Connection connection = acquire()) {
        connection.setReadOnly(readOnly);
        connection.setAutoCommit(false);
        try {
          result = watched(connection, work);
          committing = true;
          connection.commit();
          return new Outcome<>(result, true, null);
        } finally {
          leave(connection);
        }
      } catch (SQLException e) {
        return new Outcome<>(result, committing, e);
      }
    }

    // A connection that is lost cannot be put in order, and the pool will throw it away.
    private void leave(Connection connection) {
      try {
        if (!connection.isClosed()) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
      } catch (SQLException e) {
        pool.evictConnection(connection);
      }
    }
  }

  private record Outcome<T extends @Nullable Object>(
      T result, boolean committing, @Nullable SQLException failure) {}

  private static boolean lostConnection(SQLException e) {
    return FailureKind.of(e) == FailureKind.CONNECTION_LOST;
  }

  private void count(FailureKind kind) {
    (kind == FailureKind.CONFLICT ? conflicts : reconnects).increment();
  }

  private void pause(int attempt) {
    cancellation.pause(policy.pause(attempt, ThreadLocalRandom.current()));
  }

  /** How many transactions were tried again because of a conflict (40001). */
  public long conflicts() {
    return conflicts.sum();
  }

  /** How many were tried again because a connection was lost or refused. */
  public long reconnects() {
    return reconnects.sum();
  }

  /** Closes all connections. */
  @Override
  public void close() {
    pool.close();
  }
}
