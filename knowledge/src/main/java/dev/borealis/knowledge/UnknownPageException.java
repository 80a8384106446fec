package dev.borealis.knowledge;

/** There is no such page; the message names near ones. */
public final class UnknownPageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownPageException(String message) {
    super(message);
  }
}
