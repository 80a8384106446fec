package dev.borealis.iam;

/** A text is not a policy. The message is a clause that says what is wrong with it, and where. */
public final class InvalidPolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidPolicyException(String problem) {
    super(problem);
  }
}
