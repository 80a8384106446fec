package dev.borealis.gateway;

import dev.borealis.engine.Backend;
import dev.borealis.gateway.Expected.Answer;
import dev.borealis.gateway.Expected.Change;
import dev.borealis.gateway.Expected.Known;
import dev.borealis.gateway.Expected.SettingsApplied;
import dev.borealis.gateway.Expected.Simple;
import dev.borealis.gateway.Expected.Synced;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.ParameterStatus;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.BodyMemory;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

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

  /**
   * Errors up to this size are looked at. Larger ones have a detail of a user's making and pass
   * through in pieces.
   */
  private static final int MAX_READ_ERROR_BYTES = 64 * 1024;

  private static final String ALL_DEALLOCATED = "DEALLOCATE ALL";

  private final Backend backend;
  private final ClientStream client;
  private final Deque<Expected> expected = new ArrayDeque<>();
  private int unansweredBytes;
  private TransactionStatus status = TransactionStatus.IDLE;
  private boolean skippingToSync;

  /** Whether PostgreSQL was asked something that only a Sync concludes. */
  private boolean unsynced;

  /** Whether the client's reader stands at a message of COPY that has not been passed on. */
  private boolean atCopyMessage;

  /** What is about to be asked, while earlier questions are answered to make room for it. */
  private @Nullable Expected atHand;

  private @Nullable CopyInput copyInput;
  private @Nullable Runnable afterDeallocateAll;

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
    return expected.isEmpty() && !skippingToSync && !unsynced;
  }

  /** Whether the client's COPY data are going to the backend right now. */
  boolean isCopyingIn() {
    return copyInput != null;
  }

  /** Sends a question, and remembers which answer it will get. */
  void ask(FrontendMessage question, int bytes, Expected answer)
      throws IOException, BackendGoneException {
    if (makeRoom(bytes, answer)) {
      expected.addLast(answer);
      unsynced |= answer instanceof Answer;
      send(question);
    }
  }

  /** Remembers an answer that needs no question. */
  void know(BackendMessage message, Change change) throws IOException, BackendGoneException {
    Known known = new Known(message, change);
    if (makeRoom(0, known)) {
      expected.addLast(known);
    }
  }

  /** Has earlier questions answered if there are too many; false if an error voids this one. */
  private boolean makeRoom(int bytes, Expected answer) throws IOException, BackendGoneException {
    boolean endsSkipping = answer instanceof Synced;
    if (unansweredBytes + bytes > MAX_UNANSWERED_BYTES && !expected.isEmpty()) {
      atHand = answer;
      answerSoFar();
      atHand = null;
      if (skippingToSync && !endsSkipping) {
        return false;
      }
    } else if (skippingToSync && !endsSkipping) {
      answer.change().skipped();
      return false;
    }
    unansweredBytes += bytes + MESSAGE_OVERHEAD_BYTES;
    return true;
  }

  /** Makes PostgreSQL answer all that was asked since the last Sync, and passes it on. */
  void answerSoFar() throws IOException, BackendGoneException {
    send(new FrontendMessage.Flush());
    answerAll();
  }

  /** Passes on everything that is expected; COPY data go the other way meanwhile. */
  void answerAll() throws IOException, BackendGoneException {
    try {
      backend.writer().flush();
    } catch (IOException e) {
      throw goneWithLastWords();
    }
    while (true) {
      Expected next = expected.peekFirst();
      if (next == null) {
        break;
      }
      if (next instanceof Known(BackendMessage message, _)) {
        expected.removeFirst();
        client.write(message);
      } else {
        receive(next);
      }
    }
    unansweredBytes = 0;
  }

  /**
   * The client's reader stands at a message of COPY. PostgreSQL may be waiting for it without the
   * client having seen that; if not, it ignores it.
   */
  void copyMessageCame() throws IOException, BackendGoneException {
    if (!expected.isEmpty()) {
      atCopyMessage = true;
      answerSoFar();
      atCopyMessage = false;
    }
  }

  /** Has {@code action} run if PostgreSQL forgets all prepared statements from now on. */
  void afterDeallocateAll(Runnable action) {
    afterDeallocateAll = action;
  }

  /** Whether something that was asked may have made PostgreSQL forget all prepared statements. */
  boolean mayDeallocateAll() {
    return afterDeallocateAll != null;
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
    boolean copying = copyInput != null;
    switch (in.type()) {
      case 'E' -> failed(next, in);
      case 'S' -> parameterChanged(next, (ParameterStatus) decode(in));
      case 'N', 'A' -> forward(in, !(next instanceof SettingsApplied));
      case 'Z' -> ready(next, (ReadyForQuery) decode(in));
      case 'G' -> beginCopyIn(next, in);
      case 'C' -> completed(next, in);
      default -> answered(next, in);
    }
    if (copying) {
      client.flush();
    }
  }

  private void answered(Expected next, FrameReader in) throws IOException {
    switch (next) {
      case Answer(Expected.Kind kind, boolean forward, _, _) -> {
        if (kind.isEndedBy(in.type())) {
          expected.removeFirst();
        }
        forward(in, forward);
      }
      case Simple _ -> forward(in, true);
      case SettingsApplied _ -> forward(in, false);
      case Synced _, Known _ ->
          throw new IllegalStateException(
              "unexpected message " + (char) in.type() + " from PostgreSQL");
    }
  }

  private void forward(FrameReader in, boolean forward) throws IOException {
    if (forward) {
      in.transferTo(client.writer());
    }
  }

  private void completed(Expected next, FrameReader in) throws IOException, BackendGoneException {
    copyIsOver();
    Runnable action = afterDeallocateAll;
    if (action == null) {
      answered(next, in);
      return;
    }
    CommandComplete complete = (CommandComplete) decode(in);
    if (next instanceof Answer) {
      expected.removeFirst();
    }
    client.write(complete);
    if (complete.tag().equals(ALL_DEALLOCATED)) {
      action.run();
    }
  }

  private void failed(Expected next, FrameReader in) throws IOException, BackendGoneException {
    boolean skipsToSync = next instanceof Answer;
    CopyInput input = copyInput;
    if (input != null) {
      input.failed();
    }
    if (in.bodyBytes() > MAX_READ_ERROR_BYTES) {
      forward(in, true);
    } else {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      in.transferTo(frame::write);
      report(next, frame.toByteArray());
    }
    if (input != null) {
      // The client may hold back the rest of a message until it has seen the error.
      client.flush();
      copyIsOver();
    }
    if (skipsToSync) {
      dropUntilSync();
    }
  }

  /** Tells the client of an error, in PostgreSQL's own bytes unless another wording is due. */
  private void report(Expected next, byte[] frame) throws IOException, BackendGoneException {
    FrameReader in =
        new FrameReader(
            new ByteArrayInputStream(frame)::read,
            frame.length + 16,
            frame.length,
            BodyMemory.UNBOUNDED);
    Report report;
    try {
      in.next();
      report = ((ErrorResponse) BackendMessage.decode(in.type(), in.body())).report();
    } catch (ProtocolException e) {
      throw gone();
    }
    if (!report.severity().equals("ERROR") || next instanceof SettingsApplied) {
      backend.markBroken();
      throw new BackendGoneException(report);
    }
    Report violation = copyInput == null ? null : copyInput.violationBehind(report);
    if (violation != null) {
      client.error(violation);
      backend.markUnusable();
      throw new BackendGoneException(ErrorReports.synchronizationLost());
    }
    Report other = next.wording().insteadOf(report);
    if (other == null) {
      client.writer().write(frame, 0, frame.length);
    } else {
      client.error(other);
    }
  }

  /** Undoes what was noted of messages that PostgreSQL ignores, the last one first. */
  private void dropUntilSync() {
    skippingToSync = true;
    Expected failed = expected.removeFirst();
    Deque<Expected> skipped = new ArrayDeque<>();
    if (atHand != null) {
      atHand.change().skipped();
    }
    while (!expected.isEmpty() && !(expected.peekFirst() instanceof Synced)) {
      skipped.push(expected.removeFirst());
    }
    skipped.forEach(answer -> answer.change().skipped());
    failed.change().failed();
  }

  private void ready(Expected next, ReadyForQuery ready) throws IOException {
    expected.removeFirst();
    if (next instanceof SettingsApplied) {
      return;
    }
    status = ready.status();
    skippingToSync = false;
    unsynced = false;
    client.write(ready);
  }

  /**
   * In COPY mode PostgreSQL ignores a Sync that came along with the Execute; the client will send
   * another one.
   */
  private void beginCopyIn(Expected next, FrameReader in) throws IOException, BackendGoneException {
    forward(in, true);
    client.flush();
    expected.removeIf(Synced.class::isInstance);
    copyInput = client.copyTo(backend, atCopyMessage, next instanceof Answer);
    atCopyMessage = false;
  }

  private void copyIsOver() {
    CopyInput input = copyInput;
    if (input != null) {
      input.over();
      copyInput = null;
    }
  }

  private void parameterChanged(Expected next, ParameterStatus change) throws IOException {
    if (!(next instanceof SettingsApplied)) {
      client.write(change);
    }
  }

  private BackendMessage decode(FrameReader in) throws BackendGoneException {
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
      throw goneWithLastWords();
    }
  }

  /** PostgreSQL has closed the connection; why, it may have said before. */
  private BackendGoneException goneWithLastWords() {
    backend.markBroken();
    FrameReader in = backend.reader();
    try {
      while (in.next()) {
        if (in.type() == 'E' && decode(in) instanceof ErrorResponse(Report report)) {
          if (!report.severity().equals("ERROR")) {
            return new BackendGoneException(report);
          }
        }
      }
    } catch (ProtocolException | IOException e) {
      return gone();
    } catch (BackendGoneException e) {
      return e;
    }
    return gone();
  }

  private BackendGoneException gone() {
    backend.markBroken();
    return new BackendGoneException(ErrorReports.engineGone());
  }
}
