package dev.borealis.gateway;

import dev.borealis.engine.Backend;
import dev.borealis.engine.BackendException;
import dev.borealis.gateway.Expected.Answer;
import dev.borealis.gateway.Expected.Change;
import dev.borealis.gateway.Expected.Completion;
import dev.borealis.gateway.Expected.Confirmation;
import dev.borealis.gateway.Expected.Halted;
import dev.borealis.gateway.Expected.Kind;
import dev.borealis.gateway.Expected.Known;
import dev.borealis.gateway.Expected.Outcome;
import dev.borealis.gateway.Expected.OwnQuery;
import dev.borealis.gateway.Expected.Simple;
import dev.borealis.gateway.Expected.Spoiled;
import dev.borealis.gateway.Expected.Synced;
import dev.borealis.gateway.Expected.Wording;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.ParameterStatus;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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

  private final BackendLink link;
  private final Backend backend;
  private final ClientStream client;
  private final HeardWhenReady heardWhenReady;
  private final Runnable onFailure;
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

  private volatile @Nullable CopyInput copyInput;

  private long copiedBytes;
  private int copiesBegun;

  private @Nullable Runnable afterDeallocateAll;

  /**
   * The client has been told of an error that PostgreSQL does not know of yet; nothing more is for
   * the client until PostgreSQL has failed too.
   */
  private boolean muted;

  private final AnswerTime answering;

  /**
   * @param onFailure runs when PostgreSQL reports an error
   */
  Exchange(Backend backend, ClientStream client, AnswerTime answering, Runnable onFailure) {
    this.answering = answering;
    this.link = new BackendLink(backend, answering);
    this.backend = backend;
    this.client = client;
    this.heardWhenReady = new HeardWhenReady(client);
    this.onFailure = onFailure;
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

  /** Whether something was asked that only a Sync concludes, and has not been concluded. */
  boolean isUnsynced() {
    return unsynced;
  }

  /** How often a COPY from the client has begun. */
  int copiesBegun() {
    return copiesBegun;
  }

  /** The data of the latest COPY from the client that is over, in bytes. */
  long copiedBytes() {
    return copiedBytes;
  }

  /** Whether the client's COPY data are going to the backend right now. */
  boolean isCopyingIn() {
    return copyInput != null;
  }

  /** Since when PostgreSQL owes answers that somebody waits for, or 0; for any thread. */
  long answeringSinceNanos() {
    return answering.sinceNanos();
  }

  /**
   * Runs statements of the gateway's own between two questions of the client's.
   *
   * @param after how the transaction stands when they have succeeded
   * @return the rows of the last statement that has any
   */
  List<List<@Nullable String>> command(String sql, TransactionStatus after)
      throws BackendException, BackendGoneException {
    try {
      List<List<@Nullable String>> rows = link.query(sql);
      status = after;
      return rows;
    } catch (BackendException e) {
      if (status == TransactionStatus.IN_TRANSACTION) {
        status = TransactionStatus.FAILED;
      }
      throw e;
    }
  }

  /** Cancels what PostgreSQL does for the client; for other threads. */
  void cancel() throws IOException {
    link.cancel();
  }

  /** Has a COPY fail that takes its time while another session waits; for other threads. */
  void endCopy(Report reason) {
    CopyInput input = copyInput;
    if (input != null) {
      input.giveWay(reason);
    }
  }

  /**
   * Asks PostgreSQL something of the gateway's own between two questions of the client's, up to the
   * point at which PostgreSQL is ready again.
   *
   * @return how that went
   */
  Conversed converse(List<FrontendMessage> questions) throws BackendGoneException {
    Conversed answer = link.converse(questions);
    status = answer.status();
    return answer;
  }

  /** Whether nothing is under way, but for a Sync that the client may still owe. */
  boolean isAtRest() {
    return expected.isEmpty() && !skippingToSync && !muted && copyInput == null;
  }

  /** Whether a statement that was sent has still to tell how it ran. */
  boolean owesCompletion() {
    for (Expected answer : expected) {
      if (answer instanceof Simple || (answer instanceof Answer of && of.kind() == Kind.EXECUTE)) {
        return true;
      }
    }
    return false;
  }

  /** Concludes what the client has not concluded with a Sync; changes nothing in a block. */
  void settle() throws BackendGoneException {
    if (unsynced) {
      converse(List.of(new FrontendMessage.Sync()));
      unsynced = false;
    }
  }

  /** Rolls back what runs outside a block and has not been concluded with a Sync. */
  void abort() throws BackendGoneException {
    converse(List.of(new Parse("", StatementText.REFUSED, List.of()), new FrontendMessage.Sync()));
    unsynced = false;
  }

  /** Sends a question, and remembers which answer it will get. */
  void ask(FrontendMessage question, int bytes, Expected answer)
      throws IOException, BackendGoneException {
    if (makeRoom(bytes, answer)) {
      expected.addLast(answer);
      unsynced |= answer instanceof Answer;
      link.send(question);
    }
  }

  /**
   * Has PostgreSQL run a simple query of the gateway's own that cannot fail. Nobody waits for it:
   * what is asked next finds its answer. Until then there is nothing that a client could cancel.
   *
   * @param after how the transaction stands then
   */
  void askOwn(byte[] sql, TransactionStatus after) throws IOException, BackendGoneException {
    link.shield(true);
    ask(new Query(sql), sql.length, new OwnQuery());
    backend.statements().unnamed(null);
    status = after;
  }

  /** Sends what was asked, without waiting for answers. */
  void flush() throws BackendGoneException {
    link.flush();
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
    link.send(new FrontendMessage.Flush());
    answerAll();
  }

  /** Passes on everything that is expected; COPY data go the other way meanwhile. */
  void answerAll() throws IOException, BackendGoneException {
    link.flush();
    answering.begin();
    try {
      while (true) {
        Expected next = expected.peekFirst();
        if (next == null) {
          break;
        }
        if (next instanceof Known(BackendMessage message, _)) {
          known(message);
        } else {
          receive(next);
        }
      }
    } finally {
      answering.end();
    }
    unansweredBytes = 0;
  }

  private void known(BackendMessage message) throws IOException, BackendGoneException {
    if (!muted) {
      client.write(message);
    }
    if (message instanceof ErrorResponse) {
      dropUntilSync();
    } else {
      expected.removeFirst();
    }
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
    FrameReader in = link.await();
    boolean copying = copyInput != null;
    switch (in.type()) {
      case 'E' -> failed(next, in);
      case 'S' -> parameterChanged(next, (ParameterStatus) link.decode(in));
      case 'N', 'A' -> forward(in, !(next instanceof OwnQuery));
      case 'Z' -> ready(next, (ReadyForQuery) link.decode(in));
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
      case Answer(Expected.Kind kind, boolean forward, _, _, _) -> {
        if (kind.isEndedBy(in.type())) {
          expected.removeFirst();
        }
        forward(in, forward && kind.tells(in.type()));
      }
      case Simple _ -> forward(in, true);
      case OwnQuery _, Spoiled _ -> forward(in, false);
      case Synced _, Known _, Halted _ ->
          throw new IllegalStateException(
              "unexpected message " + (char) in.type() + " from PostgreSQL");
    }
  }

  private void forward(FrameReader in, boolean forward) throws IOException {
    if (forward && !muted) {
      in.transferTo(client.writer());
    }
  }

  private void completed(Expected next, FrameReader in) throws IOException, BackendGoneException {
    if (next instanceof OwnQuery) {
      forward(in, false);
      return;
    }
    copyIsOver();
    Runnable action = afterDeallocateAll;
    if (action == null && next.completion().equals(Completion.FORWARDED)) {
      answered(next, in);
      return;
    }
    CommandComplete complete = (CommandComplete) link.decode(in);
    if (next instanceof Answer) {
      expected.removeFirst();
    }
    boolean isReadyNext = next instanceof Simple || expected.peekFirst() instanceof Synced;
    Outcome outcome = next.completion().ran(complete.tag()).readyNext(isReadyNext);
    heardWhenReady.confirmBy(outcome.confirmation());
    Report failure = outcome.failure();
    if (failure != null) {
      failInstead(failure);
    } else if (outcome.tag() != null && !muted) {
      if (outcome.atSync()) {
        heardWhenReady.tag(outcome.tag());
      } else {
        client.write(new CommandComplete(outcome.tag()));
      }
    }
    if (action != null && complete.tag().equals(ALL_DEALLOCATED)) {
      action.run();
    }
  }

  /**
   * Has the client see an error where PostgreSQL saw none. PostgreSQL fails as well: when it is
   * ready again if that is sure to come, else at once.
   */
  private void failInstead(Report failure) throws IOException, BackendGoneException {
    if (muted) {
      return;
    }
    client.error(failure);
    onFailure.run();
    muted = true;
    // What was asked after the failure has an effect in PostgreSQL that the books do not show.
    backend.markUnusable();
    boolean readyComes =
        expected.stream().anyMatch(next -> next instanceof Simple || next instanceof Synced);
    if (!readyComes) {
      backend.statements().unnamed(null);
      expected.addLast(Answer.own(Kind.PARSE));
      link.send(new Parse("", StatementText.REFUSED, List.of()));
      link.send(new FrontendMessage.Flush());
      link.flush();
    }
  }

  private void failed(Expected next, FrameReader in) throws IOException, BackendGoneException {
    boolean skipsToSync = next instanceof Answer;
    heardWhenReady.dropTag();
    CopyInput input = copyInput;
    if (input != null) {
      input.failed();
    }
    if (in.bodyBytes() > MAX_READ_ERROR_BYTES) {
      forward(in, true);
      onFailure.run();
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
      muted = false;
      dropUntilSync();
    }
  }

  /** Tells the client of an error, in PostgreSQL's own bytes unless another wording is due. */
  private void report(Expected next, byte[] frame) throws IOException, BackendGoneException {
    Report report;
    try {
      report = ErrorReports.read(frame);
    } catch (ProtocolException e) {
      throw link.gone();
    }
    if (!report.severity().equals("ERROR") || next instanceof OwnQuery) {
      backend.markBroken();
      throw new BackendGoneException(report);
    }
    Report violation = copyInput == null ? null : copyInput.violationBehind(report);
    if (violation != null) {
      client.error(violation);
      backend.markUnusable();
      throw new BackendGoneException(ErrorReports.synchronizationLost());
    }
    onFailure.run();
    if (muted) {
      return;
    }
    if (next.completion().isDoubtful(report)) {
      heardWhenReady.doubt(report, frame, next.completion());
      return;
    }
    Wording wording = next.wording();
    Report loss = copyInput == null ? null : copyInput.lossBehind(report);
    Report other = loss == null ? wording.insteadOf(report) : loss;
    if (other == null) {
      client.forwardError(report, frame, wording.position());
    } else {
      client.error(other);
    }
  }

  /** Undoes what was noted of messages that PostgreSQL ignores, the last one first. */
  private void dropUntilSync() throws BackendGoneException {
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
    if (heardWhenReady.isInDoubt() && expected.isEmpty()) {
      expected.addLast(new Halted());
      link.send(new FrontendMessage.Sync());
      link.flush();
    }
  }

  private void ready(Expected next, ReadyForQuery ready) throws IOException, BackendGoneException {
    expected.removeFirst();
    if (next instanceof OwnQuery) {
      link.shield(expected.peekFirst() instanceof OwnQuery);
      return;
    }
    status = ready.status();
    heardWhenReady.tellDoubt(status);
    confirm();
    if (next instanceof Halted) {
      return;
    }
    skippingToSync = false;
    unsynced = false;
    if (muted && status == TransactionStatus.IN_TRANSACTION) {
      expected.addFirst(new Spoiled());
      link.send(new Query(StatementText.REFUSED));
      link.flush();
      return;
    }
    muted = false;
    heardWhenReady.tellTag();
    client.write(new ReadyForQuery(status));
  }

  /** Has an error take the place of a success that is none; a failed block has its error. */
  private void confirm() throws IOException, BackendGoneException {
    Confirmation asked = heardWhenReady.takeConfirmation();
    if (asked == null || muted || status != TransactionStatus.IN_TRANSACTION) {
      return;
    }
    Report failure = asked.whyNot();
    if (failure != null) {
      heardWhenReady.dropTag();
      client.error(failure);
      onFailure.run();
      converse(List.of(new Query(StatementText.REFUSED)));
    }
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
    copiesBegun++;
  }

  private void copyIsOver() {
    CopyInput input = copyInput;
    if (input != null) {
      input.over();
      copiedBytes = input.dataBytes();
      copyInput = null;
    }
  }

  private void parameterChanged(Expected next, ParameterStatus change) throws IOException {
    if (!(next instanceof OwnQuery)) {
      // PostgreSQL reports it after the commit.
      heardWhenReady.tellTag();
      client.write(change);
    }
  }
}
