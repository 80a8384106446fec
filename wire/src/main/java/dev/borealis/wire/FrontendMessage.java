package dev.borealis.wire;

import java.util.List;

/**
 * What a client sends after the startup packet. SQL text stays bytes (it is in the client's
 * encoding); names have one character per byte, see {@link Body}.
 */
public sealed interface FrontendMessage extends Message {
  /** Simple query: one or more statements. */
  record Query(byte[] sql) implements FrontendMessage {
    @Override
    public int type() {
      return 'Q';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.textBytes(sql);
    }
  }

  /**
   * Makes a prepared statement; the empty name is the unnamed one. Parameter types are OIDs, 0
   * where unspecified.
   */
  record Parse(String statement, byte[] sql, List<Integer> parameterTypes)
      implements FrontendMessage {
    @Override
    public int type() {
      return 'P';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.name(statement);
      out.textBytes(sql);
      out.int16(parameterTypes.size());
      parameterTypes.forEach(out::int32);
    }
  }

  /**
   * Makes a portal from a prepared statement.
   *
   * @param arguments formats, values and result formats, as they stand in the message; PostgreSQL
   *     checks them
   */
  record Bind(String portal, String statement, byte[] arguments) implements FrontendMessage {
    @Override
    public int type() {
      return 'B';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.name(portal);
      out.name(statement);
      out.bytes(arguments);
    }
  }

  /** What {@link Describe} and {@link Close} speak of. */
  enum Target {
    STATEMENT('S'),
    PORTAL('P');

    private final char code;

    Target(char code) {
      this.code = code;
    }

    static Target of(byte code, String message) throws ProtocolException {
      return switch (code) {
        case 'S' -> STATEMENT;
        case 'P' -> PORTAL;
        default ->
            throw new ProtocolException("invalid " + message + " message subtype " + (code & 0xFF));
      };
    }
  }

  /** Asks for parameters and result columns. */
  record Describe(Target target, String name) implements FrontendMessage {
    @Override
    public int type() {
      return 'D';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int8(target.code);
      out.name(name);
    }
  }

  /** Runs a portal; {@code maxRows} 0 means all. */
  record Execute(String portal, int maxRows) implements FrontendMessage {
    @Override
    public int type() {
      return 'E';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.name(portal);
      out.int32(maxRows);
    }
  }

  /** Forgets a prepared statement or portal. */
  record Close(Target target, String name) implements FrontendMessage {
    @Override
    public int type() {
      return 'C';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int8(target.code);
      out.name(name);
    }
  }

  /** Ends a series of extended-protocol messages. */
  record Sync() implements FrontendMessage {
    @Override
    public int type() {
      return 'S';
    }

    @Override
    public void writeBody(FrameWriter out) {}
  }

  /** Asks for the answers so far. */
  record Flush() implements FrontendMessage {
    @Override
    public int type() {
      return 'H';
    }

    @Override
    public void writeBody(FrameWriter out) {}
  }

  /** Ends the connection. */
  record Terminate() implements FrontendMessage {
    @Override
    public int type() {
      return 'X';
    }

    @Override
    public void writeBody(FrameWriter out) {}
  }

  /** The answer to a password request. */
  record Password(String password) implements FrontendMessage {
    @Override
    public int type() {
      return 'p';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.text(password);
    }

    @Override
    public String toString() {
      return "Password[not shown]";
    }
  }

  /** A piece of COPY input. */
  record CopyData(byte[] data) implements FrontendMessage {
    @Override
    public int type() {
      return 'd';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.bytes(data);
    }
  }

  /** The end of COPY input. */
  record CopyDone() implements FrontendMessage {
    @Override
    public int type() {
      return 'c';
    }

    @Override
    public void writeBody(FrameWriter out) {}
  }

  /** COPY input that the client gives up. */
  record CopyFail(byte[] reason) implements FrontendMessage {
    @Override
    public int type() {
      return 'f';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.textBytes(reason);
    }
  }

  /** The fast-path function call; its arguments stay as they stand in the message. */
  record FunctionCall(int functionOid, byte[] arguments) implements FrontendMessage {
    @Override
    public int type() {
      return 'F';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int32(functionOid);
      out.bytes(arguments);
    }
  }

  /**
   * Reads a message.
   *
   * @throws ProtocolException for an unknown type or a body that does not fit it
   */
  static FrontendMessage decode(byte type, Body body) throws ProtocolException {
    FrontendMessage message =
        switch (type) {
          case 'Q' -> new Query(body.textBytes());
          case 'P' -> new Parse(body.name(), body.textBytes(), body.int32s());
          case 'B' -> new Bind(body.name(), body.name(), body.rest());
          case 'D' -> new Describe(Target.of(body.int8(), "DESCRIBE"), body.name());
          case 'E' -> new Execute(body.name(), body.int32());
          case 'C' -> new Close(Target.of(body.int8(), "CLOSE"), body.name());
          case 'S' -> new Sync();
          case 'H' -> new Flush();
          case 'X' -> new Terminate();
          case 'p' -> new Password(body.text());
          case 'd' -> new CopyData(body.rest());
          case 'c' -> new CopyDone();
          case 'f' -> new CopyFail(body.textBytes());
          case 'F' -> new FunctionCall(body.int32(), body.rest());
          default -> throw new ProtocolException("invalid frontend message type " + (type & 0xFF));
        };
    body.end();
    return message;
  }
}
