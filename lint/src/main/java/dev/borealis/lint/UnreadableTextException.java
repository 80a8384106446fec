package dev.borealis.lint;

import java.io.CharConversionException;

/** The rest of a script is no text. */
final class UnreadableTextException extends CharConversionException {
  private static final long serialVersionUID = 1L;

  UnreadableTextException(String message) {
    super(message);
  }
}
