package dev.borealis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.wire.FrontendMessage.CopyData;
import dev.borealis.wire.FrontendMessage.Query;
import dev.borealis.wire.FrontendMessage.Sync;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private final CollectingSink sink = new CollectingSink();

  @Test
  void keepsMessagesUntilItIsFlushed() throws Exception {
    FrameWriter writer = new FrameWriter(sink, 100, 16);

    writer.write(new Sync());
    writer.write(new Sync());
    assertThat(sink.pieces()).isEmpty();

    writer.flush();
    assertThat(sink.pieces()).containsExactly(10);
    assertThat(sink.bytes()).isEqualTo(Encoded.bytes(new Sync(), new Sync()));
  }

  @Test
  void handsOverNothingWhenThereIsNothing() throws Exception {
    FrameWriter writer = new FrameWriter(sink, 100, 16);

    writer.flush();

    assertThat(sink.pieces()).isEmpty();
  }

  @Test
  void handsOverAFullBufferBetweenTwoMessages() throws Exception {
    FrameWriter writer = new FrameWriter(sink, 12, 0);

    for (int i = 0; i < 4; i++) {
      writer.write(new Sync());
    }

    assertThat(sink.pieces()).containsExactly(15);
  }

  @Test
  void growsForAMessageOfAnySize() throws Exception {
    FrameWriter writer = new FrameWriter(sink, 64, 0);
    CopyData large = new CopyData(new byte[100_000]);

    writer.write(new Sync());
    writer.write(large);

    assertThat(sink.pieces()).containsExactly(5 + 100_005);
    assertThat(sink.bytes()).isEqualTo(Encoded.bytes(new Sync(), large));
  }

  @Test
  void givesUpTheBufferOfALargeMessageWhenItIsFlushed() throws Exception {
    FrameWriter writer = new FrameWriter(sink, 64, 16);

    writer.write(new CopyData(new byte[100_000]));
    assertThat(sink.lastSource()).hasSizeGreaterThan(100_000);

    writer.flush();
    writer.write(new Sync());
    writer.flush();
    assertThat(sink.lastSource()).hasSize(16);
  }

  @Test
  void passesLargePiecesOnWithoutCopyingThem() throws Exception {
    FrameWriter writer = new FrameWriter(sink, 64, 16);
    byte[] large = new byte[64];

    writer.write(new Sync());
    writer.write(large, 0, 64);

    assertThat(sink.pieces()).containsExactly(5, 64);
    assertThat(sink.lastSource()).isSameAs(large);
  }

  @Test
  void collectsSmallPieces() throws Exception {
    FrameWriter writer = new FrameWriter(sink, 64, 16);

    writer.write(new byte[] {9, 1, 2, 3, 9}, 1, 3);
    writer.write(new byte[] {4, 5}, 0, 2);
    writer.flush();

    assertThat(sink.pieces()).containsExactly(5);
    assertThat(sink.bytes()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void dropsWhatIsDiscarded() throws Exception {
    FrameWriter writer = new FrameWriter(sink, 64, 16);

    writer.write(new CopyData(new byte[7]));
    writer.discard();
    writer.write(new Sync());
    writer.flush();

    assertThat(sink.bytes()).isEqualTo(Encoded.bytes(new Sync()));
  }

  @Test
  void leavesNoHalfMessageBehind() throws Exception {
    FrameWriter writer = new FrameWriter(sink, 64, 16);

    writer.write(new Sync());
    assertThatThrownBy(() -> writer.write(new Query(new byte[] {'a', 0})))
        .isInstanceOf(IllegalArgumentException.class);
    writer.write(new Sync());
    writer.flush();

    assertThat(sink.bytes()).isEqualTo(Encoded.bytes(new Sync(), new Sync()));
  }

  @Test
  void reportsWhatTheSinkReports() throws Exception {
    FrameWriter writer =
        new FrameWriter(
            (_, _, _) -> {
              throw new IOException("broken pipe");
            },
            64,
            16);

    writer.write(new Sync());
    assertThatThrownBy(writer::flush).isInstanceOf(IOException.class).hasMessage("broken pipe");
  }

  @Test
  void refusesSizesThatMakeNoSense() {
    assertThatThrownBy(() -> new FrameWriter(sink, 0, 16))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FrameWriter(sink, 16, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void losesAndReordersNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int flushBytes) throws Exception {
    Random random = new Random(seed);
    CollectingSink collected = new CollectingSink();
    FrameWriter writer = new FrameWriter(collected, flushBytes, random.nextInt(flushBytes + 1));
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int step = 0; step < 60; step++) {
      byte[] data = new byte[random.nextInt(120)];
      random.nextBytes(data);
      switch (random.nextInt(4)) {
        case 0 -> {
          writer.write(new CopyData(data));
          expected.writeBytes(Encoded.bytes(new CopyData(data)));
        }
        case 1, 2 -> {
          int offset = random.nextInt(data.length + 1);
          writer.write(data, offset, data.length - offset);
          expected.write(data, offset, data.length - offset);
        }
        default -> {
          writer.flush();
          assertThat(collected.bytes()).isEqualTo(expected.toByteArray());
        }
      }
      assertThat(expected.size() - collected.bytes().length).isLessThanOrEqualTo(flushBytes);
    }
  }
}
