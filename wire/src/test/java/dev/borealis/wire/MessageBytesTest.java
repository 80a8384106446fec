package dev.borealis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message has exactly the bytes that the protocol's documentation gives it. */
class MessageBytesTest {
  static List<KnownMessages.Known> known() {
    return KnownMessages.all();
  }

  @ParameterizedTest
  @MethodSource("known")
  void writesTheDocumentedBytes(KnownMessages.Known known) {
    assertThat(Encoded.bytes(known.message())).isEqualTo(known.bytes());
  }

  @ParameterizedTest
  @MethodSource("known")
  void readsTheDocumentedBytes(KnownMessages.Known known) throws Exception {
    byte[] bytes = known.bytes();
    byte[] body = Arrays.copyOfRange(bytes, Encoded.headerBytes(known.message()), bytes.length);

    assertThat(Encoded.decode(known.message(), body))
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .isEqualTo(known.message());
  }

  @Test
  void knowsEveryKindOfMessage() {
    assertThat(known().stream().<Class<?>>map(known -> known.message().getClass()))
        .containsAll(GeneratedMessages.BY_KIND.keySet());
    assertThat(known().stream().map(KnownMessages.Known::message))
        .contains(BackendMessage.Signal.values());
  }

  /** Each row: direction, type, body, and what is wrong with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          F | Q | 'select 1'                       | invalid string in message
          F | Q | 'a' 00 'b' 00                    | invalid message format
          F | S | 00                               | invalid message format
          F | P | 00 00 ff ff 00 00 00 17          | insufficient data left in message
          F | P | 00 00 00 01 00 00 00 17 00       | invalid message format
          F | D | 'T' 00                           | invalid DESCRIBE message subtype 84
          F | C | ff 00                            | invalid CLOSE message subtype 255
          F | E | 00 00 00                         | insufficient data left in message
          F | z |                                  | invalid frontend message type 122
          F | Z | 'I'                              | invalid frontend message type 90
          B | Z | 'X'                              | invalid transaction status 88
          B | Q | 00                               | invalid backend message type 81
          B | K | 00 00 00 01 01 02 03             | invalid length of cancel key in backend key data
          B | v | 00 03 00 02 ff ff ff ff          | insufficient data left in message
          B | v | 00 03 00 02 7f ff ff ff 00       | insufficient data left in message
          B | D | 00 01 ff ff ff fe                | insufficient data left in message
          B | D | 00 01 7f ff ff ff                | insufficient data left in message
          B | D | ff ff ff ff ff ff                | insufficient data left in message
          B | T | 00 01 00 00                      | insufficient data left in message
          B | t | 80 00 00 00 00 17                | insufficient data left in message
          B | G | 00 ff ff 00 00                   | insufficient data left in message
          B | V | 80 00 00 00                      | insufficient data left in message
          B | E | 'SERROR' 00                      | insufficient data left in message
          B | E |                                  | insufficient data left in message
          I | - | 04 d2 16 2e 00 00 00 01 01       | invalid length of cancel key in cancel request packet
          I | - | 04 d2 16 2f 00                   | invalid message format
          I | - | 00 03                            | insufficient data left in message
          I | - | 00 03 00 00                      | invalid startup packet layout: expected terminator as last byte
          I | - | 00 03 00 00 'user' 00            | invalid startup packet layout: expected terminator as last byte
          I | - | 00 03 00 00 'user' 00 'a' 00     | invalid startup packet layout: expected terminator as last byte
          I | - | 00 03 00 00 00 00                | invalid startup packet layout: expected terminator as last byte
          """)
  void saysWhatIsWrongWithABody(String direction, char type, String body, String complaint) {
    byte[] bytes = Encoded.bytes(body == null ? "" : body);

    assertThatThrownBy(
            () -> {
              switch (direction) {
                case "F" -> FrontendMessage.decode((byte) type, new Body(bytes, 0, bytes.length));
                case "B" -> BackendMessage.decode((byte) type, new Body(bytes, 0, bytes.length));
                default -> InitialMessage.decode(bytes);
              }
            })
        .isInstanceOf(ProtocolException.class)
        .hasMessage(complaint);
  }

  @Test
  void refusesACancelKeyOfMoreThan256Bytes() {
    byte[] longest = new byte[256];
    byte[] tooLong = new byte[257];

    assertThat(Encoded.body(new InitialMessage.CancelRequest(1, longest))).hasSize(264);
    for (Message message :
        List.of(
            new InitialMessage.CancelRequest(1, tooLong),
            new BackendMessage.BackendKeyData(1, tooLong))) {
      assertThatThrownBy(() -> Encoded.decode(message, Encoded.body(message)))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("invalid length of cancel key");
    }
  }

  @Test
  void readsOnlyTheVersionOfAStartupPacketOfAnotherMajorVersion() throws Exception {
    byte[] packetOfVersion2 = Encoded.bytes("00 02 00 00 'postgres' 00 ff ff 'admin'");

    assertThat(InitialMessage.decode(packetOfVersion2))
        .isEqualTo(new InitialMessage.Startup(new ProtocolVersion(2, 0), Map.of()));
  }

  @Test
  void keepsTheLastValueOfARepeatedStartupParameter() throws Exception {
    byte[] packet = Encoded.bytes("00 03 00 00 'a' 00 '1' 00 'b' 00 '2' 00 'a' 00 '3' 00 00");

    assertThat(InitialMessage.decode(packet))
        .isEqualTo(new InitialMessage.Startup(ProtocolVersion.V3_0, Map.of("a", "3", "b", "2")));
  }

  @Test
  void countsUpTo65535Items() throws Exception {
    List<Integer> types = Collections.nCopies(0xFFFF, 23);
    FrontendMessage.Parse parse = new FrontendMessage.Parse("", new byte[0], types);
    BackendMessage.DataRow row = new BackendMessage.DataRow(Collections.nCopies(0xFFFF, null));

    assertThat(
            ((FrontendMessage.Parse) Encoded.decode(parse, Encoded.body(parse))).parameterTypes())
        .isEqualTo(types);
    assertThat(((BackendMessage.DataRow) Encoded.decode(row, Encoded.body(row))).values())
        .hasSize(0xFFFF)
        .containsOnlyNulls();
  }

  static Stream<Message> inexpressible() {
    List<Integer> tooMany = Collections.nCopies(0x10000, 0);
    return Stream.of(
        new FrontendMessage.Parse("", new byte[0], tooMany),
        new FrontendMessage.Query(new byte[] {'a', 0, 'b'}),
        new FrontendMessage.Execute("a\u0000b", 0),
        new FrontendMessage.Execute("\u0100", 0),
        new FrontendMessage.Password("a\u0000"),
        new InitialMessage.Startup(ProtocolVersion.V3_0, Map.of("user", "a\u0000database")),
        new BackendMessage.ParameterDescription(tooMany),
        new BackendMessage.CopyResponse(BackendMessage.CopyResponse.Direction.IN, 256, List.of()),
        new BackendMessage.CopyResponse(
            BackendMessage.CopyResponse.Direction.IN, 0, List.of(-32769)),
        new BackendMessage.ErrorResponse(Report.of("ERROR", "XX000", "a\u0000b")));
  }

  @ParameterizedTest
  @MethodSource("inexpressible")
  void doesNotWriteWhatThePeerWouldReadAsSomethingElse(Message message) {
    assertThatThrownBy(() -> Encoded.bytes(message)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsNoPassword() {
    assertThat(new FrontendMessage.Password("sesame").toString()).doesNotContain("sesame");
  }
}
