package dev.borealis.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads UTF-8 up to the first byte that is none. The JDK's reader would throw what it has decoded
 * away with the error, and the place of the error with it.
 */
final class Utf8Reader extends Reader {
  private static final int BUFFER_BYTES = 64 << 10;

  private final InputStream in;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private boolean atEnd;

  Utf8Reader(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    CharBuffer chars = CharBuffer.wrap(target, offset, length);
    while (true) {
      CoderResult result = decoder.decode(bytes, chars, atEnd);
      if (chars.position() > 0) {
        return untilNul(target, offset, chars.position());
      }
      if (result.isError()) {
        int bad = bytes.get(bytes.position()) & 0xff;
        throw new UnreadableTextException(
            "invalid byte sequence for encoding \"UTF8\": 0x%02x".formatted(bad));
      }
      if (atEnd) {
        return -1;
      }
      fill();
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count < 0) {
      atEnd = true;
    } else {
      bytes.position(bytes.position() + count);
    }
    bytes.flip();
  }

  /** PostgreSQL knows no text with NUL in it; files that have one are binary, or UTF-16. */
  private int untilNul(char[] target, int offset, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (target[offset + i] == 0) {
        if (i == 0) {
          throw new UnreadableTextException("invalid byte sequence for encoding \"UTF8\": 0x00");
        }
        // Reading ends here; the next call finds the byte again.
        bytes.clear().put((byte) 0).flip();
        return i;
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
