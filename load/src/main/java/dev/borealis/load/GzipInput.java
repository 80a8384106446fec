package dev.borealis.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of a gzip file of any number of members (RFC 1952). {@link
 * java.util.zip.GZIPInputStream} takes a member whose header is damaged for the end of the file,
 * and may overlook members of a stream from the network; rows would be lost without a word.
 */
final class GzipInput extends InputStream {
  private static final int MAGIC = 0x1f8b;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;

  /** Time, flags of the compressor, operating system. */
  private static final int UNUSED_BYTES = 6;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] stored;
  private int next;
  private int limit;
  private boolean within;

  GzipInput(InputStream in, int bufferBytes) {
    this.in = in;
    this.stored = new byte[bufferBytes];
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (within || nextMember()) {
      int read = inflate(into, offset, length);
      if (read > 0) {
        crc.update(into, offset, read);
        return read;
      }
      endMember();
    }
    return -1;
  }

  private int inflate(byte[] into, int offset, int length) throws IOException {
    try {
      int read = inflater.inflate(into, offset, length);
      while (read == 0 && !inflater.finished()) {
        if (!inflater.needsInput()) {
          throw new IOException("the compressed data are damaged");
        }
        if (!fill()) {
          throw new EOFException("the compressed data end early");
        }
        inflater.setInput(stored, 0, limit);
        read = inflater.inflate(into, offset, length);
      }
      next = limit - inflater.getRemaining();
      return read;
    } catch (DataFormatException e) {
      throw new IOException("the compressed data are damaged: " + e.getMessage(), e);
    }
  }

  private boolean nextMember() throws IOException {
    int first = nextOrEnd();
    while (first == 0) {
      // Tapes and some tools fill up with zeros.
      first = nextOrEnd();
    }
    if (first < 0) {
      return false;
    }
    if ((first << 8 | nextByte()) != MAGIC || nextByte() != DEFLATE) {
      throw new IOException("something that is not gzip stands behind the compressed data");
    }
    int flags = nextByte();
    skip(UNUSED_BYTES);
    if ((flags & EXTRA) != 0) {
      skip(nextByte() | nextByte() << 8);
    }
    skipText((flags & NAME) != 0);
    skipText((flags & COMMENT) != 0);
    skip((flags & HEADER_CRC) != 0 ? 2 : 0);
    inflater.reset();
    inflater.setInput(stored, next, limit - next);
    crc.reset();
    within = true;
    return true;
  }

  private void endMember() throws IOException {
    if (littleEndian() != crc.getValue()
        || littleEndian() != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw new IOException("the compressed data do not fit their checksum");
    }
    within = false;
  }

  private long littleEndian() throws IOException {
    return nextByte() | nextByte() << 8 | nextByte() << 16 | (long) nextByte() << 24;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      int _ = nextByte();
    }
  }

  private void skipText(boolean there) throws IOException {
    int c = there ? nextByte() : 0;
    while (c != 0) {
      c = nextByte();
    }
  }

  private int nextByte() throws IOException {
    int found = nextOrEnd();
    if (found < 0) {
      throw new EOFException("the compressed data end early");
    }
    return found;
  }

  private int nextOrEnd() throws IOException {
    if (next == limit && !fill()) {
      return -1;
    }
    return stored[next++] & 0xff;
  }

  private boolean fill() throws IOException {
    next = 0;
    limit = Math.max(0, in.read(stored, 0, stored.length));
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
