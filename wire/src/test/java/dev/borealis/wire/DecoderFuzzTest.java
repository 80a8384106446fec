package dev.borealis.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Bytes that nobody meant. Seeded, so that a failure comes again; it shows the bytes that caused
 * it.
 */
class DecoderFuzzTest {
  private static final long SEED = 20261121;

  /** An object of a few dozen bytes for an input byte or two is as bad as it may get. */
  private static final int MAX_MEMORY_PER_BYTE = 64;

  /** The exception and its stack trace, and the assertions' own needs. */
  private static final int MAX_MEMORY_BESIDE = 48 * 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void randomBodiesAreDecodedOrRefused() {
    for (int round = 0; round < 15_000; round++) {
      byte[] body = new byte[random.nextInt(random.nextInt(8) == 0 ? 3000 : 40)];
      fill(body);
      decodeAll((byte) random.nextInt(256), body);
    }
  }

  @Test
  void damagedMessagesAreDecodedOrRefused() {
    List<KnownMessages.Known> known = KnownMessages.all();
    for (int round = 0; round < 15_000; round++) {
      Message message = known.get(random.nextInt(known.size())).message();
      byte[] body = Encoded.body(message);
      if (random.nextInt(4) == 0) {
        body = Arrays.copyOf(body, random.nextInt(2 * body.length + 1));
      }
      for (int damage = random.nextInt(4); damage > 0 && body.length > 0; damage--) {
        int at = random.nextInt(body.length);
        body[at] = random.nextBoolean() ? (byte) -1 : (byte) random.nextInt(256);
      }
      decodeAll((byte) message.type(), body);
    }
  }

  @Test
  void aCountWithoutItsItemsTakesNoMemory() {
    for (String prefix : List.of("", "00", "00 00", "00 03 00 02")) {
      for (String count : List.of("ff ff", "7f ff", "ff ff ff ff", "7f ff ff ff")) {
        byte[] body = Encoded.bytes(prefix + " " + count);
        for (int type = 0; type < 256; type++) {
          decodeAll((byte) type, body);
        }
      }
    }
  }

  @Test
  void randomStreamsEndInAnErrorOrAnEnd() throws IOException {
    for (int round = 0; round < 8_000; round++) {
      byte[] stream = new byte[random.nextInt(400)];
      fill(stream);
      CountingMemory memory = new CountingMemory(Long.MAX_VALUE);
      FrameReader reader =
          new FrameReader(
              new ChunkedSource(stream, () -> 1 + random.nextInt(64)),
              16 + random.nextInt(100),
              1 << 30,
              memory);
      try {
        readFrames(reader);
      } catch (ProtocolException | EOFException e) {
        requireMessage(e);
      }
      reader.releaseBody();
      assertThat(memory.heldBytes()).isZero();
      assertThat(memory.mostHeldBytes()).isLessThanOrEqualTo(64 * 1024);
    }
  }

  private void readFrames(FrameReader reader) throws IOException, ProtocolException {
    if (random.nextInt(4) == 0) {
      byte[] packet = reader.nextUntyped(InitialMessage.MAX_BYTES);
      if (packet != null) {
        InitialMessage.decode(packet);
      }
    }
    while (reader.next()) {
      switch (random.nextInt(4)) {
        case 0 -> FrontendMessage.decode(reader.type(), reader.body());
        case 1 -> BackendMessage.decode(reader.type(), reader.body());
        case 2 -> reader.transferTo(new CollectingSink());
        default -> {}
      }
    }
  }

  /** Mostly small numbers, as random lengths and counts would all be too large otherwise. */
  private void fill(byte[] bytes) {
    int small = 1 + random.nextInt(256);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(random.nextInt(3) == 0 ? 256 : small);
      if (random.nextInt(3) == 0) {
        bytes[i] = 0;
      }
    }
  }

  private static void decodeAll(byte type, byte[] body) {
    decode(body, () -> FrontendMessage.decode(type, new Body(body, 0, body.length)));
    decode(body, () -> BackendMessage.decode(type, new Body(body, 0, body.length)));
    decode(body, () -> InitialMessage.decode(body));
  }

  private static void requireMessage(Exception e) {
    String message = e.getMessage();
    if (message == null || message.isEmpty()) {
      throw new AssertionError("an error that says nothing", e);
    }
  }

  private interface Decoder {
    Message decode() throws ProtocolException;
  }

  private static void decode(byte[] body, Decoder decoder) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      decoder.decode();
    } catch (ProtocolException e) {
      // The one exception that malformed bytes may cause.
      requireMessage(e);
    } catch (RuntimeException e) {
      throw new AssertionError("fails on the body " + HexFormat.of().formatHex(body), e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (allocated > MAX_MEMORY_BESIDE + (long) MAX_MEMORY_PER_BYTE * body.length) {
      throw new AssertionError(
          "takes " + allocated + " bytes for the body " + HexFormat.of().formatHex(body));
    }
  }
}
