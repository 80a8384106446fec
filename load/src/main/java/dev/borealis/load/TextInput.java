package dev.borealis.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The characters of a file. Bytes that are none are an error that names their place; nothing is
 * replaced silently.
 */
final class TextInput extends Reader {
  private static final int BUFFER_BYTES = 128 << 10;
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final Source source;
  private final Charset encoding;
  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private long consumed;
  private boolean ended;
  private boolean begun;

  TextInput(Source source, Charset encoding) throws IOException {
    this.source = source;
    this.encoding = encoding;
    this.in = Compression.open(source);
    this.decoder =
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    CharBuffer chars = CharBuffer.wrap(into, offset, length).slice();
    while (true) {
      int before = bytes.position();
      CoderResult result = decoder.decode(bytes, chars, ended);
      consumed += bytes.position() - before;
      if (result.isError()) {
        throw notText(result.length());
      }
      int decoded = chars.position();
      if (!begun && decoded > 0) {
        begun = true;
        if (into[offset] == BYTE_ORDER_MARK) {
          System.arraycopy(into, offset + 1, into, offset, decoded - 1);
          chars.position(decoded - 1);
          continue;
        }
      }
      if (decoded > 0) {
        return decoded;
      }
      if (ended) {
        return -1;
      }
      fill();
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    try {
      int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      if (read < 0) {
        ended = true;
      } else {
        bytes.position(bytes.position() + read);
      }
    } catch (IOException e) {
      throw new LoadException(
          "%s cannot be read to its end: %s.".formatted(source.name(), e.getMessage()), e);
    }
    bytes.flip();
  }

  // Counting lines only now costs nothing while all is well.
  private LoadException notText(int length) throws IOException {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < length && bytes.hasRemaining(); i++) {
      shown.append(" 0x%02x".formatted(bytes.get() & 0xff));
    }
    long line = 1;
    long column = 1;
    try (InputStream again = Compression.open(source)) {
      for (long i = 0; i < consumed; i++) {
        boolean lineFeed = again.read() == '\n';
        line += lineFeed ? 1 : 0;
        column = lineFeed ? 1 : column + 1;
      }
    }
    return new LoadException(
        "%s:%d: byte %d of the line is no %s (%s). Convert the file, or name its encoding with --encoding."
            .formatted(source.name(), line, column, encoding.name(), shown.toString().strip()));
  }

  /** The encoding with a name that PostgreSQL or Java knows. */
  static Charset encoding(String name) {
    try {
      return name.equalsIgnoreCase("utf8") ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new LoadException(
          "There is no encoding '%s'. Try UTF-8 or windows-1252.".formatted(name), e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
