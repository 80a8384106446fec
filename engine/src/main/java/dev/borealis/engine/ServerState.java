package dev.borealis.engine;

/** What a {@link PostgresServer} is doing. */
public enum ServerState {
  /** The first start is under way; connections are refused. */
  STARTING,
  /** Connections are accepted. */
  READY,
  /**
   * PostgreSQL died or has slept, all its connections are broken, and it is being started again.
   */
  RESTARTING,
  /** No process is left; the next who waits for the server wakes it. */
  ASLEEP,
  /** {@link PostgresServer#close} was called; connections are being broken. */
  STOPPING,
  /** No process is left and the data directory is free. */
  STOPPED,
  /**
   * PostgreSQL cannot be started or stopped; {@link PostgresServer#failure} tells why. It stays so.
   */
  FAILED;

  boolean mayBecome(ServerState next) {
    return switch (this) {
      case STARTING, RESTARTING -> next == READY || next == STOPPING || next == FAILED;
      case READY -> next == RESTARTING || next == ASLEEP || next == STOPPING || next == FAILED;
      case ASLEEP -> next == RESTARTING || next == STOPPING || next == FAILED;
      case STOPPING -> next == STOPPED || next == FAILED;
      case STOPPED, FAILED -> false;
    };
  }
}
