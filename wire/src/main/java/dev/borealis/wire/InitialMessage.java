package dev.borealis.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** The packets without a type byte, with which a connection begins. */
public sealed interface InitialMessage extends Message {
  /** Longest first packet (PostgreSQL's MAX_STARTUP_PACKET_LENGTH), in bytes without the length. */
  int MAX_BYTES = 10_000;

  @Override
  default int type() {
    return 0;
  }

  /** Asks for TLS; answered with the single byte S or N. */
  record SslRequest() implements InitialMessage {
    private static final int CODE = 1234 << 16 | 5679;

    @Override
    public void writeBody(FrameWriter out) {
      out.int32(CODE);
    }
  }

  /** Asks for GSSAPI encryption; answered with the single byte G or N. */
  record GssEncRequest() implements InitialMessage {
    private static final int CODE = 1234 << 16 | 5680;

    @Override
    public void writeBody(FrameWriter out) {
      out.int32(CODE);
    }
  }

  /**
   * Asks to cancel what another connection runs.
   *
   * @param secretKey 4 bytes in protocol 3.0, 4 to 256 from 3.2 on
   */
  record CancelRequest(int processId, byte[] secretKey) implements InitialMessage {
    private static final int CODE = 1234 << 16 | 5678;

    static boolean isKeyLength(int bytes) {
      return bytes >= 4 && bytes <= 256;
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int32(CODE);
      out.int32(processId);
      out.bytes(secretKey);
    }
  }

  /**
   * Opens a session. Parameters keep the client's order and spelling; a repeated one keeps its last
   * value.
   *
   * @param version any; a packet whose major version is not 3 has another layout and is not read on
   * @param parameters no name is empty
   */
  record Startup(ProtocolVersion version, Map<String, String> parameters)
      implements InitialMessage {
    public Startup {
      if (parameters.containsKey("")) {
        throw new IllegalArgumentException("a startup parameter without a name");
      }
    }

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

  /**
   * Reads the body that {@link FrameReader#nextUntyped} gave.
   *
   * @throws ProtocolException for a packet that does not have the layout that its code demands
   */
  static InitialMessage decode(byte[] packet) throws ProtocolException {
    Body body = new Body(packet, 0, packet.length);
    int code = body.int32();
    return switch (code) {
      case SslRequest.CODE -> {
        body.end();
        yield new SslRequest();
      }
      case GssEncRequest.CODE -> {
        body.end();
        yield new GssEncRequest();
      }
      case CancelRequest.CODE -> cancelRequest(body);
      default -> {
        ProtocolVersion version = ProtocolVersion.of(code);
        yield new Startup(version, version.major() == 3 ? startupParameters(body) : Map.of());
      }
    };
  }

  private static CancelRequest cancelRequest(Body body) throws ProtocolException {
    int processId = body.int32();
    if (!CancelRequest.isKeyLength(body.remaining())) {
      throw new ProtocolException("invalid length of cancel key in cancel request packet");
    }
    return new CancelRequest(processId, body.rest());
  }

  private static Map<String, String> startupParameters(Body body) throws ProtocolException {
    Map<String, String> parameters = new LinkedHashMap<>();
    try {
      for (String name = body.text(); !name.isEmpty(); name = body.text()) {
        parameters.put(name, body.text());
      }
      body.end();
    } catch (ProtocolException _) {
      throw new ProtocolException(
          "invalid startup packet layout: expected terminator as last byte");
    }
    return parameters;
  }
}
