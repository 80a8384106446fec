package dev.borealis.gateway;

import dev.borealis.engine.BackendProfile;
import dev.borealis.gateway.BackendHold.NoBackendException;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.Body;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Close;
import dev.borealis.wire.FrontendMessage.Describe;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.FunctionCall;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A signed-in client. It holds a backend from the first statement of a transaction to the
 * transaction's end; what it may expect to outlive that (settings, prepared statements) belongs to
 * the session and follows it to the next backend.
 */
final class Session {
  /** Types of messages that a session may get after sign-in, those of COPY aside. */
  private static final String KNOWN_TYPES = "QPBDECHSF";

  private static final String COPY_TYPES = "dcf";

  /** Types of messages that are answered with ReadyForQuery, whatever becomes of them. */
  private static final String SYNCED_TYPES = "QSF";

  /** Where a session stands with respect to being ended by another thread. */
  private enum Phase {
    /** Waits for the client between two transactions; may be ended. */
    IDLE,
    /** Waits for the client within a transaction; is ended only when the server stops. */
    IDLE_IN_TRANSACTION,
    /** Its own thread works, and looks for reasons to end itself. */
    BUSY,
    /** Another thread has ended it and told the client. */
    ENDED
  }

  private final ClientStream client;
  private final BackendHold hold;
  private final StatementTexts texts;
  private final SimpleProtocol simple;
  private final ExtendedProtocol extended;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BUSY);
  private final long startedNanos = System.nanoTime();
  private final Duration life;

  /**
   * An error outside any backend's conversation: like PostgreSQL, ignore everything up to the next
   * Sync.
   */
  private boolean skippingToSync;

  Session(
      ServedCluster cluster,
      BackendProfile profile,
      ClientStream client,
      Duration life,
      SessionObserver observer,
      RoleMapping mapping) {
    this.client = client;
    this.texts = cluster.texts();
    this.life = life;
    this.hold = new BackendHold(cluster, profile, client, observer, mapping);
    this.extended = new ExtendedProtocol(hold, texts);
    this.simple = new SimpleProtocol(client, hold, extended);
  }

  /** Serves the client until it leaves or the session is ended. */
  void run() throws IOException, InterruptedException {
    client.write(new ReadyForQuery(TransactionStatus.IDLE));
    hold.contender().takeTurn();
    try {
      boolean more = true;
      while (more && awaitMessage()) {
        more = handle();
      }
      client.flush();
    } catch (ProtocolException e) {
      farewell(ErrorReports.protocolViolation(String.valueOf(e.getMessage())));
    } catch (LargeMessageMemory.ExhaustedException e) {
      farewell(ErrorReports.largeMessagesExhausted());
    } catch (BackendGoneException e) {
      farewell(e.report());
    } finally {
      hold.abandon();
      hold.contender().yieldTurn();
    }
  }

  /** Waits for the client's next message; false when there will be none. */
  private boolean awaitMessage() throws IOException, ProtocolException {
    FrameReader in = client.reader();
    if (client.awaitCopyInput()) {
      return true;
    }
    if (in.hasBufferedFrame()) {
      return in.next();
    }
    client.flush();
    boolean idle = hold.current() == null;
    if (idle && isOld()) {
      farewell(ErrorReports.sessionTooOld(life));
      return false;
    }
    Phase waiting = idle ? Phase.IDLE : Phase.IDLE_IN_TRANSACTION;
    phase.set(waiting);
    boolean more;
    hold.contender().yieldTurn();
    try {
      more = in.next();
    } catch (IOException e) {
      if (phase.compareAndSet(waiting, Phase.BUSY)) {
        throw e;
      }
      return false;
    } finally {
      hold.contender().takeTurn();
    }
    return phase.compareAndSet(waiting, Phase.BUSY) && more;
  }

  private boolean isOld() {
    return System.nanoTime() - startedNanos >= life.toNanos();
  }

  /**
   * Ends the session from another thread if it has lived long enough and no transaction is open;
   * then true.
   */
  boolean endIfOld() {
    if (!isOld() || !phase.compareAndSet(Phase.IDLE, Phase.ENDED)) {
      return false;
    }
    farewell(ErrorReports.sessionTooOld(life));
    return true;
  }

  /** Ends the session from another thread unless a statement runs; then true. */
  boolean endForShutdown() {
    if (!phase.compareAndSet(Phase.IDLE, Phase.ENDED)
        && !phase.compareAndSet(Phase.IDLE_IN_TRANSACTION, Phase.ENDED)) {
      return false;
    }
    farewell(ErrorReports.shuttingDown());
    return true;
  }

  /** Cancels what the session runs now; for other threads. */
  void cancel() throws IOException {
    hold.cancel();
  }

  private void farewell(Report reason) {
    try {
      client.error(reason);
      client.flush();
    } catch (IOException e) {
      // The client is gone already; nobody is left to be told.
      phase.set(Phase.ENDED);
    }
  }

  /** Handles one message; false when it was the last. */
  private boolean handle()
      throws IOException, ProtocolException, BackendGoneException, InterruptedException {
    FrameReader in = client.reader();
    byte type = in.type();
    if (type == 'X') {
      return false;
    }
    Exchange current = hold.current();
    boolean skipping = skippingToSync || (current != null && current.isSkippingToSync());
    if (COPY_TYPES.indexOf(type) >= 0) {
      if (current != null && !skipping) {
        current.copyMessageCame();
      }
      return true;
    }
    if (skipping && type != 'S') {
      return true;
    }
    if (KNOWN_TYPES.indexOf(type) < 0) {
      throw new ProtocolException("invalid frontend message type " + (type & 0xFF));
    }
    try {
      handle(type, in);
    } catch (NoBackendException e) {
      client.error(e.report());
      if (SYNCED_TYPES.indexOf(type) >= 0) {
        client.write(new ReadyForQuery(TransactionStatus.IDLE));
      } else {
        skippingToSync = true;
      }
    }
    return true;
  }

  private void handle(byte type, FrameReader in)
      throws IOException, BackendGoneException, NoBackendException, InterruptedException {
    Body body = in.body();
    try {
      dispatch(FrontendMessage.decode(type, body), in.bodyBytes());
    } catch (ProtocolException e) {
      Report reason = ErrorReports.malformedMessage(String.valueOf(e.getMessage()));
      if (SYNCED_TYPES.indexOf(type) >= 0) {
        simple.refuse(reason);
      } else {
        extended.malformed(reason);
      }
    }
  }

  private void dispatch(FrontendMessage message, int bytes)
      throws IOException, BackendGoneException, NoBackendException, InterruptedException {
    switch (message) {
      case Query query -> simple.run(texts.read(query.sql()), bytes);
      case Parse parse -> extended.parse(parse, bytes);
      case Bind bind -> extended.bind(bind, bytes);
      case Describe describe -> extended.describe(describe, bytes);
      case Execute execute -> extended.execute(execute, bytes);
      case Close close -> extended.close(close, bytes);
      case FrontendMessage.Flush _ -> flush();
      case Sync sync -> sync(sync);
      case FunctionCall _ -> simple.run(StatementText.refused(ErrorReports.functionCall()), bytes);
      case FrontendMessage.CopyData _,
          FrontendMessage.CopyDone _,
          FrontendMessage.CopyFail _,
          FrontendMessage.Terminate _,
          FrontendMessage.Password _ ->
          throw new IllegalStateException("not a message to be dispatched: " + message.type());
    }
  }

  private void flush() throws IOException, BackendGoneException {
    Exchange with = hold.current();
    if (with != null) {
      with.answerSoFar();
    }
    client.flush();
  }

  private void sync(Sync sync) throws IOException, BackendGoneException, InterruptedException {
    Exchange with = hold.current();
    if (with == null) {
      skippingToSync = false;
      client.write(new ReadyForQuery(TransactionStatus.IDLE));
      return;
    }
    extended.sync(sync, with);
    hold.settle();
  }
}
