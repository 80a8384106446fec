package dev.borealis.gateway;

import dev.borealis.wire.InitialMessage;
import dev.borealis.wire.InitialMessage.CancelRequest;
import dev.borealis.wire.InitialMessage.GssEncRequest;
import dev.borealis.wire.InitialMessage.SslRequest;
import dev.borealis.wire.InitialMessage.Startup;
import dev.borealis.wire.ProtocolException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a connection, before anything is known of who comes: which of the ways to TLS
 * the client takes, and which host it names while doing so.
 */
final class ClientSocket {
  /**
   * A TLS record that begins a handshake starts with this byte; no length of a startup packet can.
   */
  private static final int TLS_HANDSHAKE = 0x16;

  /**
   * The protocol's name in TLS's application layer negotiation; libpq insists on it with direct
   * TLS.
   */
  private static final String ALPN = "postgresql";

  /**
   * A client that asks for one encryption after the other gets as many answers as there are kinds,
   * and no more.
   */
  private static final int MAX_REQUESTS = 3;

  /** Enough for the records of everyday statements; larger ones are read past it. */
  private static final int RECORD_BUFFER_BYTES = 2 * 1024;

  /** How the negotiation ended. */
  sealed interface Outcome {
    /**
     * The connection is encrypted, and the startup packet comes next.
     *
     * @param sni the host that the client named, if any
     */
    record Encrypted(SSLSocket socket, @Nullable String sni) implements Outcome {}

    /** Not a session, but the wish to cancel what another one runs. */
    record Cancel(CancelRequest request) implements Outcome {}

    /** The client goes on without encryption, which it may not. */
    record Plaintext() implements Outcome {}

    /** The client left. */
    record Gone() implements Outcome {}
  }

  private ClientSocket() {}

  /** Answers requests for encryption until the client has settled on one. */
  static Outcome negotiate(Socket socket, SSLContext tls) throws IOException, ProtocolException {
    // Unbuffered: not one byte beyond a request may be read here, or it would be missing from the
    // TLS handshake, or worse, be taken
    // for encrypted input.
    InputStream in = socket.getInputStream();
    for (int requests = 0; requests < MAX_REQUESTS; requests++) {
      int first = in.read();
      if (first < 0) {
        return new Outcome.Gone();
      }
      if (first == TLS_HANDSHAKE) {
        return encrypt(
            socket,
            tls,
            new SequenceInputStream(new ByteArrayInputStream(new byte[] {TLS_HANDSHAKE}), in));
      }
      switch (initialMessage(first, in)) {
        case SslRequest _ -> {
          socket.getOutputStream().write('S');
          return encrypt(socket, tls, in);
        }
        case GssEncRequest _ -> socket.getOutputStream().write('N');
        case CancelRequest request -> {
          return new Outcome.Cancel(request);
        }
        case Startup _ -> {
          return new Outcome.Plaintext();
        }
      }
    }
    throw new ProtocolException("too many requests for encryption");
  }

  private static InitialMessage initialMessage(int first, InputStream in)
      throws IOException, ProtocolException {
    DataInputStream data = new DataInputStream(in);
    int length = first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedShort();
    if (length < 2 * Integer.BYTES || length > InitialMessage.MAX_BYTES) {
      throw new ProtocolException("invalid length of startup packet");
    }
    byte[] packet = data.readNBytes(length - Integer.BYTES);
    if (packet.length < length - Integer.BYTES) {
      throw new EOFException("the connection ended inside the startup packet");
    }
    return InitialMessage.decode(packet);
  }

  private static Outcome.Encrypted encrypt(Socket socket, SSLContext tls, InputStream in)
      throws IOException {
    // JSSE reads a record's header first and then the rest. It takes what was consumed already
    // before
    // it turns to the socket itself; a stream that ends only with the socket spares it the second
    // system call.
    InputStream records = new BufferedInputStream(in, RECORD_BUFFER_BYTES);
    SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(socket, records, true);
    encrypted.setUseClientMode(false);
    encrypted.setHandshakeApplicationProtocolSelector(
        (_, offered) -> offered.isEmpty() ? "" : offered.contains(ALPN) ? ALPN : null);
    encrypted.startHandshake();
    return new Outcome.Encrypted(encrypted, sni(encrypted));
  }

  private static @Nullable String sni(SSLSocket socket) {
    List<SNIServerName> names =
        ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames();
    for (SNIServerName name : names) {
      if (name instanceof SNIHostName host) {
        return host.getAsciiName();
      }
    }
    return null;
  }
}
