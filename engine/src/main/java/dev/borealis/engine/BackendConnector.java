package dev.borealis.engine;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;

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

  /** Connects to a server of our own, and waits for it while it restarts. */
  static BackendConnector to(PostgresServer server) {
    return profile -> new Attempts(server).connect(profile);
  }

  /** The tries of one connection. */
  final class Attempts {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** cannot_connect_now: starting up, shutting down or recovering. */
    private static final String CANNOT_CONNECT_NOW = "57P03";

    private final PostgresServer server;
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();

    private Attempts(PostgresServer server) {
      this.server = server;
    }

    private Backend connect(BackendProfile profile) throws IOException, BackendException {
      while (true) {
        try {
          server.awaitReady(PATIENCE);
          return Backend.connect(server.socket(), profile);
        } catch (EngineException e) {
          throw new IOException(e.getMessage(), e);
        } catch (ConnectException | NoSuchFileException e) {
          // The server has died, and its supervisor will know in a moment.
          pauseOrFail(e);
        } catch (BackendException e) {
          if (!e.report().sqlState().equals(CANNOT_CONNECT_NOW) || isLate()) {
            throw e;
          }
          pauseOrFail(new IOException(e.getMessage(), e));
        }
      }
    }

    private boolean isLate() {
      return System.nanoTime() - deadline > 0;
    }

    private void pauseOrFail(IOException reason) throws IOException {
      if (isLate()) {
        throw reason;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for PostgreSQL", e);
      }
    }
  }
}
