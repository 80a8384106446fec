package dev.borealis.load;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.ClusterLogin;
import dev.borealis.client.RetryPolicy;
import dev.borealis.load.ExportOptions.Form;
import dev.borealis.sql.Quoted;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Writes tables to files. As long as it takes less than four minutes, everything comes from one
 * snapshot; the service ends transactions after five. After that, the next part of a table with a
 * key, or the next table, comes from a later snapshot, and the report says how many there were.
 */
public final class Exporter {
  private static final Duration SNAPSHOT_LIFE = Duration.ofMinutes(4);
  private static final int ROWS_OF_PART = 100_000;
  private static final int BUFFER_BYTES = 256 << 10;
  private static final String TABLES =
      """
      SELECT n.nspname, c.relname
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'sys', 'pg_toast')
         AND c.relname NOT LIKE 'dsql\\_load\\_%'
       ORDER BY 1, 2\
      """;

  /**
   * In the order in which they were made, which is one in which they can be made again. Functions
   * that a table needs for a default or a check are made before it.
   */
  private static final String VIEWS_AND_FUNCTIONS =
      """
      SELECT definition, is_function AND EXISTS (
               SELECT FROM pg_catalog.pg_depend
                WHERE refclassid = 'pg_catalog.pg_proc'::regclass AND refobjid >= 16384
                  AND classid IN ('pg_catalog.pg_attrdef'::regclass, 'pg_catalog.pg_constraint'::regclass)) FROM (
          SELECT c.oid, c.relnamespace, false, format('CREATE VIEW %I.%I AS', n.nspname, c.relname) || E'\\n' || pg_get_viewdef(c.oid)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
           WHERE c.relkind = 'v'
          UNION ALL
          SELECT oid, pronamespace, true, pg_get_functiondef(oid) || ';' FROM pg_catalog.pg_proc WHERE prokind IN ('f', 'p')
        ) AS found (oid, schema, is_function, definition)
        JOIN pg_catalog.pg_namespace n ON n.oid = found.schema
       WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'sys', 'pg_toast') AND n.nspname = coalesce(?, n.nspname)
       ORDER BY found.oid\
      """;

  private final ClusterLogin login;
  private final Cancellation cancellation;
  private final LoadProgress progress;
  private long snapshotStart;
  private int snapshots;

  /** An exporter for one export. */
  public Exporter(ClusterLogin login, Cancellation cancellation, LoadProgress progress) {
    this.login = login;
    this.cancellation = cancellation;
    this.progress = progress;
  }

  /**
   * Exports. A file is there as a whole or not at all.
   *
   * @throws LoadException if nothing fits, or files cannot be written
   */
  public ExportReport export(ExportOptions options) {
    long start = System.nanoTime();
    try (ClusterClient client =
            ClusterClient.open(login, 2, RetryPolicy.INTERACTIVE, cancellation);
        Connection connection = client.connection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try (Statement zone = connection.createStatement()) {
        zone.execute("SET TIME ZONE 'UTC'");
      }
      connection.commit();
      newSnapshot();
      progress.enter(LoadProgress.Phase.LOADING);
      List<TargetTable> tables = tables(client, connection, options);
      List<ExportReport.Table> done =
          options.form() == Form.SQL
              ? script(connection, tables, options)
              : files(connection, tables, options);
      connection.rollback();
      progress.enter(LoadProgress.Phase.DONE);
      return new ExportReport(done, snapshots, Duration.ofNanos(System.nanoTime() - start));
    } catch (SQLException e) {
      throw new LoadException("The cluster refuses: %s.".formatted(ServerError.text(e)), e);
    } catch (IOException e) {
      throw new LoadException(
          "%s cannot be written: %s.".formatted(options.output(), e.getMessage()), e);
    }
  }

  private void newSnapshot() {
    snapshotStart = System.nanoTime();
    snapshots++;
  }

  private static List<TargetTable> tables(
      ClusterClient client, Connection connection, ExportOptions options) throws SQLException {
    List<TargetTable> tables = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(TABLES);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        String schema = rows.getString(1);
        String name = rows.getString(2);
        boolean wanted =
            (options.schema() == null || options.schema().equals(schema))
                && (options.table() == null || options.table().equals(name));
        TargetTable table = wanted ? TargetTable.find(client, schema, name) : null;
        if (table != null) {
          tables.add(table);
        }
      }
    }
    if (tables.isEmpty()) {
      throw new LoadException("There is no such table.");
    }
    return tables;
  }

  private List<ExportReport.Table> files(
      Connection connection, List<TargetTable> tables, ExportOptions options)
      throws SQLException, IOException {
    List<ExportReport.Table> done = new ArrayList<>();
    Files.createDirectories(options.output());
    for (TargetTable table : tables) {
      String extension = options.form() == Form.CSV ? ".csv" : ".parquet";
      Path file = options.output().resolve(fileName(table) + extension);
      Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
      Files.deleteIfExists(unfinished);
      long rows;
      try (Unfinished _ = new Unfinished(unfinished)) {
        try (RowSink sink =
            options.form() == Form.CSV
                ? new CsvSink(unfinished, table.columns())
                : new ParquetSink(unfinished, table.columns())) {
          rows = rows(connection, table, table.columns(), sink);
        } catch (LoadException e) {
          throw new LoadException(table.qualifiedName() + ": " + e.getMessage(), e);
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      }
      done.add(new ExportReport.Table(table.qualifiedName(), rows, file));
    }
    return done;
  }

  /** A name within the directory, whatever the table is called, and of this table only. */
  private static String fileName(TargetTable table) {
    return escaped(table.schema(), "%./\\") + "." + escaped(table.name(), "%/\\");
  }

  private static String escaped(String name, String special) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (special.indexOf(c) >= 0 || Character.isISOControl(c)) {
        text.append("%%%02X".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private List<ExportReport.Table> script(
      Connection connection, List<TargetTable> tables, ExportOptions options)
      throws SQLException, IOException {
    Path file = options.output();
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try (Unfinished _ = new Unfinished(unfinished)) {
      List<ExportReport.Table> done;
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER_BYTES)) {
        done = writeScript(connection, tables, options, out);
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      return done;
    }
  }

  private List<ExportReport.Table> writeScript(
      Connection connection, List<TargetTable> tables, ExportOptions options, OutputStream out)
      throws SQLException, IOException {
    List<ExportReport.Table> done = new ArrayList<>();
    StringBuilder behind = new StringBuilder();
    List<String> schemas =
        tables.stream()
            .map(TargetTable::schema)
            .distinct()
            .filter(s -> !s.equals("public"))
            .toList();
    for (String schema : schemas) {
      write(out, "CREATE SCHEMA " + Quoted.name(schema) + ";\n\n");
    }
    ViewsAndFunctions others =
        options.table() == null
            ? ViewsAndFunctions.of(connection, options.schema())
            : ViewsAndFunctions.NONE;
    for (String definition : others.before()) {
      write(out, definition + "\n\n");
    }
    StringBuilder foreignKeys = new StringBuilder();
    for (TargetTable table : tables) {
      TableDefinition definition = new TableDefinition(connection, table, options.version());
      write(out, definition.create() + "\n");
      behind.append(definition.indexes()).append(definition.counters());
      foreignKeys.append(definition.foreignKeys(tables));
    }
    for (TargetTable table : tables) {
      List<TargetColumn> columns =
          table.columns().stream().filter(column -> !column.generated()).toList();
      write(
          out,
          "COPY %s (%s) FROM stdin;\n"
              .formatted(
                  table.qualifiedName(),
                  SqlNames.quoteAll(columns.stream().map(TargetColumn::name).toList())));
      long rows = rows(connection, table, columns, sinkTo(out));
      write(out, "\\.\n\n");
      done.add(new ExportReport.Table(table.qualifiedName(), rows, options.output()));
    }
    write(out, behind.append(foreignKeys).toString());
    for (String definition : others.behind()) {
      write(out, "\n" + definition + "\n");
    }
    return done;
  }

  /** Statements, those that tables need and the others. */
  private record ViewsAndFunctions(List<String> before, List<String> behind) {
    static final ViewsAndFunctions NONE = new ViewsAndFunctions(List.of(), List.of());

    static ViewsAndFunctions of(Connection connection, @Nullable String schema)
        throws SQLException {
      ViewsAndFunctions found = new ViewsAndFunctions(new ArrayList<>(), new ArrayList<>());
      try (PreparedStatement query = connection.prepareStatement(VIEWS_AND_FUNCTIONS)) {
        query.setString(1, schema);
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            (rows.getBoolean(2) ? found.before() : found.behind()).add(rows.getString(1));
          }
        }
      }
      return found;
    }
  }

  /** A file that goes away unless it is moved to its place. */
  private record Unfinished(Path file) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  private static RowSink sinkTo(OutputStream out) {
    return new RowSink() {
      @Override
      public void row(byte[] row) throws IOException {
        out.write(row);
      }

      @Override
      public void close() {
        // The script goes on behind the rows.
      }
    };
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private long rows(
      Connection connection, TargetTable table, List<TargetColumn> columns, RowSink sink)
      throws SQLException, IOException {
    List<TargetColumn> key =
        columns.stream().filter(column -> table.key().contains(column.name())).toList();
    // Rows without a key's value come behind no other row.
    boolean inParts =
        !key.isEmpty()
            && key.size() == table.key().size()
            && key.stream().allMatch(TargetColumn::notNull);
    long total = 0;
    long part = ROWS_OF_PART;
    byte @Nullable [] last = null;
    while (part == ROWS_OF_PART) {
      cancellation.check();
      if (System.nanoTime() - snapshotStart > SNAPSHOT_LIFE.toNanos()) {
        connection.commit();
        newSnapshot();
      }
      CopyOut copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(query(table, columns, inParts ? key : List.of(), last));
      part = 0;
      try {
        for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
          sink.row(row);
          last = row;
          part++;
          progress.rowsRead.incrementAndGet();
        }
      } finally {
        if (copy.isActive()) {
          // Otherwise whatever the connection does next waits for the end of the COPY.
          copy.cancelCopy();
        }
      }
      total += part;
      if (!inParts) {
        return total;
      }
    }
    return total;
  }

  private static String query(
      TargetTable table,
      List<TargetColumn> columns,
      List<TargetColumn> key,
      byte @Nullable [] last) {
    String names = SqlNames.quoteAll(columns.stream().map(TargetColumn::name).toList());
    if (key.isEmpty()) {
      return "COPY (SELECT %s FROM %s) TO STDOUT".formatted(names, table.qualifiedName());
    }
    String keyNames = SqlNames.quoteAll(key.stream().map(TargetColumn::name).toList());
    String behind = "";
    if (last != null) {
      List<String> literals = new ArrayList<>();
      for (TargetColumn column : key) {
        String value = field(last, columns.indexOf(column));
        literals.add(Quoted.literal(value) + "::" + column.type());
      }
      behind = " WHERE (%s) > (%s)".formatted(keyNames, String.join(", ", literals));
    }
    return "COPY (SELECT %s FROM %s%s ORDER BY %s LIMIT %d) TO STDOUT"
        .formatted(names, table.qualifiedName(), behind, keyNames, ROWS_OF_PART);
  }

  private static String field(byte[] row, int index) {
    int from = 0;
    int field = 0;
    for (int i = 0; i < row.length; i++) {
      if (row[i] == '\t' || row[i] == '\n') {
        if (field == index) {
          return String.valueOf(CopyText.value(row, from, i));
        }
        field++;
        from = i + 1;
      }
    }
    throw new IllegalStateException("a row has fewer fields than columns");
  }
}
