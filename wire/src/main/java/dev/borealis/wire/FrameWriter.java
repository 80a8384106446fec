package dev.borealis.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects messages in a buffer and hands them to a sink when it is full or flushed. Not
 * thread-safe.
 */
public final class FrameWriter implements ByteSink {
  private final ByteSink sink;
  private final int flushBytes;
  private final int restingBytes;
  private byte[] buffer;
  private int size;

  /**
   * @param flushBytes the buffer goes to the sink once it holds this many bytes
   * @param restingBytes the buffer's size while nothing is written; it grows to {@code flushBytes}
   *     when needed
   */
  public FrameWriter(ByteSink sink, int flushBytes, int restingBytes) {
    this.sink = sink;
    this.flushBytes = flushBytes;
    this.restingBytes = restingBytes;
    this.buffer = new byte[restingBytes];
  }

  /** Adds a message. */
  public void write(Message message) throws IOException {
    int type = message.type();
    if (type != 0) {
      int8(type);
    }
    int lengthAt = size;
    int32(0);
    message.writeBody(this);
    Bytes.putInt32(buffer, lengthAt, size - lengthAt);
    if (size >= flushBytes) {
      drain();
    }
  }

  /** Adds bytes that are already framed. */
  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    if (length > flushBytes - size) {
      drain();
      if (length >= flushBytes) {
        sink.write(source, offset, length);
        return;
      }
    }
    bytes(source, offset, length);
  }

  /** Hands everything to the sink, and shrinks a buffer that a large message has blown up. */
  public void flush() throws IOException {
    drain();
    if (buffer.length > flushBytes) {
      buffer = new byte[restingBytes];
    }
  }

  /** Bytes not yet handed to the sink. */
  public int pending() {
    return size;
  }

  /** Drops what has not been handed to the sink yet. */
  public void discard() {
    size = 0;
  }

  private void drain() throws IOException {
    if (size > 0) {
      int length = size;
      size = 0;
      sink.write(buffer, 0, length);
    }
  }

  void int8(int value) {
    reserve(1);
    buffer[size++] = (byte) value;
  }

  void int16(int value) {
    reserve(2);
    Bytes.putInt16(buffer, size, value);
    size += 2;
  }

  void int32(int value) {
    reserve(4);
    Bytes.putInt32(buffer, size, value);
    size += 4;
  }

  void name(String name) {
    int length = name.length();
    reserve(length + 1);
    for (int i = 0; i < length; i++) {
      buffer[size++] = (byte) name.charAt(i);
    }
    buffer[size++] = 0;
  }

  void text(String text) {
    textBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  void textBytes(byte[] text) {
    bytes(text);
    int8(0);
  }

  void bytes(byte[] source) {
    bytes(source, 0, source.length);
  }

  private void bytes(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, buffer, size, length);
    size += length;
  }

  private void reserve(int bytes) {
    if (buffer.length - size < bytes) {
      buffer = Arrays.copyOf(buffer, Math.max(size + bytes, 2 * buffer.length));
    }
  }
}
