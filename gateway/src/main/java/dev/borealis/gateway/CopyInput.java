package dev.borealis.gateway;

import dev.borealis.engine.Backend;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrontendMessage.CopyFail;
import dev.borealis.wire.FrontendMessage.Flush;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries a client's COPY data to PostgreSQL in a thread of its own, while the session's thread
 * waits for what PostgreSQL says meanwhile: an error in the data, which a client may wait for
 * before it ends them, or so many notices that PostgreSQL reads no more data until they are taken.
 */
final class CopyInput {
  /** Fails the COPY in PostgreSQL for a reason that is the gateway's to word. */
  private static final String STOPPED = "stopped by the gateway";

  /** How long a client may take while others wait for rows of its transaction. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final Backend backend;
  private final FrameReader in;
  private final boolean flushes;
  private final Thread thread;

  // Written by the thread that carries; others read them when it has ended.
  private boolean atMessage;
  private long dataBytes;
  private @Nullable Exception failure;

  /** The type of a message that does not belong into COPY, or 0. */
  private volatile byte unexpectedType;

  /** To what the COPY has lost that was in the way of others. */
  private volatile @Nullable Report lostTo;

  private final long startedNanos = System.nanoTime();
  private volatile boolean over;

  private CopyInput(Backend backend, FrameReader in, boolean atMessage, boolean flushes) {
    this.backend = backend;
    this.in = in;
    this.atMessage = atMessage;
    this.flushes = flushes;
    this.thread = Thread.ofVirtual().unstarted(this::carry);
  }

  /**
   * Starts carrying.
   *
   * @param atMessage whether {@code in} stands at a message already
   * @param flushes whether PostgreSQL must be asked for its answer when the data have ended, as in
   *     the extended protocol
   */
  static CopyInput start(Backend backend, FrameReader in, boolean atMessage, boolean flushes) {
    CopyInput input = new CopyInput(backend, in, atMessage, flushes);
    input.thread.start();
    return input;
  }

  private void carry() {
    try {
      while (atMessage || in.next()) {
        atMessage = true;
        if (!passOrBreak()) {
          return;
        }
        atMessage = false;
      }
      stop();
    } catch (IOException | ProtocolException e) {
      failure = e;
      stop();
    }
  }

  /** Like {@link #pass}; a backend that has got half a message is of no use to anyone. */
  private boolean passOrBreak() throws IOException {
    try {
      return pass();
    } catch (IOException e) {
      backend.markBroken();
      // Ends the wait of the session's thread for an answer that will never come.
      backend.close();
      throw e;
    }
  }

  /** Passes the message on; false if it is not one of COPY's or was its last. */
  private synchronized boolean pass() throws IOException {
    if (over) {
      return false;
    }
    return switch (in.type()) {
      case 'd' -> {
        dataBytes += in.bodyBytes();
        in.transferTo(backend.writer());
        if (!in.hasBufferedFrame()) {
          backend.writer().flush();
        }
        yield true;
      }
      case 'c', 'f' -> {
        in.transferTo(backend.writer());
        if (flushes) {
          backend.writer().write(new Flush());
        }
        backend.writer().flush();
        atMessage = false;
        yield false;
      }
      // PostgreSQL ignores these within COPY, for clients that send them along with Execute.
      case 'S', 'H' -> true;
      default -> {
        // It must not reach PostgreSQL unread. Whether COPY has failed before it came, only
        // PostgreSQL knows: then the message is an ordinary one.
        unexpectedType = in.type();
        stop();
        yield false;
      }
    };
  }

  /** How many bytes of data have been passed on so far. */
  synchronized long dataBytes() {
    return dataBytes;
  }

  /** Makes PostgreSQL give up the COPY, if it has not done so by itself. */
  private synchronized void stop() {
    if (over) {
      return;
    }
    try {
      backend.writer().write(new CopyFail(STOPPED.getBytes(StandardCharsets.US_ASCII)));
      backend.writer().flush();
    } catch (IOException e) {
      // The session's thread finds the backend gone by itself.
      backend.markBroken();
    }
  }

  /**
   * Makes the COPY fail if its client takes its time, because a session waits for what its
   * transaction has locked; for other threads.
   */
  void giveWay(Report reason) {
    if (lostTo == null && System.nanoTime() - startedNanos > PATIENCE.toNanos()) {
      lostTo = reason;
      // The client may be in the middle of a message, for which others shall not wait either.
      Thread.ofVirtual().start(this::stop);
    }
  }

  /** To what the COPY has lost, if that is behind an error of PostgreSQL's; else null. */
  @Nullable Report lossBehind(Report fromPostgres) {
    return fromPostgres.message().endsWith(STOPPED) ? lostTo : null;
  }

  /**
   * PostgreSQL has failed the COPY. To be called before the client can see that, because a Sync
   * that it sends then is not one of those within COPY.
   */
  void failed() {
    over = true;
  }

  /**
   * PostgreSQL is done with the COPY: waits for the message that is being passed on, and nothing
   * more goes to the backend, which may belong to another session soon.
   */
  synchronized void over() {
    over = true;
  }

  /**
   * The violation of the protocol that is behind an error of PostgreSQL, or null if it is an error
   * like any other.
   */
  @Nullable Report violationBehind(Report fromPostgres) {
    byte type = unexpectedType;
    return type != 0 && fromPostgres.message().endsWith(STOPPED)
        ? ErrorReports.unexpectedInCopy(type).with('W', orNull(fromPostgres.field('W')))
        : null;
  }

  private static @Nullable String orNull(String value) {
    return value.isEmpty() ? null : value;
  }

  /** Waits until nothing is carried any more. */
  void join() throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while COPY data came in");
    }
  }

  /**
   * The same, with what came of it.
   *
   * @return whether the reader stands at a message that is the session's to handle
   */
  boolean await() throws IOException, ProtocolException {
    join();
    return switch (failure) {
      case null -> atMessage;
      case ProtocolException e -> throw e;
      case IOException e -> throw e;
      default -> throw new IllegalStateException(failure);
    };
  }
}
