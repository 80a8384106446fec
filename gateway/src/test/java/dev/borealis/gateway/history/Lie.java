package dev.borealis.gateway.history;

import org.jspecify.annotations.Nullable;

/** What stands between a client and the server, and may not pass on the truth. */
@FunctionalInterface
interface Lie {
  /** The server as it is. */
  Lie NONE = (_, _, truth) -> truth;

  /**
   * What the client is told.
   *
   * @param asked null for COMMIT
   */
  Answer told(Transaction by, @Nullable Step asked, Answer truth);
}
