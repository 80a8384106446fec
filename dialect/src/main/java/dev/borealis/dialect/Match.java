package dev.borealis.dialect;

import dev.borealis.sql.tree.Span;
import org.jspecify.annotations.Nullable;

/**
 * What a condition found.
 *
 * @param span where, in the text that the node was read from
 * @param found what the message names; empty if it names nothing
 */
record Match(Span span, String found) {

  static @Nullable Match when(boolean holds, Span span) {
    return holds ? new Match(span, "") : null;
  }

  static @Nullable Match when(boolean holds, Span span, String found) {
    return holds ? new Match(span, found) : null;
  }
}
