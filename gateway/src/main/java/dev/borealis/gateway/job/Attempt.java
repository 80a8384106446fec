package dev.borealis.gateway.job;

import dev.borealis.engine.BackendConnector;
import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendProfile;
import dev.borealis.gateway.job.JobStatement.FailedException;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A try to get a job done.
 *
 * @param begun is told when the job's object is in the catalog
 */
record Attempt(
    Job job,
    JobTable table,
    BackendConnector connector,
    JobTimings timings,
    Obstacles obstacles,
    Runnable begun) {
  /** How often a running statement is looked at: to a client that waits, this is what it waits. */
  static final Duration LOOK_INTERVAL = Duration.ofMillis(25);

  static final String UNIQUE_VIOLATION = "23505";
  private static final String CHECK_VIOLATION = "23514";

  /**
   * Makes the try.
   *
   * @throws IOException if PostgreSQL cannot be reached: the job has to be tried again later
   */
  Outcome make() throws IOException, BackendException, InterruptedException {
    try {
      return switch (job.type()) {
        case INDEX_BUILD -> new IndexBuild(this).attempt();
        case VALIDATE_CONSTRAINT -> validate();
        case ANALYZE -> analyze();
        case DROP -> new Outcome.Completed();
      };
    } catch (FailedException e) {
      return new Outcome.Failed(e.report().message());
    }
  }

  private Outcome validate()
      throws IOException, BackendException, FailedException, InterruptedException {
    List<@Nullable String> command = table.validation(job);
    if (command == null) {
      return new Outcome.Failed("the constraint was dropped");
    }
    try (JobStatement statement = connect()) {
      return run(String.valueOf(command.get(0)), statement);
    } catch (FailedException e) {
      if (!e.report().sqlState().equals(CHECK_VIOLATION)) {
        throw e;
      }
      // The service's own words.
      return new Outcome.Failed(
          "check constraint \"%s\" is violated by some row".formatted(command.get(1)));
    }
  }

  private Outcome analyze()
      throws IOException, BackendException, FailedException, InterruptedException {
    String name = table.tableName(job);
    if (name == null) {
      return new Outcome.Failed("the table was dropped");
    }
    try (JobStatement statement = JobStatement.connect(connector, JobTable.SUPERUSER, null)) {
      return run("ANALYZE " + name, statement);
    }
  }

  /** Runs a statement that nothing has to be watched of. */
  Outcome run(String sql, JobStatement statement)
      throws IOException, BackendException, FailedException, InterruptedException {
    List<String> processes = List.of(statement.processId());
    boolean done = statement.run(sql, watch(processes, () -> LOOK_INTERVAL));
    return done ? new Outcome.Completed() : new Outcome.GaveWay();
  }

  /** Looks at what a running statement has done. */
  interface Look {
    /** Gives how long to wait before looking again. */
    Duration now() throws IOException, BackendException;
  }

  /**
   * Watches a statement, also for clients that wait for it and that it waits for.
   *
   * @param processIds the processes that the statement needs; the first one runs it
   */
  JobStatement.Watch watch(List<String> processIds, Look look) {
    Map<Integer, Long> waitedSinceNanos = new HashMap<>();
    return new JobStatement.Watch() {
      @Override
      public Duration look() throws IOException, BackendException {
        return look.now();
      }

      @Override
      public boolean mustGiveWay() throws IOException, BackendException {
        JobTable.Waits waits = table.waits(processIds);
        tellObstacles(waits.heldUpBy(), waitedSinceNanos);
        return waits.holdsUpClients();
      }
    };
  }

  private void tellObstacles(List<Integer> heldUpBy, Map<Integer, Long> waitedSinceNanos) {
    long now = System.nanoTime();
    waitedSinceNanos.keySet().retainAll(heldUpBy);
    heldUpBy.forEach(processId -> waitedSinceNanos.putIfAbsent(processId, now));
    long patience = timings.obstaclePatience().toNanos();
    List<Integer> tooLong =
        heldUpBy.stream()
            .filter(processId ->
                now - Objects.requireNonNull(waitedSinceNanos.get(processId)) >= patience)
            .toList();
    if (!tooLong.isEmpty()) {
      obstacles.heldUpBy(tooLong);
    }
  }

  /**
   * Connects as the role that asked for the job. It signs in as itself, so that nothing it made the
   * statement call can become anybody else.
   */
  JobStatement connect() throws IOException, BackendException, FailedException {
    String login = roleName(job.loginRole());
    String set = job.setRole() == null ? null : roleName(job.setRole());
    return JobStatement.connect(
        connector, new BackendProfile(login, JobTable.SUPERUSER.settings()), set);
  }

  private String roleName(@Nullable String roleId)
      throws IOException, BackendException, FailedException {
    String name = roleId == null ? null : table.roleName(roleId);
    if (name == null) {
      throw new FailedException(
          Report.of("ERROR", "42704", "the role that asked for the job was dropped"));
    }
    return name;
  }
}
