package dev.borealis.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * The protocol on a pair of streams, a message to a line. The library's own transport ends at the
 * first line that is no JSON, drops the answers that are due when its input ends, and cannot cancel
 * a call; this one answers, waits, and cancels. Each call has a virtual thread.
 */
final class StdioTransport implements McpServerTransportProvider {
  /** A line is at most this long; a longer one is skipped and answered with an error. */
  static final int MAX_MESSAGE_BYTES = 16 << 20;

  /** How long calls may go on after the client has closed its end. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final McpJsonMapper json;
  private final InputStream in;
  private final OutputStream out;
  private final RunningCalls running = new RunningCalls();
  private final RequestForm form;
  private @Nullable McpServerSession session;
  private boolean isIntroduced;
  private boolean isAnnounced;

  StdioTransport(McpJsonMapper json, RequestForm form, InputStream in, OutputStream out) {
    this.json = json;
    this.form = form;
    this.in = new BufferedInputStream(in, 1 << 16);
    this.out = out;
  }

  @Override
  public void setSessionFactory(McpServerSession.Factory factory) {
    session = factory.create(new Peer());
  }

  /** Answers until the input ends, and then until the calls that run have been answered. */
  void serve() throws IOException {
    ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (String line = nextLine(); line != null; line = nextLine()) {
        receive(line, calls);
      }
    } finally {
      calls.shutdown();
      await(calls);
      running.cancelAll(request -> true);
      await(calls);
      calls.shutdownNow();
    }
  }

  private static void await(ExecutorService calls) {
    try {
      boolean _ = calls.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next line that is not empty; null at the end of the input. */
  private @Nullable String nextLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b != '\n') {
        tooLong |= line.size() == MAX_MESSAGE_BYTES;
        if (!tooLong) {
          line.write(b);
        }
        continue;
      }
      if (tooLong) {
        refuse(
            ErrorCodes.INVALID_REQUEST,
            "The message is longer than %,d bytes.".formatted(MAX_MESSAGE_BYTES));
        tooLong = false;
        line.reset();
      } else if (!line.toString(StandardCharsets.UTF_8).isBlank()) {
        return line.toString(StandardCharsets.UTF_8);
      }
      line.reset();
    }
    return line.size() == 0 || tooLong ? null : line.toString(StandardCharsets.UTF_8);
  }

  private void receive(String line, ExecutorService calls) {
    JSONRPCMessage message;
    try {
      message = Handshake.message(PlainJson.read(line));
    } catch (JacksonException e) {
      refuse(ErrorCodes.PARSE_ERROR, "This is not JSON.");
      return;
    }
    if (message == null) {
      refuse(ErrorCodes.INVALID_REQUEST, "This is no message of JSON-RPC 2.0.");
      return;
    }
    switch (message) {
      case JSONRPCRequest request -> request(request, calls);
      case JSONRPCNotification notification -> {
        Object cancelled = RunningCalls.cancelledBy(notification);
        if (cancelled == null) {
          handle(notification);
        } else {
          running.cancel(cancelled);
        }
      }
      default -> handle(message);
    }
  }

  private void request(JSONRPCRequest request, ExecutorService calls) {
    JSONRPCError wrong = form.wrong(request);
    if (wrong != null) {
      refuse(request.id(), wrong.code(), wrong.message());
    } else if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
      handle(request);
      isIntroduced = true;
    } else if (isIntroduced) {
      announce();
      calls.execute(() -> running.carryOut(request.id(), () -> handle(request)));
    } else if (request.method().equals(McpSchema.METHOD_PING)) {
      write(JSONRPCResponse.result(request.id(), Map.of()));
    } else {
      refuse(
          request.id(),
          ErrorCodes.INVALID_REQUEST,
          "The session has not begun: send initialize first.");
    }
  }

  /** The library carries nothing out before it is told this, which some clients leave out. */
  private void announce() {
    if (!isAnnounced) {
      isAnnounced = true;
      handle(
          new JSONRPCNotification(
              McpSchema.JSONRPC_VERSION, McpSchema.METHOD_NOTIFICATION_INITIALIZED, Map.of()));
    }
  }

  private void handle(JSONRPCMessage message) {
    Objects.requireNonNull(session, "no server is connected").handle(message).block();
  }

  /** An error that belongs to no request. */
  private void refuse(int code, String message) {
    refuse(null, code, message);
  }

  private void refuse(@Nullable Object id, int code, String message) {
    write(Handshake.error(id, code, message).getBytes(StandardCharsets.UTF_8));
  }

  private void write(JSONRPCMessage message) {
    try {
      write(
          message instanceof JSONRPCResponse response
                  && response.result() instanceof InitializeResult result
              ? PlainJson.write(Handshake.answer(response.id(), result))
              : json.writeValueAsBytes(message));
    } catch (IOException e) {
      throw new UncheckedIOException("a message cannot be written", e);
    }
  }

  private void write(byte[] bytes) {
    try {
      synchronized (out) {
        out.write(bytes);
        out.write('\n');
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the client is gone", e);
    }
  }

  @Override
  public Mono<Void> notifyClients(String method, Object parameters) {
    return session == null ? Mono.empty() : session.sendNotification(method, parameters);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return session == null ? Mono.empty() : session.closeGracefully();
  }

  /** The client's end. */
  private final class Peer implements McpServerTransport {
    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
      return Mono.fromRunnable(() -> {
        boolean unwanted =
            message instanceof JSONRPCResponse response
                && response.id() != null
                && running.isAbandoned(response.id());
        if (!unwanted) {
          write(message);
        }
      });
    }

    @Override
    // The type says which, and the compiler does not see that.
    @SuppressWarnings("unchecked")
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
      return type.getType() == InitializeRequest.class && data instanceof Map<?, ?> parameters
          ? (T) Handshake.request(parameters)
          : json.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }
  }
}
