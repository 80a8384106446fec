package dev.borealis.gateway;

import dev.borealis.engine.Backend;
import dev.borealis.gateway.Expected.Answer;
import dev.borealis.gateway.Expected.Known;
import dev.borealis.gateway.Expected.SettingsApplied;
import dev.borealis.gateway.Expected.Simple;
import dev.borealis.gateway.Expected.Synced;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.ParameterStatus;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.Report;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The conversation of a session with the backend that it holds: what was asked, what is still to be
 * answered, and the answers' way to the client. Results pass through in pieces, however large they
 * are.
 */
final class Exchange {
  /**
   * Most bytes of questions that may be under way unanswered. They fit the socket's buffer, so that
   * sending them cannot block while PostgreSQL in turn waits for us to read its answers.
   */
  private static final int MAX_UNANSWERED_BYTES = 48 * 1024;

  /** What a message may cost beside its body, names that the gateway lengthens included. */
  private static final int MESSAGE_OVERHEAD_BYTES = 64;

  /** PostgreSQL ended the connection; what the client is told. */
  static final class BackendGoneException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Report report;

    BackendGoneException(Report report) {
      super(report.message());
      this.report = report;
    }

    Report report() {
      return report;
    }
  }

  private final Backend backend;
  private final ClientStream client;
  private final Deque<Expected> expected = new ArrayDeque<>();
  private int unansweredBytes;
  private TransactionStatus status = TransactionStatus.IDLE;
  private boolean skippingToSync;
  private boolean copyInBegan;

  Exchange(Backend backend, ClientStream client) {
    this.backend = backend;
    this.client = client;
  }

  Backend backend() {
    return backend;
  }

  /** As of the last ReadyForQuery. */
  TransactionStatus status() {
    return status;
  }

  /** Whether an error makes PostgreSQL ignore everything up to the next Sync. */
  boolean isSkippingToSync() {
    return skippingToSync;
  }

  /** Whether nothing is under way. */
  boolean isSettled() {
    return expected.isEmpty() && !skippingToSync;
  }

  /** Sends a question, and remembers which answer it will get. */
  void ask(FrontendMessage question, int bytes, Expected answer)
      throws IOException, BackendGoneException {
    if (unansweredBytes + bytes > MAX_UNANSWERED_BYTES && !expected.isEmpty()) {
      answerSoFar();
      if (skippingToSync && !(answer instanceof Synced)) {
        takeBack(answer);
        return;
      }
    }
    expected.addLast(answer);
    unansweredBytes += bytes + MESSAGE_OVERHEAD_BYTES;
    send(question);
  }

  /** Remembers an answer that needs no question. */
  void know(BackendMessage message) {
    expected.addLast(new Known(message));
  }

  /** Makes PostgreSQL answer all that was asked since the last Sync, and passes it on. */
  void answerSoFar() throws IOException, BackendGoneException {
    send(new FrontendMessage.Flush());
    answerAll();
  }

  /** Passes on everything that is expected. */
  void answerAll() throws IOException, BackendGoneException {
    try {
      backend.writer().flush();
    } catch (IOException e) {
      throw gone();
    }
    while (true) {
      Expected next = expected.peekFirst();
      if (next == null) {
        break;
      }
      if (next instanceof Known(BackendMessage message)) {
        expected.removeFirst();
        client.write(message);
        continue;
      }
      receive(next);
      if (copyInBegan) {
        return;
      }
    }
    unansweredBytes = 0;
  }

  /** Whether PostgreSQL waits for the client's COPY data. */
  boolean isCopyingIn() {
    return copyInBegan;
  }

  /** Passes a frame of COPY data on. */
  void copy(FrameReader frame) throws IOException, BackendGoneException {
    try {
      frame.transferTo(backend.writer());
    } catch (EOFException e) {
      throw e;
    } catch (IOException e) {
      throw gone();
    }
  }

  /** The client has ended its COPY data; the rest of the answer follows. */
  void copyEnded() throws IOException, BackendGoneException {
    copyInBegan = false;
    answerAll();
  }

  private void receive(Expected next) throws IOException, BackendGoneException {
    FrameReader in = backend.reader();
    try {
      if (!in.next()) {
        throw gone();
      }
    } catch (ProtocolException | IOException e) {
      throw gone();
    }
    switch (in.type()) {
      case 'E' -> failed(next, (ErrorResponse) decode(in));
      case 'S' -> parameterChanged(next, (ParameterStatus) decode(in));
      case 'N', 'A' -> forward(in, !(next instanceof SettingsApplied));
      case 'Z' -> ready(next, (ReadyForQuery) decode(in));
      case 'G' -> {
        forward(in, true);
        beginCopyIn();
      }
      default -> {
        switch (next) {
          case Answer(Expected.Kind kind, boolean forward, _, _) -> {
            boolean ends = kind.isEndedBy(in.type());
            forward(in, forward);
            if (ends) {
              expected.removeFirst();
            }
          }
          case Simple _ -> forward(in, true);
          case SettingsApplied _ -> forward(in, false);
          case Synced _, Known _ ->
              throw new IllegalStateException(
                  "unexpected message " + (char) in.type() + " from PostgreSQL");
        }
      }
    }
  }

  private void forward(FrameReader in, boolean forward) throws IOException {
    if (forward) {
      in.transferTo(client.writer());
    }
  }

  private void failed(Expected next, ErrorResponse error) throws IOException, BackendGoneException {
    Report report = error.report();
    if (!report.severity().equals("ERROR")) {
      backend.markBroken();
      throw new BackendGoneException(report);
    }
    switch (next) {
      case Answer(_, _, StatementText text, _) -> {
        client.error(exchanged(text, report));
        dropUntilSync();
      }
      case Simple(StatementText text) -> client.error(exchanged(text, report));
      case SettingsApplied _ -> {
        backend.markBroken();
        throw new BackendGoneException(report);
      }
      // PostgreSQL may fail at Sync itself, when it commits.
      case Synced _, Known _ -> client.error(report);
    }
  }

  private static Report exchanged(StatementText text, Report report) {
    Report refusal = text.refusalBehind(report);
    return refusal == null ? report : refusal;
  }

  private void dropUntilSync() {
    skippingToSync = true;
    while (!expected.isEmpty() && !(expected.peekFirst() instanceof Synced)) {
      takeBack(expected.removeFirst());
    }
  }

  private static void takeBack(Expected answer) {
    if (answer instanceof Answer(_, _, _, Runnable undo)) {
      undo.run();
    }
  }

  private void ready(Expected next, ReadyForQuery ready) throws IOException {
    expected.removeFirst();
    if (next instanceof SettingsApplied) {
      return;
    }
    status = ready.status();
    skippingToSync = false;
    copyInBegan = false;
    client.write(ready);
  }

  /**
   * In COPY mode PostgreSQL ignores a Sync that came along with the Execute; the client will send
   * another one.
   */
  private void beginCopyIn() {
    copyInBegan = true;
    expected.removeIf(Synced.class::isInstance);
  }

  private void parameterChanged(Expected next, ParameterStatus change) throws IOException {
    if (!(next instanceof SettingsApplied)) {
      client.write(change);
    }
  }

  private BackendMessage decode(FrameReader in) throws IOException, BackendGoneException {
    try {
      return BackendMessage.decode(in.type(), in.body());
    } catch (ProtocolException | IOException e) {
      throw gone();
    }
  }

  private void send(FrontendMessage question) throws BackendGoneException {
    try {
      backend.writer().write(question);
    } catch (IOException e) {
      throw gone();
    }
  }

  private BackendGoneException gone() {
    backend.markBroken();
    return new BackendGoneException(ErrorReports.engineGone());
  }
}
