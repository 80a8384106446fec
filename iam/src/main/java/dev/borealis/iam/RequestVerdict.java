package dev.borealis.iam;

/** The answer to whoever sends an API request. */
public sealed interface RequestVerdict {
  /** The signature is the caller's; what the caller may do is another question. */
  record Accepted(Caller caller) implements RequestVerdict {}

  /**
   * Nobody knows who the caller is.
   *
   * @param type the name of the error that AWS services give
   * @param message for the client; shows no secret
   */
  record Refused(String type, String message) implements RequestVerdict {}
}
