package dev.borealis.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The tools on a local cluster. */
@Execution(ExecutionMode.SAME_THREAD)
class DatabaseToolsTest {
  @TempDir private static Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static LocalDsql dsql;

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static ClusterSource cluster;

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static McpService reading;

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static McpService writing;

  @BeforeAll
  static void start() throws IOException {
    dsql = LocalDsql.start(directory, 0);
    cluster = dsql.source();
    reading = service(false);
    writing = service(true);
    transact(
        "CREATE TABLE shop (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x', price numeric(10,2), doc jsonb)");
    transact("INSERT INTO shop VALUES (1, 'a', 1.50, '{\"k\": [1]}'), (2, 'b', NULL, NULL)");
  }

  private static McpService service(boolean writes) {
    return new McpService(
        new McpOptions("1", writes, 100, 100_000, DsqlVersion.defaultVersion()), cluster);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    dsql.close();
  }

  private static Session.Result transact(String... statements) {
    Session.Result result =
        Session.callOnce(writing, "transact", Map.of("sql_list", List.of(statements)));
    assertThat(result.failed()).as(result.text()).isFalse();
    return result;
  }

  private static Session.Result read(String sql, @Nullable Object... params) {
    return Session.callOnce(
        reading, "readonly_query", Map.of("sql", sql, "params", Arrays.asList(params)));
  }

  @Test
  void plansAChangeOfATable() {
    Session.Result plan =
        Session.callOnce(
            reading,
            "plan_alter",
            Map.of("sql", "ALTER TABLE shop ALTER COLUMN name TYPE varchar(9)"));
    assertThat(plan.failed()).as(plan.text()).isFalse();
    assertThat(plan.text()).contains("CREATE TABLE IF NOT EXISTS public.shop_new", "DESTRUCTIVE");
    assertThat(plan.members().path("method").asString()).isEqualTo("recreation");
    assertThat(plan.members().path("runnable").asBoolean()).isTrue();
    assertThat(plan.members().path("steps").get(1).path("kind").asString())
        .isEqualTo("create_table");
    Session.Result blocked =
        Session.callOnce(
            reading, "plan_alter", Map.of("sql", "ALTER TABLE shop ALTER COLUMN doc SET NOT NULL"));
    assertThat(blocked.members().path("runnable").asBoolean()).isFalse();
    assertThat(blocked.members().path("validations").get(0).path("examples").get(0).asString())
        .isEqualTo("id = 2");
    Session.Result split =
        Session.callOnce(
            reading,
            "plan_alter",
            Map.of(
                "sql",
                "ALTER TABLE shop ADD COLUMN initial text",
                "set",
                List.of("initial = left(name, 1)")));
    assertThat(split.text()).contains("CAST(\"left\"(name, 1) AS text)");
    assertThat(Session.callOnce(reading, "plan_alter", Map.of("sql", "DROP TABLE shop")).text())
        .contains("Only ALTER TABLE");
  }

  @Test
  void answersRowsInBothForms() {
    Session.Result result = read("SELECT id, name, price, doc FROM shop ORDER BY id");
    assertThat(result.failed()).as(result.text()).isFalse();
    assertThat(result.elements().toString())
        .isEqualTo(
            "[{\"id\":1,\"name\":\"a\",\"price\":\"1.50\",\"doc\":{\"k\":[1]}},"
                + "{\"id\":2,\"name\":\"b\",\"price\":null,\"doc\":null}]");
    assertThat(result.texts()).hasSize(2);
    assertThat(result.texts().get(1)).startsWith("{\n  \"id\" : 2");
    assertThat(read("SELECT 1 AS a WHERE false").texts()).containsExactly("[]");
  }

  @Test
  void bindsValues() {
    assertThat(read("SELECT name FROM shop WHERE id = %s AND name = %s", 1, "a").elements())
        .hasSize(1);
    assertThat(
            read("SELECT id FROM shop WHERE id = ANY (%s) ORDER BY id", List.of(1, 2)).elements())
        .hasSize(2);
    assertThat(read("SELECT %s::uuid AS u", "00000000-0000-0000-0000-000000000001").text())
        .contains("0001");
    assertThat(
            read("SELECT %s::text AS t", "'; DROP TABLE shop; --")
                .elements()
                .get(0)
                .path("t")
                .asString())
        .isEqualTo("'; DROP TABLE shop; --");
    assertThat(read("SELECT coalesce(%s, 'none') AS t", (@Nullable Object) null).text())
        .contains("none");
  }

  @Test
  void takesListsThatAreText() {
    Session.Result result =
        Session.callOnce(
            reading, "readonly_query", Map.of("sql", "SELECT %s::int AS n", "params", "[7]"));
    assertThat(result.elements().get(0).path("n").asInt()).isEqualTo(7);
  }

  @Test
  void cutsLongResultsAndSaysSo() {
    Session.Result result = read("SELECT n FROM generate_series(1, 1000) AS s (n)");
    assertThat(result.elements()).hasSize(100);
    assertThat(result.texts().getLast()).startsWith("[truncated] Only the first 100 rows");
    assertThat(read("SELECT repeat('x', 60000) AS x FROM generate_series(1, 3)").texts().getLast())
        .contains("[truncated]");
  }

  @Test
  void tellsErrorsWithTheirCode() {
    assertThat(read("SELECT * FROM nothing").text())
        .startsWith("Error executing tool readonly_query: Error executing readonly_query: ")
        .contains("relation \"nothing\" does not exist (42P01)");
  }

  @Test
  void readsWithoutWritesAllowed() {
    Session.Result result =
        Session.callOnce(
            reading, "transact", Map.of("sql_list", List.of("SELECT 1 AS a", "SELECT 2 AS a")));
    assertThat(result.elements().toString()).isEqualTo("[{\"a\":2}]");
    assertThat(
            Session.callOnce(reading, "transact", Map.of("sql_list", List.of("DELETE FROM shop")))
                .text())
        .contains("does not allow write operations");
  }

  @Test
  void undoesAllIfOneFails() {
    Session.Result failed =
        Session.callOnce(
            writing,
            "transact",
            Map.of("sql_list", List.of("INSERT INTO shop (id) VALUES (9)", "SELECT 1/0")));
    assertThat(failed.text()).contains("division by zero (22012)");
    assertThat(read("SELECT id FROM shop WHERE id = 9").elements()).isEmpty();
  }

  @Test
  void refusesMixedDefinitionsBeforeAnythingRuns() {
    assertThat(
            Session.callOnce(
                    writing,
                    "transact",
                    Map.of(
                        "sql_list", List.of("CREATE TABLE x (a int)", "INSERT INTO x VALUES (1)")))
                .text())
        .contains("ddl and dml are not supported in the same transaction");
    assertThat(read("SELECT to_regclass('x') IS NULL AS gone").text()).contains("true");
  }

  @Test
  void leavesNoSettingBehind() {
    transact("SET timezone = 'Asia/Tokyo'", "SELECT 1");
    for (int i = 0; i < 5; i++) {
      assertThat(read("SHOW timezone").text()).doesNotContain("Tokyo");
    }
  }

  @Test
  void waitsForJobs() {
    Session.Result job = transact("CREATE INDEX ASYNC shop_name ON shop (name)");
    String id = job.elements().get(0).path("job_id").asString();
    Session.Result waited = transact("CALL sys.wait_for_job('" + id + "')");
    assertThat(waited.text()).contains("true");
  }

  @Test
  void showsSchemas() {
    Session.Result columns =
        Session.callOnce(reading, "get_schema", Map.of("table_name", "public.SHOP"));
    assertThat(columns.elements().get(0).path("column_name").asString()).isEqualTo("id");
    assertThat(Session.callOnce(reading, "get_schema", Map.of("table_name", "no'pe")).elements())
        .isEmpty();
    assertThat(Session.callOnce(reading, "list_tables", Map.of()).elements().toString())
        .contains("shop");
    Session.Result table =
        Session.callOnce(reading, "describe_table", Map.of("table_name", "shop"));
    assertThat(table.members().path("columns")).hasSize(4);
    assertThat(table.members().path("constraints").toString()).contains("PRIMARY KEY");
    assertThat(table.members().path("indexes").toString()).contains("shop_pkey");
    for (String hostile :
        List.of("x'; DROP TABLE shop; --", "\"", "a.b.c.d", "\\", "é".repeat(500))) {
      assertThat(Session.callOnce(reading, "describe_table", Map.of("table_name", hostile)).text())
          .contains("There is no table");
    }
  }

  @Test
  void runsTheEarlierTools() {
    Session.Result query =
        Session.callOnce(
            reading,
            "query",
            Map.of("sql", "SELECT name FROM shop WHERE id = $1", "parameters", List.of(1)));
    assertThat(query.members().path("rowCount").asInt()).isEqualTo(1);
    Session.Result execute =
        Session.callOnce(
            writing,
            "execute",
            Map.of(
                "sql", "UPDATE shop SET name = $1 WHERE id = $2", "parameters", List.of("b", 2)));
    assertThat(execute.members().path("rowCount").asInt()).isEqualTo(1);
  }

  @Test
  void explains() {
    Session.Result plan =
        Session.callOnce(
            reading, "explain_query", Map.of("sql", "SELECT * FROM shop WHERE id = 1"));
    assertThat(plan.members().path("plan").asString()).contains("shop").contains("actual");
    assertThat(plan.members().path("report").asString())
        .startsWith("# SQL Query Explainability")
        .contains("## Next Steps");
    assertThat(plan.members().path("findings").isArray()).isTrue();
    Session.Result change =
        Session.callOnce(
            reading,
            "explain_query",
            Map.of(
                "sql",
                "DELETE FROM shop WHERE name = 'nobody'",
                "redundant_predicates",
                List.of("id > 0")));
    assertThat(change.members().path("note").asString()).contains("DELETE is explained");
    assertThat(change.members().path("report").asString()).contains("### Redundant predicates");
    for (String refused :
        List.of(
            "INSERT INTO shop VALUES (9)",
            "SELECT nextval('x')",
            "SELECT pg_sleep(9)",
            "DROP TABLE shop",
            "SELECT 1; DROP TABLE shop")) {
      assertThat(Session.callOnce(reading, "explain_query", Map.of("sql", refused)).failed())
          .as(refused)
          .isTrue();
    }
    Session.Result dml =
        Session.callOnce(
            reading, "explain_query", Map.of("sql", "DELETE FROM shop", "analyze", false));
    assertThat(dml.members().path("plan").asString()).contains("Delete");
    assertThat(read("SELECT count(*) AS n FROM shop").text()).contains("2");
  }

  @Test
  void showsTheSchemaAsAResource() {
    String answer =
        new Session(reading)
            .request("resources/read", Map.of("uri", "dsql://schema"))
            .answer(1)
            .toString();
    assertThat(answer).contains("shop").contains("price");
  }

  /** Would run for longer than a test may, if it were not cancelled. */
  private static final String SLOW =
      "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b";

  @Test
  @Timeout(60)
  void cancelsACallThatRuns() throws IOException, InterruptedException {
    try (Conversation client = new Conversation()) {
      client.send(callOf(1));
      while (read("SELECT 1 AS a FROM shop LIMIT 1").failed()) {
        Thread.onSpinWait();
      }
      client.send(cancellationOf(1));
      // Without the cancellation, the server would wait for the query.
      assertThat(client.end()).doesNotContain("\"id\":1");
    }
  }

  @Test
  @Timeout(60)
  void cancelsCallsThatHaveHardlyBegun() throws IOException, InterruptedException {
    try (Conversation client = new Conversation()) {
      for (int id = 1; id <= 40; id++) {
        client.send(callOf(id) + cancellationOf(id));
      }
      assertThat(client.end()).doesNotContainPattern("\"id\":[1-9]");
    }
  }

  private static String callOf(int id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"readonly_query\",\"arguments\":{\"sql\":\"%s\"}}}\n"
        .formatted(id, SLOW);
  }

  private static String cancellationOf(int id) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%d}}\n"
        .formatted(id);
  }

  /** A client that sends while the server works. */
  private static final class Conversation implements AutoCloseable {
    private final PipedOutputStream toServer = new PipedOutputStream();
    private final PipedInputStream fromServer = new PipedInputStream(1 << 20);
    private final Thread server;

    Conversation() throws IOException {
      PipedInputStream in = new PipedInputStream(toServer, 1 << 16);
      PipedOutputStream out = new PipedOutputStream(fromServer);
      server =
          Thread.ofVirtual()
              .start(() -> {
                try (in;
                    out) {
                  reading.serve(in, out);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      send(
          "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}\n");
      send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n");
    }

    void send(String lines) throws IOException {
      toServer.write(lines.getBytes(StandardCharsets.UTF_8));
      toServer.flush();
    }

    /** Closes the client's end; what the server has said until it ended. */
    String end() throws IOException, InterruptedException {
      toServer.close();
      assertThat(server.join(Duration.ofSeconds(50))).isTrue();
      return new String(fromServer.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      toServer.close();
    }
  }

  @Test
  void servesHttpToThisMachineOnly() throws IOException, InterruptedException {
    try (HttpEndpoint endpoint = reading.serveHttp(0);
        HttpClient http = HttpClient.newHttpClient()) {
      String initialize =
          "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
      HttpResponse<String> first =
          post(
              http,
              endpoint.address(),
              initialize,
              "Accept",
              "application/json, text/event-stream");
      assertThat(first.statusCode()).isEqualTo(200);
      String session = first.headers().firstValue("Mcp-Session-Id").orElseThrow();
      HttpResponse<String> call =
          post(
              http,
              endpoint.address(),
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"readonly_query\",\"arguments\":{\"sql\":\"SELECT 41+1 AS n\"}}}",
              "Accept",
              "application/json, text/event-stream",
              "Mcp-Session-Id",
              session);
      assertThat(call.body()).contains("42");
      HttpResponse<String> foreign =
          post(
              http,
              endpoint.address(),
              initialize,
              "Accept",
              "application/json, text/event-stream",
              "Origin",
              "https://evil.example");
      assertThat(foreign.statusCode()).isEqualTo(403);
      assertThat(
              post(
                      http,
                      endpoint.address(),
                      "{broken",
                      "Accept",
                      "application/json, text/event-stream")
                  .statusCode())
          .isEqualTo(400);
    }
  }

  private static HttpResponse<String> post(
      HttpClient http, URI address, String body, String... headers)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .headers(headers)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
