package dev.borealis.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of COPY (PostgreSQL 16, "COPY", file formats). */
final class CopyText {
  /** For each ASCII character the letter of its escape, or 0. */
  private static final byte[] ESCAPES = new byte[128];

  static {
    ESCAPES['\\'] = '\\';
    ESCAPES['\t'] = 't';
    ESCAPES['\n'] = 'n';
    ESCAPES['\r'] = 'r';
  }

  private static final int MAX_BYTES_PER_CHAR = 3;

  private byte[] bytes = new byte[64 << 10];
  private int length;

  int length() {
    return length;
  }

  /** What was written since the last {@link #clear}. */
  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  void clear() {
    length = 0;
  }

  void endField(boolean lastOfRow) {
    reserve(1);
    bytes[length] = (byte) (lastOfRow ? '\n' : '\t');
    length++;
  }

  void appendNull() {
    reserve(2);
    bytes[length] = '\\';
    bytes[length + 1] = 'N';
    length += 2;
  }

  void append(String value) {
    char[] chars = value.toCharArray();
    append(chars, 0, chars.length);
  }

  void append(char[] text, int start, int end) {
    reserve((end - start) * MAX_BYTES_PER_CHAR);
    byte[] into = bytes;
    int at = length;
    for (int i = start; i < end; i++) {
      char c = text[i];
      if (c < 0x80) {
        byte escape = ESCAPES[c];
        if (escape != 0) {
          into[at] = '\\';
          at++;
          into[at] = escape;
        } else {
          into[at] = (byte) c;
        }
        at++;
      } else if (c < 0x800) {
        into[at] = (byte) (0xc0 | (c >> 6));
        into[at + 1] = (byte) (0x80 | (c & 0x3f));
        at += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text[i + 1])) {
        int point = Character.toCodePoint(c, text[i + 1]);
        into[at] = (byte) (0xf0 | (point >> 18));
        into[at + 1] = (byte) (0x80 | (point >> 12 & 0x3f));
        into[at + 2] = (byte) (0x80 | (point >> 6 & 0x3f));
        into[at + 3] = (byte) (0x80 | (point & 0x3f));
        at += 4;
        i++;
      } else {
        // Half a pair comes out as the bytes that PostgreSQL will not take, never as another one.
        into[at] = (byte) (0xe0 | (c >> 12));
        into[at + 1] = (byte) (0x80 | (c >> 6 & 0x3f));
        into[at + 2] = (byte) (0x80 | (c & 0x3f));
        at += 3;
      }
    }
    length = at;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  /** The value that {@code data} holds between two offsets; null for NULL. */
  static @Nullable String value(byte[] data, int from, int to) {
    if (to - from == 2 && data[from] == '\\' && data[from + 1] == 'N') {
      return null;
    }
    byte[] plain = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      byte b = data[i];
      if (b == '\\') {
        i++;
        b =
            switch (data[i]) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 'b' -> '\b';
              case 'f' -> '\f';
              case 'v' -> 0x0b;
              default -> data[i];
            };
      }
      plain[length] = b;
      length++;
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }
}
