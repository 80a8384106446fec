package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
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
  void close() throws SQLException {
    for (String table : query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
      client.execute("DROP TABLE \"" + table + "\"", true);
    }
    client.close();
  }

  private Loader loader() {
    return new Loader(
        dsql.login(),
        directory.resolve("manifests"),
        false,
        new Cancellation(),
        new LoadProgress());
  }

  private LoadReport load(TestingOptions options) {
    return loader().load(options.build());
  }

  private List<String> query(String sql) throws SQLException {
    return client.read(connection -> rows(connection, sql));
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(rows.getString(i)));
        }
        found.add(String.join("|", values));
      }
    }
    return found;
  }

  private void create(String sql) throws SQLException {
    client.execute(sql, false);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static String numbers(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> i + ",name " + i + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void loadsEveryValueAsItIsWritten() throws Exception {
    create("CREATE TABLE t (id int PRIMARY KEY, a text, b text)");
    Path csv =
        file(
            "t.csv",
            "1,plain,\"with, comma\"\n2,\"two\nlines\",\"a \"\"quote\"\"\"\n3,,\"\"\n"
                + "4,back\\slash\\n,\ttab\n5,Tromsø €,😀\n");
    LoadReport report = load(TestingOptions.of("t", csv).verify(VerifyMode.FULL));
    assertThat(query("SELECT * FROM t ORDER BY id"))
        .containsExactly(
            "1|plain|with, comma",
            "2|two\nlines|a \"quote\"",
            "3|null|",
            "4|back\\slash\\n|\ttab",
            "5|Tromsø €|😀");
    assertThat(report.rowsLoaded()).isEqualTo(5);
    assertThat(report.succeeded()).isTrue();
    assertThat(report.verified()).isNotNull().matches(LoadReport.Verification::matches);
  }

  @Test
  void leavesNothingBehindInTheCluster() throws Exception {
    create("CREATE TABLE t (id int PRIMARY KEY, a text)");
    load(TestingOptions.of("t", file("t.csv", numbers(0, 1000))));
    assertThat(query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        .containsExactly("t");
    assertThat(query("SELECT count(*), sum(id) FROM t")).containsExactly("1000|499500");
  }

  @Test
  void keepsRowsThatAreThereUnlessToldOtherwise() throws Exception {
    create("CREATE TABLE t (id int PRIMARY KEY, a text)");
    client.transaction(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.executeUpdate("INSERT INTO t VALUES (5, 'old'), (777, 'old')");
      }
    });
    Path csv = file("t.csv", numbers(0, 1000));
    LoadReport kept = load(TestingOptions.of("t", csv));
    assertThat(kept.rowsLoaded()).isEqualTo(998);
    assertThat(kept.rowsConflicting()).isEqualTo(2);
    assertThat(query("SELECT a FROM t WHERE id IN (5, 777)")).containsExactly("old", "old");

    load(TestingOptions.of("t", csv).on(OnConflict.DO_UPDATE));
    assertThat(query("SELECT a FROM t WHERE id = 777")).containsExactly("name 777");

    assertThatThrownBy(() -> load(TestingOptions.of("t", csv).on(OnConflict.ERROR)))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("t.csv:")
        .hasMessageContaining("23505");
  }

  @Test
  void namesFileLineAndColumnOfAWrongValue() throws Exception {
    create("CREATE TABLE t (id int PRIMARY KEY, n int)");
    Path csv = file("t.csv", numbers(0, 0) + "1,1\n2,2\n3,many\n4,4\n");
    assertThatThrownBy(() -> load(TestingOptions.of("t", csv)))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("t.csv:3")
        .hasMessageContaining("column n")
        .hasMessageContaining("invalid input syntax for type integer");
    assertThat(query("SELECT count(*) FROM t")).containsExactly("0");
  }

  @Test
  void namesTheLineOfARaggedRecord() throws Exception {
    create("CREATE TABLE t (id int PRIMARY KEY, n int)");
    assertThatThrownBy(() -> load(TestingOptions.of("t", file("t.csv", "1,1\n2\n3,3\n"))))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("t.csv:2")
        .hasMessageContaining("1 fields, and not 2");
  }

  @Test
  void putsBadRecordsIntoQuarantineAndLoadsAllOthers() throws Exception {
    create("CREATE TABLE t (id int PRIMARY KEY, n smallint NOT NULL)");
    StringBuilder csv = new StringBuilder();
    for (int i = 1; i <= 500; i++) {
      csv.append(
          i == 17 ? "17,many\n" : i == 180 ? "180\n" : i == 333 ? "333,\n" : i + "," + i + "\n");
    }
    Path quarantine = directory.resolve("bad.jsonl");
    LoadReport report =
        load(
            TestingOptions.of("t", file("t.csv", csv.toString()))
                .on(OnError.QUARANTINE, quarantine));
    assertThat(report.rowsLoaded()).isEqualTo(497);
    assertThat(report.rowsRejected()).isEqualTo(3);
    assertThat(report.succeeded()).isFalse();
    assertThat(query("SELECT count(*) FROM t")).containsExactly("497");
    assertThat(Files.readAllLines(quarantine))
        .hasSize(3)
        .anySatisfy(line ->
            assertThat(line)
                .contains(
                    "t.csv:17\"", "\"column\":\"n\"", "\"record\":{\"id\":\"17\",\"n\":\"many\"}"))
        .anySatisfy(line -> assertThat(line).contains("t.csv:180\"", "1 fields"))
        .anySatisfy(line -> assertThat(line).contains("t.csv:333\"", "23502", "\"n\":null"));
  }

  @Test
  void goesOnBehindWhatWasDoneWithoutAKey() throws Exception {
    create("CREATE TABLE t (id int, n int)");
    StringBuilder bad = new StringBuilder();
    StringBuilder good = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      good.append(i).append(",1\n");
      bad.append(i).append(i == 1500 ? ",x\n" : ",1\n");
    }
    Path csv = file("t.csv", bad.toString());
    Loader first = loader();
    assertThatThrownBy(() -> first.load(TestingOptions.of("t", csv).build()))
        .hasMessageContaining("t.csv:1501");
    String job = String.valueOf(first.job());
    long before = Long.parseLong(query("SELECT count(*) FROM t").getFirst());
    assertThat(before).isBetween(1L, 1999L);

    Files.writeString(csv, good.toString());
    LoadReport report = loader().resume(job, null);
    assertThat(report.rowsLoaded()).isEqualTo(2000);
    assertThat(report.rowsResumed()).isEqualTo(before);
    assertThat(query("SELECT count(*), count(DISTINCT id) FROM t")).containsExactly("2000|2000");
    assertThatThrownBy(() -> loader().resume(job, null)).hasMessageContaining("no job " + job);
  }

  @Test
  void doesNotResumeWithOtherRows() throws Exception {
    create("CREATE TABLE t (id int, n int)");
    Path csv = file("t.csv", numbers(0, 300).replace("name ", "") + "x,y\n");
    Loader first = loader();
    assertThatThrownBy(() -> first.load(TestingOptions.of("t", csv).build()))
        .hasMessageContaining("t.csv:301");
    Files.writeString(csv, numbers(1, 400).replace("name ", ""));
    assertThatThrownBy(() -> loader().resume(String.valueOf(first.job()), null))
        .hasMessageContaining("not the rows that were loaded");
    assertThat(query("SELECT count(*) FROM t")).containsExactly("300");
  }

  @Test
  void makesATableThatHoldsAllValues() throws Exception {
    Path csv =
        file(
            "t.csv",
            """
            zip,n,big,amount,day,at,flag,note
            00501,1,3000000000,1.5,2026-01-02,2026-01-02 03:04:05,true,
            90210,2,1,22.25,2026-01-03,2026-01-02T03:04:06,f,x
            """);
    LoadReport report =
        load(TestingOptions.of("made", csv).header().create("id").verify(VerifyMode.FULL));
    assertThat(report.createTable()).contains("\"zip\" text NOT NULL", "\"note\" text\n");
    assertThat(
            query(
                "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
                    + " WHERE attrelid = 'made'::regclass AND attnum > 0 ORDER BY attnum"))
        .containsExactly(
            "id|uuid",
            "zip|text",
            "n|integer",
            "big|bigint",
            "amount|numeric(4,2)",
            "day|date",
            "at|timestamp without time zone",
            "flag|boolean",
            "note|text");
    assertThat(query("SELECT zip, amount FROM made ORDER BY zip"))
        .containsExactly("00501|1.50", "90210|22.25");
    assertThat(report.succeeded()).isTrue();
  }

  @Test
  void mapsAndLeavesOutColumnsByName() throws Exception {
    create("CREATE TABLE t (id int PRIMARY KEY, name text, made timestamptz DEFAULT now())");
    Path csv = file("t.csv", "label,made,id\nx,rubbish,1\n");
    load(TestingOptions.of("t", csv).header().columns(Map.of("label", "name"), "made"));
    assertThat(query("SELECT id, name, made IS NOT NULL FROM t")).containsExactly("1|x|t");

    assertThatThrownBy(() -> load(TestingOptions.of("t", csv).header()))
        .hasMessageContaining("column 'label'")
        .hasMessageContaining("--column-map label:NAME");
  }

  @Test
  void readsCompressedFilesAndOtherEncodings() throws Exception {
    create("CREATE TABLE t (id int, a text)");
    Path gz = directory.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write("1,gzip\n".getBytes(StandardCharsets.UTF_8));
    }
    Path zst = directory.resolve("b.csv.zst");
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(zst))) {
      out.write("2,zstd\n".getBytes(StandardCharsets.UTF_8));
    }
    load(TestingOptions.of("t", directory.resolve("[ab].csv.*")));
    Path latin = directory.resolve("c.csv");
    Files.write(latin, "3,Tromsø\n".getBytes(Charset.forName("windows-1252")));
    assertThatThrownBy(() -> load(TestingOptions.of("t", latin)))
        .hasMessageContaining("c.csv:1")
        .hasMessageContaining("byte 8")
        .hasMessageContaining("0xf8")
        .hasMessageContaining("--encoding");
    assertThat(query("SELECT * FROM t ORDER BY id")).containsExactly("1|gzip", "2|zstd");
  }

  @Test
  void triesEverythingAndKeepsNothing() throws Exception {
    create("CREATE TABLE t (id int PRIMARY KEY, n int)");
    Path csv = file("t.csv", "1,1\n2,x\n3\n4,4\n");
    LoadReport report = loader().dryRun(TestingOptions.of("t", csv).build());
    assertThat(report.rowsRead()).isEqualTo(4);
    assertThat(report.rejections()).hasSize(2).anySatisfy(text -> assertThat(text).contains(":2"));
    assertThat(query("SELECT count(*) FROM t")).containsExactly("0");

    LoadReport made = loader().dryRun(TestingOptions.of("other", csv).create(null).build());
    assertThat(made.createTable()).contains("\"column_1\" integer");
    assertThat(query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        .containsExactly("t");
  }

  @Test
  void loadsJsonLines() throws Exception {
    Path json =
        file(
            "t.jsonl",
            """
            {"id": 1, "tags": ["a", {"b": 1.10}], "name": "x\\ny"}

            {"name": null, "id": 2, "extra": true}
            """);
    load(TestingOptions.of("t", json).create(null, "id").verify(VerifyMode.COUNT));
    assertThat(query("SELECT * FROM t ORDER BY id"))
        .containsExactly("1|[\"a\", {\"b\": 1.10}]|x\ny|null", "2|null|null|t");
  }

  @Test
  void noticesThatATableIsDropped() throws Exception {
    assertThatThrownBy(() -> load(TestingOptions.of("nowhere", file("t.csv", "1,2\n"))))
        .hasMessageContaining("There is no table")
        .hasMessageContaining("--if-not-exists");
  }

  @Test
  void saysThatFilesHaveDifferentColumns() throws Exception {
    create("CREATE TABLE t (id int PRIMARY KEY, a text, b text)");
    Path one = file("1.csv", "id,a\n1,x\n");
    Path two = file("2.csv", "id,b\n2,x\n");
    assertThatThrownBy(() -> load(TestingOptions.of("t", one, two).header()))
        .hasMessageContaining("2.csv has other columns than");
  }

  @Test
  void saysThatAQuoteIsNotClosed() throws Exception {
    create("CREATE TABLE t (id int, a text)");
    assertThatThrownBy(() -> load(TestingOptions.of("t", file("t.csv", "1,a\n2,\"b\n3,c\n"))))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("t.csv:1")
        .hasMessageContaining("quote");
  }

  @Test
  void makesATableOfFilesWhoseObjectsDifferInTheirKeys() throws Exception {
    Path one = file("1.jsonl", "{\"a\": 1, \"b\": \"x\"}\n");
    Path two = file("2.jsonl", "{\"b\": \"y\", \"a\": 2}\n{\"c\": 1.5, \"a\": 3}\n");
    LoadReport report = load(TestingOptions.of("t", one, two).create(null));
    assertThat(report.createTable()).contains("\"a\" integer NOT NULL", "\"c\" numeric(2,1)");
    assertThat(query("SELECT * FROM t ORDER BY a"))
        .containsExactly("1|x|null", "2|y|null", "3|null|1.5");
  }

  @Test
  void makesNoTableOfFilesThatDoNotFitTogether() throws Exception {
    Path one = file("1.csv", "id,a\n1,x\n");
    Path two = file("2.csv", "id,b\n2,x\n");
    assertThatThrownBy(() -> load(TestingOptions.of("t", one, two).header().create(null)))
        .hasMessageContaining("2.csv has other columns than");
    assertThat(query("SELECT to_regclass('t')")).containsExactly("null");
  }
}
