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

  /** Blocks until {@code bytes} more may be held, or throws when they cannot be had. */
  void take(int bytes) throws IOException;

  /** Gives back what {@link #take} allowed. */
  void give(int bytes);
}
