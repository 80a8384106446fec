package dev.borealis.alter;

import dev.borealis.alter.AlterPlan.Step;
import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.ClusterClient.Inquiry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DDL, one statement in a transaction, each such that it can be done again; and its jobs. */
final class Definitions {
  private static final String JOB_COLUMN = "job_id";

  private final ClusterClient client;
  private final Cancellation cancellation;
  private final String schema;

  Definitions(ClusterClient client, Cancellation cancellation, String schema) {
    this.client = client;
    this.cancellation = cancellation;
    this.schema = schema;
  }

  boolean exists(String name) throws SQLException {
    return client.<Boolean>read(connection -> exists(connection, Names.qualified(schema, name)));
  }

  private static boolean exists(Connection connection, String qualified) throws SQLException {
    return Queries.truth(connection, "SELECT to_regclass(?) IS NOT NULL", qualified);
  }

  /** Does what can be done twice. */
  void repeatable(String sql) throws SQLException {
    client.execute(sql, true);
  }

  /** Renames, unless it is done: then the new name is there. */
  void rename(Step step) throws SQLException {
    String to = Names.qualified(schema, String.valueOf(step.object()));
    once(step.sql(), connection -> exists(connection, to));
  }

  /** Adds a constraint, unless it is there. */
  void addConstraint(Step step) throws SQLException {
    once(
        step.sql(),
        connection ->
            Queries.truth(
                connection,
                "SELECT true FROM pg_catalog.pg_constraint WHERE conrelid = to_regclass(?) AND conname = ?",
                String.valueOf(step.table()),
                String.valueOf(step.object())));
  }

  private void once(String sql, Inquiry isDone) throws SQLException {
    if (!isDone(isDone)) {
      client.<@Nullable String>transaction(connection -> run(connection, sql), isDone);
    }
  }

  private boolean isDone(Inquiry inquiry) throws SQLException {
    return client.<Boolean>read(inquiry::wasCommitted);
  }

  /** Runs a statement; the number of the job that it has started, or null. */
  private @Nullable String run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        Cancellation.Watch _ = cancellation.watch(statement)) {
      statement.setEscapeProcessing(false);
      if (!statement.execute(sql)) {
        return null;
      }
      try (ResultSet rows = statement.getResultSet()) {
        boolean job = rows.getMetaData().getColumnLabel(1).equals(JOB_COLUMN);
        return job && rows.next() ? rows.getString(1) : null;
      }
    }
  }

  /** Moves a sequence. */
  void query(String sql) throws SQLException {
    client.<@Nullable String>transaction(
        connection -> run(connection, sql),
        // Doing it twice is doing it once.
        connection -> false);
  }

  /**
   * Builds an index and waits until it is valid. One that an earlier attempt has left invalid is
   * dropped before.
   *
   * @throws AlterException if its job fails
   */
  void index(Step step) throws SQLException {
    String name = String.valueOf(step.object());
    String qualified = Names.qualified(schema, name);
    Inquiry isValid =
        connection ->
            Queries.truth(
                connection,
                "SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = to_regclass(?)",
                qualified);
    if (isDone(isValid)) {
      return;
    }
    String job = runningBuild(name);
    if (job == null) {
      client.execute("DROP INDEX IF EXISTS " + qualified, true);
      job =
          client.<@Nullable String>transaction(
              connection -> run(connection, step.sql()), connection -> false);
      job = job == null ? runningBuild(name) : job;
    }
    await(job);
    if (!isDone(isValid)) {
      throw new AlterException(
          "The index %s could not be built: %s. Mend the rows, then resume; it is built again then."
              .formatted(name, details(job)));
    }
  }

  private @Nullable String runningBuild(String index) throws SQLException {
    List<String> jobs =
        client.read(connection ->
            Queries.strings(
                connection,
                "SELECT job_id FROM sys.jobs WHERE object_name = ? AND status IN ('submitted', 'processing')",
                schema + "." + index));
    return jobs.isEmpty() ? null : jobs.getLast();
  }

  /**
   * Has a constraint checked and waits until it is valid.
   *
   * @throws AlterException if rows break it
   */
  void validate(Step step) throws SQLException {
    Inquiry isValid =
        connection ->
            Queries.truth(
                connection,
                "SELECT convalidated FROM pg_catalog.pg_constraint WHERE conrelid = to_regclass(?) AND conname = ?",
                String.valueOf(step.table()),
                String.valueOf(step.object()));
    if (isDone(isValid)) {
      return;
    }
    String job =
        client.<@Nullable String>transaction(
            connection -> run(connection, step.sql()), connection -> false);
    await(job);
    if (!isDone(isValid)) {
      throw new AlterException(
          "The constraint %s of %s does not hold for all rows: %s. It stays NOT VALID and binds new rows. Mend the old ones, then resume."
              .formatted(step.object(), step.table(), details(job)));
    }
  }

  private void await(@Nullable String job) throws SQLException {
    if (job != null) {
      client.awaitJob(job);
    }
  }

  private String details(@Nullable String job) throws SQLException {
    List<String> details =
        job == null
            ? List.of()
            : client.read(connection ->
                Queries.strings(connection, "SELECT details FROM sys.jobs WHERE job_id = ?", job));
    return details.isEmpty() ? "its job is no longer known" : details.getFirst();
  }
}
