package dev.borealis.gateway;

import dev.borealis.engine.Backend;
import dev.borealis.engine.BackendException;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrontendMessage;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the backend that a session holds. Whatever goes wrong with it is the end of the
 * backend, and the session is told so in the words that its client gets.
 */
final class BackendLink {
  private final Backend backend;
  private final AnswerTime answering;

  /** Whether PostgreSQL does something of the gateway's own. */
  private boolean shielded;

  BackendLink(Backend backend, AnswerTime answering) {
    this.backend = backend;
    this.answering = answering;
  }

  void send(FrontendMessage question) throws BackendGoneException {
    try {
      backend.writer().write(question);
    } catch (IOException e) {
      throw goneWithLastWords();
    }
  }

  void flush() throws BackendGoneException {
    try {
      backend.writer().flush();
    } catch (IOException e) {
      throw goneWithLastWords();
    }
  }

  /** Waits for PostgreSQL's next message, whose body is still to be read. */
  FrameReader await() throws BackendGoneException {
    FrameReader in = backend.reader();
    try {
      if (!in.next()) {
        throw gone();
      }
    } catch (ProtocolException | IOException e) {
      throw gone();
    }
    return in;
  }

  BackendMessage decode(FrameReader in) throws BackendGoneException {
    try {
      return BackendMessage.decode(in.type(), in.body());
    } catch (ProtocolException | IOException e) {
      throw gone();
    }
  }

  /**
   * Runs statements of the gateway's own, which the client cannot cancel.
   *
   * @return the rows of the last statement that has any
   */
  List<List<@Nullable String>> query(String sql) throws BackendException, BackendGoneException {
    answering.begin();
    shield(true);
    try {
      return backend.query(sql);
    } catch (IOException e) {
      throw gone();
    } finally {
      shield(false);
      answering.end();
    }
  }

  /** Asks something of the gateway's own, up to the point at which PostgreSQL is ready again. */
  Conversed converse(List<FrontendMessage> questions) throws BackendGoneException {
    answering.begin();
    try {
      backend.statements().unnamed(null);
      for (FrontendMessage question : questions) {
        send(question);
      }
      flush();
      String tag = "";
      Report failure = null;
      while (true) {
        switch (decode(await())) {
          case CommandComplete complete -> tag = complete.tag();
          case ErrorResponse error -> failure = error.report();
          case ReadyForQuery ready -> {
            return new Conversed(tag, failure, ready.status());
          }
          default -> {}
        }
      }
    } finally {
      answering.end();
    }
  }

  /** Whether PostgreSQL does something that is not the client's to cancel. */
  synchronized void shield(boolean on) {
    shielded = on;
  }

  /** Cancels what PostgreSQL does for the client; for other threads. */
  synchronized void cancel() throws IOException {
    if (!shielded) {
      backend.cancel();
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

  /** The backend cannot be talked to any more. */
  BackendGoneException gone() {
    backend.markBroken();
    return new BackendGoneException(ErrorReports.engineGone());
  }
}
