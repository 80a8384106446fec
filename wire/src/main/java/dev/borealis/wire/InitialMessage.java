package dev.borealis.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** The packets without a type byte, with which a connection begins. */
public sealed interface InitialMessage extends Message {
  /** Longest first packet (PostgreSQL's MAX_STARTUP_PACKET_LENGTH), in bytes without the length. */
  int MAX_BYTES = 10_000;

  int CANCEL_CODE = 1234 << 16 | 5678;
  int SSL_CODE = 1234 << 16 | 5679;
  int GSS_CODE = 1234 << 16 | 5680;

  @Override
  default int type() {
    return 0;
  }

  /** Asks for TLS; answered with the single byte S or N. */
  record SslRequest() implements InitialMessage {
    @Override
    public void writeBody(FrameWriter out) {
      out.int32(SSL_CODE);
    }
  }

  /** Asks for GSSAPI encryption; answered with the single byte G or N. */
  record GssEncRequest() implements InitialMessage {
    @Override
    public void writeBody(FrameWriter out) {
      out.int32(GSS_CODE);
    }
  }

  /**
   * Asks to cancel what another connection runs.
   *
   * @param secretKey 4 bytes in protocol 3.0, up to 256 from 3.2 on
   */
  record CancelRequest(int processId, byte[] secretKey) implements InitialMessage {
    @Override
    public void writeBody(FrameWriter out) {
      out.int32(CANCEL_CODE);
      out.int32(processId);
      out.bytes(secretKey);
    }
  }

  /**
   * Opens a session. Parameters keep the client's order and spelling; a repeated one keeps its last
   * value.
   */
  record Startup(ProtocolVersion version, Map<String, String> parameters)
      implements InitialMessage {
    @Override
    public void writeBody(FrameWriter out) {
      out.int32(version.code());
      parameters.forEach((name, value) -> {
        out.text(name);
        out.text(value);
      });
      out.int8(0);
    }
  }

  /** Reads the body that {@link FrameReader#nextUntyped} gave. */
  static InitialMessage decode(byte[] packet) throws ProtocolException {
    Body body = new Body(packet, 0, packet.length);
    int code = body.int32();
    return switch (code) {
      case SSL_CODE -> {
        body.end();
        yield new SslRequest();
      }
      case GSS_CODE -> {
        body.end();
        yield new GssEncRequest();
      }
      case CANCEL_CODE -> cancelRequest(body);
      default -> new Startup(ProtocolVersion.of(code), startupParameters(body));
    };
  }

  private static CancelRequest cancelRequest(Body body) throws ProtocolException {
    int processId = body.int32();
    int keyBytes = body.remaining();
    if (keyBytes < 4 || keyBytes > 256) {
      throw new ProtocolException("invalid length of cancel request packet");
    }
    return new CancelRequest(processId, body.rest());
  }

  private static Map<String, String> startupParameters(Body body) throws ProtocolException {
    Map<String, String> parameters = new LinkedHashMap<>();
    while (true) {
      String name = body.text();
      if (name.isEmpty()) {
        break;
      }
      parameters.put(name, body.text());
    }
    if (body.remaining() > 0) {
      throw new ProtocolException(
          "invalid startup packet layout: expected terminator as last byte");
    }
    return parameters;
  }
}
