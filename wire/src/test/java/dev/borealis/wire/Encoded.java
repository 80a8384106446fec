package dev.borealis.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages as bytes, written by the production code or by hand, and back. */
final class Encoded {
  private static final Pattern TOKEN = Pattern.compile("'([^']*)'|([0-9a-f]{2})|\\s+");

  private Encoded() {}

  /** Bytes written as hexadecimal pairs and quoted ASCII, with blanks between them. */
  static byte[] bytes(String notation) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher token = TOKEN.matcher(notation);
    int end = 0;
    while (token.find()) {
      if (token.start() != end) {
        break;
      }
      end = token.end();
      if (token.group(1) != null) {
        bytes.writeBytes(token.group(1).getBytes(StandardCharsets.US_ASCII));
      } else if (token.group(2) != null) {
        bytes.writeBytes(HexFormat.of().parseHex(token.group(2)));
      }
    }
    if (end != notation.length()) {
      throw new IllegalArgumentException("not a notation of bytes from character " + end);
    }
    return bytes.toByteArray();
  }

  static byte[] bytes(Message... messages) {
    CollectingSink sink = new CollectingSink();
    FrameWriter writer = new FrameWriter(sink, 8192, 256);
    try {
      for (Message message : messages) {
        writer.write(message);
      }
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sink.bytes();
  }

  /** A frame around any body. */
  static byte[] frame(char type, byte[] body) {
    byte[] frame = new byte[5 + body.length];
    frame[0] = (byte) type;
    Bytes.putInt32(frame, 1, 4 + body.length);
    System.arraycopy(body, 0, frame, 5, body.length);
    return frame;
  }

  static byte[] concatenated(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** How many bytes of an encoded message stand before its body. */
  static int headerBytes(Message message) {
    return message.type() == 0 ? 4 : 5;
  }

  /** Decodes a body as the kind of message that {@code like} is. */
  static Message decode(Message like, byte[] body) throws ProtocolException {
    byte type = (byte) like.type();
    return switch (like) {
      case FrontendMessage _ -> FrontendMessage.decode(type, new Body(body, 0, body.length));
      case BackendMessage _ -> BackendMessage.decode(type, new Body(body, 0, body.length));
      case InitialMessage _ -> InitialMessage.decode(body);
    };
  }

  static byte[] body(Message message) {
    byte[] encoded = bytes(message);
    return Arrays.copyOfRange(encoded, headerBytes(message), encoded.length);
  }
}
