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
  private boolean consumed = true;
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
    leaveFrame();
    if (position == limit && !fill()) {
      return false;
    }
    require(HEADER_BYTES);
    long length = Integer.toUnsignedLong(Bytes.int32(buffer, position + 1));
    if (length < LENGTH_BYTES || length - LENGTH_BYTES > maxBodyBytes) {
      throw new ProtocolException("invalid message length");
    }
    type = buffer[position];
    position += HEADER_BYTES;
    bodyBytes = (int) length - LENGTH_BYTES;
    unread = bodyBytes;
    consumed = false;
    return true;
  }

  /**
   * Reads a packet that has a length but no type, as only the first packets of a connection are.
   *
   * @param maxBytes largest body; a larger one is refused before any memory is taken for it
   * @return its body, at least four bytes; or null when the stream ended before it began
   * @throws EOFException when it ended inside the packet
   * @throws ProtocolException for a length that leaves less than four bytes of body, or more than
   *     {@code maxBytes}
   */
  public byte @Nullable [] nextUntyped(int maxBytes) throws IOException, ProtocolException {
    leaveFrame();
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
    unread = body.length;
    readUnread(body, 0);
    return body;
  }

  /**
   * Whether the whole of another frame, after the current one, is already in memory, so that
   * reading it cannot block.
   */
  public boolean hasBufferedFrame() {
    int next = position + unread;
    if (limit - next < HEADER_BYTES) {
      return false;
    }
    long length = Integer.toUnsignedLong(Bytes.int32(buffer, next + 1));
    return length <= limit - next - 1;
  }

  /** The type of the frame that {@link #next} went to. */
  public byte type() {
    return type;
  }

  /** Bytes of the body, without type and length. */
  public int bodyBytes() {
    return bodyBytes;
  }

  /**
   * The whole body; its bytes stay valid until the next call of {@link #next}.
   *
   * @throws EOFException when the stream ended inside it
   * @throws IOException also when {@link BodyMemory} refuses; the reader can go on with the next
   *     frame then
   */
  public Body body() throws IOException {
    consume();
    if (bodyBytes > buffer.length - HEADER_BYTES) {
      return new Body(readLarge(), 0, bodyBytes);
    }
    require(bodyBytes);
    Body body = new Body(buffer, position, bodyBytes);
    drop(bodyBytes);
    return body;
  }

  /**
   * Passes the frame on, header included, without ever holding all of it.
   *
   * @param sink takes the bytes as they come
   * @throws EOFException when the stream ended inside the frame, of which the sink has a part then
   */
  public void transferTo(ByteSink sink) throws IOException {
    consume();
    int piece = Math.min(bodyBytes, limit - position);
    // A frame starts in the buffer as a whole header, and nothing has moved since.
    sink.write(buffer, position - HEADER_BYTES, HEADER_BYTES + piece);
    drop(piece);
    while (unread > 0) {
      piece = awaitPiece();
      sink.write(buffer, position, piece);
      drop(piece);
    }
  }

  /**
   * Gives back the memory that the last body holds. {@link #next} does so too; whoever will not
   * call it, because the connection ends, must call this.
   */
  public void releaseBody() {
    if (memoryTaken > 0) {
      memory.give(memoryTaken);
      memoryTaken = 0;
    }
  }

  /** The body goes to one taker, whole; a second one would get what is left of it. */
  private void consume() {
    if (consumed) {
      throw new IllegalStateException("no frame, or its body has been taken already");
    }
    consumed = true;
  }

  private void leaveFrame() throws IOException {
    consumed = true;
    releaseBody();
    while (unread > 0) {
      drop(awaitPiece());
    }
  }

  private byte[] readLarge() throws IOException {
    byte[] body = new byte[0];
    try {
      while (unread > 0) {
        int read = body.length;
        int capacity = (int) Math.min(bodyBytes, Math.max(FIRST_LARGE_BODY_BYTES, 2L * read));
        memory.take(capacity - read);
        memoryTaken += capacity - read;
        body = Arrays.copyOf(body, capacity);
        readUnread(body, read);
      }
      return body;
    } finally {
      if (unread > 0) {
        releaseBody();
      }
    }
  }

  /** Fills {@code target} to its end, first from the buffer, then straight from the source. */
  private void readUnread(byte[] target, int offset) throws IOException {
    int buffered = Math.min(target.length - offset, limit - position);
    System.arraycopy(buffer, position, target, offset, buffered);
    drop(buffered);
    int done = offset + buffered;
    while (done < target.length) {
      int read = read(target, done, target.length - done);
      if (read < 0) {
        throw truncated();
      }
      done += read;
      unread -= read;
    }
  }

  /** How many bytes of the body the buffer has now; at least one. */
  private int awaitPiece() throws IOException {
    if (position == limit && !fill()) {
      throw truncated();
    }
    return Math.min(unread, limit - position);
  }

  private void drop(int bytes) {
    position += bytes;
    unread -= bytes;
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
      int read = read(buffer, limit, buffer.length - limit);
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
    int read = read(buffer, 0, buffer.length);
    if (read < 0) {
      return false;
    }
    limit = read;
    return true;
  }

  private int read(byte[] target, int offset, int length) throws IOException {
    int read = source.read(target, offset, length);
    if (read == 0) {
      // Asking again would keep a processor busy with nothing.
      throw new IllegalStateException("the source returned without a byte");
    }
    return read;
  }

  private static EOFException truncated() {
    return new EOFException("the connection ended inside a message");
  }
}
