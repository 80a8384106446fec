package dev.borealis.knowledge;

import org.jspecify.annotations.Nullable;

/**
 * A page or a part of it.
 *
 * @param url its address
 * @param title the page's title
 * @param text Markdown
 * @param startIndex where in the page or section the text begins, in UTF-16 units
 * @param totalLength how long the page or section is, in UTF-16 units
 * @param note what the reader should know about it, or null
 */
public record Passage(
    String url, String title, String text, int startIndex, int totalLength, @Nullable String note) {
  /** Where the next passage begins; null if this is the last. */
  public @Nullable Integer nextIndex() {
    int end = startIndex + text.length();
    return end < totalLength ? end : null;
  }
}
