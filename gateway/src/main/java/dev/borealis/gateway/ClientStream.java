package dev.borealis.gateway;

import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BodyMemory;
import dev.borealis.wire.FrameReader;
import dev.borealis.wire.FrameWriter;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

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

  void write(BackendMessage message) throws IOException {
    writer.write(message);
  }

  void error(Report report) throws IOException {
    writer.write(new ErrorResponse(report));
  }

  void flush() throws IOException {
    writer.flush();
    out.flush();
  }
}
