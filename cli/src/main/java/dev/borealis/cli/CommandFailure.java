package dev.borealis.cli;

/**
 * What a command was asked for failed: exit code 1. The message says what is wrong and what to do
 * about it.
 */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    super(message);
  }

  CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
