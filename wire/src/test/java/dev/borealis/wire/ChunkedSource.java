package dev.borealis.wire;

import java.io.IOException;
import java.util.function.IntSupplier;

/** Bytes that arrive in pieces of chosen sizes; remembers how many have been handed out. */
final class ChunkedSource implements ByteSource {
  private final byte[] bytes;
  private final IntSupplier chunkBytes;
  private int delivered;

  ChunkedSource(byte[] bytes, IntSupplier chunkBytes) {
    this.bytes = bytes;
    this.chunkBytes = chunkBytes;
  }

  /** All that fits, at every read. */
  static ChunkedSource atOnce(byte[] bytes) {
    return new ChunkedSource(bytes, () -> Integer.MAX_VALUE);
  }

  static ChunkedSource byteByByte(byte[] bytes) {
    return new ChunkedSource(bytes, () -> 1);
  }

  int delivered() {
    return delivered;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length < 1) {
      throw new IOException("asked for " + length + " bytes");
    }
    if (delivered == bytes.length) {
      return -1;
    }
    int chunk =
        Math.min(Math.min(length, bytes.length - delivered), Math.max(1, chunkBytes.getAsInt()));
    System.arraycopy(bytes, delivered, target, offset, chunk);
    delivered += chunk;
    return chunk;
  }
}
