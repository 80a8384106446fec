package dev.borealis.load;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The content of a zstd file of any number of frames (RFC 8878). The library's own stream takes a
 * file that is cut off within a later frame for a whole one; rows would be lost without a word.
 */
final class ZstdInput extends InputStream {
  private final InputStream in;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] buffer;
  private final ByteBuffer stored;
  private final ByteBuffer plain;

  /** Whether a frame has begun that is not at its end. */
  private boolean within;

  /** Whether there is more to come without more being read. */
  private boolean full;

  ZstdInput(InputStream in, int bufferBytes) {
    this.in = in;
    this.buffer = new byte[bufferBytes];
    this.stored = ByteBuffer.allocateDirect(bufferBytes).flip();
    this.plain = ByteBuffer.allocateDirect(bufferBytes).flip();
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
    while (!plain.hasRemaining()) {
      if (!stored.hasRemaining() && !full && !fill()) {
        if (within) {
          throw new EOFException("the compressed data end early");
        }
        return -1;
      }
      unpack();
    }
    int read = Math.min(length, plain.remaining());
    plain.get(into, offset, read);
    return read;
  }

  private void unpack() throws IOException {
    plain.clear();
    try {
      within = !context.decompressDirectByteBufferStream(plain, stored);
    } catch (ZstdException e) {
      throw new IOException("the compressed data are damaged: " + e.getMessage(), e);
    }
    full = within && !plain.hasRemaining();
    plain.flip();
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    if (read <= 0) {
      return false;
    }
    stored.clear();
    stored.put(buffer, 0, read).flip();
    return true;
  }

  @Override
  public void close() throws IOException {
    context.close();
    in.close();
  }
}
