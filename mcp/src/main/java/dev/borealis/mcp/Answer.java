package dev.borealis.mcp;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a tool answers, before it takes the protocol's form. */
sealed interface Answer {
  /**
   * Elements: {@code {"result": [...]}} and a text block for each, as the official server has it.
   *
   * @param note what the reader must know beyond them, or null
   */
  record Elements(List<?> elements, @Nullable String note) implements Answer {}

  /** One object: one text block, and the same as structured content. */
  record Members(Map<String, ?> members) implements Answer {}

  /** An object for programs, and the same in words. */
  record Told(String text, Map<String, ?> members) implements Answer {}
}
