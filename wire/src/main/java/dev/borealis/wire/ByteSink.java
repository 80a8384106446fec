package dev.borealis.wire;

import java.io.IOException;

/** Where bytes go. */
@FunctionalInterface
public interface ByteSink {
  /** Blocks until all bytes are taken. */
  void write(byte[] source, int offset, int length) throws IOException;
}
