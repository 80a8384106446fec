package dev.borealis.sql;

/** A value, name or template of which no safe SQL can be made; the message says why. */
public final class UnsafeSqlException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnsafeSqlException(String message) {
    super(message);
  }
}
