package dev.borealis.alter;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Queries of this program's own, and what the cluster says when one fails. */
final class Queries {
  private Queries() {}

  /** Reads the row that the result is at. */
  @FunctionalInterface
  interface RowReader<T extends @Nullable Object> {
    T read(ResultSet row) throws SQLException;
  }

  static <T extends @Nullable Object> List<T> list(
      Connection connection, String sql, RowReader<T> reader, Object... values)
      throws SQLException {
    if (values.length == 0) {
      return plain(connection, sql, reader);
    }
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    }
  }

  // Without values nothing is a placeholder, so that the operator ? is one.
  private static <T extends @Nullable Object> List<T> plain(
      Connection connection, String sql, RowReader<T> reader) throws SQLException {
    try (Statement query = connection.createStatement()) {
      query.setEscapeProcessing(false);
      List<T> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery(sql)) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    }
  }

  /** Runs a statement that changes rows; how many. */
  static long change(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return statement.executeLargeUpdate(sql);
    }
  }

  static List<String> strings(Connection connection, String sql, Object... values)
      throws SQLException {
    return list(connection, sql, row -> row.getString(1), values);
  }

  static long number(Connection connection, String sql, Object... values) throws SQLException {
    return list(connection, sql, row -> row.getLong(1), values).getFirst();
  }

  static boolean truth(Connection connection, String sql, Object... values) throws SQLException {
    List<Boolean> rows = list(connection, sql, row -> row.getBoolean(1), values);
    return !rows.isEmpty() && rows.getFirst();
  }

  /** The names in a column that is an array. */
  static List<String> names(ResultSet row, int column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  /** The cluster's words with its detail and SQLSTATE, in a line. */
  static String text(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException known ? known.getServerErrorMessage() : null;
    String detail = server == null ? null : server.getDetail();
    String message = server == null ? e.getMessage() : server.getMessage();
    String state = e.getSQLState() == null ? "" : " (" + e.getSQLState() + ")";
    return message + state + (detail == null ? "" : ". " + detail);
  }
}
