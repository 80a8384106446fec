package dev.borealis.engine;

import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.Authentication;
import dev.borealis.wire.BackendMessage.BackendKeyData;
import dev.borealis.wire.BackendMessage.DataRow;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.ParameterStatus;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.BodyMemory;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrameWriter;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.InitialMessage;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.ProtocolVersion;
import dev.borealis.wire.Report;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection to PostgreSQL over its Unix-domain socket, with what has to be remembered about the
 * process at its other end. Used by one thread at a time.
 */
public final class Backend implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** PostgreSQL itself sends no message of more than 1 GiB. */
  private static final int MAX_BODY_BYTES = 1 << 30;

  private final Path socket;
  private final BackendProfile profile;
  private final SocketChannel channel;
  private final FrameReader reader;
  private final FrameWriter writer;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final StatementCache statements = new StatementCache();
  private BackendKeyData key = new BackendKeyData(0, new byte[4]);
  private Map<String, String> settings = Map.of();
  private volatile boolean broken;
  private volatile boolean unusable;

  private Backend(Path socket, BackendProfile profile, SocketChannel channel) {
    this.socket = socket;
    this.profile = profile;
    this.channel = channel;
    this.reader = new FrameReader(this::read, BUFFER_BYTES, MAX_BODY_BYTES, BodyMemory.UNBOUNDED);
    this.writer =
        new FrameWriter(
            (bytes, offset, length) -> write(channel, bytes, offset, length),
            BUFFER_BYTES,
            BUFFER_BYTES);
  }

  /**
   * Connects and signs in.
   *
   * @throws BackendException when PostgreSQL refuses, for instance an invalid start-up setting
   *     (22023)
   */
  static Backend connect(Path socket, BackendProfile profile) throws IOException, BackendException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    Backend backend = new Backend(socket, profile, channel);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      backend.signIn();
      return backend;
    } catch (IOException | BackendException | RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private void signIn() throws IOException, BackendException {
    Map<String, String> startup = new LinkedHashMap<>();
    startup.put("user", profile.role());
    startup.put("database", BackendProfile.DATABASE);
    startup.putAll(profile.settings());
    writer.write(new InitialMessage.Startup(ProtocolVersion.V3_0, startup));
    writer.flush();
    while (true) {
      switch (receive()) {
        case Authentication(int code, _) when code != 0 ->
            throw new IOException(
                "PostgreSQL asks for authentication method " + code + " on its private socket");
        case BackendKeyData received -> key = received;
        case ParameterStatus(String name, String value) -> parameters.put(name, value);
        case ErrorResponse(Report report) -> throw new BackendException(report);
        case ReadyForQuery _ -> {
          return;
        }
        default -> {}
      }
    }
  }

  /** The PostgreSQL process at the other end. */
  public int processId() {
    return key.processId();
  }

  public BackendProfile profile() {
    return profile;
  }

  /** What PostgreSQL reported of its settings at sign-in, in its order. */
  public Map<String, String> parameters() {
    return parameters;
  }

  /** Frames that PostgreSQL sends. */
  public FrameReader reader() {
    return reader;
  }

  /** Where messages to PostgreSQL go; nothing leaves before a flush. */
  public FrameWriter writer() {
    return writer;
  }

  /** Settings that differ from the profile's now. */
  public Map<String, String> settings() {
    return settings;
  }

  /** Records which settings differ from the profile's. */
  public void settings(Map<String, String> now) {
    settings = now;
  }

  /** The prepared statements that this backend holds. */
  public StatementCache statements() {
    return statements;
  }

  /** Marks a backend whose connection is gone or unreadable. */
  public void markBroken() {
    broken = true;
  }

  /** Marks a backend that is to be closed when its lease ends, because of what it did. */
  public void markUnusable() {
    unusable = true;
  }

  boolean isReusable() {
    return !broken && !unusable && channel.isOpen();
  }

  /**
   * Runs statements of the server's own.
   *
   * @return the rows of the last statement that has any, as text
   */
  public List<List<@Nullable String>> query(String sql) throws IOException, BackendException {
    // A simple query drops the unnamed statement.
    statements.unnamed(null);
    writer.write(new FrontendMessage.Query(sql.getBytes(StandardCharsets.UTF_8)));
    writer.flush();
    List<List<@Nullable String>> rows = new ArrayList<>();
    Report failure = null;
    while (true) {
      switch (receive()) {
        case BackendMessage.RowDescription _ -> rows.clear();
        case DataRow(List<byte @Nullable []> values) -> rows.add(texts(values));
        case ErrorResponse(Report report) -> failure = report;
        case ReadyForQuery _ -> {
          if (failure != null) {
            throw new BackendException(failure);
          }
          return rows;
        }
        default -> {}
      }
    }
  }

  private static List<@Nullable String> texts(List<byte @Nullable []> values) {
    List<@Nullable String> texts = new ArrayList<>(values.size());
    for (byte[] value : values) {
      texts.add(value == null ? null : new String(value, StandardCharsets.UTF_8));
    }
    return texts;
  }

  /** The next message; errors of the connection mark this backend as broken. */
  public BackendMessage receive() throws IOException {
    try {
      if (!reader.next()) {
        throw new EOFException("PostgreSQL closed the connection");
      }
      return BackendMessage.decode(reader.type(), reader.body());
    } catch (ProtocolException e) {
      markBroken();
      throw new IOException("PostgreSQL sent what is not protocol 3: " + e.getMessage(), e);
    } catch (IOException e) {
      markBroken();
      throw e;
    }
  }

  /**
   * Asks PostgreSQL to cancel what this backend runs, and waits until it has taken note. May be
   * called from any thread.
   *
   * <p>The signal may arrive after the statement has ended and hit whatever comes next, so this
   * backend is not used again once its lease ends.
   */
  public void cancel() throws IOException {
    unusable = true;
    try (SocketChannel request = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      FrameWriter out =
          new FrameWriter(
              (bytes, offset, length) -> write(request, bytes, offset, length), BUFFER_BYTES, 64);
      out.write(new InitialMessage.CancelRequest(key.processId(), key.secretKey()));
      out.flush();
      ByteBuffer end = ByteBuffer.allocate(1);
      while (request.read(end) >= 0) {
        end.clear();
      }
    }
  }

  private int read(byte[] target, int offset, int length) throws IOException {
    try {
      return channel.read(ByteBuffer.wrap(target, offset, length));
    } catch (IOException e) {
      markBroken();
      throw e;
    }
  }

  private static void write(SocketChannel channel, byte[] bytes, int offset, int length)
      throws IOException {
    ByteBuffer pending = ByteBuffer.wrap(bytes, offset, length);
    while (pending.hasRemaining()) {
      channel.write(pending);
    }
  }

  /** Says goodbye if the connection still stands, and closes it. */
  @Override
  public void close() {
    try (channel) {
      if (channel.isConnected() && !broken) {
        writer.discard();
        writer.write(new FrontendMessage.Terminate());
        writer.flush();
      }
    } catch (IOException e) {
      // The backend is gone already, which is all that is wanted.
      broken = true;
    }
  }
}
