package dev.borealis.gateway.testing;

import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BodyMemory;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrameWriter;
import dev.borealis.wire.Message;
import dev.borealis.wire.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A message as the bytes that it is on the wire, which need not be a valid one. */
public record Frame(char type, byte[] body) {
  private static final int LENGTH_BYTES = 4;

  /** A frame of any type around any body. */
  public static Frame of(char type, byte[]... parts) {
    return new Frame(type, concat(parts));
  }

  /** The frame that a message is. */
  public static Frame of(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FrameWriter out = new FrameWriter(bytes::write, 1 << 16, 1 << 10);
    try {
      out.write(message);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] whole = bytes.toByteArray();
    int header = 1 + LENGTH_BYTES;
    byte[] body = new byte[whole.length - header];
    System.arraycopy(whole, header, body, 0, body.length);
    return new Frame((char) message.type(), body);
  }

  /** Reads the frame at which {@code in} stands. */
  static Frame read(FrameReader in) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    in.transferTo(whole::write);
    byte[] bytes = whole.toByteArray();
    int header = 1 + LENGTH_BYTES;
    byte[] body = new byte[bytes.length - header];
    System.arraycopy(bytes, header, body, 0, body.length);
    return new Frame((char) (bytes[0] & 0xFF), body);
  }

  /** The message of a server that this is. */
  public BackendMessage decode() throws IOException, ProtocolException {
    byte[] bytes = bytes();
    FrameReader in =
        new FrameReader(
            new ByteArrayInputStream(bytes)::read, 8192, bytes.length, BodyMemory.UNBOUNDED);
    in.next();
    return BackendMessage.decode(in.type(), in.body());
  }

  /** Type, length and body. */
  public byte[] bytes() {
    return ByteBuffer.allocate(1 + LENGTH_BYTES + body.length)
        .put((byte) type)
        .putInt(LENGTH_BYTES + body.length)
        .put(body)
        .array();
  }

  /** The bytes of one frame after the other. */
  public static byte[] bytes(List<Frame> frames) {
    return concat(frames.stream().map(Frame::bytes).toArray(byte[][]::new));
  }

  /** One array after the other. */
  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** A zero-terminated string. */
  public static byte[] text(String text) {
    return concat(text.getBytes(StandardCharsets.UTF_8), new byte[1]);
  }
}
