package dev.borealis.gateway;

import dev.borealis.engine.Backend;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BodyMemory;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrameWriter;
import dev.borealis.wire.ProtocolException;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Messages to and from a client. */
final class ClientStream {
  private static final int READ_BUFFER_BYTES = 8 * 1024;
  private static final int WRITE_BUFFER_BYTES = 16 * 1024;
  private static final int RESTING_WRITE_BUFFER_BYTES = 1024;

  /**
   * Largest message that a client may send ("Cluster quotas and database limits in Amazon Aurora
   * DSQL").
   */
  private static final int MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

  private final FrameReader reader;
  private final FrameWriter writer;
  private final OutputStream out;
  private @Nullable CopyInput copyInput;
  private Consumer<Report> errorListener = _ -> {};

  ClientStream(InputStream in, OutputStream out, BodyMemory memory) {
    this.reader = new FrameReader(in::read, READ_BUFFER_BYTES, MAX_MESSAGE_BYTES, memory);
    this.writer = new FrameWriter(out::write, WRITE_BUFFER_BYTES, RESTING_WRITE_BUFFER_BYTES);
    this.out = out;
  }

  FrameReader reader() {
    return reader;
  }

  FrameWriter writer() {
    return writer;
  }

  /** Has {@code listener} hear of every error that the client is told. */
  void onError(Consumer<Report> listener) {
    errorListener = listener;
  }

  void write(BackendMessage message) throws IOException {
    if (message instanceof ErrorResponse(Report report)) {
      errorListener.accept(report);
    }
    writer.write(message);
  }

  void error(Report report) throws IOException {
    write(new ErrorResponse(report));
  }

  /**
   * Passes on an error as PostgreSQL sent it: in the client's encoding, which only PostgreSQL
   * knows.
   *
   * @param report what is in it
   * @param position characters to count before what PostgreSQL saw
   */
  void forwardError(Report report, byte[] frame, int position) throws IOException {
    errorListener.accept(report);
    byte[] moved = position == 0 ? frame : ErrorPosition.moved(frame, position);
    writer.write(moved, 0, moved.length);
  }

  /**
   * Has the client's COPY data go to {@code backend}; see {@link CopyInput#start}. Until {@link
   * #awaitCopyInput} nobody else may read from the client.
   */
  CopyInput copyTo(Backend backend, boolean atMessage, boolean flushes) throws IOException {
    CopyInput before = copyInput;
    if (before != null) {
      before.join();
    }
    CopyInput input = CopyInput.start(backend, reader, atMessage, flushes);
    copyInput = input;
    return input;
  }

  /**
   * Waits until no COPY data are carried any more.
   *
   * @return whether the reader stands at a message that is to be handled
   */
  boolean awaitCopyInput() throws IOException, ProtocolException {
    CopyInput input = copyInput;
    if (input == null) {
      return false;
    }
    flush();
    copyInput = null;
    return input.await();
  }

  void flush() throws IOException {
    writer.flush();
    out.flush();
  }
}
