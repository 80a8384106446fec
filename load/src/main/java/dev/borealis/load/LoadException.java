package dev.borealis.load;

/**
 * What was to be read or written cannot be. The message is for the person who asked: what is wrong,
 * where (file, line, column), and what to do about it.
 */
public class LoadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, in a sentence or two. */
  public LoadException(String message) {
    super(message);
  }

  /** What is wrong, and what was thrown because of it. */
  public LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
