package dev.borealis.sql.tree;

import org.jspecify.annotations.Nullable;

/**
 * Where a node stands in the source, in UTF-16 units; the end is exclusive.
 *
 * <p>Spans are equal to each other wherever they stand, so that nodes are compared by what they say
 * and not by where they say it.
 */
public record Span(int start, int end) {
  /** The span of a node that was not read from a source. */
  public static final Span NONE = new Span(-1, -1);

  /** The text that the span covers. */
  public String of(String source) {
    return source.substring(start, end);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Span;
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
