package dev.borealis.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The place in a client's text to which an error of PostgreSQL points. */
final class ErrorPosition {
  private static final byte POSITION = 'P';
  private static final int HEADER_BYTES = 5;

  private ErrorPosition() {}

  /**
   * The same error of a text that has so many more characters in front. All other bytes stay as
   * they are, as they may be in any encoding.
   *
   * @param frame a well-formed ErrorResponse with its header
   */
  static byte[] moved(byte[] frame, int characters) {
    int start = HEADER_BYTES;
    while (frame[start] != 0 && frame[start] != POSITION) {
      start = endOfText(frame, start) + 1;
    }
    if (frame[start] == 0) {
      return frame;
    }
    int end = endOfText(frame, start);
    String seen = new String(frame, start + 1, end - start - 1, StandardCharsets.US_ASCII);
    ByteArrayOutputStream moved = new ByteArrayOutputStream(frame.length + HEADER_BYTES);
    moved.write(frame, 0, start + 1);
    moved.writeBytes(
        Integer.toString(Integer.parseInt(seen) + characters).getBytes(StandardCharsets.US_ASCII));
    moved.write(frame, end, frame.length - end);
    byte[] bytes = moved.toByteArray();
    ByteBuffer.wrap(bytes).putInt(1, bytes.length - 1);
    return bytes;
  }

  private static int endOfText(byte[] frame, int start) {
    int end = start;
    while (frame[end] != 0) {
      end++;
    }
    return end;
  }
}
