package dev.borealis.mcp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client's whole session on standard streams: what it sends is known before, as in a pipe. */
final class Session {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final McpService service;
  private final List<String> lines = new ArrayList<>();
  private int id;

  Session(McpService service) {
    this.service = service;
    line(
        """
        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
        """);
    line("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
  }

  Session line(String line) {
    lines.add(line.strip());
    return this;
  }

  /** Adds a request; its identifier is the number of requests so far. */
  Session request(String method, Map<String, ?> parameters) {
    id++;
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("jsonrpc", "2.0");
    request.put("id", id);
    request.put("method", method);
    request.put("params", parameters);
    return line(JSON.writeValueAsString(request));
  }

  Session call(String tool, Map<String, ?> arguments) {
    return request("tools/call", Map.of("name", tool, "arguments", arguments));
  }

  /** Sends everything and closes; the messages that come back, in their order. */
  List<JsonNode> run() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] in = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      service.serve(new ByteArrayInputStream(in), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8).lines().map(JSON::readTree).toList();
  }

  /** The answer to the request with this identifier. */
  JsonNode answer(int wanted) {
    return run().stream()
        .filter(message -> message.path("id").asInt(-1) == wanted)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no answer to " + wanted));
  }

  /** The result of one call of a tool. */
  static Result callOnce(McpService service, String tool, Map<String, ?> arguments) {
    JsonNode answer = new Session(service).call(tool, arguments).answer(1);
    JsonNode result = answer.path("result");
    List<String> texts = new ArrayList<>();
    result.path("content").forEach(block -> texts.add(block.path("text").asString()));
    return new Result(result.path("isError").asBoolean(), texts, result.get("structuredContent"));
  }

  /**
   * What a tool answered.
   *
   * @param structured null for an error
   */
  record Result(boolean failed, List<String> texts, @Nullable JsonNode structured) {
    JsonNode members() {
      return Objects.requireNonNull(structured, () -> "failed: " + texts);
    }

    JsonNode elements() {
      return members().path("result");
    }

    String text() {
      return String.join("\n", texts);
    }
  }
}
