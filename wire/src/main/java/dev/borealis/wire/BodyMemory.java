package dev.borealis.wire;

import java.io.IOException;

/**
 * Memory for message bodies that are too large for a reader's own buffer. It is asked for as the
 * bytes arrive, so a peer that only announces a large message costs nothing.
 */
public interface BodyMemory {
  /** No bound beyond the reader's largest body. */
  BodyMemory UNBOUNDED =
      new BodyMemory() {
        @Override
        public void take(int bytes) {}

        @Override
        public void give(int bytes) {}
      };

  /**
   * Blocks until {@code bytes} more may be held, or throws when they cannot be had. For one body it
   * is called again and again; every call but the last is for a multiple of 64 KiB.
   */
  void take(int bytes) throws IOException;

  /** Gives back all that the calls of {@link #take} for one body have allowed, at once. */
  void give(int bytes);
}
