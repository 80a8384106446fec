package dev.borealis.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** However a stream is cut into reads, the same frames come out of it. */
class FrameChunkingTest {
  private static final int FRAMES = 25;

  private enum Treatment {
    BODY,
    TRANSFER,
    SKIP
  }

  private static final List<Treatment> TREATMENTS = List.of(Treatment.values());

  /**
   * Follows a reader through a stream, knowing what is in it.
   *
   * @param bodies of the frames, in their order
   */
  private record Walk(List<byte[]> bodies, int bufferBytes, IntSupplier chunkBytes) {
    void check(Random random) throws Exception {
      ChunkedSource source = new ChunkedSource(stream(), chunkBytes);
      CountingMemory memory = new CountingMemory(Long.MAX_VALUE);
      FrameReader reader = new FrameReader(source, bufferBytes, 1 << 20, memory);
      int frameEnds = 0;
      for (int i = 0; i < bodies.size(); i++) {
        byte[] body = bodies.get(i);
        boolean buffered = reader.hasBufferedFrame();
        int delivered = source.delivered();
        assertThat(buffered).isEqualTo(delivered - frameEnds >= 5 + body.length);
        frameEnds += 5 + body.length;

        assertThat(reader.next()).isTrue();
        assertThat(reader.type()).isEqualTo((byte) i);
        assertThat(reader.bodyBytes()).isEqualTo(body.length);
        Treatment treatment = TREATMENTS.get(random.nextInt(TREATMENTS.size()));
        treat(reader, i, treatment);

        if (buffered) {
          assertThat(source.delivered()).as("reading it did not block").isEqualTo(delivered);
        }
        boolean large = treatment == Treatment.BODY && body.length > bufferBytes - 5;
        assertThat(memory.heldBytes()).isEqualTo(large ? body.length : 0);
      }
      assertThat(reader.hasBufferedFrame()).isFalse();
      assertThat(reader.next()).isFalse();
      assertThat(memory.heldBytes()).isZero();
    }

    private void treat(FrameReader reader, int frame, Treatment treatment) throws Exception {
      switch (treatment) {
        case BODY -> assertThat(reader.body().rest()).isEqualTo(bodies.get(frame));
        case TRANSFER -> {
          CollectingSink sink = new CollectingSink();
          reader.transferTo(sink);
          assertThat(sink.bytes()).isEqualTo(Encoded.frame((char) frame, bodies.get(frame)));
        }
        case SKIP -> {}
      }
    }

    private byte[] stream() {
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      for (int i = 0; i < bodies.size(); i++) {
        stream.writeBytes(Encoded.frame((char) i, bodies.get(i)));
      }
      return stream.toByteArray();
    }
  }

  @Property(tries = 200)
  void readsAnyFramesInAnyPieces(
      @ForAll long seed,
      @ForAll @IntRange(min = 16, max = 200) int bufferBytes,
      @ForAll @IntRange(min = 1, max = 300) int mostChunkBytes)
      throws Exception {
    Random random = new Random(seed);
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      bodies.add(body(random, random.nextInt(random.nextInt(4) == 0 ? 3 * bufferBytes : 12)));
    }
    new Walk(bodies, bufferBytes, () -> 1 + random.nextInt(mostChunkBytes)).check(random);
  }

  /** Bodies around the sizes at which a frame just fits the buffer, after every offset in it. */
  @Example
  void readsFramesOnEitherSideOfTheBuffersBorder() throws Exception {
    int bufferBytes = 32;
    Random random = new Random(1);
    for (int firstBytes = 0; firstBytes <= bufferBytes; firstBytes++) {
      for (int bodyBytes = bufferBytes - 7; bodyBytes <= bufferBytes + 7; bodyBytes++) {
        List<byte[]> bodies =
            List.of(body(random, firstBytes), body(random, bodyBytes), body(random, 1));
        for (int chunkBytes : new int[] {1, 5, bufferBytes - 1, bufferBytes, Integer.MAX_VALUE}) {
          new Walk(bodies, bufferBytes, () -> chunkBytes).check(random);
        }
      }
    }
  }

  /** Memory for a large body is asked for again and again as it grows. */
  @Example
  void readsBodiesThatOutgrowTheirFirstMemory() throws Exception {
    Random random = new Random(2);
    for (int bodyBytes : new int[] {65_535, 65_536, 65_537, 131_072, 131_073, 400_001}) {
      for (int chunkBytes : new int[] {1000, Integer.MAX_VALUE}) {
        List<byte[]> bodies = List.of(body(random, 3), body(random, bodyBytes), body(random, 4));
        for (int round = 0; round < 4; round++) {
          new Walk(bodies, 8192, () -> chunkBytes).check(random);
        }
      }
    }
  }

  /** The pieces are the frames themselves, as they are when a client waits for each answer. */
  @Example
  void readsFramesThatArriveOneByOne() throws Exception {
    Random random = new Random(3);
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      bodies.add(body(random, 3 * i));
    }
    int[] next = {0};
    new Walk(bodies, 128, () -> 5 + bodies.get(next[0]++).length).check(random);
    assertThat(next[0]).isEqualTo(FRAMES);
  }

  private static byte[] body(Random random, int bytes) {
    byte[] body = new byte[bytes];
    random.nextBytes(body);
    return body;
  }
}
