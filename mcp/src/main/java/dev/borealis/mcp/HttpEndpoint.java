package dev.borealis.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.DefaultServerTransportSecurityValidator;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The protocol's streamable HTTP, for clients on this machine only: other origins and host names
 * are refused, so that no web page can reach a cluster through a browser.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String PATH = "/mcp";

  private final Server jetty;
  private final McpSyncServer server;
  private final int port;

  private HttpEndpoint(Server jetty, McpSyncServer server, int port) {
    this.jetty = jetty;
    this.server = server;
    this.port = port;
  }

  static HttpEndpoint start(
      int port,
      McpJsonMapper json,
      RequestForm form,
      Function<HttpServletStreamableServerTransportProvider, McpSyncServer> server)
      throws IOException {
    HttpServletStreamableServerTransportProvider transport =
        HttpServletStreamableServerTransportProvider.builder()
            .jsonMapper(json)
            .mcpEndpoint(PATH)
            .maxRequestSize(StdioTransport.MAX_MESSAGE_BYTES)
            .httpHeaderValidator(
                DefaultServerTransportSecurityValidator.builder()
                    .allowedHosts(List.of("localhost:*", "127.0.0.1:*"))
                    .allowedOrigins(List.of("http://localhost:*", "http://127.0.0.1:*"))
                    .build())
            .build();
    McpSyncServer served = server.apply(transport);
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Server jetty = new Server(threads);
    ServerConnector connector = new ServerConnector(jetty);
    connector.setHost(HOST);
    connector.setPort(port);
    jetty.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    ServletHolder holder = new ServletHolder(transport);
    holder.setAsyncSupported(true);
    context.addServlet(holder, PATH);
    FilterHolder filter = new FilterHolder(new CallFilter(form));
    filter.setAsyncSupported(true);
    context.addFilter(filter, PATH, EnumSet.of(DispatcherType.REQUEST));
    jetty.setHandler(context);
    try {
      jetty.start();
    } catch (Exception e) {
      served.close();
      throw new IOException("port " + port + " cannot be listened on: " + e.getMessage(), e);
    }
    return new HttpEndpoint(jetty, served, connector.getLocalPort());
  }

  /** Where clients connect. */
  public URI address() {
    return URI.create("http://" + HOST + ":" + port + PATH);
  }

  /** Waits until it is closed. */
  public void await() throws InterruptedException {
    jetty.join();
  }

  /** Ends all sessions and stops listening. */
  @Override
  public void close() {
    server.close();
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server cannot be stopped", e);
    }
  }
}
