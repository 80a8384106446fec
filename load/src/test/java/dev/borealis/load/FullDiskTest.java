package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are written until the disk is full. Only root can mount such a disk. */
@Timeout(180)
class FullDiskTest {
  private static final int ROWS = 2_000;

  @TempDir private Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Path disk;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private LocalDsql dsql;

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  @BeforeEach
  void start() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
        "a file system can be mounted");
    dsql = LocalDsql.start(directory, 0);
  }

  @AfterEach
  void stop() throws Exception {
    if (dsql != null) {
      dsql.close();
      assertThat(run("umount", "--lazy", disk.toString())).isTrue();
    }
  }

  private Loader loader() {
    return new Loader(
        dsql.login(),
        directory.resolve("manifests"),
        false,
        new Cancellation(),
        new LoadProgress());
  }

  private static String value(ClusterClient client, String sql) throws SQLException {
    return client.read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        assertThat(rows.next()).isTrue();
        return String.valueOf(rows.getString(1));
      }
    });
  }

  @Test
  void neitherARecordNorARowIsLostWhereTheQuarantineHasNoRoom() throws Exception {
    Path csv = directory.resolve("t.csv");
    Files.writeString(
        csv,
        IntStream.range(0, ROWS)
            .mapToObj(i -> i + (i % 2 == 0 ? ",1\n" : ",not a number\n"))
            .collect(Collectors.joining()));
    Path quarantine = disk.resolve("bad.jsonl");
    try (ClusterClient client =
        ClusterClient.open(dsql.login(), 1, RetryPolicy.INTERACTIVE, new Cancellation())) {
      client.execute("CREATE TABLE t (id int, n int)", false);
      Loader loader = loader();
      LoadOptions options = TestingOptions.of("t", csv).on(OnError.QUARANTINE, quarantine).build();
      assertThatThrownBy(() -> loader.load(options))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("quarantine file")
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("Make room, and resume");
      assertThat(run("mount", "-o", "remount,size=8m", disk.toString())).isTrue();
      LoadReport report = loader().resume(String.valueOf(loader.job()), null);
      assertThat(report.rowsLoaded()).isEqualTo(ROWS / 2);
      assertThat(report.rowsRejected()).isEqualTo(ROWS / 2);
      assertThat(value(client, "SELECT (count(*), count(DISTINCT id))::text FROM t"))
          .isEqualTo("(%d,%d)".formatted(ROWS / 2, ROWS / 2));
    }
    assertThat(Files.readAllLines(quarantine).stream().map(FullDiskTest::line).distinct())
        .hasSize(ROWS / 2);
    assertThat(Files.readAllLines(quarantine)).hasSize(ROWS / 2);
  }

  private static String line(String json) {
    assertThat(json).startsWith("{\"place\":\"").endsWith("}");
    return json.substring(0, json.indexOf(','));
  }

  @Test
  void anExportLeavesNoHalfFile() throws Exception {
    try (ClusterClient client =
        ClusterClient.open(dsql.login(), 1, RetryPolicy.INTERACTIVE, new Cancellation())) {
      client.execute("CREATE TABLE t (id int PRIMARY KEY, name text)", false);
      client.transaction(connection -> {
        try (Statement statement = connection.createStatement()) {
          return statement.executeUpdate(
              "INSERT INTO t SELECT n, md5(n::text) || md5(n::text || 'x') FROM generate_series(1, 3000) n");
        }
      });
    }
    for (ExportOptions.Form form : ExportOptions.Form.values()) {
      Path output = form == ExportOptions.Form.SQL ? disk.resolve("t.sql") : disk;
      Exporter exporter = new Exporter(dsql.login(), new Cancellation(), new LoadProgress());
      assertThatThrownBy(() ->
              exporter.export(
                  new ExportOptions(null, null, form, output, DsqlVersion.defaultVersion())))
          .as(form.toString())
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("cannot be written")
          .hasMessageContaining("No space left on device");
      try (Stream<Path> files = Files.list(disk)) {
        assertThat(files).as(form.toString()).isEmpty();
      }
    }
  }
}
