package dev.borealis.load;

import dev.borealis.client.ClusterClient;
import dev.borealis.sql.Quoted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table in the cluster with a row for each part of a batch that is done. The row is committed
 * together with the rows of the part, so what it says is true whatever happened: that is what makes
 * loading exactly-once, with a primary key or without one. Its key lets no part be done twice, not
 * even by two programs at once.
 */
final class Ledger {
  /** How the name of each such table begins. */
  static final String PREFIX = "dsql_load_";

  private static final String UNIQUE_VIOLATION = "23505";

  private final ClusterClient client;
  private final String table;
  private final String name;

  Ledger(ClusterClient client, String schema, String job) {
    this.client = client;
    this.name = PREFIX + job;
    this.table = Quoted.name(schema) + "." + Quoted.name(name);
  }

  /**
   * A part of a batch that is done.
   *
   * @param firstRow its first row within the batch
   * @param rows how many rows of the batch it covers
   * @param loaded how many of them are in the table because of it
   * @param rejected how many cannot be loaded; the others met a key that was there before
   * @param digest of the whole batch
   */
  record Part(int firstRow, int rows, int loaded, int rejected, long digest) {}

  /** Makes the table; one that is there already is taken. */
  void create() throws SQLException {
    client.execute(
        """
        CREATE TABLE IF NOT EXISTS %s (batch bigint, first_row int, "rows" int NOT NULL,
          loaded int NOT NULL, rejected int NOT NULL, digest bigint NOT NULL,
          PRIMARY KEY (batch, first_row))\
        """
            .formatted(table),
        true);
  }

  void drop() throws SQLException {
    client.execute("DROP TABLE IF EXISTS " + table, true);
  }

  /**
   * Forgets a job that has written nothing.
   *
   * @param end what ended the job, and is told whatever comes of this
   * @return whether it is one
   */
  boolean dropIfEmpty(LoadException end) {
    try {
      boolean empty = read().isEmpty();
      if (empty) {
        drop();
      }
      return empty;
    } catch (SQLException e) {
      end.addSuppressed(e);
      return false;
    }
  }

  boolean exists() throws SQLException {
    return client.<Boolean>read(connection -> {
      try (PreparedStatement query =
          connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
        query.setString(1, table);
        try (ResultSet rows = query.executeQuery()) {
          return rows.next() && rows.getBoolean(1);
        }
      }
    });
  }

  /** All parts that are done, by batch. */
  Map<Long, List<Part>> read() throws SQLException {
    return client.read(connection -> {
      Map<Long, List<Part>> parts = new HashMap<>();
      try (Statement query = connection.createStatement();
          ResultSet rows =
              query.executeQuery(
                  "SELECT batch, first_row, \"rows\", loaded, rejected, digest FROM "
                      + table
                      + " ORDER BY batch, first_row")) {
        while (rows.next()) {
          parts
              .computeIfAbsent(rows.getLong(1), _ -> new ArrayList<>(1))
              .add(
                  new Part(
                      rows.getInt(2),
                      rows.getInt(3),
                      rows.getInt(4),
                      rows.getInt(5),
                      rows.getLong(6)));
        }
      }
      return parts;
    });
  }

  /** Writes down, in the transaction of the connection, that a part is done. */
  void record(Connection connection, long batch, Part part) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, batch);
      insert.setInt(2, part.firstRow());
      insert.setInt(3, part.rows());
      insert.setInt(4, part.loaded());
      insert.setInt(5, part.rejected());
      insert.setLong(6, part.digest());
      insert.executeUpdate();
    }
  }

  /** Whether a part that begins there is done. */
  boolean has(Connection connection, long batch, int firstRow) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT 1 FROM " + table + " WHERE batch = ? AND first_row = ?")) {
      query.setLong(1, batch);
      query.setInt(2, firstRow);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Whether an error says that somebody else has done the part. */
  boolean isOwnConflict(SQLException e) {
    return UNIQUE_VIOLATION.equals(e.getSQLState()) && name.equals(ServerError.table(e));
  }

  String qualifiedName() {
    return table;
  }
}
