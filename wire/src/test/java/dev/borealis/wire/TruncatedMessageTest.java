package dev.borealis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that stop too early, at every byte. */
class TruncatedMessageTest {
  static List<KnownMessages.Known> known() {
    return KnownMessages.all();
  }

  @Provide
  Arbitrary<Message> messages() {
    return GeneratedMessages.any();
  }

  @ParameterizedTest
  @MethodSource("known")
  void aStreamThatEndsInsideAKnownMessageIsAnEof(KnownMessages.Known known) throws Exception {
    streamEndsAtEveryByte(known.message());
  }

  @Property
  void aStreamThatEndsInsideAMessageIsAnEof(@ForAll("messages") Message message) throws Exception {
    streamEndsAtEveryByte(message);
  }

  @ParameterizedTest
  @MethodSource("known")
  void aKnownBodyThatEndsTooEarlyIsRefused(KnownMessages.Known known) {
    bodyEndsAtEveryByte(known.message());
  }

  @Property
  void aBodyThatEndsTooEarlyIsRefused(@ForAll("messages") Message message) {
    bodyEndsAtEveryByte(message);
  }

  private static void streamEndsAtEveryByte(Message message) throws Exception {
    byte[] encoded = Encoded.bytes(message);
    for (int end = 1; end < encoded.length; end++) {
      for (int bufferBytes : new int[] {16, 4096}) {
        CountingMemory memory = new CountingMemory(Long.MAX_VALUE);
        ChunkedSource source = ChunkedSource.atOnce(Arrays.copyOf(encoded, end));
        FrameReader reader = new FrameReader(source, bufferBytes, 1 << 20, memory);

        assertThatThrownBy(() -> readWhole(reader, message)).isInstanceOf(EOFException.class);
        assertThat(memory.heldBytes()).isZero();
      }
    }
  }

  private static void readWhole(FrameReader reader, Message message) throws Exception {
    if (message instanceof InitialMessage) {
      reader.nextUntyped(InitialMessage.MAX_BYTES);
    } else if (reader.next()) {
      reader.body();
    }
  }

  /** What is accepted all the same must be another message, with exactly these bytes. */
  private static void bodyEndsAtEveryByte(Message message) {
    byte[] body = Encoded.body(message);
    for (int end = 0; end < body.length; end++) {
      byte[] cut = Arrays.copyOf(body, end);
      try {
        assertThat(Encoded.body(Encoded.decode(message, cut))).isEqualTo(cut);
        assertThat(endsInBytesOfAnyLength(message)).isTrue();
      } catch (ProtocolException e) {
        assertThat(e).hasMessageMatching("insufficient data .*|invalid .*");
      }
    }
  }

  private static boolean endsInBytesOfAnyLength(Message message) {
    return message instanceof FrontendMessage.Bind
        || message instanceof FrontendMessage.CopyData
        || message instanceof FrontendMessage.FunctionCall
        || message instanceof BackendMessage.Authentication
        || message instanceof BackendMessage.BackendKeyData
        || message instanceof BackendMessage.CopyOutData
        || message instanceof InitialMessage.CancelRequest;
  }
}
