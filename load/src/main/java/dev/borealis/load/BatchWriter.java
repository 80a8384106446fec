package dev.borealis.load;

import dev.borealis.client.ClusterClient;
import dev.borealis.load.Ledger.Part;
import dev.borealis.load.Rejections.Rejection;
import dev.borealis.sql.Quoted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Writes batches, each in one transaction together with its row in the ledger. COPY is the fastest
 * statement; where a row meets a key that is there already, and that is no error, INSERT with ON
 * CONFLICT takes its place. A row that cannot be written is found and left out, or named.
 */
final class BatchWriter {
  private static final String NOT_SUPPORTED = "0A000";
  private static final String UNIQUE_VIOLATION = "23505";
  private static final int COPY_BUFFER_BYTES = 64 << 10;

  /**
   * Of a statement with arrays, which take up to twice as much, and a message has at most 10 MiB.
   */
  static final int MAX_INSERT_BYTES = 4 << 20;

  private final ClusterClient client;
  private final @Nullable Ledger ledger;
  private final TargetTable table;
  private final ColumnPlan plan;
  private final LoadOptions options;
  private final Rejections rejections;
  private final String insert;
  private final String copy;

  /**
   * Whether batches of late have met keys that were there already, so that COPY would be in vain.
   */
  private volatile boolean inserting;

  /**
   * @param ledger null: everything is rolled back, and only tried
   */
  BatchWriter(
      ClusterClient client,
      @Nullable Ledger ledger,
      TargetTable table,
      ColumnPlan plan,
      LoadOptions options,
      Rejections rejections) {
    this.client = client;
    this.ledger = ledger;
    this.table = table;
    this.plan = plan;
    this.options = options;
    this.rejections = rejections;
    this.copy = "COPY %s (%s) FROM STDIN".formatted(table.qualifiedName(), plan.columnList());
    this.insert = insertStatement();
  }

  /** What became of the rows of a batch. */
  record Outcome(long loaded, long conflicting, long rejected) {
    static final Outcome NONE = new Outcome(0, 0, 0);

    Outcome plus(Outcome other) {
      return new Outcome(
          loaded + other.loaded, conflicting + other.conflicting, rejected + other.rejected);
    }
  }

  /**
   * The cluster reads each array as one of the column's type, which is faster than casts of text.
   */
  private String insertStatement() {
    String arrays =
        plan.columns().stream()
            .map(column -> "?::" + column.castType() + "[]")
            .collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT * FROM unnest(%s)%s"
        .formatted(table.qualifiedName(), plan.columnList(), arrays, conflictClause());
  }

  private String conflictClause() {
    return switch (options.onConflict()) {
      case ERROR -> "";
      case DO_NOTHING -> " ON CONFLICT DO NOTHING";
      case DO_UPDATE -> {
        List<String> others =
            plan.columns().stream()
                .map(TargetColumn::name)
                .filter(name -> !table.key().contains(name))
                .map(Quoted::name)
                .map(name -> name + " = excluded." + name)
                .toList();
        yield " ON CONFLICT (%s) DO %s"
            .formatted(
                SqlNames.quoteAll(table.key()),
                others.isEmpty() ? "NOTHING" : "UPDATE SET " + String.join(", ", others));
      }
    };
  }

  /**
   * Writes what of a batch is not yet done.
   *
   * @param done the parts that are
   * @throws LoadException if a row cannot be written and that is to end the job
   * @throws SQLException if the cluster fails in another way
   */
  Outcome write(Batch batch, List<Part> done) throws SQLException {
    Outcome outcome = Outcome.NONE;
    int from = 0;
    for (Part part : done) {
      if (part.firstRow() > from) {
        outcome = outcome.plus(write(batch, from, part.firstRow()));
      }
      from = Math.max(from, part.firstRow() + part.rows());
    }
    return from < batch.rows() ? outcome.plus(write(batch, from, batch.rows())) : outcome;
  }

  private Outcome write(Batch batch, int from, int to) throws SQLException {
    boolean withInsert = inserting;
    if (withInsert && to - from > 1 && batch.bytes(from, to) > MAX_INSERT_BYTES) {
      return halves(batch, from, to);
    }
    try {
      int loaded = commit(batch, from, to, withInsert);
      if (withInsert && loaded == to - from) {
        inserting = false;
      }
      return new Outcome(loaded, to - from - loaded, 0);
    } catch (SQLException e) {
      if (ledger != null && ledger.isOwnConflict(e)) {
        return Outcome.NONE;
      }
      if (!withInsert && prefersInsert(e)) {
        inserting = true;
        return write(batch, from, to);
      }
      if (!ServerError.isAboutRows(e)) {
        throw e;
      }
      return withoutBadRow(batch, from, to, e);
    }
  }

  private boolean prefersInsert(SQLException e) {
    boolean keyIsThere =
        UNIQUE_VIOLATION.equals(e.getSQLState()) && options.onConflict() != OnConflict.ERROR;
    return keyIsThere || NOT_SUPPORTED.equals(e.getSQLState());
  }

  private Outcome halves(Batch batch, int from, int to) throws SQLException {
    int middle = (from + to) >>> 1;
    return write(batch, from, middle).plus(write(batch, middle, to));
  }

  private Outcome withoutBadRow(Batch batch, int from, int to, SQLException e) throws SQLException {
    int bad = to - from == 1 ? from : ServerError.row(e) < 0 ? -1 : from + ServerError.row(e);
    if (bad < from || bad >= to) {
      return halves(batch, from, to);
    }
    reject(batch, bad, e);
    Outcome outcome = new Outcome(0, 0, 1);
    if (bad > from) {
      outcome = outcome.plus(write(batch, from, bad));
    }
    return bad + 1 < to ? outcome.plus(write(batch, bad + 1, to)) : outcome;
  }

  private void reject(Batch batch, int row, SQLException e) throws SQLException {
    Rejection rejection =
        new Rejection(
            batch.place(row),
            ServerError.column(e),
            ServerError.text(e),
            plan.columns().stream().map(TargetColumn::name).toList(),
            batch.values(row));
    if (options.onError() == OnError.ABORT && ledger != null) {
      throw new LoadException(rejection.text() + ".", e);
    }
    rejections.add(rejection);
    Ledger book = ledger;
    if (book != null) {
      client.transaction(
          connection -> {
            book.record(connection, batch.number(), new Part(row, 1, 0, 1, batch.digest()));
            return true;
          },
          connection -> book.has(connection, batch.number(), row));
    }
  }

  private int commit(Batch batch, int from, int to, boolean withInsert) throws SQLException {
    Ledger book = ledger;
    if (book == null) {
      return rollBack(batch, from, to, withInsert);
    }
    int[] loaded = new int[1];
    return client.<Integer>transaction(
        connection -> {
          loaded[0] = send(connection, batch, from, to, withInsert);
          book.record(
              connection, batch.number(), new Part(from, to - from, loaded[0], 0, batch.digest()));
          return loaded[0];
        },
        connection -> book.has(connection, batch.number(), from));
  }

  private int rollBack(Batch batch, int from, int to, boolean withInsert) throws SQLException {
    return client.<Integer>transaction(connection -> {
      int loaded = send(connection, batch, from, to, withInsert);
      connection.rollback();
      return loaded;
    });
  }

  private int send(Connection connection, Batch batch, int from, int to, boolean withInsert)
      throws SQLException {
    return withInsert
        ? sendInsert(connection, batch, from, to)
        : sendCopy(connection, batch, from, to);
  }

  private int sendCopy(Connection connection, Batch batch, int from, int to) throws SQLException {
    ByteArrayInputStream rows =
        new ByteArrayInputStream(batch.data(), batch.starts()[from], batch.bytes(from, to));
    try {
      return (int)
          connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, rows, COPY_BUFFER_BYTES);
    } catch (IOException e) {
      throw new SQLException("The connection was lost: " + e.getMessage(), "08006", e);
    }
  }

  private int sendInsert(Connection connection, Batch batch, int from, int to) throws SQLException {
    @Nullable String[][] values = batch.columns(plan.columns().size(), from, to);
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (int column = 0; column < values.length; column++) {
        String array = connection.createArrayOf("text", values[column]).toString();
        statement.setObject(column + 1, array, Types.OTHER);
      }
      return statement.executeUpdate();
    }
  }
}
