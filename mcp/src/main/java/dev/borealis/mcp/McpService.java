package dev.borealis.mcp;

import dev.borealis.knowledge.Knowledge;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The MCP server: tools, resources and prompts for coding agents, on standard streams or on HTTP.
 * Nothing is connected to and no page is read before a tool needs it.
 */
public final class McpService {
  /** The name that the official server's configurations and hooks go by. */
  private static final String NAME = "aurora-dsql";

  private static final String INSTRUCTIONS =
      """
      Tools for Aurora DSQL, a PostgreSQL-compatible database with rules of its own. Before you write schema or SQL, look up the \
      rules: dsql_search_documentation, dsql_recommend. Lint SQL from elsewhere with dsql_lint. Read with readonly_query, bind \
      values with params. One DDL statement per transact call, indexes with CREATE INDEX ASYNC, at most 3,000 changed rows per \
      transaction.\
      """;

  private final McpOptions options;
  private final List<ServedTool> tools;
  private final Guides guides;
  private final McpJsonMapper json = new LateJson();

  /**
   * @param cluster asked when a tool needs it; not closed by this
   */
  public McpService(McpOptions options, ClusterSource cluster) {
    this.options = options;
    Knowledge knowledge = new Knowledge();
    StatementRun run = new StatementRun(cluster, options);
    tools = new ArrayList<>();
    tools.addAll(new DatabaseTools(run, options).tools());
    tools.addAll(new EarlierTools(run, options).tools());
    tools.add(new ExplainTool(cluster).tool());
    tools.addAll(new AlterTools(cluster, options).tools());
    tools.addAll(new LocalTools(knowledge, cluster, options).tools());
    guides = new Guides(knowledge, run);
  }

  /**
   * Serves one client until {@code in} ends.
   *
   * @throws IOException if {@code in} cannot be read
   */
  public void serve(InputStream in, OutputStream out) throws IOException {
    StdioTransport transport = new StdioTransport(json, form(), in, out);
    McpSyncServer server = filled(McpServer.sync(transport)).build();
    try {
      transport.serve();
    } finally {
      server.close();
    }
  }

  /**
   * Starts to serve on this machine's own address, at {@code /mcp}.
   *
   * @param port 0 is any free port
   * @throws IOException if the port is taken
   */
  public HttpEndpoint serveHttp(int port) throws IOException {
    return HttpEndpoint.start(
        port, json, form(), transport -> filled(McpServer.sync(transport)).build());
  }

  private RequestForm form() {
    return new RequestForm(tools.stream().map(ServedTool::name).toList());
  }

  private <S extends McpServer.SyncSpecification<S>> McpServer.SyncSpecification<S> filled(
      McpServer.SyncSpecification<S> specification) {
    return specification
        .serverInfo(NAME, options.version())
        .instructions(INSTRUCTIONS)
        .capabilities(
            ServerCapabilities.builder()
                .tools(false)
                .resources(false, false)
                .prompts(false)
                .build())
        .jsonMapper(json)
        .jsonSchemaValidator(new OwnOutput())
        // The tools read their arguments themselves: some clients send lists as strings.
        .validateToolInputs(false)
        // Calls already have threads of their own, which can wait.
        .immediateExecution(true)
        .tools(ToolBox.specifications(tools))
        .resources(guides.resources())
        .prompts(guides.prompts());
  }

  /**
   * What the tools answer has the form of their schemas by construction. The library asks for the
   * text of an answer that has none, which is the empty list.
   */
  private static final class OwnOutput implements JsonSchemaValidator {
    @Override
    public ValidationResponse validate(Map<String, Object> schema, Object output) {
      return ValidationResponse.asValid("[]");
    }
  }
}
