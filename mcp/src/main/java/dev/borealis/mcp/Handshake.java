package dev.borealis.mcp;

import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The messages up to the first answer, read and written by hand. Data binding takes longer to learn
 * about these records than all the rest of the start does, and whoever starts the server waits.
 */
final class Handshake {
  private static final String VERSION = "2.0";

  private Handshake() {}

  /**
   * A message of JSON-RPC.
   *
   * @return null if the value is none
   */
  static @Nullable JSONRPCMessage message(@Nullable Object json) {
    if (!(json instanceof Map<?, ?> members) || !VERSION.equals(members.get("jsonrpc"))) {
      return null;
    }
    Object id = members.get("id");
    boolean hasId = id instanceof String || id instanceof Integer || id instanceof Long;
    if (members.get("method") instanceof String method) {
      Object parameters = members.get("params");
      return hasId
          ? new JSONRPCRequest(VERSION, method, id, parameters)
          : members.containsKey("id") ? null : new JSONRPCNotification(VERSION, method, parameters);
    }
    if (!hasId) {
      return null;
    }
    return members.get("error") instanceof Map<?, ?> error
        ? JSONRPCResponse.error(id, error(error))
        : members.containsKey("result") ? JSONRPCResponse.result(id, members.get("result")) : null;
  }

  private static JSONRPCError error(Map<?, ?> error) {
    int code = error.get("code") instanceof Integer number ? number : ErrorCodes.INTERNAL_ERROR;
    return new JSONRPCError(code, String.valueOf(error.get("message")), error.get("data"));
  }

  /**
   * An answer that is an error, as JSON has it.
   *
   * @param id null if it belongs to no request
   */
  static String error(@Nullable Object id, int code, String message) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("jsonrpc", VERSION);
    answer.put("id", id);
    answer.put("error", Map.of("code", code, "message", message));
    return new String(PlainJson.write(answer), StandardCharsets.UTF_8);
  }

  /** What the client says of itself; what it can do is nothing that this server makes use of. */
  static InitializeRequest request(Map<?, ?> parameters) {
    Map<?, ?> client = parameters.get("clientInfo") instanceof Map<?, ?> info ? info : Map.of();
    return InitializeRequest.builder(
            String.valueOf(parameters.get("protocolVersion")),
            ClientCapabilities.builder().build(),
            Implementation.builder(
                    Objects.toString(client.get("name"), "unknown"),
                    Objects.toString(client.get("version"), "unknown"))
                .build())
        .build();
  }

  /** The answer to that, as JSON has it. */
  static Map<String, Object> answer(Object id, InitializeResult result) {
    ServerCapabilities can = result.capabilities();
    Map<String, Object> capabilities = new LinkedHashMap<>();
    if (can.logging() != null) {
      capabilities.put("logging", Map.of());
    }
    if (can.prompts() != null) {
      capabilities.put("prompts", Map.of("listChanged", can.prompts().listChanged()));
    }
    if (can.resources() != null) {
      capabilities.put(
          "resources",
          Map.of(
              "subscribe", can.resources().subscribe(),
              "listChanged", can.resources().listChanged()));
    }
    if (can.tools() != null) {
      capabilities.put("tools", Map.of("listChanged", can.tools().listChanged()));
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("protocolVersion", result.protocolVersion());
    members.put("capabilities", capabilities);
    members.put(
        "serverInfo",
        Map.of("name", result.serverInfo().name(), "version", result.serverInfo().version()));
    members.put("instructions", result.instructions());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("jsonrpc", VERSION);
    answer.put("id", id);
    answer.put("result", members);
    return answer;
  }
}
