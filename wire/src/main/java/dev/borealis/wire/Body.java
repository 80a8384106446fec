package dev.borealis.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over the body of one message. Every read checks that the bytes are there.
 *
 * <p>Names (of statements, portals, settings) come as strings with one character per byte (ISO
 * 8859-1), so that they survive unchanged in any client encoding.
 */
public final class Body {
  private final byte[] bytes;
  private final int end;
  private int position;

  public Body(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  public int remaining() {
    return end - position;
  }

  byte int8() throws ProtocolException {
    return bytes[take(1)];
  }

  int int16() throws ProtocolException {
    return Bytes.int16(bytes, take(2));
  }

  int int32() throws ProtocolException {
    return Bytes.int32(bytes, take(4));
  }

  /** A zero-terminated string, one character per byte. */
  String name() throws ProtocolException {
    int start = position;
    int zero = zero();
    return new String(bytes, start, zero - start, StandardCharsets.ISO_8859_1);
  }

  /** A zero-terminated string in UTF-8. */
  String text() throws ProtocolException {
    int start = position;
    int zero = zero();
    return new String(bytes, start, zero - start, StandardCharsets.UTF_8);
  }

  /** The bytes of a zero-terminated string. */
  byte[] textBytes() throws ProtocolException {
    int start = position;
    return Arrays.copyOfRange(bytes, start, zero());
  }

  byte[] bytes(int length) throws ProtocolException {
    if (length < 0) {
      throw new ProtocolException("insufficient data left in message");
    }
    int start = take(length);
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  byte[] rest() {
    byte[] rest = Arrays.copyOfRange(bytes, position, end);
    position = end;
    return rest;
  }

  /** Every message must be used up to its last byte. */
  void end() throws ProtocolException {
    if (position != end) {
      throw new ProtocolException("invalid message format");
    }
  }

  private int zero() throws ProtocolException {
    for (int i = position; i < end; i++) {
      if (bytes[i] == 0) {
        position = i + 1;
        return i;
      }
    }
    throw new ProtocolException("invalid string in message");
  }

  private int take(int length) throws ProtocolException {
    if (length > end - position) {
      throw new ProtocolException("insufficient data left in message");
    }
    int start = position;
    position += length;
    return start;
  }
}
