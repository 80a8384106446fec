package dev.borealis.plan;

/** A text is not a plan in EXPLAIN's text form; the message says why. */
public final class PlanFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PlanFormatException(String message) {
    super(message);
  }
}
