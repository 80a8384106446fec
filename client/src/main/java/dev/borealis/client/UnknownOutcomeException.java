package dev.borealis.client;

import java.sql.SQLException;

/**
 * The connection was lost during COMMIT, so nobody here knows whether the transaction took place.
 * It must not be run again before somebody has looked.
 */
public final class UnknownOutcomeException extends ClientException {
  private static final long serialVersionUID = 1L;

  UnknownOutcomeException(SQLException cause) {
    super(
        "The connection was lost during COMMIT (%s). Whether the transaction was committed is not known; look before it is run again."
            .formatted(cause.getMessage()),
        cause);
  }
}
