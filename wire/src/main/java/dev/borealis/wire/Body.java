package dev.borealis.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  Body(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  int remaining() {
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

  /**
   * How many items follow, from a 16-bit count.
   *
   * @param itemBytes the least that an item takes; a count that cannot be true is refused before
   *     memory is taken for its items
   */
  int count16(int itemBytes) throws ProtocolException {
    return checkedCount(int16() & 0xFFFF, itemBytes);
  }

  /** The same from a 32-bit count. */
  int count32(int itemBytes) throws ProtocolException {
    return checkedCount(int32(), itemBytes);
  }

  /** A 16-bit count and that many 32-bit integers. */
  List<Integer> int32s() throws ProtocolException {
    int count = count16(4);
    List<Integer> integers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      integers.add(int32());
    }
    return integers;
  }

  /** A 16-bit count and that many 16-bit integers. */
  List<Integer> int16s() throws ProtocolException {
    int count = count16(2);
    List<Integer> integers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      integers.add(int16());
    }
    return integers;
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

  /** A length and that many bytes; null where the length is -1. */
  byte @Nullable [] value() throws ProtocolException {
    int length = int32();
    return length == -1 ? null : bytes(length);
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

  private int checkedCount(int count, int itemBytes) throws ProtocolException {
    if (count < 0 || count > remaining() / itemBytes) {
      throw new ProtocolException("insufficient data left in message");
    }
    return count;
  }

  /** Goes past the next zero byte, and returns where it is. */
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
