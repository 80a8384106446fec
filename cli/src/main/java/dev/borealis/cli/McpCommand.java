package dev.borealis.cli;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.mcp.HttpEndpoint;
import dev.borealis.mcp.McpOptions;
import dev.borealis.mcp.McpService;
import java.io.IOException;
import java.net.URI;

/** {@code dsql mcp}: takes the official server's flags, so that only the command has to change. */
final class McpCommand extends Subcommand {
  private static final int STDIN = 0;

  private final OptionalSetting<String> endpoint =
      option(
          String.class,
          "--cluster_endpoint --endpoint",
          "HOST[:PORT]",
          "The cluster (default: the environment's CLUSTER, else the running local one).");
  private final OptionalSetting<String> region =
      option(String.class, "--region", "REGION", "Its region, if the host name does not tell.");
  private final OptionalSetting<String> user =
      option(String.class, "--database_user --user", "ROLE", "Who signs in (default: admin).");
  private final OptionalSetting<String> profile =
      option(String.class, "--profile", "NAME", "The AWS profile whose keys sign.");
  private final Setting<Boolean> allowWrites =
      flag("--allow-writes", "Let the tools transact and execute change things.");
  private final OptionalSetting<Integer> http =
      option(
          Integer.class,
          "--http",
          "PORT",
          "Serve HTTP on this port of this machine instead of standard streams; 0 is any.");
  private final Setting<Integer> maxRows =
      option("--max-rows", "COUNT", McpOptions.DEFAULT_MAX_ROWS, "Rows that a result has at most");
  private final Setting<Integer> maxBytes =
      option(
          "--max-bytes",
          "BYTES",
          McpOptions.DEFAULT_MAX_RESULT_BYTES,
          "Text that a result has at most");
  private final Setting<DsqlVersion> version =
      option(
          "--dsql-version",
          "YYYY-MM",
          DsqlVersion.defaultVersion(),
          "The state of Aurora DSQL that SQL is checked against");
  private final OptionalSetting<String> knowledgeServer =
      option(
          String.class,
          "--knowledge-server",
          "URL",
          "Taken for compatibility: documentation is offline here.");
  private final OptionalSetting<Double> knowledgeTimeout =
      option(Double.class, "--knowledge-timeout", "SECONDS", "Taken for compatibility.");

  McpCommand() {
    super(
        "mcp",
        "Serves the Model Context Protocol: tools for coding agents.",
        "On standard streams; an agent starts it. 'dsql skill install' configures agents.");
    examples(
        "  dsql mcp",
        "  dsql mcp --cluster_endpoint ID.dsql.us-east-1.on.aws --database_user admin",
        "  dsql mcp --http 8080 --allow-writes");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    // Jetty logs through SLF4J, which would complain that nobody listens.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    requireUsable();
    McpOptions options =
        new McpOptions(
            Version.project(),
            allowWrites.value(),
            maxRows.value(),
            maxBytes.value(),
            version.value());
    try (McpCluster cluster =
        McpCluster.of(
            endpoint.value(), region.value(), user.value(), profile.value(), System.getenv())) {
      McpService service = new McpService(options, cluster);
      Integer port = http.value();
      if (port == null) {
        hintAtTerminal();
        service.serve(System.in, System.out);
      } else {
        serveHttp(service, port);
      }
    }
    return 0;
  }

  private void serveHttp(McpService service, int port) throws InterruptedException {
    try (HttpEndpoint listening = service.serveHttp(port)) {
      out().println("dsql mcp is ready: " + listening.address());
      out().flush();
      listening.await();
    } catch (IOException e) {
      throw new CommandFailure(
          "The MCP server cannot start: %s. Choose another port with --http."
              .formatted(e.getMessage()),
          e);
    }
  }

  private void hintAtTerminal() {
    if (Posix.isTerminal(STDIN)) {
      err()
          .println(
              "dsql: This speaks JSON-RPC on standard streams, for an agent. Ctrl-D ends it."
                  + " 'dsql skill install --agent NAME' configures one.");
      err().flush();
    }
  }

  private void requireUsable() {
    if (maxRows.value() < 1 || maxBytes.value() < 1) {
      throw wrongUsage("--max-rows and --max-bytes must be positive.");
    }
    // The official server ends with 1 for these two.
    Double timeout = knowledgeTimeout.value();
    if (timeout != null && !(timeout > 0)) {
      throw new CommandFailure("--knowledge-timeout must be positive.");
    }
    String server = knowledgeServer.value();
    if (server != null && !isHttps(server)) {
      throw new CommandFailure("--knowledge-server must be an https URL with a host.");
    }
  }

  private static boolean isHttps(String text) {
    try {
      URI uri = URI.create(text);
      return "https".equals(uri.getScheme()) && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
