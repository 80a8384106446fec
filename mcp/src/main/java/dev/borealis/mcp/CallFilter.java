package dev.borealis.mcp;

import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.ProtocolVersions;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Stands before the library's transport for HTTP. It lets calls be cancelled: a cancellation comes
 * as a request of its own, and to the transport it is a notification that nobody listens to, so
 * this knows which calls run, in which session. And it answers calls in a wrong form, which the
 * transport leaves without an answer.
 */
final class CallFilter implements Filter {
  private static final String SESSION = "Mcp-Session-Id";
  private static final String PROTOCOL = "MCP-Protocol-Version";

  /** Those that have this transport. */
  private static final List<String> PROTOCOLS =
      List.of(
          ProtocolVersions.MCP_2025_03_26,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_11_25);

  private final RequestForm form;
  private final RunningCalls calls = new RunningCalls();

  CallFilter(RequestForm form) {
    this.form = form;
  }

  private record Name(String session, Object request) {}

  @Override
  public void doFilter(ServletRequest asked, ServletResponse answered, FilterChain transport)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) asked;
    HttpServletResponse response = (HttpServletResponse) answered;
    String session = request.getHeader(SESSION);
    String protocol = request.getHeader(PROTOCOL);
    if (protocol != null && !PROTOCOLS.contains(protocol)) {
      refuse(
          response,
          HttpServletResponse.SC_BAD_REQUEST,
          null,
          new JSONRPCError(
              ErrorCodes.INVALID_REQUEST,
              "%s must be one of %s.".formatted(PROTOCOL, String.join(", ", PROTOCOLS)),
              null));
      return;
    }
    if (request.getMethod().equals("POST")) {
      post(session, request, response, transport);
      return;
    }
    transport.doFilter(request, response);
    if (session != null
        && request.getMethod().equals("DELETE")
        && response.getStatus() == HttpServletResponse.SC_OK) {
      calls.cancelAll(name -> name instanceof Name(String of, _) && of.equals(session));
    }
  }

  private static void refuse(
      HttpServletResponse response, int status, @Nullable Object id, JSONRPCError error)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.getWriter().write(Handshake.error(id, error.code(), error.message()));
  }

  private void post(
      @Nullable String session,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain transport)
      throws IOException, ServletException {
    // One byte more than the transport takes, so that it refuses what is too long.
    byte[] body = request.getInputStream().readNBytes(StdioTransport.MAX_MESSAGE_BYTES + 1);
    HttpServletRequest again = new Replay(request, body);
    JSONRPCMessage message = message(body);
    JSONRPCError wrong = message instanceof JSONRPCRequest call ? form.wrong(call) : null;
    if (message instanceof JSONRPCRequest call && wrong != null) {
      refuse(response, HttpServletResponse.SC_OK, call.id(), wrong);
      return;
    }
    if (session == null) {
      transport.doFilter(again, response);
      return;
    }
    switch (message) {
      case JSONRPCRequest call ->
          calls.carryOut(
              new Name(session, call.id()),
              () -> answer(transport, again, new Listener(response, Call.CURRENT.get())));
      case JSONRPCNotification notification -> {
        transport.doFilter(again, response);
        Object cancelled = RunningCalls.cancelledBy(notification);
        // The transport judges whether the request comes from where it may.
        if (cancelled != null && response.getStatus() == HttpServletResponse.SC_ACCEPTED) {
          calls.cancel(new Name(session, cancelled));
        }
      }
      case null, default -> transport.doFilter(again, response);
    }
  }

  private static void answer(
      FilterChain transport, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      transport.doFilter(request, response);
    } catch (ServletException e) {
      throw new IOException("the transport failed", e);
    }
  }

  private static @Nullable JSONRPCMessage message(byte[] body) {
    try {
      return Handshake.message(PlainJson.read(new String(body, StandardCharsets.UTF_8)));
    } catch (JacksonException e) {
      // The transport answers what is no message.
      return null;
    }
  }

  /** A request whose body has been read. */
  private static final class Replay extends HttpServletRequestWrapper {
    private final ByteArrayInputStream body;

    Replay(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = new ByteArrayInputStream(body);
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ServletInputStream() {
        @Override
        public int read() {
          return body.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
          return body.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
          return body.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new IllegalStateException("the body is read by blocking calls");
        }
      };
    }
  }

  /** The client's end of a call: it hears nothing more of it once it has cancelled it. */
  private static final class Listener extends HttpServletResponseWrapper {
    private final Call call;

    Listener(HttpServletResponse response, Call call) {
      super(response);
      this.call = call;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
      return new PrintWriter(super.getWriter()) {
        @Override
        public void write(String text, int offset, int length) {
          if (!call.isAbandoned()) {
            super.write(text, offset, length);
          }
        }
      };
    }
  }
}
