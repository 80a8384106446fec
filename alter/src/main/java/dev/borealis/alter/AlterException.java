package dev.borealis.alter;

/**
 * A change cannot be planned or carried out. The message is for the person who asked: what is
 * wrong, where, and what to do about it.
 */
public final class AlterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AlterException(String message) {
    super(message);
  }

  AlterException(String message, Throwable cause) {
    super(message, cause);
  }
}
