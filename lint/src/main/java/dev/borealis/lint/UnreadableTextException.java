package dev.borealis.lint;

import java.io.IOException;

/** The rest of a script is no text. */
final class UnreadableTextException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableTextException(String message) {
    super(message);
  }
}
