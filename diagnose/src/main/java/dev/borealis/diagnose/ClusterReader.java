package dev.borealis.diagnose;

import dev.borealis.client.ClusterClient;
import dev.borealis.plan.PlanFormatException;
import dev.borealis.plan.PlanReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads from a cluster, each time in a READ ONLY transaction of its own that is rolled back. */
final class ClusterReader {
  /** As long as a transaction may last ("Cluster quotas and database limits"). */
  private static final int MAX_SECONDS = 300;

  private static final int MAX_ROWS = 10_000;

  private final ClusterClient client;
  private final Consumer<Statement> running;

  /**
   * @param running is told of each statement before it runs, so that it can be cancelled
   */
  ClusterReader(ClusterClient client, Consumer<Statement> running) {
    this.client = client;
    this.running = running;
  }

  /** Makes something of a row. */
  @FunctionalInterface
  interface RowReading<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** The rows of a query with its values, at most 10,000. */
  <T> List<T> rows(RowReading<T> reading, String sql, Object... values) throws SQLException {
    return client.read(connection -> {
      try {
        return values.length == 0
            ? withoutValues(connection, reading, sql)
            : withValues(connection, reading, sql, values);
      } finally {
        connection.rollback();
      }
    });
  }

  private <T> List<T> withValues(
      Connection connection, RowReading<T> reading, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      prepare(statement);
      return all(reading, statement.executeQuery());
    }
  }

  /** As it is: a question mark is an operator there. */
  private <T> List<T> withoutValues(Connection connection, RowReading<T> reading, String sql)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      prepare(statement);
      return all(reading, statement.executeQuery(sql));
    }
  }

  /**
   * What EXPLAIN ANALYZE VERBOSE says, which runs the query.
   *
   * @param settings planner settings that are changed for this transaction only, as {@code name =
   *     value}
   */
  CapturedPlan explain(String query, boolean analyze, String... settings) throws SQLException {
    String explain = (analyze ? "EXPLAIN (ANALYZE, VERBOSE) " : "EXPLAIN (VERBOSE) ") + query;
    List<String> lines =
        client.read(connection -> {
          try {
            set(connection, settings);
            return lines(connection, explain);
          } finally {
            connection.rollback();
          }
        });
    String text = String.join("\n", lines) + "\n";
    try {
      return new CapturedPlan(query, text, PlanReader.read(text));
    } catch (PlanFormatException e) {
      throw new DiagnosisException("The cluster's answer is not understood: " + e.getMessage(), e);
    }
  }

  private void set(Connection connection, String... settings) throws SQLException {
    for (String setting : settings) {
      try (Statement statement = connection.createStatement()) {
        prepare(statement);
        statement.execute("SET LOCAL " + setting);
      }
    }
  }

  private List<String> lines(Connection connection, String explain) throws SQLException {
    return withoutValues(connection, row -> String.valueOf(row.getString(1)), explain);
  }

  private void prepare(Statement statement) throws SQLException {
    statement.setQueryTimeout(MAX_SECONDS);
    running.accept(statement);
  }

  private static <T> List<T> all(RowReading<T> reading, ResultSet results) throws SQLException {
    try (results) {
      List<T> rows = new ArrayList<>();
      while (rows.size() < MAX_ROWS && results.next()) {
        rows.add(reading.of(results));
      }
      return rows;
    }
  }

  /** The cluster's words, and its SQLSTATE. */
  static String words(SQLException e) {
    String state = e.getSQLState() == null ? "" : " (" + e.getSQLState() + ")";
    return String.valueOf(e.getMessage()).strip() + state;
  }

  /** An array column as a list; null stays null. */
  static @Nullable List<@Nullable String> strings(ResultSet row, String column)
      throws SQLException {
    java.sql.Array array = row.getArray(column);
    if (array == null) {
      return null;
    }
    List<@Nullable String> strings = new ArrayList<>();
    for (Object element : (@Nullable Object[]) array.getArray()) {
      strings.add(element == null ? null : element.toString());
    }
    return strings;
  }
}
