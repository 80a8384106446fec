package dev.borealis.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of a text, each bounded in length, and their numbers. */
final class LineReader implements Closeable {
  private static final int BUFFER_CHARS = 64 << 10;

  private final String name;
  private final Reader in;
  private final int maxChars;
  private final char[] buffer = new char[BUFFER_CHARS];
  private final StringBuilder text = new StringBuilder();
  private int next;
  private int limit;
  private long line;

  /**
   * @param name of the file, for errors
   * @param maxChars of a line; a longer one is an error
   */
  LineReader(String name, Reader in, int maxChars) {
    this.name = name;
    this.in = in;
    this.maxChars = maxChars;
  }

  /** The next line without its end (LF or CRLF), or null. */
  @Nullable String next() throws IOException {
    text.setLength(0);
    line++;
    while (true) {
      if (next == limit && !fill()) {
        return text.isEmpty() ? null : text.toString();
      }
      int end = next;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      text.append(buffer, next, end - next);
      if (text.length() > maxChars) {
        throw new LoadException(
            "%s:%d: the line is longer than %,d characters.".formatted(name, line, maxChars));
      }
      next = end;
      if (end < limit) {
        next++;
        int last = text.length() - 1;
        if (last >= 0 && text.charAt(last) == '\r') {
          text.setLength(last);
        }
        return text.toString();
      }
    }
  }

  private boolean fill() throws IOException {
    next = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  /** The number of the line that was read last, from 1. */
  long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
