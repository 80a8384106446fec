package dev.borealis.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "load-statements",
    description = {
      "Which statement brings rows into a table fastest: COPY, INSERT of arrays, INSERT of many",
      "rows, or a prepared INSERT per row in a batch. One connection, 2,999 rows a transaction."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  bench/run load-statements --rows 200000"})
final class LoadStatements implements Callable<Integer> {
  private static final int BATCH_ROWS = 2_999;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final List<String> TYPES =
      List.of("bigint", "uuid", "timestamp", "numeric", "text", "text");

  @Mixin private LoadRows rows = new LoadRows();
  @Mixin private ReportOptions output = new ReportOptions();

  /** A way to write rows in the transaction that is open. */
  @FunctionalInterface
  private interface Way {
    void write(Connection connection, String table, List<@Nullable String[]> batch)
        throws SQLException, IOException;
  }

  @Override
  public Integer call() {
    Report report = output.open();
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("statement", "rows/s", "x COPY"));
    try (Scratch scratch = Scratch.create();
        DsqlService service = DsqlService.Dsql.of(scratch).start("--ephemeral");
        Connection connection = connect(service)) {
      double copy = measure(connection, "by_copy", LoadStatements::copy);
      row(report, table, "COPY", copy, copy);
      row(
          report,
          table,
          "INSERT ... SELECT FROM unnest(arrays)",
          measure(connection, "by_arrays", LoadStatements::arrays),
          copy);
      row(
          report,
          table,
          "INSERT ... VALUES of a batch's rows as literals",
          measure(connection, "by_values", LoadStatements::values),
          copy);
      row(
          report,
          table,
          "prepared INSERT of a row, in a JDBC batch",
          measure(connection, "by_rows", LoadStatements::oneByOne),
          copy);
    } catch (SQLException | IOException e) {
      throw new BenchFailure("The rows cannot be written: " + e.getMessage(), e);
    }
    report.table(table);
    return 0;
  }

  private void row(
      Report report, List<List<String>> table, String what, double rowsPerSecond, double copy) {
    report.fact(
        "load-statement",
        Map.of("what", what, "rowsPerSecond", rowsPerSecond, "timesCopy", rowsPerSecond / copy));
    table.add(
        List.of(what, "%,.0f".formatted(rowsPerSecond), "%.2f".formatted(rowsPerSecond / copy)));
  }

  private static Connection connect(DsqlService service) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", DsqlService.USER);
    properties.setProperty("password", service.token());
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslrootcert", service.caFile().toString());
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + service.port() + "/postgres", properties);
  }

  /** Rows per second, of the second half of them: the first one warms the service up. */
  private double measure(Connection connection, String table, Way way)
      throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + " " + LoadRows.COLUMNS);
    }
    connection.setAutoCommit(false);
    List<@Nullable String[]> batch = new ArrayList<>(BATCH_ROWS);
    int[] written = new int[1];
    long[] nanos = new long[2];
    rows.each(row -> {
      batch.add(Arrays.copyOf(row, row.length));
      if (batch.size() == BATCH_ROWS) {
        long begun = System.nanoTime();
        try {
          way.write(connection, table, batch);
          connection.commit();
        } catch (SQLException e) {
          throw new IOException(e.getMessage(), e);
        }
        boolean warm = written[0] >= rows.count() / 2;
        if (warm) {
          nanos[0] += System.nanoTime() - begun;
          nanos[1] += batch.size();
        }
        written[0] += batch.size();
        batch.clear();
      }
    });
    connection.setAutoCommit(true);
    if (nanos[1] == 0) {
      throw new BenchFailure("--rows has to be at least %,d.".formatted(4 * BATCH_ROWS));
    }
    return nanos[1] * NANOS_PER_SECOND / nanos[0];
  }

  private static void copy(Connection connection, String table, List<@Nullable String[]> batch)
      throws SQLException, IOException {
    StringBuilder text = new StringBuilder();
    for (@Nullable String[] row : batch) {
      for (int column = 0; column < row.length; column++) {
        text.append(column == 0 ? "" : "\t").append(row[column] == null ? "\\N" : row[column]);
      }
      text.append('\n');
    }
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(
            "COPY " + table + " FROM STDIN",
            new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static void arrays(Connection connection, String table, List<@Nullable String[]> batch)
      throws SQLException {
    String parameters =
        TYPES.stream().map(type -> "?::" + type + "[]").collect(Collectors.joining(", "));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO " + table + " SELECT * FROM unnest(" + parameters + ")")) {
      for (int i = 0; i < LoadRows.WIDTH; i++) {
        int column = i;
        insert.setArray(
            column + 1,
            connection.createArrayOf(
                TYPES.get(column), batch.stream().map(row -> row[column]).toArray()));
      }
      insert.executeUpdate();
    }
  }

  private static void values(Connection connection, String table, List<@Nullable String[]> batch)
      throws SQLException {
    StringBuilder insert = new StringBuilder("INSERT INTO ").append(table).append(" VALUES ");
    String separator = "(";
    for (@Nullable String[] row : batch) {
      insert.append(separator);
      separator = ", (";
      for (int column = 0; column < row.length; column++) {
        insert.append(column == 0 ? "" : ", ");
        insert.append(row[column] == null ? "NULL" : "'" + row[column] + "'");
      }
      insert.append(')');
    }
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(insert.toString());
    }
  }

  private static void oneByOne(Connection connection, String table, List<@Nullable String[]> batch)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?, ?)")) {
      for (@Nullable String[] row : batch) {
        for (int column = 0; column < row.length; column++) {
          insert.setObject(column + 1, row[column], Types.OTHER);
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
