package dev.borealis.gateway;

import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.Report;
import org.jspecify.annotations.Nullable;

/** An answer that is still to come, in the order in which the client asked. */
sealed interface Expected {
  /** What a message has changed in the books before PostgreSQL has seen it. */
  interface Change {
    /** Nothing has been changed. */
    Change NONE =
        new Change() {
          @Override
          public void failed() {}

          @Override
          public void skipped() {}
        };

    /** PostgreSQL answered the message with an error. */
    void failed();

    /** PostgreSQL ignores the message because of an error before it. */
    void skipped();
  }

  /** Knows what the client is told when PostgreSQL reports an error. */
  @FunctionalInterface
  interface Wording {
    /** PostgreSQL's own report is the right one. */
    Wording POSTGRES = _ -> null;

    /** The report to send instead, or null. */
    @Nullable Report insteadOf(Report fromPostgres);
  }

  /**
   * The end of one extended-protocol message, told by the type of PostgreSQL's answer.
   *
   * @param kind which message
   * @param forward false if the gateway asked for itself
   */
  record Answer(Kind kind, boolean forward, Wording wording, Change change) implements Expected {}

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
  record Known(BackendMessage message, Change change) implements Expected {}

  /** ReadyForQuery after a Sync. */
  record Synced() implements Expected {}

  /** All of a simple query or function call, up to its ReadyForQuery. */
  record Simple(Wording wording, Change change) implements Expected {}

  /**
   * The end of the gateway's own simple query that carries the session's settings to the backend.
   */
  record SettingsApplied() implements Expected {}

  /** What the message that asks for it has changed. */
  default Change change() {
    return Change.NONE;
  }

  /** What the client is told of an error in it. */
  default Wording wording() {
    return Wording.POSTGRES;
  }
}
