package dev.borealis.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with the parameters of a request, where the protocol's library would answer
 * with its own insides, or over HTTP not at all.
 *
 * @param tools the names of the tools
 */
record RequestForm(List<String> tools) {
  /** The error to answer with; null if the request can be carried out. */
  @Nullable JSONRPCError wrong(JSONRPCRequest request) {
    Object given = request.params();
    if (given != null && !(given instanceof Map)) {
      return invalid("The params must be an object.");
    }
    Map<?, ?> params = given instanceof Map<?, ?> members ? members : Map.of();
    return switch (request.method()) {
      case McpSchema.METHOD_INITIALIZE -> required(params, "protocolVersion");
      case McpSchema.METHOD_TOOLS_CALL -> wrongCall(params);
      case McpSchema.METHOD_RESOURCES_READ -> required(params, "uri");
      case McpSchema.METHOD_PROMPT_GET -> {
        JSONRPCError wrong = required(params, "name");
        yield wrong == null ? wrongArguments(params) : wrong;
      }
      default -> null;
    };
  }

  private @Nullable JSONRPCError wrongCall(Map<?, ?> params) {
    JSONRPCError wrong = required(params, "name");
    if (wrong != null) {
      return wrong;
    }
    return tools.contains(String.valueOf(params.get("name")))
        ? wrongArguments(params)
        : invalid(
            "There is no tool '%s'. The tools are: %s."
                .formatted(params.get("name"), String.join(", ", tools)));
  }

  private static @Nullable JSONRPCError wrongArguments(Map<?, ?> params) {
    Object arguments = params.get("arguments");
    return arguments == null || arguments instanceof Map
        ? null
        : invalid("The arguments must be an object: a member for each parameter.");
  }

  private static @Nullable JSONRPCError required(Map<?, ?> params, String name) {
    return params.get(name) instanceof String text && !text.isEmpty()
        ? null
        : invalid("The params must have '%s', a string.".formatted(name));
  }

  private static JSONRPCError invalid(String message) {
    return new JSONRPCError(ErrorCodes.INVALID_PARAMS, message, null);
  }
}
