package dev.borealis.gateway;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement made out of a client's: parts of the source with other text between them. Knows where
 * in the source each of its places comes from.
 */
final class TrialText {
  /** A part of the text; {@code sourceStart} is where it comes from, or where it was put in. */
  private record Part(int start, int sourceStart, boolean copied) {}

  private final String source;
  private final StringBuilder text = new StringBuilder();
  private final List<Part> parts = new ArrayList<>();
  private int sourceEnd;

  TrialText(String source) {
    this.source = source;
  }

  /** Goes on with a part of the source. */
  TrialText copy(int start, int end) {
    parts.add(new Part(text.length(), start, true));
    text.append(source, start, end);
    sourceEnd = end;
    return this;
  }

  /** Goes on with text of its own. */
  TrialText insert(String own) {
    parts.add(new Part(text.length(), sourceEnd, false));
    text.append(own);
    return this;
  }

  /** The statement. */
  String text() {
    return text.toString();
  }

  /**
   * Where in the source a place of this statement is.
   *
   * @param position a character of this statement, counted from 1 as PostgreSQL counts: in code
   *     points
   * @return a character of the source, counted alike
   */
  int sourcePosition(int position) {
    int length = text.codePointCount(0, text.length());
    int offset = text.offsetByCodePoints(0, Math.clamp(position - 1L, 0, length));
    int at = 0;
    for (Part part : parts) {
      if (part.start <= offset) {
        at = part.copied ? part.sourceStart + offset - part.start : part.sourceStart;
      }
    }
    return source.codePointCount(0, at) + 1;
  }
}
