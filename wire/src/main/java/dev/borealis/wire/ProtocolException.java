package dev.borealis.wire;

/**
 * Bytes that are not a message of the PostgreSQL protocol. The peer gets it as {@code FATAL} with
 * SQLSTATE {@code 08P01} (protocol_violation), after which the connection cannot go on: nobody
 * knows where the next message begins.
 */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  /** SQLSTATE protocol_violation. */
  public static final String SQLSTATE = "08P01";

  public ProtocolException(String message) {
    super(message);
  }
}
