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

    /** Characters that PostgreSQL's own report has to count before what PostgreSQL saw. */
    default int position() {
      return 0;
    }
  }

  /** Is told when a statement has run, and decides what its client hears of that. */
  @FunctionalInterface
  interface Completion {
    /** The client hears what PostgreSQL says. */
    Completion FORWARDED = Outcome::new;

    /** The client hears nothing. */
    Completion SILENT = _ -> Outcome.SILENT;

    /**
     * A statement has run.
     *
     * @param tag PostgreSQL's command tag
     */
    Outcome ran(String tag);

    /** Whether an error may be another one to DSQL, so that {@link #resolve} must be asked. */
    default boolean isDoubtful(Report failure) {
      return false;
    }

    /**
     * Finds out what an error is to DSQL. PostgreSQL is ready and its transaction block has failed,
     * and so it has again afterwards.
     */
    default Report resolve(Report failure) throws BackendGoneException {
      return failure;
    }
  }

  /** Asks whether a statement has succeeded, as soon as PostgreSQL is ready in its block. */
  @FunctionalInterface
  interface Confirmation {
    /** Why it has failed after all, or null. */
    @Nullable Report whyNot() throws BackendGoneException;
  }

  /**
   * What a client hears of a statement that has run.
   *
   * @param tag the command tag; null for nothing at all
   * @param failure an error in its place, with which the transaction fails; null for none
   * @param atSync whether the client hears the tag only when PostgreSQL is ready without an error
   * @param confirmation what is still to be asked; null if success is certain
   */
  record Outcome(
      @Nullable String tag,
      @Nullable Report failure,
      boolean atSync,
      @Nullable Confirmation confirmation) {
    Outcome(String tag) {
      this(tag, null, false, null);
    }

    static final Outcome SILENT = new Outcome(null, null, false, null);

    /** The same, if it is confirmed. */
    Outcome confirmedBy(@Nullable Confirmation other) {
      return new Outcome(tag, failure, atSync, other);
    }

    /** The same, whose client hears of it later if it has to be confirmed then anyway. */
    Outcome readyNext(boolean isReadyNext) {
      return isReadyNext && confirmation != null
          ? new Outcome(tag, failure, true, confirmation)
          : this;
    }

    /** The same without a word of success. */
    Outcome silenced() {
      return failure == null ? SILENT : this;
    }

    static Outcome failure(Report report) {
      return new Outcome(null, report, false, null);
    }
  }

  /** Like another one, but the client hears of success only when the Sync has succeeded too. */
  record AtSync(Completion completion) implements Completion {
    @Override
    public Outcome ran(String tag) {
      Outcome outcome = completion.ran(tag);
      return new Outcome(outcome.tag(), outcome.failure(), true, outcome.confirmation());
    }

    @Override
    public boolean isDoubtful(Report failure) {
      return completion.isDoubtful(failure);
    }

    @Override
    public Report resolve(Report failure) throws BackendGoneException {
      return completion.resolve(failure);
    }
  }

  /** Like another one, for a portal of which somebody wants to know whether it comes to its end. */
  record OfPortal(Completion completion, Runnable ended) implements Completion {
    @Override
    public Outcome ran(String tag) {
      ended.run();
      return completion.ran(tag);
    }

    @Override
    public boolean isDoubtful(Report failure) {
      return completion.isDoubtful(failure);
    }

    @Override
    public Report resolve(Report failure) throws BackendGoneException {
      return completion.resolve(failure);
    }
  }

  /**
   * The end of one extended-protocol message, told by the type of PostgreSQL's answer.
   *
   * @param kind which message
   * @param forward false if the gateway asked for itself
   */
  record Answer(Kind kind, boolean forward, Wording wording, Change change, Completion completion)
      implements Expected {
    Answer(Kind kind, boolean forward, Wording wording, Change change) {
      this(kind, forward, wording, change, Completion.FORWARDED);
    }

    /** Something that the gateway asked for itself. */
    static Answer own(Kind kind) {
      return new Answer(kind, false, Wording.POSTGRES, Change.NONE, Completion.SILENT);
    }
  }

  /** Extended-protocol messages, by what ends PostgreSQL's answer to them. */
  enum Kind {
    PARSE("1"),
    BIND("2"),
    CLOSE("3"),
    DESCRIBE("Tn"),
    /** A Describe for a simple query, whose client hears of rows only. */
    DESCRIBE_ROWS("Tn"),
    EXECUTE("CIs");

    private final String endTypes;

    Kind(String endTypes) {
      this.endTypes = endTypes;
    }

    boolean isEndedBy(byte type) {
      return endTypes.indexOf(type) >= 0;
    }

    /** Whether a client that asked is told. */
    boolean tells(byte type) {
      return this != DESCRIBE_ROWS || type != 'n';
    }
  }

  /** Something that PostgreSQL need not be asked for. */
  record Known(BackendMessage message, Change change) implements Expected {}

  /** ReadyForQuery after a Sync. */
  record Synced() implements Expected {}

  /** All of a simple query or function call, up to its ReadyForQuery. */
  record Simple(Wording wording, Change change, Completion completion) implements Expected {
    Simple(Wording wording, Change change) {
      this(wording, change, Completion.FORWARDED);
    }
  }

  /** ReadyForQuery after a Sync of the gateway's own, while the client's is still to come. */
  record Halted() implements Expected {}

  /** The gateway's own simple query that makes an open transaction fail. */
  record Spoiled() implements Expected {}

  /**
   * The end of a simple query of the gateway's own, of which the client hears nothing. It cannot
   * fail; if it does, the backend is of no use.
   */
  record OwnQuery() implements Expected {}

  /** What the message that asks for it has changed. */
  default Change change() {
    return Change.NONE;
  }

  /** What the client hears of a statement that has run. */
  default Completion completion() {
    return Completion.FORWARDED;
  }

  /** What the client is told of an error in it. */
  default Wording wording() {
    return Wording.POSTGRES;
  }
}
