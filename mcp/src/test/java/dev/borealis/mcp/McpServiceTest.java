package dev.borealis.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.dialect.DsqlVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The protocol, and the tools that need no cluster. */
class McpServiceTest {
  private static final McpService SERVICE =
      new McpService(
          new McpOptions("1.2.3", false, 10, 10_000, DsqlVersion.defaultVersion()),
          new NoCluster());

  private static Session.Result call(String tool, Map<String, ?> arguments) {
    return Session.callOnce(SERVICE, tool, arguments);
  }

  @Test
  void introducesItselfInTheNewestProtocol() {
    JsonNode result = new Session(SERVICE).answer(0).path("result");
    assertThat(result.path("protocolVersion").asString()).isEqualTo("2025-11-25");
    assertThat(result.path("serverInfo").path("name").asString()).isEqualTo("aurora-dsql");
    assertThat(result.path("serverInfo").path("version").asString()).isEqualTo("1.2.3");
  }

  @Test
  void listsParametersAsTheyAreDocumented() {
    JsonNode tools = new Session(SERVICE).request("tools/list", Map.of()).answer(1);
    Map<String, List<String>> parameters = new HashMap<>();
    for (JsonNode tool : tools.path("result").path("tools")) {
      JsonNode properties = tool.path("inputSchema").path("properties");
      parameters.put(tool.path("name").asString(), List.copyOf(properties.propertyNames()));
    }
    assertThat(parameters)
        .containsEntry("readonly_query", List.of("sql", "params"))
        .containsEntry("transact", List.of("sql_list", "params_list"))
        .containsEntry("dsql_lint", List.of("sql", "fix", "dsql_version"))
        .containsEntry("dsql_search_documentation", List.of("search_phrase", "limit"))
        .containsEntry("dsql_read_documentation", List.of("url", "start_index", "max_length"))
        .containsEntry("explain_query", List.of("sql", "analyze", "redundant_predicates"));
  }

  @Test
  void hasTheToolsOfBothSets() {
    JsonNode tools = new Session(SERVICE).request("tools/list", Map.of()).answer(1);
    List<String> names = new ArrayList<>();
    for (JsonNode tool : tools.path("result").path("tools")) {
      names.add(tool.path("name").asString());
      assertThat(tool.path("inputSchema").path("type").asString()).isEqualTo("object");
      assertThat(tool.path("outputSchema").path("type").asString()).isEqualTo("object");
      assertThat(tool.path("annotations").path("readOnlyHint").asBoolean()).isTrue();
      assertThat(tool.path("description").asString()).isNotBlank();
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            "readonly_query",
            "transact",
            "get_schema",
            "plan_alter",
            "dsql_lint",
            "dsql_search_documentation",
            "dsql_read_documentation",
            "dsql_recommend",
            "query",
            "execute",
            "list_tables",
            "describe_table",
            "explain_query",
            "list_clusters");
  }

  @Test
  void marksToolsThatMayChangeSomething() {
    McpService writing =
        new McpService(
            new McpOptions("1", true, 10, 10_000, DsqlVersion.defaultVersion()), new NoCluster());
    JsonNode tools = new Session(writing).request("tools/list", Map.of()).answer(1);
    for (JsonNode tool : tools.path("result").path("tools")) {
      String name = tool.path("name").asString();
      boolean writes = name.equals("transact") || name.equals("execute");
      assertThat(tool.path("annotations").path("destructiveHint").asBoolean())
          .as(name)
          .isEqualTo(writes);
    }
  }

  @Test
  void lints() {
    Session.Result result =
        call("dsql_lint", Map.of("sql", "CREATE TABLE t (id serial PRIMARY KEY);", "fix", true));
    assertThat(result.members().path("fixed_sql").asString()).contains("IDENTITY");
    assertThat(
            result
                .members()
                .path("diagnostics")
                .get(0)
                .path("fix_result")
                .path("status")
                .asString())
        .isEqualTo("fixed_with_warning");
    assertThat(result.members().path("summary").path("warnings").asInt()).isEqualTo(1);
    assertThat(result.texts()).hasSize(1);
    Session.Result unfixed = call("dsql_lint", Map.of("sql", "TRUNCATE t"));
    assertThat(unfixed.members().path("fixed_sql").isNull()).isTrue();
    assertThat(call("dsql_lint", Map.of("sql", " ")).members().path("diagnostics")).isEmpty();
    assertThat(call("dsql_lint", Map.of("sql", "x".repeat(1_000_001))).text())
        .contains("at most 1,000,000");
    assertThat(call("dsql_lint", Map.of("sql", "SELECT 1", "dsql_version", "1999-01")).text())
        .contains("2026-06");
  }

  @Test
  void searchesAndReadsAndRecommends() {
    Session.Result found =
        call("dsql_search_documentation", Map.of("search_phrase", "retry 40001", "limit", 2));
    assertThat(found.members().path("results")).hasSize(2);
    String url = found.members().path("results").get(0).path("url").asString();
    Session.Result page = call("dsql_read_documentation", Map.of("url", url, "max_length", "50"));
    assertThat(page.members().path("content").asString()).hasSize(50);
    assertThat(page.members().path("next_index").asInt()).isEqualTo(50);
    assertThat(call("dsql_recommend", Map.of("url", "TRUNCATE orders")).text())
        .contains("refusals#truncate");
    Session.Result unknown = call("dsql_read_documentation", Map.of("url", "dsql://docs/nothing"));
    assertThat(unknown.failed()).isTrue();
    assertThat(unknown.text()).startsWith("Error executing tool dsql_read_documentation: There is");
  }

  @Test
  void saysWhatToConfigureWithoutACluster() {
    for (String tool : List.of("readonly_query", "query", "execute")) {
      Session.Result result = call(tool, Map.of("sql", "SELECT 1"));
      assertThat(result.failed()).isTrue();
      assertThat(result.text())
          .isEqualTo("Error executing tool " + tool + ": Database not configured.");
    }
    assertThat(call("list_clusters", Map.of()).elements()).isEmpty();
  }

  @Test
  void judgesBeforeItConnects() {
    assertThat(call("readonly_query", Map.of("sql", "DROP TABLE t")).text())
        .contains("does not allow write operations");
    assertThat(call("execute", Map.of("sql", "DROP TABLE t")).text())
        .contains("does not allow write operations");
    assertThat(call("transact", Map.of("sql_list", List.of("SELECT 1", "COMMIT"))).text())
        .contains("could bypass read-only transaction controls");
    assertThat(call("explain_query", Map.of("sql", "ANALYZE t; DROP TABLE t")).failed()).isTrue();
    assertThat(call("explain_query", Map.of("sql", "(FORMAT JSON) DELETE FROM t")).failed())
        .isTrue();
    assertThat(call("readonly_query", Map.of("sql", "SELECT '" + "x".repeat(10_000_000))).text())
        .contains("at most 1,000,000");
  }

  @Test
  void saysWhatIsWrongWithArguments() {
    assertThat(call("readonly_query", Map.of()).text())
        .contains("Incorrect invocation: readonly_query invoked without a SQL statement");
    assertThat(call("readonly_query", Map.of("sql", 5)).text()).contains("must be a string");
    assertThat(call("readonly_query", Map.of("sql", "SELECT 1", "params", 7)).text())
        .contains("'params' must be a list");
    assertThat(call("readonly_query", Map.of("sql", "SELECT %s", "params", List.of())).text())
        .contains("1 placeholders but 0 parameters");
    assertThat(call("transact", Map.of("sql_list", List.of())).text())
        .contains("Incorrect invocation: transact invoked with no sql statements");
    assertThat(
            call("transact", Map.of("sql_list", "[\"SELECT 1\"]", "params_list", List.of(1, 2)))
                .text())
        .contains("params_list length (2) must equal sql_list length (1)");
    assertThat(call("get_schema", Map.of()).text())
        .contains("Incorrect invocation: Schema invoked without a table name");
    assertThat(call("dsql_lint", Map.of("sql", "SELECT 1", "fix", "perhaps")).text())
        .contains("true or false");
  }

  @Test
  void answersWhatIsNoMessageAndGoesOn() {
    List<JsonNode> answers =
        new Session(SERVICE)
            .line("this is not json")
            .line("{\"jsonrpc\":\"2.0\"}")
            .line("{\"half\":")
            .line("[]")
            .line(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":99}}")
            .request("ping", Map.of())
            .request("no/such/method", Map.of())
            .call("no_such_tool", Map.of())
            .request("tools/call", Map.of("name", "dsql_lint", "arguments", "text"))
            .run();
    assertThat(answers).filteredOn(answer -> answer.path("id").isNull()).hasSize(4);
    assertThat(error(answers, 2)).isEqualTo(-32601);
    assertThat(error(answers, 3)).isEqualTo(-32602);
    assertThat(error(answers, 4)).isNegative();
    assertThat(answers)
        .anyMatch(answer -> answer.path("id").asInt(-1) == 1 && answer.has("result"));
  }

  @Test
  void saysWhatIsWrongWithTheFormOfARequest() {
    List<JsonNode> answers =
        new Session(SERVICE)
            .request("tools/call", Map.of("name", "nope"))
            .request("tools/call", Map.of("name", "dsql_lint", "arguments", List.of()))
            .line("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\"}")
            .line("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/list\",\"params\":[]}")
            .line("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"initialize\"}")
            .run();
    assertThat(message(answers, 1)).startsWith("There is no tool 'nope'. The tools are: readonly");
    assertThat(message(answers, 2)).startsWith("The arguments must be an object");
    assertThat(message(answers, 3)).isEqualTo("The params must have 'name', a string.");
    assertThat(message(answers, 4)).isEqualTo("The params must be an object.");
    assertThat(message(answers, 5)).isEqualTo("The params must have 'protocolVersion', a string.");
    assertThat(IntStream.rangeClosed(1, 5).map(id -> error(answers, id))).containsOnly(-32602);
  }

  @Test
  void answersBeforeTheSessionHasBegun() throws IOException {
    String lines =
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/list"}
        {"jsonrpc":"2.0","id":2,"method":"ping"}
        {"jsonrpc":"2.0","id":3,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
        {"jsonrpc":"2.0","id":4,"method":"tools/list"}
        """;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SERVICE.serve(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), out);
    List<JsonNode> answers =
        out.toString(StandardCharsets.UTF_8).lines().map(JsonMapper.shared()::readTree).toList();
    assertThat(message(answers, 1)).contains("send initialize first");
    assertThat(result(answers, 2).isObject()).isTrue();
    // The notification that should come in between is left out by some.
    assertThat(result(answers, 4).path("tools")).isNotEmpty();
  }

  private static String message(List<JsonNode> answers, int id) {
    return answers.stream()
        .filter(answer -> answer.path("id").asInt(-1) == id)
        .findFirst()
        .orElseThrow()
        .path("error")
        .path("message")
        .asString();
  }

  private static int error(List<JsonNode> answers, int id) {
    return answers.stream()
        .filter(answer -> answer.path("id").asInt(-1) == id)
        .findFirst()
        .orElseThrow()
        .path("error")
        .path("code")
        .asInt();
  }

  @Test
  void skipsALineThatIsTooLong() {
    List<JsonNode> answers =
        new Session(SERVICE)
            .line("x".repeat(StdioTransport.MAX_MESSAGE_BYTES + 1))
            .request("ping", Map.of())
            .run();
    assertThat(answers)
        .anyMatch(answer -> answer.path("error").path("message").asString().contains("longer than"))
        .anyMatch(answer -> answer.path("id").asInt(-1) == 1 && answer.has("result"));
  }

  @Test
  void hasPagesAsResourcesAndWorkflowsAsPrompts() {
    Session session =
        new Session(SERVICE)
            .request("resources/list", Map.of())
            .request("resources/read", Map.of("uri", "dsql://docs/occ-retry"))
            .request("prompts/list", Map.of())
            .request(
                "prompts/get",
                Map.of("name", "query-plan", "arguments", Map.of("goal", "orders is slow")))
            .request("resources/read", Map.of("uri", "dsql://docs/nothing"));
    List<JsonNode> answers = session.run();
    assertThat(result(answers, 1).path("resources").size()).isGreaterThan(35);
    assertThat(result(answers, 2).path("contents").get(0).path("text").asString())
        .startsWith("# Conflicts and retries");
    assertThat(result(answers, 3).path("prompts")).hasSize(8);
    assertThat(result(answers, 4).toString()).contains("The goal: orders is slow");
    assertThat(error(answers, 5)).isNegative();
  }

  private static JsonNode result(List<JsonNode> answers, int id) {
    return answers.stream()
        .filter(answer -> answer.path("id").asInt(-1) == id)
        .findFirst()
        .orElseThrow()
        .path("result");
  }
}
