package dev.borealis.iam;

/**
 * A text is not an authentication token. The message is a clause that says what is wrong with it
 * and shows no part of the text, which may well be some other secret.
 */
public final class MalformedTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedTokenException(String problem) {
    // Anyone who reaches the port can cause this one, so it must be cheap: no stack trace.
    super(problem, null, false, false);
  }
}
