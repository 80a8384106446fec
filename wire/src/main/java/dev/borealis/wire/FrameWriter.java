package dev.borealis.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
   * @param flushBytes the buffer goes to the sink once it holds this many bytes, at least 1
   * @param restingBytes the buffer's size at first, and again after a flush that follows a message
   *     larger than {@code flushBytes}; it grows when needed
   */
  public FrameWriter(ByteSink sink, int flushBytes, int restingBytes) {
    if (flushBytes < 1 || restingBytes < 0) {
      throw new IllegalArgumentException(
          "flush at " + flushBytes + " bytes, rest at " + restingBytes);
    }
    this.sink = sink;
    this.flushBytes = flushBytes;
    this.restingBytes = restingBytes;
    this.buffer = new byte[restingBytes];
  }

  /**
   * Adds a message.
   *
   * @throws IllegalArgumentException when it holds what the protocol cannot express, such as a
   *     string with a zero byte in it; then nothing is added
   */
  public void write(Message message) throws IOException {
    int start = size;
    try {
      int type = message.type();
      if (type != 0) {
        int8(type);
      }
      int lengthAt = size;
      int32(0);
      message.writeBody(this);
      Bytes.putInt32(buffer, lengthAt, size - lengthAt);
    } catch (RuntimeException e) {
      // The peer would take the next message for the rest of this one.
      size = start;
      throw e;
    }
    if (size >= flushBytes) {
      drain();
    }
  }

  /** Adds bytes that are already framed. */
  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    if (length > flushBytes - size) {
      drain();
    }
    if (length >= flushBytes) {
      sink.write(source, offset, length);
    } else {
      bytes(source, offset, length);
    }
  }

  /** Hands everything to the sink, and shrinks a buffer that a large message has blown up. */
  public void flush() throws IOException {
    drain();
    if (buffer.length > flushBytes) {
      buffer = new byte[restingBytes];
    }
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
    if (value < Byte.MIN_VALUE || value > 0xFF) {
      throw new IllegalArgumentException(value + " does not fit in 8 bits");
    }
    reserve(1);
    buffer[size++] = (byte) value;
  }

  /** Counts go up to 65,535, all else is signed. */
  void int16(int value) {
    if (value < Short.MIN_VALUE || value > 0xFFFF) {
      throw new IllegalArgumentException(value + " does not fit in 16 bits");
    }
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
      char character = name.charAt(i);
      if (character == 0 || character > 0xFF) {
        throw new IllegalArgumentException(
            "a name of the protocol cannot contain the character " + (int) character);
      }
      buffer[size++] = (byte) character;
    }
    buffer[size++] = 0;
  }

  void text(String text) {
    textBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  void textBytes(byte[] text) {
    for (byte character : text) {
      // It would end the string early, and what follows would be read as something else.
      if (character == 0) {
        throw new IllegalArgumentException("a string of the protocol cannot contain a zero byte");
      }
    }
    bytes(text);
    int8(0);
  }

  /** A length and that many bytes; null is the length -1. */
  void value(byte @Nullable [] value) {
    if (value == null) {
      int32(-1);
    } else {
      int32(value.length);
      bytes(value);
    }
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
      int doubled = (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8);
      buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, bytes), doubled));
    }
  }
}
