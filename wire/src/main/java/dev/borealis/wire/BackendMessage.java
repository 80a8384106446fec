package dev.borealis.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server sends. */
public sealed interface BackendMessage extends Message {
  /** The server's requests and verdict during sign-in. */
  record Authentication(int code, byte[] data) implements BackendMessage {
    private static final byte[] NONE = {};

    /** Sign-in succeeded. */
    public static final Authentication OK = new Authentication(0, NONE);

    /** The client shall send its password as it is (over TLS). */
    public static final Authentication CLEARTEXT_PASSWORD = new Authentication(3, NONE);

    @Override
    public int type() {
      return 'R';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int32(code);
      out.bytes(data);
    }
  }

  /**
   * What a CancelRequest must show.
   *
   * @param secretKey 4 bytes in protocol 3.0, 4 to 256 from 3.2 on
   */
  record BackendKeyData(int processId, byte[] secretKey) implements BackendMessage {
    @Override
    public int type() {
      return 'K';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int32(processId);
      out.bytes(secretKey);
    }

    @Override
    public String toString() {
      return "BackendKeyData[" + processId + "]";
    }
  }

  /**
   * The answer to a client that asks for too much.
   *
   * @param newest the version in which the conversation goes on, major number included (what
   *     PostgreSQL sends; older documentation speaks of the minor number alone)
   * @param unknownOptions the protocol options ({@code _pq_.}) that the server does not know
   */
  record NegotiateProtocolVersion(ProtocolVersion newest, List<String> unknownOptions)
      implements BackendMessage {
    @Override
    public int type() {
      return 'v';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int32(newest.code());
      out.int32(unknownOptions.size());
      unknownOptions.forEach(out::text);
    }
  }

  /** A setting that drivers watch has this value now. */
  record ParameterStatus(String name, String value) implements BackendMessage {
    @Override
    public int type() {
      return 'S';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.text(name);
      out.text(value);
    }
  }

  /** Where a session stands between two statements. */
  enum TransactionStatus {
    IDLE('I'),
    IN_TRANSACTION('T'),
    FAILED('E');

    private final char code;

    TransactionStatus(char code) {
      this.code = code;
    }

    static TransactionStatus of(byte code) throws ProtocolException {
      return switch (code) {
        case 'I' -> IDLE;
        case 'T' -> IN_TRANSACTION;
        case 'E' -> FAILED;
        default -> throw new ProtocolException("invalid transaction status " + (code & 0xFF));
      };
    }
  }

  /** The server waits for the next statement. */
  record ReadyForQuery(TransactionStatus status) implements BackendMessage {
    @Override
    public int type() {
      return 'Z';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int8(status.code);
    }
  }

  /** A statement failed. */
  record ErrorResponse(Report report) implements BackendMessage {
    @Override
    public int type() {
      return 'E';
    }

    @Override
    public void writeBody(FrameWriter out) {
      report.write(out);
    }
  }

  /** Something worth knowing. */
  record NoticeResponse(Report report) implements BackendMessage {
    @Override
    public int type() {
      return 'N';
    }

    @Override
    public void writeBody(FrameWriter out) {
      report.write(out);
    }
  }

  /** A statement is done; the tag says what it did. */
  record CommandComplete(String tag) implements BackendMessage {
    @Override
    public int type() {
      return 'C';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.name(tag);
    }
  }

  /** The messages that consist of their type alone. */
  enum Signal implements BackendMessage {
    PARSE_COMPLETE('1'),
    BIND_COMPLETE('2'),
    CLOSE_COMPLETE('3'),
    COPY_DONE('c'),
    EMPTY_QUERY('I'),
    NO_DATA('n'),
    PORTAL_SUSPENDED('s');

    private final char type;

    Signal(char type) {
      this.type = type;
    }

    @Override
    public int type() {
      return type;
    }

    @Override
    public void writeBody(FrameWriter out) {}
  }

  /**
   * A result column.
   *
   * @param tableOid 0 unless the column is one of a table, like {@code attributeNumber}
   * @param typeSize in bytes, negative for types of variable size
   * @param format 0 text, 1 binary
   */
  record Column(
      String name,
      int tableOid,
      int attributeNumber,
      int typeOid,
      int typeSize,
      int typeModifier,
      int format) {
    /** The shortest encoding, that of a column without a name. */
    private static final int MIN_BYTES = 19;
  }

  /** The columns of the rows that follow. */
  record RowDescription(List<Column> columns) implements BackendMessage {
    @Override
    public int type() {
      return 'T';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int16(columns.size());
      for (Column column : columns) {
        out.name(column.name());
        out.int32(column.tableOid());
        out.int16(column.attributeNumber());
        out.int32(column.typeOid());
        out.int16(column.typeSize());
        out.int32(column.typeModifier());
        out.int16(column.format());
      }
    }
  }

  /** A row; null elements are SQL nulls. */
  record DataRow(List<byte @Nullable []> values) implements BackendMessage {
    @Override
    public int type() {
      return 'D';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int16(values.size());
      values.forEach(out::value);
    }
  }

  /** The parameter types of a prepared statement, as OIDs. */
  record ParameterDescription(List<Integer> types) implements BackendMessage {
    @Override
    public int type() {
      return 't';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int16(types.size());
      types.forEach(out::int32);
    }
  }

  /** COPY begins: which way, and the format of the whole and of each column (0 text, 1 binary). */
  record CopyResponse(Direction direction, int format, List<Integer> columnFormats)
      implements BackendMessage {
    /** Seen from the server. */
    public enum Direction {
      IN('G'),
      OUT('H'),
      BOTH('W');

      private final char type;

      Direction(char type) {
        this.type = type;
      }
    }

    @Override
    public int type() {
      return direction.type;
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int8(format);
      out.int16(columnFormats.size());
      columnFormats.forEach(out::int16);
    }
  }

  /** A piece of COPY output. */
  record CopyOutData(byte[] data) implements BackendMessage {
    @Override
    public int type() {
      return 'd';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.bytes(data);
    }
  }

  /** The result of a fast-path function call; null is SQL null. */
  record FunctionCallResponse(byte @Nullable [] value) implements BackendMessage {
    @Override
    public int type() {
      return 'V';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.value(value);
    }
  }

  /** A NOTIFY of another session. */
  record NotificationResponse(int processId, String channel, String payload)
      implements BackendMessage {
    @Override
    public int type() {
      return 'A';
    }

    @Override
    public void writeBody(FrameWriter out) {
      out.int32(processId);
      out.text(channel);
      out.text(payload);
    }
  }

  /**
   * Reads a message.
   *
   * @throws ProtocolException for an unknown type or a body that does not fit it
   */
  static BackendMessage decode(byte type, Body body) throws ProtocolException {
    BackendMessage message =
        switch (type) {
          case 'R' -> new Authentication(body.int32(), body.rest());
          case 'K' -> backendKeyData(body);
          case 'v' -> new NegotiateProtocolVersion(ProtocolVersion.of(body.int32()), texts(body));
          case 'S' -> new ParameterStatus(body.text(), body.text());
          case 'Z' -> new ReadyForQuery(TransactionStatus.of(body.int8()));
          case 'E' -> new ErrorResponse(Report.read(body));
          case 'N' -> new NoticeResponse(Report.read(body));
          case 'C' -> new CommandComplete(body.name());
          case '1' -> Signal.PARSE_COMPLETE;
          case '2' -> Signal.BIND_COMPLETE;
          case '3' -> Signal.CLOSE_COMPLETE;
          case 'c' -> Signal.COPY_DONE;
          case 'I' -> Signal.EMPTY_QUERY;
          case 'n' -> Signal.NO_DATA;
          case 's' -> Signal.PORTAL_SUSPENDED;
          case 'T' -> new RowDescription(columns(body));
          case 'D' -> new DataRow(values(body));
          case 't' -> new ParameterDescription(body.int32s());
          case 'G' -> copyResponse(CopyResponse.Direction.IN, body);
          case 'H' -> copyResponse(CopyResponse.Direction.OUT, body);
          case 'W' -> copyResponse(CopyResponse.Direction.BOTH, body);
          case 'd' -> new CopyOutData(body.rest());
          case 'V' -> new FunctionCallResponse(body.value());
          case 'A' -> new NotificationResponse(body.int32(), body.text(), body.text());
          default -> throw new ProtocolException("invalid backend message type " + (type & 0xFF));
        };
    body.end();
    return message;
  }

  private static BackendKeyData backendKeyData(Body body) throws ProtocolException {
    int processId = body.int32();
    if (!InitialMessage.CancelRequest.isKeyLength(body.remaining())) {
      throw new ProtocolException("invalid length of cancel key in backend key data");
    }
    return new BackendKeyData(processId, body.rest());
  }

  private static List<String> texts(Body body) throws ProtocolException {
    int count = body.count32(1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(body.text());
    }
    return texts;
  }

  private static List<Column> columns(Body body) throws ProtocolException {
    int count = body.count16(Column.MIN_BYTES);
    List<Column> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      columns.add(
          new Column(
              body.name(),
              body.int32(),
              body.int16(),
              body.int32(),
              body.int16(),
              body.int32(),
              body.int16()));
    }
    return columns;
  }

  private static List<byte @Nullable []> values(Body body) throws ProtocolException {
    int count = body.count16(4);
    List<byte @Nullable []> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(body.value());
    }
    return values;
  }

  private static CopyResponse copyResponse(CopyResponse.Direction direction, Body body)
      throws ProtocolException {
    return new CopyResponse(direction, body.int8(), body.int16s());
  }
}
