package dev.borealis.wire;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frames: a type byte, a four-byte length that counts itself, a body.
 *
 * <p>{@link #next} positions the reader on a frame; then the body is either looked at as a whole
 * ({@link #body}) or passed on piece by piece ({@link #transferTo}), whatever its size. What is not
 * consumed by then is skipped by the following {@link #next}. Not thread-safe.
 */
public final class FrameReader {
  private static final int HEADER_BYTES = 5;
  private static final int LENGTH_BYTES = 4;
  private static final int FIRST_LARGE_BODY_BYTES = 64 * 1024;

  private final ByteSource source;
  private final int maxBodyBytes;
  private final BodyMemory memory;
  private final byte[] buffer;
  private int position;
  private int limit;

  private byte type;
  private int bodyBytes;
  private int unread;
  private int memoryTaken;

  /**
   * @param bufferBytes size of the reader's own buffer, at least 16
   * @param maxBodyBytes frames with a larger body are refused before any memory is taken for them
   * @param memory asked for bodies that {@link #body} must hold outside the buffer
   */
  public FrameReader(ByteSource source, int bufferBytes, int maxBodyBytes, BodyMemory memory) {
    if (bufferBytes < 16 || maxBodyBytes < 0) {
      throw new IllegalArgumentException(
          "buffer of " + bufferBytes + " bytes, body of at most " + maxBodyBytes);
    }
    this.source = source;
    this.maxBodyBytes = maxBodyBytes;
    this.memory = memory;
    this.buffer = new byte[bufferBytes];
  }

  /**
   * Goes to the next frame, waiting for it as long as it takes.
   *
   * @return false when the stream ended between two frames
   * @throws EOFException when it ended inside one
   * @throws ProtocolException for a length below four or above the reader's bound
   */
  public boolean next() throws IOException, ProtocolException {
    releaseBody();
    skipUnread();
    if (position == limit && !fill()) {
      return false;
    }
    require(HEADER_BYTES);
    type = buffer[position];
    long length = Integer.toUnsignedLong(Bytes.int32(buffer, position + 1));
    if (length < LENGTH_BYTES || length - LENGTH_BYTES > maxBodyBytes) {
      throw new ProtocolException("invalid message length");
    }
    position += HEADER_BYTES;
    bodyBytes = (int) length - LENGTH_BYTES;
    unread = bodyBytes;
    return true;
  }

  /**
   * Reads a packet that has a length but no type, as only the first packets of a connection are.
   *
   * @return its body, or null when the stream ended before it began
   */
  public byte @Nullable [] nextUntyped(int maxBytes) throws IOException, ProtocolException {
    skipUnread();
    if (position == limit && !fill()) {
      return null;
    }
    require(LENGTH_BYTES);
    long length = Integer.toUnsignedLong(Bytes.int32(buffer, position));
    if (length < 2L * LENGTH_BYTES || length - LENGTH_BYTES > maxBytes) {
      throw new ProtocolException("invalid length of startup packet");
    }
    position += LENGTH_BYTES;
    byte[] body = new byte[(int) length - LENGTH_BYTES];
    readFully(body, 0, body.length);
    return body;
  }

  /** The first byte of what comes next without taking it, or -1 at the end of the stream. */
  public int peek() throws IOException {
    skipUnread();
    return position == limit && !fill() ? -1 : buffer[position] & 0xFF;
  }

  /** Whether the whole of another frame is already in memory, so that reading it cannot block. */
  public boolean hasBufferedFrame() {
    int next = position + unread;
    if (limit - next < HEADER_BYTES) {
      return false;
    }
    long length = Integer.toUnsignedLong(Bytes.int32(buffer, next + 1));
    return length <= limit - next - 1;
  }

  public byte type() {
    return type;
  }

  /** Bytes of the body, without type and length. */
  public int bodyBytes() {
    return bodyBytes;
  }

  /** Whether {@link #body} would need memory outside the reader's buffer. */
  public boolean isLarge() {
    return bodyBytes > buffer.length - HEADER_BYTES;
  }

  /** The whole body; its bytes stay valid until the next call of {@link #next}. */
  public Body body() throws IOException {
    if (unread != bodyBytes) {
      throw new IllegalStateException("the body has been read already");
    }
    if (isLarge()) {
      byte[] large = readLarge();
      unread = 0;
      return new Body(large, 0, bodyBytes);
    }
    require(bodyBytes);
    Body body = new Body(buffer, position, bodyBytes);
    position += bodyBytes;
    unread = 0;
    return body;
  }

  /**
   * Passes the frame on, header included, without ever holding all of it.
   *
   * @param sink takes the bytes as they come
   */
  public void transferTo(ByteSink sink) throws IOException {
    if (position >= HEADER_BYTES && unread == bodyBytes && bodyBytes <= limit - position) {
      sink.write(buffer, position - HEADER_BYTES, HEADER_BYTES + bodyBytes);
      position += bodyBytes;
      unread = 0;
      return;
    }
    byte[] header = new byte[HEADER_BYTES];
    header[0] = type;
    Bytes.putInt32(header, 1, bodyBytes + LENGTH_BYTES);
    sink.write(header, 0, HEADER_BYTES);
    while (unread > 0) {
      if (position == limit && !fill()) {
        throw truncated();
      }
      int piece = Math.min(unread, limit - position);
      sink.write(buffer, position, piece);
      position += piece;
      unread -= piece;
    }
  }

  /** Gives back memory that the last body held, when the reader will not be used for a while. */
  public void releaseBody() {
    if (memoryTaken > 0) {
      memory.give(memoryTaken);
      memoryTaken = 0;
    }
  }

  private byte[] readLarge() throws IOException {
    byte[] body = new byte[0];
    int read = 0;
    while (read < bodyBytes) {
      int capacity = (int) Math.min(bodyBytes, Math.max(FIRST_LARGE_BODY_BYTES, 2L * body.length));
      memory.take(capacity - body.length);
      memoryTaken += capacity - body.length;
      body = Arrays.copyOf(body, capacity);
      readFully(body, read, capacity - read);
      read = capacity;
    }
    return body;
  }

  private void readFully(byte[] target, int offset, int length) throws IOException {
    int buffered = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, buffered);
    position += buffered;
    int done = buffered;
    while (done < length) {
      int read = source.read(target, offset + done, length - done);
      if (read < 0) {
        throw truncated();
      }
      done += read;
    }
  }

  private void skipUnread() throws IOException {
    while (unread > 0) {
      if (position == limit && !fill()) {
        throw truncated();
      }
      int piece = Math.min(unread, limit - position);
      position += piece;
      unread -= piece;
    }
  }

  /** Makes {@code bytes} contiguous bytes available from {@link #position} on. */
  private void require(int bytes) throws IOException {
    if (limit - position >= bytes) {
      return;
    }
    if (buffer.length - position < bytes) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    while (limit - position < bytes) {
      int read = source.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        throw truncated();
      }
      limit += read;
    }
  }

  /** Reads more into the empty buffer; false at the end of the stream. */
  private boolean fill() throws IOException {
    position = 0;
    limit = 0;
    int read = source.read(buffer, 0, buffer.length);
    if (read < 0) {
      return false;
    }
    limit = read;
    return true;
  }

  private static EOFException truncated() {
    return new EOFException("the connection ended inside a message");
  }
}
