package dev.borealis.gateway.testing;

import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.Authentication;
import dev.borealis.wire.BackendMessage.BackendKeyData;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.DataRow;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.ParameterStatus;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.BodyMemory;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrameWriter;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.InitialMessage;
import dev.borealis.wire.Message;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.ProtocolVersion;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the protocol message by message, so that a test says exactly what is sent and sees exactly
 * what comes back.
 */
public final class WireClient implements AutoCloseable {
  private static final int MAX_BODY_BYTES = 64 << 20;

  private final Closeable connection;
  private final FrameReader in;
  private final FrameWriter out;
  private final OutputStream rawOut;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private @Nullable BackendKeyData key;

  public WireClient(Closeable connection, InputStream in, OutputStream out) {
    this.connection = connection;
    this.in = new FrameReader(in::read, 8192, MAX_BODY_BYTES, BodyMemory.UNBOUNDED);
    this.out = new FrameWriter(out::write, 1 << 16, 1 << 16);
    this.rawOut = out;
  }

  /** Has {@link #receive} fail if nothing comes for so long; for connections over TCP. */
  public WireClient answeredWithin(Duration patience) throws IOException {
    if (connection instanceof Socket socket) {
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    }
    return this;
  }

  public static WireClient over(SocketChannel channel) {
    return new WireClient(
        channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
  }

  /** Signs in and waits until the server is ready; returns all that it said before. */
  public List<BackendMessage> signIn(
      ProtocolVersion version, Map<String, String> startup, String password) throws IOException {
    send(new InitialMessage.Startup(version, startup));
    List<BackendMessage> said = new ArrayList<>();
    while (true) {
      BackendMessage message = receive();
      said.add(message);
      switch (message) {
        case Authentication(int code, _) when code == 3 ->
            send(new FrontendMessage.Password(password));
        case ParameterStatus(String name, String value) -> parameters.put(name, value);
        case BackendKeyData received -> key = received;
        case ReadyForQuery _, ErrorResponse _ -> {
          return said;
        }
        default -> {}
      }
    }
  }

  /** What the server reported of its settings at sign-in. */
  public Map<String, String> parameters() {
    return parameters;
  }

  public BackendKeyData key() {
    if (key == null) {
      throw new IllegalStateException("not signed in");
    }
    return key;
  }

  /** Sends messages in one write. */
  public void send(Message... messages) throws IOException {
    for (Message message : messages) {
      out.write(message);
    }
    out.flush();
    rawOut.flush();
  }

  /** Sends bytes as they are. */
  public void sendRaw(byte[] bytes) throws IOException {
    rawOut.write(bytes);
    rawOut.flush();
  }

  /** The next message; {@link EOFException} when the server has closed the connection. */
  public BackendMessage receive() throws IOException {
    try {
      if (!in.next()) {
        throw new EOFException("the server closed the connection");
      }
      return BackendMessage.decode(in.type(), in.body());
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  /**
   * The next message as it came; {@link EOFException} when the server has closed the connection.
   */
  public Frame receiveFrame() throws IOException, ProtocolException {
    if (!in.next()) {
      throw new EOFException("the server closed the connection");
    }
    return Frame.read(in);
  }

  /** Everything up to and including the next ReadyForQuery. */
  public List<BackendMessage> receiveUntilReady() throws IOException {
    List<BackendMessage> messages = new ArrayList<>();
    BackendMessage message;
    do {
      message = receive();
      messages.add(message);
    } while (!(message instanceof ReadyForQuery));
    return messages;
  }

  /** Runs a simple query. */
  public List<BackendMessage> query(String sql) throws IOException {
    send(new FrontendMessage.Query(sql.getBytes(StandardCharsets.UTF_8)));
    return receiveUntilReady();
  }

  /** The first value of the first row that a simple query gives. */
  public @Nullable String value(String sql) throws IOException {
    for (BackendMessage message : query(sql)) {
      switch (message) {
        case DataRow(List<byte @Nullable []> values) -> {
          byte[] value = values.getFirst();
          return value == null ? null : new String(value, StandardCharsets.UTF_8);
        }
        case ErrorResponse(var report) ->
            throw new IOException(report.sqlState() + " " + report.message());
        default -> {}
      }
    }
    throw new IOException("no row from " + sql);
  }

  /** The outcome of each statement: its command tag, or SQLSTATE and message. */
  public static List<String> outcomes(List<BackendMessage> messages) {
    List<String> outcomes = new ArrayList<>();
    for (BackendMessage message : messages) {
      switch (message) {
        case CommandComplete(String tag) -> outcomes.add(tag);
        case ErrorResponse(var report) -> outcomes.add(report.sqlState() + " " + report.message());
        default -> {}
      }
    }
    return outcomes;
  }

  /** The outcomes of a simple query. */
  public List<String> run(String sql) throws IOException {
    return outcomes(query(sql));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
