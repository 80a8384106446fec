package dev.borealis.cluster.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.borealis.audit.AuditTrail;
import dev.borealis.cluster.api.ApiException.Reason;
import dev.borealis.iam.Caller;
import dev.borealis.iam.RequestVerdict;
import dev.borealis.iam.RequestVerifier;
import dev.borealis.iam.SignedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Serves the control-plane API over HTTP, for all regions on one port, and the metrics. */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ApiServer.class.getName());

  /** The largest request of the model: 200 tags of full length, a policy and some more. */
  private static final int MAX_BODY_BYTES = 512 << 10;

  private static final int BACKLOG = 128;
  private static final String JSON = "application/json";
  private static final String METRICS_PATH = "/metrics";

  /** Prometheus's text format ("Exposition formats"). */
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** Nothing that fails here passes sooner. */
  private static final String RETRY_AFTER_SECONDS = "1";

  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Parts parts;
  private final Operations operations;

  /**
   * What a server serves with.
   *
   * @param verifier who may ask
   * @param controlPlane who does what is asked
   * @param audit told of each request
   * @param metrics the page that Prometheus reads, made anew each time
   */
  public record Parts(
      RequestVerifier verifier,
      ControlPlane controlPlane,
      AuditTrail audit,
      Supplier<String> metrics) {}

  private ApiServer(HttpServer server, ExecutorService threads, Parts parts) {
    this.server = server;
    this.threads = threads;
    this.parts = parts;
    this.operations = new Operations(parts.controlPlane());
  }

  /**
   * Listens, and serves whoever comes from now on.
   *
   * @param bind port 0 takes a free one
   * @throws IOException if the address cannot be bound
   */
  public static ApiServer start(InetSocketAddress bind, Parts parts) throws IOException {
    limitWaiting();
    HttpServer server = HttpServer.create(bind, BACKLOG);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    ApiServer api = new ApiServer(server, threads, parts);
    server.setExecutor(threads);
    server.createContext("/", api::handle);
    server.start();
    return api;
  }

  // The JDK's server reads these once: how many seconds a client may take to send a request and to
  // take an answer, and how many may be connected.
  private static void limitWaiting() {
    Map.of(
            "sun.net.httpserver.maxReqTime", "30",
            "sun.net.httpserver.maxRspTime", "60",
            "jdk.httpserver.maxConnections", "1000")
        .forEach((name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getRawPath().equals(METRICS_PATH)) {
        answerWithMetrics(exchange);
        return;
      }
      String requestId = UUID.randomUUID().toString();
      AuditedCall audited = new AuditedCall(requestId, exchange);
      Answer answer = answer(exchange, audited);
      parts.audit().record(audited.answered(exchange, answer.status(), answer.errorType()));
      exchange.getResponseHeaders().set("Content-Type", JSON);
      exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
      if (!answer.errorType().isEmpty()) {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", answer.errorType());
      }
      if (answer.status() == ApiException.INTERNAL) {
        exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER_SECONDS);
      }
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private void answerWithMetrics(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, NO_BODY);
      return;
    }
    byte[] page = parts.metrics().get().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", METRICS_TYPE);
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
  }

  /**
   * @param errorType empty if all went well
   */
  private record Answer(int status, String errorType, byte[] body) {}

  private Answer answer(HttpExchange exchange, AuditedCall audited) throws IOException {
    try {
      SignedRequest request = read(exchange);
      Caller caller = authenticate(request);
      audited.is(caller);
      Operation.Call call = Operation.find(request.method(), request.rawPath());
      audited.asks(call);
      ObjectNode answer =
          operations.run(caller, call, Query.parse(request.rawQuery()), request.body());
      if (call.operation() == Operation.CREATE_CLUSTER) {
        audited.made(answer.path("arn").asString());
      }
      return new Answer(200, "", Answers.bytes(answer));
    } catch (ApiException e) {
      return error(e);
    } catch (RuntimeException e) {
      // A mistake of ours costs one request its answer, and nobody else anything.
      LOG.log(Level.ERROR, "an API request failed because of a mistake in the service", e);
      return error(ApiException.internal("The request failed here; the service's log says more."));
    }
  }

  private static Answer error(ApiException e) {
    return new Answer(e.status(), e.type(), Answers.bytes(Answers.error(e)));
  }

  private static SignedRequest read(HttpExchange exchange) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(MAX_BODY_BYTES + 1);
      if (body.length > MAX_BODY_BYTES) {
        throw ApiException.validation(
            Reason.CANNOT_PARSE,
            "The request body is larger than %d bytes.".formatted(MAX_BODY_BYTES));
      }
    }
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    String query = exchange.getRequestURI().getRawQuery();
    return new SignedRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query == null ? "" : query,
        headers,
        body);
  }

  private Caller authenticate(SignedRequest request) {
    return switch (parts.verifier().verify(request, Instant.now())) {
      case RequestVerdict.Accepted accepted -> accepted.caller();
      case RequestVerdict.Refused refused -> {
        LOG.log(Level.INFO, "API request refused: {0} {1}", refused.type(), refused.message());
        throw ApiException.unauthenticated(refused.type(), refused.message());
      }
    };
  }

  /** Stops listening; requests under way are cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
