package dev.borealis.gateway;

import dev.borealis.wire.BackendMessage;

/** An answer that is still to come, in the order in which the client asked. */
sealed interface Expected {
  /**
   * The end of one extended-protocol message, told by the type of PostgreSQL's answer.
   *
   * @param kind which message
   * @param forward false if the gateway asked for itself
   * @param text what the message concerns, for errors to be exchanged
   * @param undo what to take back if PostgreSQL never comes to it
   */
  record Answer(Kind kind, boolean forward, StatementText text, Runnable undo)
      implements Expected {}

  /** Extended-protocol messages, by what ends PostgreSQL's answer to them. */
  enum Kind {
    PARSE("1"),
    BIND("2"),
    CLOSE("3"),
    DESCRIBE("Tn"),
    EXECUTE("CIs");

    private final String endTypes;

    Kind(String endTypes) {
      this.endTypes = endTypes;
    }

    boolean isEndedBy(byte type) {
      return endTypes.indexOf(type) >= 0;
    }
  }

  /** Something that PostgreSQL need not be asked for. */
  record Known(BackendMessage message) implements Expected {}

  /** ReadyForQuery after a Sync. */
  record Synced() implements Expected {}

  /** All of a simple query or function call, up to its ReadyForQuery. */
  record Simple(StatementText text) implements Expected {}

  /**
   * The end of the gateway's own simple query that carries the session's settings to the backend.
   */
  record SettingsApplied() implements Expected {}
}
