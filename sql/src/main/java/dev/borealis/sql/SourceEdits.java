package dev.borealis.sql;

import dev.borealis.sql.tree.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes to a text by place. Everything else stays as it is, byte for byte: comments, layout, line
 * ends. Places are those of the text before any change; changes at one place come in the order in
 * which they were asked for.
 */
public final class SourceEdits {
  private final String source;
  private final List<Edit> edits = new ArrayList<>();

  /** No changes yet. */
  public SourceEdits(String source) {
    this.source = source;
  }

  private record Edit(int start, int end, String text) {}

  /**
   * Puts text before the character at an offset.
   *
   * @throws IndexOutOfBoundsException if the offset is not within the source
   */
  public SourceEdits insert(int offset, String text) {
    return edit(offset, offset, text);
  }

  /** Puts text in the place of a node; see {@link #insert} for errors. */
  public SourceEdits replace(Span span, String text) {
    return edit(span.start(), span.end(), text);
  }

  /** Takes a node out; see {@link #insert} for errors. */
  public SourceEdits delete(Span span) {
    return edit(span.start(), span.end(), "");
  }

  private SourceEdits edit(int start, int end, String text) {
    if (start < 0 || end < start || end > source.length()) {
      throw new IndexOutOfBoundsException(
          "place [" + start + ", " + end + ") of a text of " + source.length() + " characters");
    }
    edits.add(new Edit(start, end, text));
    return this;
  }

  /**
   * The changed text.
   *
   * @throws IllegalStateException if two changes overlap
   */
  public String apply() {
    List<Edit> ordered = new ArrayList<>(edits);
    ordered.sort((one, other) -> Integer.compare(one.start, other.start));
    StringBuilder changed = new StringBuilder(source.length());
    int done = 0;
    for (Edit edit : ordered) {
      if (edit.start < done) {
        throw new IllegalStateException("two changes overlap at offset " + edit.start);
      }
      changed.append(source, done, edit.start).append(edit.text);
      done = edit.end;
    }
    return changed.append(source, done, source.length()).toString();
  }
}
