package dev.borealis.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Calls over HTTP that their client does not want any more. */
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(120)
class HttpCancellationTest {
  /** Would run for longer than the test may, if it were not cancelled. */
  private static final String SLOW =
      "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b";

  @TempDir private static Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static LocalDsql dsql;

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static ClusterSource cluster;

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static HttpEndpoint endpoint;

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static HttpClient http;

  @BeforeAll
  static void start() throws IOException {
    dsql = LocalDsql.start(directory, 0);
    cluster = dsql.source();
    McpOptions options = new McpOptions("1", false, 100, 100_000, DsqlVersion.defaultVersion());
    endpoint = new McpService(options, cluster).serveHttp(0);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    endpoint.close();
    cluster.close();
    dsql.close();
  }

  @Test
  void endsACallWithoutAnAnswer() throws IOException, InterruptedException {
    String session = open();
    try (BufferedReader answer = call(session, SLOW)) {
      cancel(session);
      assertThat(rest(answer)).noneMatch(line -> line.contains("\"result\""));
    }
    try (BufferedReader answer = call(session, "SELECT 'forty-' || 'two' AS n")) {
      assertThat(rest(answer)).anyMatch(line -> line.contains("forty-two"));
    }
  }

  @Test
  void leavesTheCallsOfOtherSessionsAlone() throws IOException, InterruptedException {
    String session = open();
    try (BufferedReader answer =
        call(session, "SELECT 'forty-' || 'two' AS n, count(*) FROM generate_series(1, 200000)")) {
      cancel(open());
      assertThat(rest(answer)).anyMatch(line -> line.contains("forty-two"));
    }
  }

  @Test
  void endsTheCallsOfASessionThatIsClosed() throws IOException, InterruptedException {
    String session = open();
    try (BufferedReader answer = call(session, SLOW)) {
      HttpRequest delete =
          HttpRequest.newBuilder(endpoint.address())
              .header("Mcp-Session-Id", session)
              .DELETE()
              .build();
      assertThat(http.send(delete, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      assertThat(rest(answer)).noneMatch(line -> line.contains("\"result\""));
    }
  }

  @Test
  void answersWhatIsWrongWithErrorsOfTheProtocol() throws IOException, InterruptedException {
    String session = open();
    String list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
    HttpResponse<String> unknown = http.send(post("nope", list), BodyHandlers.ofString());
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body())
        .startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{")
        .contains("Session not found")
        .doesNotContain("stackTrace");
    HttpResponse<String> form =
        http.send(
            post(
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"transact\",\"arguments\":[]}}"),
            BodyHandlers.ofString());
    assertThat(form.body())
        .startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{")
        .contains("The arguments must be an object");
    HttpRequest otherProtocol =
        HttpRequest.newBuilder(post(session, list), (name, value) -> true)
            .header("MCP-Protocol-Version", "1999-01-01")
            .build();
    assertThat(http.send(otherProtocol, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
  }

  private static String open() throws IOException, InterruptedException {
    String initialize =
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
    HttpResponse<Void> answer = http.send(post("", initialize), BodyHandlers.discarding());
    return answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
  }

  /** Calls a tool, and returns when the last one of its statements is about to run. */
  private static BufferedReader call(String session, String statement)
      throws IOException, InterruptedException {
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"transact\",\"arguments\":{\"sql_list\":[\"SELECT 1\",\"%s\"]},\"_meta\":{\"progressToken\":7}}}"
            .formatted(statement);
    InputStream body = http.send(post(session, call), BodyHandlers.ofInputStream()).body();
    BufferedReader answer = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    String line = answer.readLine();
    while (line != null && !line.contains("notifications/progress")) {
      line = answer.readLine();
    }
    assertThat(line).isNotNull();
    return answer;
  }

  private static List<String> rest(BufferedReader answer) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = answer.readLine(); line != null; line = answer.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  private static void cancel(String session) throws IOException, InterruptedException {
    String cancelled =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}";
    assertThat(http.send(post(session, cancelled), BodyHandlers.discarding()).statusCode())
        .isEqualTo(202);
  }

  private static HttpRequest post(String session, String message) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.address())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(message));
    if (!session.isEmpty()) {
      request.header("Mcp-Session-Id", session);
    }
    return request.build();
  }
}
