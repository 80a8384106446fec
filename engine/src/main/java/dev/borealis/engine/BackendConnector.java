package dev.borealis.engine;

import java.io.IOException;

/** Opens connections to a PostgreSQL server. */
@FunctionalInterface
public interface BackendConnector {
  /**
   * Waits for the server if it is starting, then connects.
   *
   * @throws BackendException when PostgreSQL refuses
   * @throws IOException when there is no server to talk to
   */
  Backend connect(BackendProfile profile) throws IOException, BackendException;
}
