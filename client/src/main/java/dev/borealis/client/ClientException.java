package dev.borealis.client;

/**
 * A cluster cannot be reached, or what was asked of it cannot be done. The message is for the
 * person who asked: what is wrong, and what to do about it.
 */
public class ClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, in a sentence or two. */
  public ClientException(String message) {
    super(message);
  }

  /** What is wrong, and what was thrown because of it. */
  public ClientException(String message, Throwable cause) {
    super(message, cause);
  }
}
