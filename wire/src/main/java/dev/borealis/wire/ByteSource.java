package dev.borealis.wire;

import java.io.IOException;

/** Where bytes come from: a socket, a TLS session, an array in a test. */
@FunctionalInterface
public interface ByteSource {
  /**
   * Blocks until at least one byte is there.
   *
   * @param length at least 1
   * @return how many bytes were read into {@code target}, or -1 at the end
   */
  int read(byte[] target, int offset, int length) throws IOException;
}
