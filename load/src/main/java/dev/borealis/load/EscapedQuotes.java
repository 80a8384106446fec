package dev.borealis.load;

import java.io.IOException;
import java.io.Reader;

/** CSV with an escape character within quotes, as CSV that doubles its quotes instead. */
final class EscapedQuotes extends Reader {
  private final Reader in;
  private final char quote;
  private final char escape;
  private final char[] buffer = new char[64 << 10];
  private int next;
  private int limit;
  private boolean quoted;

  /** The second quote of a pair, which did not fit. */
  private boolean owesQuote;

  EscapedQuotes(Reader in, char quote, char escape) {
    this.in = in;
    this.quote = quote;
    this.escape = escape;
  }

  /** The next character; -1 at the end. */
  private int take() throws IOException {
    if (next == limit) {
      next = 0;
      limit = Math.max(0, in.read(buffer, 0, buffer.length));
      if (limit == 0) {
        return -1;
      }
    }
    return buffer[next++];
  }

  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (owesQuote) {
        owesQuote = false;
        into[at++] = quote;
        continue;
      }
      int c = take();
      if (c < 0) {
        break;
      }
      if (quoted && c == escape) {
        int meant = take();
        if (meant < 0) {
          break;
        }
        owesQuote = meant == quote;
        into[at++] = (char) meant;
      } else {
        // A doubled quote ends and begins, which comes to the same.
        quoted ^= c == quote;
        into[at++] = (char) c;
      }
      if (next == limit && !owesQuote) {
        break;
      }
    }
    return at == offset && length > 0 ? -1 : at - offset;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
