package dev.borealis.plan;

/** Whether a value goes on with the next line, because a line ends within a literal. */
final class QuoteState {
  private static final char NONE = 0;

  private char open = NONE;
  private final StringBuilder value = new StringBuilder();

  /** Begins a value. Doubled quotes close and open again, so that they need no care. */
  void read(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (open == NONE && (c == '\'' || c == '"')) {
        open = c;
      } else if (c == open) {
        open = NONE;
      }
    }
    if (open == '"') {
      // Names with line ends are too rare to risk what a lone quote would swallow.
      open = NONE;
    }
  }

  boolean isOpen() {
    return open != NONE;
  }

  /** Adds a line to the value, which has begun with {@code first}. */
  void append(String first, String line) {
    if (value.isEmpty()) {
      value.append(first);
    }
    value.append('\n').append(line);
    read(line);
  }

  /** The whole value. */
  String take() {
    String whole = value.toString();
    value.setLength(0);
    return whole;
  }
}
