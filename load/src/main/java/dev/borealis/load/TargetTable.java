package dev.borealis.load;

import dev.borealis.client.ClusterClient;
import dev.borealis.sql.Quoted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of a cluster.
 *
 * @param id its OID, which no table made later has
 * @param key the columns of the primary key, else of a unique constraint; empty if there is none
 * @param indexes how many there are, that of the key counted
 */
record TargetTable(
    long id,
    String schema,
    String name,
    List<TargetColumn> columns,
    List<String> key,
    int indexes) {
  private static final String ID =
      """
      SELECT c.oid FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'r'\
      """;
  private static final String COLUMNS =
      """
      SELECT attname, format_type(atttypid, atttypmod), format_type(atttypid, -1), attnotnull,
             atthasdef OR attidentity <> '', attgenerated <> ''
        FROM pg_catalog.pg_attribute
       WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped
       ORDER BY attnum\
      """;
  private static final String KEYS =
      """
      SELECT i.indisprimary, i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL, i.indexrelid,
             a.attname
        FROM pg_catalog.pg_index i
        LEFT JOIN LATERAL unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY AS k(attnum, place)
               ON true
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
       WHERE i.indrelid = ?::oid
       ORDER BY i.indisprimary DESC, i.indexrelid, k.place\
      """;

  /** The table, or null if there is none. */
  static @Nullable TargetTable find(ClusterClient client, String schema, String name)
      throws SQLException {
    return client.<@Nullable TargetTable>read(connection -> {
      long id = id(connection, schema, name);
      return id == 0 ? null : withKeys(connection, id, schema, name, columns(connection, id));
    });
  }

  /** Zero if there is no such table. */
  private static long id(Connection connection, String schema, String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(ID)) {
      query.setString(1, schema);
      query.setString(2, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private static List<TargetColumn> columns(Connection connection, long id) throws SQLException {
    List<TargetColumn> columns = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setLong(1, id);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(
              new TargetColumn(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getBoolean(4),
                  rows.getBoolean(5),
                  rows.getBoolean(6)));
        }
      }
    }
    return columns;
  }

  private static TargetTable withKeys(
      Connection connection, long id, String schema, String name, List<TargetColumn> columns)
      throws SQLException {
    List<String> key = new ArrayList<>();
    long keyIndex = -1;
    long lastIndex = -1;
    int indexes = 0;
    try (PreparedStatement query = connection.prepareStatement(KEYS)) {
      query.setLong(1, id);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          long index = rows.getLong(3);
          indexes += index == lastIndex ? 0 : 1;
          lastIndex = index;
          if (rows.getBoolean(2) && (keyIndex < 0 || keyIndex == index)) {
            keyIndex = index;
            key.add(rows.getString(4));
          }
        }
      }
    }
    return new TargetTable(id, schema, name, columns, List.copyOf(key), indexes);
  }

  String qualifiedName() {
    return Quoted.name(schema) + "." + Quoted.name(name);
  }

  @Nullable TargetColumn column(String wanted) {
    for (TargetColumn column : columns) {
      if (column.name().equals(wanted)) {
        return column;
      }
    }
    return null;
  }
}
