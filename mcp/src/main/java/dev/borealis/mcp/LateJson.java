package dev.borealis.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** The library's data binding, which is not loaded before something is bound. */
final class LateJson implements McpJsonMapper {
  private static final class Loaded {
    static final McpJsonMapper JSON = new JacksonMcpJsonMapper(JsonMapper.shared());
  }

  @Override
  public <T> T readValue(String content, Class<T> type) throws IOException {
    return Loaded.JSON.readValue(content, type);
  }

  @Override
  public <T> T readValue(byte[] content, Class<T> type) throws IOException {
    return Loaded.JSON.readValue(content, type);
  }

  @Override
  public <T> T readValue(String content, TypeRef<T> type) throws IOException {
    return Loaded.JSON.readValue(content, type);
  }

  @Override
  public <T> T readValue(byte[] content, TypeRef<T> type) throws IOException {
    return Loaded.JSON.readValue(content, type);
  }

  @Override
  public <T> T convertValue(Object value, Class<T> type) {
    return Loaded.JSON.convertValue(value, type);
  }

  @Override
  public <T> T convertValue(Object value, TypeRef<T> type) {
    return Loaded.JSON.convertValue(value, type);
  }

  /** The transport for HTTP writes its exceptions, too, which are to be errors of JSON-RPC. */
  @Override
  public String writeValueAsString(Object value) throws IOException {
    if (value instanceof McpError failure) {
      JSONRPCError error = failure.getJsonRpcError();
      return Handshake.error(null, error.code(), error.message());
    }
    return Loaded.JSON.writeValueAsString(value);
  }

  @Override
  public byte[] writeValueAsBytes(Object value) throws IOException {
    return Loaded.JSON.writeValueAsBytes(value);
  }
}
