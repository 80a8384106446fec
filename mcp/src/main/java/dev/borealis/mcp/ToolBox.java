package dev.borealis.mcp;

import dev.borealis.client.ClientException;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** All tools, in the form that the protocol's library takes. */
final class ToolBox {
  private static final Logger LOGGER = System.getLogger(ToolBox.class.getName());

  /** Loaded with the first answer. */
  private static final class Pretty {
    /** JSON as the official server writes it: everything on a line of its own. */
    static final ObjectWriter JSON =
        JsonMapper.shared()
            .writer()
            .with(
                new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));
  }

  private ToolBox() {}

  static List<SyncToolSpecification> specifications(List<ServedTool> tools) {
    return tools.stream().map(ToolBox::specification).toList();
  }

  private static SyncToolSpecification specification(ServedTool tool) {
    Tool described =
        Tool.builder(tool.name(), tool.input())
            .title(tool.title())
            .description(tool.description())
            .outputSchema(tool.output())
            .annotations(annotations(tool))
            .build();
    return new SyncToolSpecification(
        described, (exchange, request) -> call(tool, exchange, request));
  }

  private static ToolAnnotations annotations(ServedTool tool) {
    boolean reads =
        switch (tool.effect()) {
          case READS_DOCUMENTS, READS_CLUSTER -> true;
          case CHANGES_CLUSTER -> false;
        };
    boolean reachesOut =
        switch (tool.effect()) {
          case READS_DOCUMENTS -> false;
          case READS_CLUSTER, CHANGES_CLUSTER -> true;
        };
    return new ToolAnnotations(tool.title(), reads, !reads, reads, reachesOut, null);
  }

  private static CallToolResult call(
      ServedTool tool, McpSyncServerExchange exchange, CallToolRequest request) {
    Call call = Call.current();
    call.reportsTo(progress(exchange, request));
    try {
      call.requireWanted();
      return result(tool.work().answer(new Arguments(request.arguments()), call));
    } catch (RefusedException | ClientException e) {
      return failure(tool, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // The agent learns that it is not its fault, and the log has where it came from.
      LOGGER.log(Level.ERROR, "The tool " + tool.name() + " failed unexpectedly.", e);
      return failure(tool, "An unexpected error in the server: " + e);
    }
  }

  private static Call.Progress progress(McpSyncServerExchange exchange, CallToolRequest request) {
    Map<String, Object> meta = request.meta();
    Object token = meta == null ? null : meta.get("progressToken");
    return token == null
        ? (done, of, next) -> {}
        : (done, of, next) ->
            exchange.progressNotification(
                ProgressNotification.builder(token, done).total((double) of).message(next).build());
  }

  private static CallToolResult failure(ServedTool tool, String message) {
    return CallToolResult.builder(
            List.of(content("Error executing tool " + tool.name() + ": " + message)))
        .isError(true)
        .build();
  }

  private static CallToolResult result(Answer answer) {
    return switch (answer) {
      case Answer.Elements list -> {
        List<Content> blocks = new ArrayList<>();
        for (Object element : list.elements()) {
          blocks.add(
              content(
                  element instanceof String text ? text : Pretty.JSON.writeValueAsString(element)));
        }
        if (list.note() != null) {
          blocks.add(content(list.note()));
        }
        yield CallToolResult.builder(blocks)
            .structuredContent(Map.of("result", list.elements()))
            .isError(false)
            .build();
      }
      case Answer.Told told ->
          CallToolResult.builder(List.of(content(told.text())))
              .structuredContent(told.members())
              .isError(false)
              .build();
      case Answer.Members object ->
          CallToolResult.builder(List.of(content(Pretty.JSON.writeValueAsString(object.members()))))
              .structuredContent(object.members())
              .isError(false)
              .build();
    };
  }

  private static TextContent content(String text) {
    return TextContent.builder(text).build();
  }
}
