package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.load.ExportOptions.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported in any form can be loaded again, and is the same. */
class RoundTripTest {
  private static final String COLUMNS =
      """
      (id int PRIMARY KEY, t text, v varchar(20), c char(4), i bigint, n numeric, p numeric(12,4), r real,
       d double precision, b boolean, y bytea, day date, at timestamp, moment timestamptz, clock time,
       zoned timetz, span interval, u uuid, j json)\
      """;
  @TempDir private static Path home = Path.of("");
  @TempDir private Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static LocalDsql dsql;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ClusterClient client;

  @BeforeAll
  static void start() throws IOException {
    dsql = LocalDsql.start(home, 0);
  }

  @AfterAll
  static void stop() {
    dsql.close();
  }

  @BeforeEach
  void open() {
    client = ClusterClient.open(dsql.login(), 2, RetryPolicy.INTERACTIVE, new Cancellation());
  }

  @AfterEach
  void dropAll() throws SQLException {
    for (String table : List.of("nasty", "copy", "wide")) {
      client.execute("DROP TABLE IF EXISTS " + table, true);
    }
    client.close();
  }

  private @Nullable String one(String sql) throws SQLException {
    return client.<@Nullable String>read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        return rows.next() ? rows.getString(1) : null;
      }
    });
  }

  private @Nullable String checksum(String table) throws SQLException {
    return one(
        "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(x::text, 0)::numeric), 0) FROM "
            + table
            + " x");
  }

  private ExportReport export(String table, Form form, Path output) {
    return new Exporter(dsql.login(), new Cancellation(), new LoadProgress())
        .export(new ExportOptions(null, table, form, output, DsqlVersion.defaultVersion()));
  }

  private LoadReport load(TestingOptions options) {
    return load(options.verify(VerifyMode.FULL).build());
  }

  private LoadReport load(LoadOptions options) {
    return new Loader(
            dsql.login(),
            directory.resolve("manifests"),
            false,
            new Cancellation(),
            new LoadProgress())
        .load(options);
  }

  /** Values that every form can write. */
  private void insertNastyValues() throws SQLException {
    client.execute("CREATE TABLE nasty " + COLUMNS, false);
    client.execute("CREATE TABLE copy " + COLUMNS, false);
    client.execute(
        """
        INSERT INTO nasty VALUES
        (1, '', '', '', 0, 0.00, 0, 'NaN', '-Infinity', false, '', '0001-01-01', '0001-01-01 00:00:00',
         '1900-01-01 00:00:00.000001+00', '00:00:00', '00:00:00+15:59', '0', '00000000-0000-0000-0000-000000000000', '""'),
        (2, E'a,"b"\\n\\r\\t\\\\N\\\\.\\b\\f\\v\\x01\\x7f ''', E'\\\\N', E'"', -9223372036854775808, -99999999999.999999, 12345678.9012, 1e-38, 1e308,
         true, '\\x00ff0a0d225c2c', '9999-12-31', '9999-12-31 23:59:59.999999', '2024-02-29 12:00:00+05:30',
         '23:59:59.999999', '23:59:59.999999-12', '-1 years -2 mons +3 days -04:05:06.789', 'ffffffff-ffff-ffff-ffff-ffffffffffff',
         '{"a" : [1,  null], "a": "\\u0000 é"}'),
        (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (4, 'é€😀' || chr(8232) || repeat('long', 10000), 'NULL', 'null', 1, 1e-20, -0.0001, -0.0, 0.1, true, '\\xdeadbeef', '2024-02-29',
         '2026-01-02 03:04:05', '2026-01-02 03:04:05.5+00', '12:00', '12:00:00+00', '1 mon', gen_random_uuid(), 'null')\
        """,
        false);
  }

  @Test
  void nastyValuesSurviveEveryForm() throws Exception {
    insertNastyValues();
    String expected = checksum("nasty");
    export("nasty", Form.CSV, directory);
    LoadReport csv =
        load(TestingOptions.of("copy", directory.resolve("public.nasty.csv")).header());
    assertThat(csv.succeeded()).isTrue();
    assertThat(checksum("copy")).as("CSV").isEqualTo(expected);

    client.execute("DELETE FROM copy", false);
    export("nasty", Form.PARQUET, directory);
    LoadReport parquet = load(TestingOptions.of("copy", directory.resolve("public.nasty.parquet")));
    assertThat(parquet.succeeded()).isTrue();
    assertThat(checksum("copy")).as("Parquet").isEqualTo(expected);

    Path script = directory.resolve("nasty.sql");
    export("nasty", Form.SQL, script);
    client.execute("DROP TABLE nasty", true);
    LoadOptions dump =
        TestingOptions.of("dump", script)
            .format(DataFormat.PGDUMP)
            .on(OnConflict.ERROR)
            .verify(VerifyMode.COUNT)
            .build();
    MigrationReport report =
        new Migration(
                dsql.login(),
                directory.resolve("manifests"),
                new Cancellation(),
                new LoadProgress())
            .run(new MigrationOptions(dump, false, DsqlVersion.defaultVersion(), false), null);
    assertThat(report.tables()).hasSize(1).allMatch(MigrationReport.TableResult::matches);
    assertThat(checksum("nasty")).as("SQL").isEqualTo(expected);
  }

  @Test
  void nastyValuesArriveBesideRowsThatAreThere() throws Exception {
    insertNastyValues();
    export("nasty", Form.CSV, directory);
    client.execute("INSERT INTO copy SELECT * FROM nasty WHERE id = 3", false);
    LoadOptions csv =
        TestingOptions.of("copy", directory.resolve("public.nasty.csv"))
            .header()
            .verify(VerifyMode.OFF)
            .build();
    assertThat(load(csv).rowsConflicting()).isEqualTo(1);
    assertThat(checksum("copy")).isEqualTo(checksum("nasty"));
  }

  @Test
  void momentsWithoutEndAreInCsvAndRefusedByParquet() throws Exception {
    String columns = " (id int PRIMARY KEY, day date, at timestamptz, n numeric)";
    client.execute("CREATE TABLE nasty" + columns, false);
    client.execute("CREATE TABLE copy" + columns, false);
    client.execute(
        "INSERT INTO nasty VALUES (1, 'infinity', '-infinity', 'NaN'), (2, '0044-03-15 BC', now(), 1)",
        false);
    export("nasty", Form.CSV, directory);
    load(TestingOptions.of("copy", directory.resolve("public.nasty.csv")).header());
    assertThat(checksum("copy")).isEqualTo(checksum("nasty"));
    assertThatThrownBy(() -> export("nasty", Form.PARQUET, directory))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("column 'day' has the value infinity")
        .hasMessageContaining("Export SQL or CSV");
    assertThat(directory.resolve("public.nasty.parquet")).doesNotExist();
  }

  @Test
  void rowsWithoutAKeysValueAreExported() throws Exception {
    client.execute("CREATE TABLE wide (k int UNIQUE)", false);
    for (int from = 0; from < 102_000; from += 3_000) {
      client.execute(
          "INSERT INTO wide SELECT g FROM generate_series(%d, %d) g".formatted(from, from + 2_999),
          false);
    }
    client.execute("INSERT INTO wide SELECT NULL FROM generate_series(1, 10)", false);
    ExportReport report = export("wide", Form.PARQUET, directory);
    assertThat(report.tables().getFirst().rows()).isEqualTo(102_010);
  }

  @Test
  void nestedParquetBecomesJson() throws Exception {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message t {
              required int32 id;
              optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
            }
            """);
    Path file = directory.resolve("nested.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .build()) {
      for (int i = 0; i < 10; i++) {
        Group row = new SimpleGroup(schema);
        row.add("id", i);
        if (i > 0) {
          row.addGroup("tags").addGroup("list").add("element", "tag \"" + i + "\"");
        }
        writer.write(row);
      }
    }
    LoadReport report = load(TestingOptions.of("copy", file).create(null, "id"));
    assertThat(report.succeeded()).isTrue();
    assertThat(report.createTable()).contains("\"tags\" json");
    assertThat(one("SELECT tags->>0 FROM copy WHERE id = 7")).isEqualTo("tag \"7\"");
    assertThat(one("SELECT count(*) FROM copy WHERE tags IS NULL")).isEqualTo("1");
  }
}
