package dev.borealis.gateway.history;

import dev.borealis.gateway.testing.Frame;
import dev.borealis.gateway.testing.Messages;
import dev.borealis.gateway.testing.Messages.Arguments;
import dev.borealis.gateway.testing.WireClient;
import dev.borealis.wire.BackendMessage;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.DataRow;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection over which statements go in batches, and come back as answers. */
final class Link implements AutoCloseable {
  private static final int INT8 = 20;

  private final WireClient client;
  private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
  private int readyToCome;
  private TransactionStatus status = TransactionStatus.IDLE;

  Link(WireClient client) {
    this.client = client;
  }

  WireClient client() {
    return client;
  }

  /** As of the last answer. */
  TransactionStatus status() {
    return status;
  }

  /** Adds a simple query. */
  void query(String sql) {
    add(Messages.query(sql));
    readyToCome++;
  }

  /** Adds a statement of the extended protocol, without a Sync. */
  void execute(String sql, List<Long> parameters, boolean binary) {
    Arguments arguments = Messages.arguments();
    for (long value : parameters) {
      arguments =
          binary
              ? arguments.binary(ByteBuffer.allocate(Long.BYTES).putLong(value).array())
              : arguments.text(Long.toString(value));
    }
    add(Messages.parse("", sql, parameters.stream().map(_ -> INT8).toArray(Integer[]::new)));
    add(Messages.bind("", "", arguments));
    add(Messages.execute(""));
  }

  void sync() {
    add(Messages.sync());
    readyToCome++;
  }

  private void add(Frame frame) {
    batch.writeBytes(frame.bytes());
  }

  /** Sends what was added, in one write. */
  void send() throws IOException {
    byte[] bytes = batch.toByteArray();
    batch.reset();
    client.sendRaw(bytes);
  }

  /** The answers to what was sent, as far as there are any. */
  List<Answer> receive() throws IOException {
    List<Answer> answers = new ArrayList<>();
    List<Version> rows = new ArrayList<>();
    while (readyToCome > 0) {
      BackendMessage message = client.receive();
      switch (message) {
        case DataRow(List<byte @Nullable []> values) -> rows.add(version(values));
        case CommandComplete(String tag) -> {
          answers.add(new Answer(List.copyOf(rows), tag));
          rows.clear();
        }
        case ErrorResponse(var report) -> {
          if (!report.severity().equals("ERROR")) {
            throw new IOException(report.severity() + " " + report.message());
          }
          answers.add(new Answer(List.of(), "", report));
          rows.clear();
        }
        case ReadyForQuery ready -> {
          status = ready.status();
          readyToCome--;
        }
        default -> {}
      }
    }
    return answers;
  }

  private static Version version(List<byte @Nullable []> values) {
    List<Long> row =
        values.stream()
            .map(value ->
                Long.valueOf(new String(Objects.requireNonNull(value), StandardCharsets.US_ASCII)))
            .toList();
    return new Version(
        Math.toIntExact(row.get(0)),
        row.get(1),
        Math.toIntExact(row.get(2)),
        row.get(3),
        row.get(4));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
