package dev.borealis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final int MAX_BODY_BYTES = 10_000;

  private final CountingMemory memory = new CountingMemory(Long.MAX_VALUE);

  private FrameReader reader(ByteSource source, int bufferBytes) {
    return new FrameReader(source, bufferBytes, MAX_BODY_BYTES, memory);
  }

  private FrameReader reader(String notation) {
    return reader(ChunkedSource.atOnce(Encoded.bytes(notation)), 64);
  }

  @Test
  void endsWhereTheStreamEndsBetweenTwoFrames() throws Exception {
    FrameReader reader = reader("'a' 00 00 00 04");

    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo((byte) 'a');
    assertThat(reader.bodyBytes()).isZero();
    assertThat(reader.next()).isFalse();
    assertThat(reader.next()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00 00 00 00",
        "00 00 00 03",
        "00 00 27 15",
        "7f ff ff ff",
        "80 00 00 00",
        "80 00 00 05",
        "ff ff ff ff"
      })
  void refusesALengthThatCannotBe(String length) {
    FrameReader reader = reader("'a' " + length + " 00 00 00 00");

    assertThatThrownBy(reader::next)
        .isInstanceOf(ProtocolException.class)
        .hasMessage("invalid message length");
    assertThatThrownBy(reader::body).isInstanceOf(IllegalStateException.class);
    assertThat(memory.mostHeldBytes()).isZero();
  }

  @Test
  void takesABodyOfTheGreatestLengthThatIsAllowed() throws Exception {
    byte[] body = new byte[MAX_BODY_BYTES];
    Arrays.fill(body, (byte) 7);
    FrameReader reader = reader(ChunkedSource.atOnce(Encoded.frame('a', body)), 64);

    assertThat(reader.next()).isTrue();
    assertThat(reader.body().rest()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({"10, true", "11, true", "12, false", "60, false"})
  void needsMemoryOnlyForFramesThatExceedItsBuffer(int bodyBytes, boolean fits) throws Exception {
    FrameReader reader =
        reader(ChunkedSource.byteByByte(Encoded.frame('a', new byte[bodyBytes])), 16);

    assertThat(reader.next()).isTrue();
    assertThat(reader.body().rest()).hasSize(bodyBytes);

    assertThat(memory.heldBytes()).isEqualTo(fits ? 0 : bodyBytes);
    assertThat(reader.next()).isFalse();
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void takesMemoryAsTheBytesArriveNotAsTheyAreAnnounced() throws Exception {
    byte[] announcesOneGigabyte = Encoded.bytes("'a' 40 00 00 04 'ten bytes.'");
    FrameReader reader =
        new FrameReader(
            ChunkedSource.byteByByte(announcesOneGigabyte), 16, Integer.MAX_VALUE, memory);

    assertThat(reader.next()).isTrue();
    assertThat(reader.bodyBytes()).isEqualTo(1 << 30);
    assertThatThrownBy(reader::body).isInstanceOf(EOFException.class);

    assertThat(memory.mostHeldBytes()).isEqualTo(64 * 1024);
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void givesMemoryBackWhenTheSourceFails() throws Exception {
    byte[] stream = Encoded.frame('a', new byte[9000]);
    ChunkedSource source = ChunkedSource.atOnce(stream);
    FrameReader reader =
        reader(
            (target, offset, length) -> {
              if (source.delivered() > 4000) {
                throw new IOException("connection reset");
              }
              return source.read(target, offset, Math.min(length, 1500));
            },
            16);

    assertThat(reader.next()).isTrue();
    assertThatThrownBy(reader::body).isInstanceOf(IOException.class).hasMessage("connection reset");
    assertThat(memory.mostHeldBytes()).isPositive();
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void givesMemoryBackAndGoesOnWhenItIsRefused() throws Exception {
    byte[] large = new byte[300_000];
    byte[] stream =
        Encoded.concatenated(Encoded.frame('a', large), Encoded.frame('b', new byte[] {1}));
    CountingMemory scarce = new CountingMemory(150_000);
    FrameReader reader =
        new FrameReader(ChunkedSource.atOnce(stream), 64, Integer.MAX_VALUE, scarce);

    assertThat(reader.next()).isTrue();
    assertThatThrownBy(reader::body).hasMessageStartingWith("no memory");
    assertThat(scarce.mostHeldBytes()).isPositive();
    assertThat(scarce.heldBytes()).isZero();

    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo((byte) 'b');
    assertThat(reader.body().rest()).containsExactly(1);
  }

  @Test
  void givesMemoryBackOnce() throws Exception {
    FrameReader reader = reader(ChunkedSource.atOnce(Encoded.frame('a', new byte[9000])), 16);

    assertThat(reader.next()).isTrue();
    reader.body();
    assertThat(memory.heldBytes()).isEqualTo(9000);
    reader.releaseBody();
    reader.releaseBody();

    assertThat(memory.heldBytes()).isZero();
    assertThat(reader.next()).isFalse();
    assertThat(memory.heldBytes()).isZero();
  }

  @Test
  void passesFramesOnThatExceedItsBufferWithoutMemory() throws Exception {
    byte[] body = new byte[9000];
    Arrays.fill(body, (byte) 3);
    byte[] frame = Encoded.frame('a', body);
    CollectingSink sink = new CollectingSink();
    FrameReader reader = reader(ChunkedSource.atOnce(frame), 32);

    assertThat(reader.next()).isTrue();
    reader.transferTo(sink);

    assertThat(sink.bytes()).isEqualTo(frame);
    assertThat(sink.pieces()).allMatch(bytes -> bytes <= 32);
    assertThat(memory.mostHeldBytes()).isZero();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void goesOnAfterASinkThatFailed() throws Exception {
    byte[] stream =
        Encoded.concatenated(Encoded.frame('a', new byte[200]), Encoded.bytes("'b' 00 00 00 04"));
    CollectingSink collected = new CollectingSink();
    ByteSink failing =
        (source, offset, length) -> {
          if (collected.pieces().size() == 2) {
            throw new IOException("broken pipe");
          }
          collected.write(source, offset, length);
        };
    FrameReader reader = reader(ChunkedSource.atOnce(stream), 32);

    assertThat(reader.next()).isTrue();
    assertThatThrownBy(() -> reader.transferTo(failing)).hasMessage("broken pipe");

    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo((byte) 'b');
  }

  @Test
  void givesABodyToOneTakerOnly() throws Exception {
    FrameReader reader = reader("'a' 00 00 00 05 01 'b' 00 00 00 04 'c' 00 00 00 05 02");

    assertThatThrownBy(reader::body).isInstanceOf(IllegalStateException.class);
    assertThat(reader.next()).isTrue();
    reader.body();
    assertThatThrownBy(reader::body).isInstanceOf(IllegalStateException.class);
    assertThat(reader.next()).isTrue();
    reader.transferTo(new CollectingSink());
    assertThatThrownBy(() -> reader.transferTo(new CollectingSink()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(reader.next()).isTrue();
    reader.body();
    assertThatThrownBy(() -> reader.transferTo(new CollectingSink()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(reader.next()).isFalse();
    assertThatThrownBy(reader::body).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'a' 00 00 00 06 01 02 'b' 00 00 00 04                 | true
          'a' 00 00 00 06 01 02 'b' 00 00 00 05                 | false
          'a' 00 00 00 06 01 02 'b' 00 00 00                    | false
          'a' 00 00 00 06 01 02                                 | false
          'a' 00 00 00 06 01 02 'b' 00 00 00 06 01 02           | true
          'a' 00 00 00 06 01 02 'b' 00 00 00 00                 | true
          'a' 00 00 00 06 01 02 'b' ff ff ff ff 00 00 00 00 00  | false
          """)
  void knowsWhetherAWholeFrameIsBuffered(String notation, boolean whole) throws Exception {
    FrameReader reader = reader(notation);

    assertThat(reader.hasBufferedFrame()).isFalse();
    assertThat(reader.next()).isTrue();
    assertThat(reader.hasBufferedFrame()).as("before the body is read").isEqualTo(whole);
    reader.body();
    assertThat(reader.hasBufferedFrame()).as("after the body is read").isEqualTo(whole);
  }

  @Test
  void hasNoBufferedFrameBehindAHugeBodyThatIsStillToCome() throws Exception {
    FrameReader reader =
        new FrameReader(
            ChunkedSource.atOnce(Encoded.bytes("'a' 80 00 00 03 'b' 00 00 00 04")),
            64,
            Integer.MAX_VALUE,
            memory);

    assertThat(reader.next()).isTrue();
    assertThat(reader.bodyBytes()).isEqualTo(Integer.MAX_VALUE);
    assertThat(reader.hasBufferedFrame()).isFalse();
  }

  @Test
  void readsPacketsWithoutATypeBeforeFrames() throws Exception {
    FrameReader reader =
        reader("00 00 00 08 04 d2 16 2f 00 00 00 09 00 03 00 00 00 'p' 00 00 00 06 'x' 00");

    assertThat(reader.nextUntyped(100)).containsExactly(4, 0xd2, 0x16, 0x2f);
    assertThat(reader.nextUntyped(5)).containsExactly(0, 3, 0, 0, 0);
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo((byte) 'p');
    assertThat(reader.body().name()).isEqualTo("x");
    assertThat(reader.nextUntyped(100)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"00 00 00 00", "00 00 00 07", "00 00 00 0b", "80 00 00 08", "ff ff ff ff"})
  void refusesAStartupPacketOfImpossibleLength(String length) {
    FrameReader reader = reader(length + " 00 03 00 00 00 00 00");

    assertThatThrownBy(() -> reader.nextUntyped(6))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("invalid length of startup packet");
  }

  @Test
  void doesNotSpinOnASourceThatGivesNothing() {
    FrameReader reader = reader((_, _, _) -> 0, 16);

    assertThatThrownBy(reader::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesSizesThatMakeNoSense() {
    ByteSource source = ChunkedSource.atOnce(new byte[0]);

    assertThatThrownBy(() -> new FrameReader(source, 15, 0, memory))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FrameReader(source, 16, -1, memory))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
