package dev.borealis.mcp;

/** A request that is not carried out; the message tells the agent why and what to do instead. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
