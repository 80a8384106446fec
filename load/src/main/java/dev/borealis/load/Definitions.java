package dev.borealis.load;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.FailureKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs statements that define something, each in a transaction of its own. */
final class Definitions {
  /** duplicate_table, _schema, _object, _column, _function ("PostgreSQL Error Codes"). */
  private static final Set<String> EXISTS = Set.of("42P07", "42P06", "42710", "42701", "42723");

  /** undefined_table, _object, _function, _column, invalid_schema_name. */
  private static final Set<String> MISSING = Set.of("42P01", "42704", "42883", "42703", "3F000");

  private static final int MAX_ATTEMPTS = 8;
  private static final int MAX_SHOWN_CHARS = 80;

  private final ClusterClient client;
  private final Cancellation cancellation;
  private final boolean goOn;
  private final List<String> failures = new ArrayList<>();
  private final List<String> jobs = new ArrayList<>();
  private int applied;
  private int skipped;

  /**
   * @param goOn whether a statement that fails is left out, instead of ending it all
   */
  Definitions(ClusterClient client, Cancellation cancellation, boolean goOn) {
    this.client = client;
    this.cancellation = cancellation;
    this.goOn = goOn;
  }

  /**
   * Runs statements in their order. Those that need something that is not there yet are run again
   * behind the others: pg_dump writes functions before the tables that they use.
   */
  void run(List<String> statements) throws SQLException {
    List<String> waiting = List.copyOf(statements);
    boolean progress = true;
    while (progress && !waiting.isEmpty()) {
      List<String> left = runThoseThatCan(waiting);
      progress = left.size() < waiting.size();
      waiting = left;
    }
    for (String statement : waiting) {
      try {
        runOne(statement);
        applied++;
      } catch (SQLException e) {
        if (!goOn || !isPermanent(e)) {
          throw failed(statement, e);
        }
        failures.add(shown(statement) + ": " + ServerError.text(e));
      }
    }
  }

  private List<String> runThoseThatCan(List<String> statements) throws SQLException {
    List<String> left = new ArrayList<>();
    for (String statement : statements) {
      cancellation.check();
      try {
        runOne(statement);
        applied++;
      } catch (SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (EXISTS.contains(state)) {
          skipped++;
        } else if (MISSING.contains(state) || (goOn && isPermanent(e))) {
          left.add(statement);
        } else {
          throw failed(statement, e);
        }
      }
    }
    return left;
  }

  private static boolean isPermanent(SQLException e) {
    return FailureKind.of(e) == FailureKind.PERMANENT;
  }

  private static LoadException failed(String statement, SQLException e) {
    return new LoadException(
        "The cluster refuses '%s': %s. Mend the dump, or leave out what it refuses with --skip-unsupported."
            .formatted(shown(statement), ServerError.text(e)),
        e);
  }

  private static String shown(String statement) {
    String line = statement.strip().replaceAll("\\s+", " ");
    return line.length() <= MAX_SHOWN_CHARS ? line : line.substring(0, MAX_SHOWN_CHARS) + "...";
  }

  // A statement that may have been done is told by what it says when it is done again.
  private void runOne(String statement) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = client.connection();
          Statement running = connection.createStatement();
          Cancellation.Watch _ = cancellation.watch(running)) {
        boolean rows = running.execute(statement);
        if (rows) {
          noteJob(running);
        }
        return;
      } catch (SQLException e) {
        boolean conflict = FailureKind.of(e) == FailureKind.CONFLICT;
        if (!conflict || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void noteJob(Statement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      boolean job = rows.getMetaData().getColumnLabel(1).equals("job_id");
      if (job && rows.next()) {
        jobs.add(rows.getString(1));
      }
    }
  }

  /** Waits until all indexes are built and all constraints validated. */
  void awaitJobs() throws SQLException {
    for (String job : jobs) {
      client.awaitJob(job);
    }
    client.read(connection -> {
      try (Statement query = connection.createStatement();
          ResultSet rows =
              query.executeQuery("SELECT job_id, details FROM sys.jobs WHERE status = 'failed'")) {
        while (rows.next()) {
          if (jobs.contains(rows.getString(1))) {
            failures.add("The job %s failed: %s".formatted(rows.getString(1), rows.getString(2)));
          }
        }
        return true;
      }
    });
  }

  int applied() {
    return applied;
  }

  int skipped() {
    return skipped;
  }

  int jobs() {
    return jobs.size();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }
}
