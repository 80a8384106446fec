package dev.borealis.load;

import dev.borealis.client.ClusterClient;
import dev.borealis.load.JobManifest.TableState;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A sum over a hash of each row: equal for equal rows in any order, with or without a key. The
 * cluster computes it for a table and for the values of a source, which it first makes values of
 * the columns' types of; so {@code 1.50} and {@code 1.5}, or two ways to write a time, are equal.
 */
final class TableChecksum {
  private final ClusterClient client;
  private final TargetTable table;
  private final List<TargetColumn> columns;

  TableChecksum(ClusterClient client, TargetTable table, List<TargetColumn> columns) {
    this.client = client;
    this.table = table;
    this.columns = columns;
  }

  /** How many rows the table has and, if asked for, their checksum. */
  TableState ofTable(boolean withChecksum) throws SQLException {
    String sum =
        withChecksum
            ? "coalesce(sum(hashtextextended(row(%s)::text, 0)::numeric), 0)"
                .formatted(SqlNames.quoteAll(columns.stream().map(TargetColumn::name).toList()))
            : "NULL";
    String query = "SELECT count(*), %s FROM %s".formatted(sum, table.qualifiedName());
    return client.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(query);
          ResultSet rows = statement.executeQuery()) {
        rows.next();
        return new TableState(table.id(), rows.getLong(1), rows.getString(2));
      }
    });
  }

  /** The sum over the rows of a batch. */
  BigInteger ofBatch(Batch batch) throws SQLException {
    return ofRows(batch, 0, batch.rows());
  }

  private BigInteger ofRows(Batch batch, int from, int to) throws SQLException {
    if (to - from > 1 && batch.bytes(from, to) > BatchWriter.MAX_INSERT_BYTES) {
      int middle = (from + to) >>> 1;
      return ofRows(batch, from, middle).add(ofRows(batch, middle, to));
    }
    String names =
        IntStream.range(0, columns.size()).mapToObj(i -> "v" + i).collect(Collectors.joining(", "));
    String arrays = columns.stream().map(_ -> "?").collect(Collectors.joining(", "));
    String values =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "v" + i + "::" + columns.get(i).type())
            .collect(Collectors.joining(", "));
    String query =
        "SELECT sum(hashtextextended(row(%s)::text, 0)::numeric) FROM unnest(%s) AS rows(%s)"
            .formatted(values, arrays, names);
    @Nullable String[][] fields = batch.columns(columns.size(), from, to);
    return client.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(query)) {
        for (int column = 0; column < fields.length; column++) {
          statement.setArray(column + 1, connection.createArrayOf("text", fields[column]));
        }
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
          return rows.getBigDecimal(1).toBigInteger();
        }
      }
    });
  }
}
