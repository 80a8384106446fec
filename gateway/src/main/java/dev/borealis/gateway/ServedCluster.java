package dev.borealis.gateway;

import dev.borealis.engine.Backend;
import dev.borealis.engine.BackendConnector;
import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendLease;
import dev.borealis.engine.BackendLimitException;
import dev.borealis.engine.BackendPool;
import dev.borealis.engine.BackendProfile;
import dev.borealis.engine.PostgresServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One cluster as the gateway sees it: its names, and the backends of its database. */
public final class ServedCluster implements AutoCloseable {
  /** How long a transaction waits for a backend before it is refused with 53300. */
  private static final Duration MAX_BACKEND_WAIT = Duration.ofSeconds(30);

  private static final int MAX_KNOWN_PROFILES = 1_000;

  private final ClusterName name;
  private final BackendPool pool;
  private final AtomicLong schemaVersion = new AtomicLong();

  /**
   * What PostgreSQL reports at sign-in depends on the profile alone, so one backend's report serves
   * all its sessions.
   */
  private final Map<BackendProfile, Map<String, String>> reportedParameters =
      new ConcurrentHashMap<>();

  private final AtomicBoolean definitionsRead = new AtomicBoolean();
  private volatile boolean settingsHideInDefinitions;

  /**
   * @param server the cluster's PostgreSQL; stays the caller's to close
   * @param maxBackends PostgreSQL connections at once; as many transactions can be open
   */
  public ServedCluster(ClusterName name, PostgresServer server, int maxBackends) {
    this.name = name;
    this.pool = new BackendPool(BackendConnector.to(server), maxBackends, MAX_BACKEND_WAIT);
    server.onStateChange((_, _) -> pool.invalidate());
  }

  public ClusterName name() {
    return name;
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
   * Whether a caller with this ARN may be this role.
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
                      + principalArn.replace("'", "''")
                      + "'")
              .isEmpty();
      return mapped ? null : "no mapping from " + principalArn;
    }
  }

  /** Changes whenever a statement may have changed the schema. */
  long schemaVersion() {
    return schemaVersion.get();
  }

  /** Takes note of a statement that may have changed the schema. */
  void schemaChanged() {
    schemaVersion.incrementAndGet();
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
    try (BackendLease lease = pool.lease(BackendProfile.SYSTEM, Map.of())) {
      if (!lease.backend().query(Bootstrap.DEFINITIONS_THAT_CHANGE_SETTINGS).isEmpty()) {
        settingsHideInDefinitions = true;
      }
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
