package dev.borealis.wire;

import java.io.IOException;

/** Counts what is taken and given back, and refuses to hold more than it may. */
final class CountingMemory implements BodyMemory {
  private final long limitBytes;
  private long heldBytes;
  private long mostHeldBytes;

  CountingMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Taken and not given back. */
  long heldBytes() {
    return heldBytes;
  }

  long mostHeldBytes() {
    return mostHeldBytes;
  }

  @Override
  public void take(int bytes) throws IOException {
    if (heldBytes + bytes > limitBytes) {
      throw new IOException("no memory for " + bytes + " bytes more");
    }
    heldBytes += bytes;
    mostHeldBytes = Math.max(mostHeldBytes, heldBytes);
  }

  @Override
  public void give(int bytes) {
    heldBytes -= bytes;
  }
}
