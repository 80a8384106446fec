package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps that pg_dump 15 has made of three databases, and one of mysqldump's form. */
class MigrationTest {
  @TempDir private Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private LocalDsql dsql;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ClusterClient client;

  @BeforeEach
  void start() throws IOException {
    dsql = LocalDsql.start(directory, 0);
    client = ClusterClient.open(dsql.login(), 2, RetryPolicy.INTERACTIVE, new Cancellation());
  }

  @AfterEach
  void stop() {
    client.close();
    dsql.close();
  }

  private Path dump(String name) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream in = MigrationTest.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      if (in != null) {
        Files.copy(in, file);
      }
    }
    return file;
  }

  private static MigrationOptions options(Path file, boolean mysql, boolean skip) {
    LoadOptions load =
        new LoadOptions(
            List.of(file.toString()),
            S3Access.DEFAULT,
            DataFormat.PGDUMP,
            CsvOptions.CSV,
            "public",
            "dump",
            false,
            null,
            List.of(),
            0,
            Map.of(),
            List.of(),
            DateOrder.YMD,
            OnConflict.ERROR,
            OnError.ABORT,
            null,
            50,
            4,
            VerifyMode.COUNT);
    return new MigrationOptions(load, mysql, DsqlVersion.defaultVersion(), skip);
  }

  private MigrationReport migrate(Path file, boolean mysql, boolean skip) {
    return new Migration(
            dsql.login(), directory.resolve("manifests"), new Cancellation(), new LoadProgress())
        .run(options(file, mysql, skip), null);
  }

  private List<String> query(String sql) throws SQLException {
    return client.read(connection -> {
      List<String> found = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          found.add(String.valueOf(rows.getString(1)));
        }
      }
      return found;
    });
  }

  @Test
  void movesAShopWithSerialsEnumsViewsAndFunctions() throws Exception {
    MigrationReport report = migrate(dump("shop.sql"), false, true);
    assertThat(report.failures()).isEmpty();
    assertThat(report.tables()).hasSize(4).allMatch(MigrationReport.TableResult::matches);
    assertThat(query("SELECT count(*) FROM open_orders")).containsExactly("40");
    assertThat(query("SELECT line_count(7)")).containsExactly("2");
    assertThat(query("SELECT name FROM customer WHERE id = 1")).containsExactly("Name\t1\nline");
    assertThat(query("SELECT title FROM product WHERE sku = 'sku3'")).containsExactly("Thing \\ 3");
    assertThat(query("SELECT last_value FROM customer_id_seq")).containsExactly("120");
    assertThat(query("SELECT indexname FROM pg_indexes WHERE indexname = 'orders_by_customer'"))
        .hasSize(1);
    assertThat(report.notes())
        .anySatisfy(note -> assertThat(note.message()).contains("order_status is an enum"));
    assertThat(query("SELECT tablename FROM pg_tables WHERE tablename LIKE 'dsql_load%'"))
        .isEmpty();
  }

  @Test
  void movesABlogWithArraysJsonAndOddNames() throws Exception {
    Path file = dump("blog.sql");
    assertThatThrownBy(() -> migrate(file, false, false))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("nothing was done")
        .hasMessageContaining("plpgsql")
        .hasMessageContaining("--skip-unsupported");
    assertThat(query("SELECT schemaname FROM pg_tables WHERE schemaname = 'blog'")).isEmpty();
    MigrationReport report = migrate(file, false, true);
    assertThat(report.tables()).hasSize(3).allMatch(MigrationReport.TableResult::matches);
    assertThat(query("SELECT count(*) FROM blog.\"Odd Name\" WHERE \"select\" = ''"))
        .containsExactly("50");
    assertThat(query("SELECT DISTINCT tags FROM blog.author WHERE name = 'Author 5'"))
        .containsExactly("{a5,\"b,c\"}");
    assertThat(query("SELECT slug FROM blog.post WHERE id = 9")).containsExactly("title 9");
    assertThat(query("SELECT body FROM blog.post WHERE id = 2")).containsExactly("é€😀 é€😀 ");
  }

  @Test
  void movesPartitionsIntoTheirTable() throws Exception {
    MigrationReport report = migrate(dump("metrics.sql"), false, true);
    assertThat(report.tables()).allMatch(MigrationReport.TableResult::matches);
    assertThat(query("SELECT count(*) FROM reading")).containsExactly("120");
    assertThat(query("SELECT to_regclass('reading_2025')")).containsExactly("null");
    assertThat(query("SELECT ip FROM device WHERE id = 3")).containsExactly("10.0.0.3");
    assertThat(query("SELECT count(*) FROM ticket")).containsExactly("120");
  }

  @Test
  void doesNothingTwice() throws Exception {
    Path file = dump("shop.sql");
    migrate(file, false, true);
    assertThatThrownBy(() -> migrate(file, false, true)).hasMessageContaining("23505");
    assertThat(query("SELECT count(*) FROM product")).containsExactly("120");
  }

  @Test
  void movesADumpOfMysql() throws Exception {
    Path file = directory.resolve("mysql.sql");
    Files.writeString(
        file,
        """
        /*!40101 SET NAMES utf8mb4 */;
        DROP TABLE IF EXISTS `person`;
        CREATE TABLE `person` (
          `id` int NOT NULL AUTO_INCREMENT,
          `name` varchar(40) DEFAULT NULL,
          `born` date DEFAULT NULL,
          PRIMARY KEY (`id`),
          KEY `by_name` (`name`)
        ) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4;
        LOCK TABLES `person` WRITE;
        INSERT INTO `person` VALUES (1,'Ada','1815-12-10'),(2,'Gra\\'ce',NULL);
        UNLOCK TABLES;
        """);
    MigrationReport report = migrate(file, true, true);
    assertThat(report.tables()).hasSize(1).allMatch(MigrationReport.TableResult::matches);
    assertThat(query("SELECT name FROM person ORDER BY id")).containsExactly("Ada", "Gra'ce");
  }

  /** As mariadb-dump 10.19 wrote it, with --hex-blob and --routines. */
  @Test
  void movesAStoreOfMariadb() throws Exception {
    MigrationReport report = migrate(dump("mysql_store.sql"), true, true);
    assertThat(report.failures()).isEmpty();
    assertThat(report.tables()).hasSize(3).allMatch(MigrationReport.TableResult::matches);
    assertThat(report.notes())
        .anySatisfy(note -> {
          assertThat(note.rule()).isEqualTo("mysql_json_check");
          assertThat(note.lost()).isFalse();
        });
    assertThat(
            query(
                "SELECT concat_ws('|', trim(sku), attributes->>'b', attributes->'a'->>1, pg_typeof(attributes))"
                    + " FROM product ORDER BY sku"))
        .containsExactly("A-1|it's|2|json", "B-2|json", "C-3|json");
    assertThat(
            query(
                "SELECT concat_ws('|', count(*), sum(total), min(placed), max(took)) FROM orders"))
        .containsExactly("50|1531.25|2026-01-02 03:04:05.678|00:49:49");
    assertThat(query("SELECT name FROM customer ORDER BY id"))
        .containsExactly("Ada O'Neil", "null", "Zoë \\ \"Quote\" \n line; two", "日本 ????");
    assertThat(query("SELECT concat_ws('|', vip, tier, tags, born) FROM customer WHERE id = 1"))
        .containsExactly("t|gold|new,vip|1815-12-10");
  }

  /** The same, with routines that hold INSERT, computed and odd columns, partitions. */
  @Test
  void movesALibraryOfMariadbAndListsWhatCannotBe() throws Exception {
    LoadOptions load =
        TestingOptions.of("dump", dump("mysql_library.sql"))
            .format(DataFormat.PGDUMP)
            .on(OnConflict.ERROR)
            .on(OnError.SKIP, null)
            .verify(VerifyMode.COUNT)
            .build();
    MigrationReport report =
        new Migration(
                dsql.login(),
                directory.resolve("manifests"),
                new Cancellation(),
                new LoadProgress())
            .run(new MigrationOptions(load, true, DsqlVersion.defaultVersion(), true), null);
    assertThat(report.tables())
        .filteredOn(table -> !table.matches())
        .extracting(MigrationReport.TableResult::table)
        .containsExactly("\"public\".\"log\"");
    assertThat(
            query(
                "SELECT concat_ws('|', title, pages, encode(uid, 'hex')) FROM book ORDER BY isbn"))
        .containsExactly("First|5|00112233445566778899aabbccddeeff", "Second|6");
    assertThat(query("SELECT big FROM \"odd-name\" ORDER BY \"Key\""))
        .containsExactly("18446744073709551615", "0");
    assertThat(query("SELECT line FROM log ORDER BY id"))
        .as("PostgreSQL has no text with the character NUL")
        .containsExactly("a", "line\r\nbreak", "null");
  }

  /** Count and digest of a table's rows, as PostgreSQL 15 counted them before it was dumped. */
  private String digest(String table) throws SQLException {
    return query(
            "SELECT count(*) || ' ' || md5(string_agg(x::text, E'\\n' ORDER BY x::text)) FROM "
                + table
                + " x")
        .getFirst();
  }

  @Test
  void movesAFactoryWithPartitionsInheritanceAndTypesOfItsOwn() throws Exception {
    MigrationReport report = migrate(dump("factory.sql"), false, true);
    assertThat(report.tables()).hasSize(9).allMatch(MigrationReport.TableResult::matches);
    assertThat(digest("plant.event")).isEqualTo("40 14f7e205d31da2064f6d492c8f85f2b3");
    assertThat(digest("plant.machine")).isEqualTo("20 55b1e728858925f7adccfbcbeaeb1409");
    assertThat(digest("\"Lab Data\".\"Probe \"\"X\"\"\""))
        .isEqualTo("6 5fae947efce02dab41a14bffa6a23b09");
    assertThat(digest("plant.log")).isEqualTo("10 acbd2d8821793d42ebd8e2aa92fc71a5");
    assertThat(digest("plant.part")).isEqualTo("3 aa3b6e454ecbb27ac07721b9897dc943");
    assertThat(digest("plant.steel_part")).isEqualTo("5 899fba93e10b92e9536f078326d36fbc");
    assertThat(query("SELECT to_regclass('plant.\"event 2025 Rest\"')")).containsExactly("null");
    assertThat(report.notes())
        .filteredOn(note -> !note.lost())
        .extracting(MigrationNote::message)
        .contains(
            "the type plant.dims is a composite type",
            "the type plant.state is an enum",
            "the table plant.steel_part inherits from plant.part");
    assertThat(report.notes())
        .filteredOn(MigrationNote::lost)
        .extracting(MigrationNote::rule)
        .contains(
            "unsupported_materialized_view",
            "unsupported_create_trigger",
            "unsupported_exclude",
            "unsupported_create_policy",
            "unsupported_create_rule");
    assertThat(report.failures()).anySatisfy(text -> assertThat(text).contains("plant.area"));
  }

  @Test
  void movesALedgerWithAllTypesAndATableWithoutColumns() throws Exception {
    MigrationReport report = migrate(dump("ledger.sql"), false, true);
    assertThat(report.tables())
        .filteredOn(table -> !table.matches())
        .singleElement()
        .satisfies(table ->
            assertThat(table.table() + " " + table.problem())
                .isEqualTo("\"public\".\"no_columns\" the table has no columns"));
    assertThat(report.failures()).isEmpty();
    assertThat(digest("account")).isEqualTo("31 0ecdcdda41810cd383722a3795c559e9");
    assertThat(digest("\"order\"")).isEqualTo("62 a63db6e0a1068d9472bd28acd137f8f6");
    assertThat(digest("country")).isEqualTo("3 caad6c074bc929f07d70a5030f2486a9");
    assertThat(digest("settings")).isEqualTo("3 3ea3c16433506f777824003467503d10");
    assertThat(digest("cache")).isEqualTo("3 3a908e40efcbe1a3180972842b248a73");
    assertThat(digest("many_types")).isEqualTo("2 95df6ef1d601fead3af9eb5757bc2f6e");
    assertThat(query("SELECT last_value FROM \"account_accountId_seq\"")).containsExactly("5000");
    assertThat(query("SELECT modern(1) || ' ' || total(2)")).containsExactly("2 93.03");
  }

  @Test
  void namesTheRecordsThatItLeavesOut() throws Exception {
    Path file = directory.resolve("numbers.sql");
    Files.writeString(
        file,
        """
        CREATE TABLE public.n (
            id integer NOT NULL,
            big numeric
        );
        COPY public.n (id, big) FROM stdin;
        1\t1.5
        2\t12345678901234567890
        3\t\\N
        \\.
        """);
    LoadOptions load =
        TestingOptions.of("dump", file)
            .format(DataFormat.PGDUMP)
            .on(OnConflict.ERROR)
            .on(OnError.SKIP, null)
            .verify(VerifyMode.COUNT)
            .build();
    MigrationReport report =
        new Migration(
                dsql.login(),
                directory.resolve("manifests"),
                new Cancellation(),
                new LoadProgress())
            .run(new MigrationOptions(load, false, DsqlVersion.defaultVersion(), true), null);
    assertThat(report.failures())
        .singleElement()
        .satisfies(text -> assertThat(text).contains("numbers.sql:7", "numeric"));
    assertThat(report.notes())
        .singleElement()
        .satisfies(note -> {
          assertThat(note.rule()).isEqualTo("numeric_precision");
          assertThat(note.line()).isEqualTo(3);
        });
  }

  @Test
  void planAsksNoCluster() throws Exception {
    MigrationReport plan = Migration.plan(options(dump("shop.sql"), false, false));
    assertThat(plan.statements()).anyMatch(sql -> sql.startsWith("CREATE INDEX ASYNC"));
    assertThat(plan.tables())
        .extracting(MigrationReport.TableResult::rows)
        .containsExactly(120L, 240L, 120L, 120L);
  }

  @Test
  void whatIsExportedCanBeMigratedAndLoaded() throws Exception {
    migrate(dump("shop.sql"), false, true);
    Path script = directory.resolve("exported.sql");
    Path parquet = directory.resolve("parquet");
    export(ExportOptions.Form.SQL, script);
    ExportReport report = export(ExportOptions.Form.PARQUET, parquet);
    assertThat(report.snapshots()).isEqualTo(1);
    List<String> before = query("SELECT customer::text FROM customer ORDER BY id");
    client.execute("DROP VIEW open_orders", false);
    client.execute("DROP FUNCTION line_count", false);
    for (String table : List.of("customer", "product", "orders", "order_line")) {
      client.execute("DROP TABLE " + table + " CASCADE", true);
    }
    assertThat(migrate(script, false, true).failures()).isEmpty();
    assertThat(query("SELECT count(*) FROM open_orders")).containsExactly("40");
    assertThat(query("SELECT line_count(7)")).containsExactly("2");
    assertThat(query("SELECT customer::text FROM customer ORDER BY id")).isEqualTo(before);

    LoadOptions load =
        TestingOptions.of("copied", parquet.resolve("public.customer.parquet"))
            .create(null, "id")
            .verify(VerifyMode.FULL)
            .build();
    LoadReport loaded =
        new Loader(
                dsql.login(),
                directory.resolve("manifests"),
                false,
                new Cancellation(),
                new LoadProgress())
            .load(load);
    assertThat(loaded.succeeded()).isTrue();
    assertThat(query("SELECT copied::text FROM copied ORDER BY id")).isEqualTo(before);
    Files.write(
        directory.resolve("cut.parquet"),
        Arrays.copyOf(Files.readAllBytes(parquet.resolve("public.customer.parquet")), 1000));
    assertThatThrownBy(
            () -> new ParquetRecords(LocalSource.of(directory.resolve("cut.parquet"))).close())
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("cut.parquet is not a whole Parquet file");
  }

  private ExportReport export(ExportOptions.Form form, Path output) {
    return new Exporter(dsql.login(), new Cancellation(), new LoadProgress())
        .export(new ExportOptions(null, null, form, output, DsqlVersion.defaultVersion()));
  }
}
