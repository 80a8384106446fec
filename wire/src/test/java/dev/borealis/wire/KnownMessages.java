package dev.borealis.wire;

import dev.borealis.wire.BackendMessage.Authentication;
import dev.borealis.wire.BackendMessage.BackendKeyData;
import dev.borealis.wire.BackendMessage.Column;
import dev.borealis.wire.BackendMessage.CommandComplete;
import dev.borealis.wire.BackendMessage.CopyOutData;
import dev.borealis.wire.BackendMessage.CopyResponse;
import dev.borealis.wire.BackendMessage.DataRow;
import dev.borealis.wire.BackendMessage.ErrorResponse;
import dev.borealis.wire.BackendMessage.FunctionCallResponse;
import dev.borealis.wire.BackendMessage.NegotiateProtocolVersion;
import dev.borealis.wire.BackendMessage.NoticeResponse;
import dev.borealis.wire.BackendMessage.NotificationResponse;
import dev.borealis.wire.BackendMessage.ParameterDescription;
import dev.borealis.wire.BackendMessage.ParameterStatus;
import dev.borealis.wire.BackendMessage.ReadyForQuery;
import dev.borealis.wire.BackendMessage.RowDescription;
import dev.borealis.wire.BackendMessage.Signal;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.FrontendMessage.Bind;
import dev.borealis.wire.FrontendMessage.Close;
import dev.borealis.wire.FrontendMessage.CopyData;
import dev.borealis.wire.FrontendMessage.CopyDone;
import dev.borealis.wire.FrontendMessage.CopyFail;
import dev.borealis.wire.FrontendMessage.Describe;
import dev.borealis.wire.FrontendMessage.Execute;
import dev.borealis.wire.FrontendMessage.Flush;
import dev.borealis.wire.FrontendMessage.FunctionCall;
import dev.borealis.wire.FrontendMessage.Parse;
import dev.borealis.wire.FrontendMessage.Password;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.FrontendMessage.Sync;
import dev.borealis.wire.FrontendMessage.Target;
import dev.borealis.wire.FrontendMessage.Terminate;
import dev.borealis.wire.InitialMessage.CancelRequest;
import dev.borealis.wire.InitialMessage.GssEncRequest;
import dev.borealis.wire.InitialMessage.SslRequest;
import dev.borealis.wire.InitialMessage.Startup;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Messages and their bytes, written by hand after "Message Formats" of the PostgreSQL
 * documentation. At least one of every kind.
 */
final class KnownMessages {
  /**
   * One message.
   *
   * @param notation see {@link Encoded#bytes(String)}
   */
  record Known(Message message, String notation) {
    byte[] bytes() {
      return Encoded.bytes(notation);
    }

    @Override
    public String toString() {
      return message.getClass().getSimpleName() + " " + notation;
    }
  }

  private KnownMessages() {}

  static List<Known> all() {
    return Stream.of(initial(), frontend(), copyAndFunctions(), signIn(), reports(), results())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Known> initial() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("user", "admin");
    parameters.put("database", "postgres");
    return List.of(
        new Known(new SslRequest(), "00 00 00 08 04 d2 16 2f"),
        new Known(new GssEncRequest(), "00 00 00 08 04 d2 16 30"),
        new Known(
            new CancelRequest(4242, new byte[] {1, 2, 3, 4}),
            "00 00 00 10 04 d2 16 2e 00 00 10 92 01 02 03 04"),
        new Known(
            new Startup(ProtocolVersion.V3_0, parameters),
            "00 00 00 26 00 03 00 00 'user' 00 'admin' 00 'database' 00 'postgres' 00 00"),
        new Known(new Startup(ProtocolVersion.V3_2, Map.of()), "00 00 00 09 00 03 00 02 00"));
  }

  private static List<Known> frontend() {
    return List.of(
        new Known(new Query(ascii("select 1")), "'Q' 00 00 00 0d 'select 1' 00"),
        new Known(
            new Parse("s1", ascii("select $1"), List.of(23, 0)),
            "'P' 00 00 00 1b 's1' 00 'select $1' 00 00 02 00 00 00 17 00 00 00 00"),
        new Known(
            new Bind(
                "",
                "s1",
                Encoded.bytes("00 01 00 00 00 02 00 00 00 01 '7' ff ff ff ff 00 01 00 01")),
            "'B' 00 00 00 1b 00 's1' 00"
                + " 00 01 00 00 00 02 00 00 00 01 '7' ff ff ff ff 00 01 00 01"),
        new Known(new Describe(Target.STATEMENT, "s1"), "'D' 00 00 00 08 'S' 's1' 00"),
        new Known(new Describe(Target.PORTAL, ""), "'D' 00 00 00 06 'P' 00"),
        new Known(new Execute("p", 50), "'E' 00 00 00 0a 'p' 00 00 00 00 32"),
        new Known(new Close(Target.PORTAL, "c1"), "'C' 00 00 00 08 'P' 'c1' 00"),
        new Known(new Close(Target.STATEMENT, "\u00e9"), "'C' 00 00 00 07 'S' e9 00"),
        new Known(new Sync(), "'S' 00 00 00 04"),
        new Known(new Flush(), "'H' 00 00 00 04"),
        new Known(new Terminate(), "'X' 00 00 00 04"),
        new Known(new Password("s\u00e9same"), "'p' 00 00 00 0c 's' c3 a9 'same' 00"));
  }

  private static List<Known> copyAndFunctions() {
    return List.of(
        new Known(new CopyData(ascii("1\ta\n")), "'d' 00 00 00 08 '1' 09 'a' 0a"),
        new Known(new CopyDone(), "'c' 00 00 00 04"),
        new Known(new CopyFail(ascii("stop")), "'f' 00 00 00 09 'stop' 00"),
        new Known(
            new FunctionCall(1598, Encoded.bytes("00 00 00 01 00 00 00 02 'ab' 00 00")),
            "'F' 00 00 00 14 00 00 06 3e 00 00 00 01 00 00 00 02 'ab' 00 00"),
        new Known(
            new CopyResponse(CopyResponse.Direction.IN, 0, List.of(0, 0)),
            "'G' 00 00 00 0b 00 00 02 00 00 00 00"),
        new Known(
            new CopyResponse(CopyResponse.Direction.OUT, 1, List.of(1)),
            "'H' 00 00 00 09 01 00 01 00 01"),
        new Known(
            new CopyResponse(CopyResponse.Direction.BOTH, 0, List.of()),
            "'W' 00 00 00 07 00 00 00"),
        new Known(new CopyOutData(new byte[] {0, (byte) 0xff}), "'d' 00 00 00 06 00 ff"),
        new Known(new FunctionCallResponse(ascii("ok")), "'V' 00 00 00 0a 00 00 00 02 'ok'"),
        new Known(new FunctionCallResponse(null), "'V' 00 00 00 08 ff ff ff ff"));
  }

  private static List<Known> signIn() {
    return List.of(
        new Known(Authentication.OK, "'R' 00 00 00 08 00 00 00 00"),
        new Known(Authentication.CLEARTEXT_PASSWORD, "'R' 00 00 00 08 00 00 00 03"),
        new Known(
            new Authentication(5, new byte[] {1, 2, 3, 4}),
            "'R' 00 00 00 0c 00 00 00 05 01 02 03 04"),
        new Known(
            new Authentication(10, Encoded.bytes("'SCRAM-SHA-256' 00 00")),
            "'R' 00 00 00 17 00 00 00 0a 'SCRAM-SHA-256' 00 00"),
        new Known(
            new BackendKeyData(4242, new byte[] {1, 2, 3, 4}),
            "'K' 00 00 00 0c 00 00 10 92 01 02 03 04"),
        new Known(
            new BackendKeyData(-1, ascii("0123456789abcdef0123456789abcdef")),
            "'K' 00 00 00 28 ff ff ff ff '0123456789abcdef0123456789abcdef'"),
        new Known(
            new NegotiateProtocolVersion(ProtocolVersion.V3_2, List.of("_pq_.a")),
            "'v' 00 00 00 13 00 03 00 02 00 00 00 01 '_pq_.a' 00"),
        new Known(new ParameterStatus("TimeZone", "UTC"), "'S' 00 00 00 11 'TimeZone' 00 'UTC' 00"),
        new Known(new ReadyForQuery(TransactionStatus.IDLE), "'Z' 00 00 00 05 'I'"),
        new Known(new ReadyForQuery(TransactionStatus.IN_TRANSACTION), "'Z' 00 00 00 05 'T'"),
        new Known(new ReadyForQuery(TransactionStatus.FAILED), "'Z' 00 00 00 05 'E'"));
  }

  private static List<Known> reports() {
    return List.of(
        new Known(
            new ErrorResponse(Report.of("ERROR", "42601", "syntax error").with('P', "8")),
            "'E' 00 00 00 2b 'SERROR' 00 'VERROR' 00 'C42601' 00 'Msyntax error' 00 'P8' 00 00"),
        new Known(
            new NoticeResponse(Report.of("NOTICE", "00000", "hi")),
            "'N' 00 00 00 20 'SNOTICE' 00 'VNOTICE' 00 'C00000' 00 'Mhi' 00 00"),
        new Known(new NoticeResponse(new Report(List.of())), "'N' 00 00 00 05 00"),
        new Known(
            new NotificationResponse(4242, "chan", "hi"),
            "'A' 00 00 00 10 00 00 10 92 'chan' 00 'hi' 00"));
  }

  private static List<Known> results() {
    List<byte @Nullable []> row = Arrays.asList(ascii("7"), null, new byte[0]);
    return List.of(
        new Known(Signal.PARSE_COMPLETE, "'1' 00 00 00 04"),
        new Known(Signal.BIND_COMPLETE, "'2' 00 00 00 04"),
        new Known(Signal.CLOSE_COMPLETE, "'3' 00 00 00 04"),
        new Known(Signal.COPY_DONE, "'c' 00 00 00 04"),
        new Known(Signal.EMPTY_QUERY, "'I' 00 00 00 04"),
        new Known(Signal.NO_DATA, "'n' 00 00 00 04"),
        new Known(Signal.PORTAL_SUSPENDED, "'s' 00 00 00 04"),
        new Known(new CommandComplete("INSERT 0 1"), "'C' 00 00 00 0f 'INSERT 0 1' 00"),
        new Known(
            new RowDescription(List.of(new Column("id", 16385, 1, 23, 4, -1, 0))),
            "'T' 00 00 00 1b 00 01 'id' 00 00 00 40 01 00 01 00 00 00 17 00 04 ff ff ff ff 00 00"),
        new Known(new RowDescription(List.of()), "'T' 00 00 00 06 00 00"),
        new Known(
            new DataRow(row), "'D' 00 00 00 13 00 03 00 00 00 01 '7' ff ff ff ff 00 00 00 00"),
        new Known(new DataRow(List.of()), "'D' 00 00 00 06 00 00"),
        new Known(
            new ParameterDescription(List.of(23, 25)),
            "'t' 00 00 00 0e 00 02 00 00 00 17 00 00 00 19"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
