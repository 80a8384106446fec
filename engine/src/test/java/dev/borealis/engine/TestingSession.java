package dev.borealis.engine;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Just enough of a PostgreSQL client to ask a server something: simple queries, text answers. */
final class TestingSession implements AutoCloseable {
  private static final int PROTOCOL_3_0 = 3 << 16;

  private final SocketChannel channel;
  private final DataInputStream in;

  private TestingSession(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(Channels.newInputStream(channel));
  }

  static TestingSession open(Path socket) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    var session = new TestingSession(channel);
    byte[] parameters = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.UTF_8);
    session.write(
        ByteBuffer.allocate(8 + parameters.length)
            .putInt(8 + parameters.length)
            .putInt(PROTOCOL_3_0)
            .put(parameters));
    session.readUntilReady();
    return session;
  }

  /** The first column of each row; fails with the server's message if it reports an error. */
  List<String> query(String sql) throws IOException {
    send(sql);
    return readUntilReady();
  }

  /** The only value of the only row. */
  String value(String sql) throws IOException {
    List<String> rows = query(sql);
    if (rows.size() != 1) {
      throw new IOException("expected one row, got " + rows);
    }
    return rows.getFirst();
  }

  /** Sends a query without waiting for the answer. */
  void send(String sql) throws IOException {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    write(
        ByteBuffer.allocate(text.length + 6)
            .put((byte) 'Q')
            .putInt(text.length + 5)
            .put(text)
            .put((byte) 0));
  }

  private void write(ByteBuffer message) throws IOException {
    message.flip();
    while (message.hasRemaining()) {
      channel.write(message);
    }
  }

  /** Reads an answer to its end. */
  List<String> readUntilReady() throws IOException {
    List<String> rows = new ArrayList<>();
    String error = "";
    String notice = "";
    while (true) {
      int type = in.read();
      if (type < 0) {
        throw new EOFException("the connection ended: " + error + notice);
      }
      byte[] body = in.readNBytes(in.readInt() - 4);
      switch (type) {
        case 'D' -> rows.add(firstColumn(ByteBuffer.wrap(body)));
        case 'E' -> error = text(body);
        case 'N' -> notice = text(body);
        case 'Z' -> {
          if (!error.isEmpty()) {
            throw new IOException(error);
          }
          return rows;
        }
        default -> {
          // Parameters, descriptions and completion tags are of no interest here.
        }
      }
    }
  }

  private static String text(byte[] fields) {
    return new String(fields, StandardCharsets.UTF_8).replace('\0', ' ');
  }

  private static String firstColumn(ByteBuffer row) {
    row.getShort();
    int length = row.getInt();
    if (length < 0) {
      return "NULL";
    }
    byte[] value = new byte[length];
    row.get(value);
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
