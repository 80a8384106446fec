package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job leaves behind, and what a later one may do with it. */
class JobRulesTest {
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
  void open() throws SQLException {
    client = ClusterClient.open(dsql.login(), 2, RetryPolicy.INTERACTIVE, new Cancellation());
    client.execute("CREATE TABLE t (id int, n int)", false);
  }

  @AfterEach
  void close() throws SQLException {
    for (String table : query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
      client.execute("DROP TABLE \"" + table + "\"", true);
    }
    client.close();
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

  private Loader loader() {
    return new Loader(
        dsql.login(),
        directory.resolve("manifests"),
        false,
        new Cancellation(),
        new LoadProgress());
  }

  private Path csv(String text) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), text);
  }

  /** More than one batch of good records, and then one that is not. */
  private Path halfBad() throws IOException {
    return csv(
        IntStream.range(0, 300).mapToObj(i -> i + ",1\n").collect(Collectors.joining())
            + "300,x\n301,1\n");
  }

  private TestingOptions quarantining(Path file, Path quarantine) {
    return TestingOptions.of("t", file).on(OnError.QUARANTINE, quarantine);
  }

  @Test
  void aJobThatLoadedNothingLeavesNothing() throws Exception {
    Loader loader = loader();
    TestingOptions options = TestingOptions.of("t", csv("1,x\n"));
    assertThatThrownBy(() -> loader.load(options.build())).hasMessageContaining("t.csv:1");
    assertThat(loader.job()).isNull();
    assertThat(query("SELECT tablename FROM pg_tables WHERE tablename LIKE 'dsql_load%'"))
        .isEmpty();
    assertThat(directory.resolve("manifests/jobs")).isEmptyDirectory();
    assertThatThrownBy(() -> loader.load(TestingOptions.of("missing", csv("1,1\n")).build()))
        .hasMessageContaining("no table");
    assertThat(directory.resolve("manifests/jobs")).isEmptyDirectory();
  }

  @Test
  void anotherJobsRecordOfTheSamePlaceIsQuarantinedToo() throws Exception {
    Path quarantine = directory.resolve("bad.jsonl");
    loader().load(quarantining(csv("1,first\n2,2\n"), quarantine).build());
    loader().load(quarantining(csv("1,second\n2,2\n"), quarantine).build());
    assertThat(Files.readAllLines(quarantine))
        .satisfiesExactly(
            line -> assertThat(line).contains("t.csv:1\"", "first"),
            line -> assertThat(line).contains("t.csv:1\"", "second"));
  }

  @Test
  void aRecordOfAnotherLengthIsQuarantinedWithItsFields() throws Exception {
    Path quarantine = directory.resolve("bad.jsonl");
    loader().load(quarantining(csv("1,1\n2,3,\"four\"\n"), quarantine).build());
    assertThat(Files.readString(quarantine)).contains("\"record\":[\"2\",\"3\",\"four\"]");
  }

  @Test
  void aFileWithSomethingElseIsNoQuarantineAndStays() throws Exception {
    Path file = csv("1,1\n");
    for (String text : List.of("{\"a\":1}", "id,n\n1,1\n", "{\"place\"\n", "[]\n{\"place\":")) {
      Path other = Files.writeString(directory.resolve("other"), text);
      assertThatThrownBy(() -> loader().load(quarantining(file, other).build()))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("no quarantine file");
      assertThat(other).hasContent(text);
    }
    assertThatThrownBy(() -> loader().load(quarantining(file, file).build()))
        .hasMessageContaining("no quarantine file");
    assertThat(query("SELECT count(*) FROM t")).containsExactly("0");
  }

  @Test
  void resumingTakesTheJobsOptionsOnlyOrAnotherPolicyForBadRecords() throws Exception {
    Loader first = loader();
    TestingOptions options = TestingOptions.of("t", halfBad());
    assertThatThrownBy(() -> first.load(options.build())).hasMessageContaining("t.csv:301");
    String job = String.valueOf(first.job());
    Path other = Files.writeString(directory.resolve("u.csv"), "1,1\n");
    assertThatThrownBy(() -> loader().resume(job, TestingOptions.of("t", other).build()))
        .hasMessageContaining("begun with other options");
    assertThatThrownBy(() -> loader().resume(job, options.build()))
        .hasMessageContaining("t.csv:301");
    LoadReport report = loader().resume(job, options.on(OnError.SKIP, null).build());
    assertThat(report.rowsRejected()).isEqualTo(1);
    assertThat(query("SELECT count(*) FROM t")).containsExactly("301");
  }

  @Test
  void leavingOutEveryColumnIsRefused() throws Exception {
    Path file = csv("id,n\n1,1\n");
    TestingOptions options = TestingOptions.of("t", file).header().columns(Map.of(), "id", "n");
    assertThatThrownBy(() -> loader().load(options.build()))
        .hasMessageContaining("No column is left");
  }
}
