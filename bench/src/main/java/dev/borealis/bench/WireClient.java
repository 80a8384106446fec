package dev.borealis.bench;

import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.Authentication;
import dev.borealis.wire.BackendMessage.DataRow;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.BodyMemory;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrameWriter;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.InitialMessage;
import dev.borealis.wire.Message;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.ProtocolVersion;
import dev.borealis.wire.Report;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client without anything that has to warm up: a connection, a sign-in, simple queries. Not
 * thread-safe.
 */
final class WireClient implements Closeable {
  private static final int CLEARTEXT_PASSWORD = 3;
  private static final int READ_BUFFER_BYTES = 1024;
  private static final int WRITE_BUFFER_BYTES = 1024;
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final String HOST = "localhost";

  /** The server has answered with an error, and goes on. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String sqlState;

    RefusedException(Report report) {
      super(report.sqlState() + " " + report.message());
      this.sqlState = report.sqlState();
    }

    String sqlState() {
      return sqlState;
    }
  }

  private final Closeable connection;
  private final FrameReader in;
  private final FrameWriter out;

  private WireClient(Closeable connection, InputStream in, OutputStream out) {
    this.connection = connection;
    this.in = new FrameReader(in::read, READ_BUFFER_BYTES, MAX_BODY_BYTES, BodyMemory.UNBOUNDED);
    this.out = new FrameWriter(out::write, WRITE_BUFFER_BYTES, WRITE_BUFFER_BYTES);
  }

  /** What a client trusts, made once for many connections. */
  static SSLContext trusting(Path caFile) {
    try (InputStream in = Files.newInputStream(caFile)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new BenchFailure("The CA file " + caFile + " cannot be used: " + e, e);
    }
  }

  /** Signs in over TLS and verifies the server's certificate and name. */
  static WireClient overTls(SSLContext trust, int port, String user, String password)
      throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    try {
      plain.setTcpNoDelay(true);
      FrameWriter request =
          new FrameWriter(plain.getOutputStream()::write, WRITE_BUFFER_BYTES, WRITE_BUFFER_BYTES);
      request.write(new InitialMessage.SslRequest());
      request.flush();
      if (plain.getInputStream().read() != 'S') {
        throw new IOException("the server does not offer TLS");
      }
      SSLSocket encrypted =
          (SSLSocket) trust.getSocketFactory().createSocket(plain, HOST, port, true);
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(parameters);
      encrypted.startHandshake();
      return signedIn(
          new WireClient(encrypted, encrypted.getInputStream(), encrypted.getOutputStream()),
          user,
          password);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /** Signs in to a PostgreSQL that trusts whoever reaches its socket. */
  static WireClient overUnixSocket(Path socket, String user) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    return signedIn(
        new WireClient(
            channel, Channels.newInputStream(channel), Channels.newOutputStream(channel)),
        user,
        "");
  }

  private static WireClient signedIn(WireClient client, String user, String password)
      throws IOException {
    try {
      client.signIn(user, password);
      return client;
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  private void signIn(String user, String password) throws IOException {
    Map<String, String> startup = new LinkedHashMap<>();
    startup.put("user", user);
    startup.put("database", "postgres");
    send(new InitialMessage.Startup(ProtocolVersion.V3_0, startup));
    while (true) {
      switch (receive()) {
        case Authentication(int code, _) when code == CLEARTEXT_PASSWORD ->
            send(new FrontendMessage.Password(password));
        case ErrorResponse(Report report) -> throw refused(report);
        case ReadyForQuery _ -> {
          return;
        }
        default -> {}
      }
    }
  }

  /**
   * Runs statements.
   *
   * @return the first value of the last row, or null if there is none
   * @throws RefusedException for an error that the server reports
   */
  @Nullable String query(String sql) throws IOException {
    send(new FrontendMessage.Query(sql.getBytes(StandardCharsets.UTF_8)));
    String value = null;
    Report failure = null;
    while (true) {
      switch (receive()) {
        case DataRow(List<byte @Nullable []> values) when !values.isEmpty() -> {
          byte[] first = values.getFirst();
          value = first == null ? null : new String(first, StandardCharsets.UTF_8);
        }
        case ErrorResponse(Report report) -> failure = report;
        case ReadyForQuery _ -> {
          if (failure != null) {
            throw refused(failure);
          }
          return value;
        }
        default -> {}
      }
    }
  }

  private static IOException refused(Report report) {
    return new RefusedException(report);
  }

  private void send(Message message) throws IOException {
    out.write(message);
    out.flush();
  }

  private BackendMessage receive() throws IOException {
    try {
      if (!in.next()) {
        throw new EOFException("the server closed the connection");
      }
      return BackendMessage.decode(in.type(), in.body());
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  /** Closes without a farewell, which every server must bear. */
  @Override
  public void close() throws IOException {
    connection.close();
  }
}
