package dev.borealis.sql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Backslash escapes in {@code E'...'} ("String Constants with C-Style Escapes"). Octal and
 * hexadecimal escapes are bytes, so a string is put together as UTF-8 and must be valid as such.
 */
final class EscapeString {
  private EscapeString() {}

  /** True if the backslash at {@code i} begins a Unicode escape, well-formed or not. */
  static boolean isUnicode(CharSequence text, int i, int limit) {
    char c = i + 1 < limit ? text.charAt(i + 1) : 0;
    return c == 'u' || c == 'U';
  }

  /** The value of the Unicode escape at {@code i}, 0 to 0xFFFFFFFF, or -1 if it lacks digits. */
  static long unicodeValue(CharSequence text, int i, int limit) {
    int digits = text.charAt(i + 1) == 'u' ? 4 : 8;
    return hexEnd(text, i + 2, limit, digits) == i + 2 + digits
        ? Long.parseLong(text, i + 2, i + 2 + digits, 16)
        : -1;
  }

  /** The index after the escape that begins with the backslash at {@code i}. */
  static int end(CharSequence text, int i, int limit) {
    if (i + 1 >= limit) {
      return limit;
    }
    return switch (text.charAt(i + 1)) {
      case 'u' -> hexEnd(text, i + 2, limit, 4);
      case 'U' -> hexEnd(text, i + 2, limit, 8);
      case 'x' -> hexEnd(text, i + 2, limit, 2);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octalEnd(text, i + 1, limit);
      default -> i + 2;
    };
  }

  private static int hexEnd(CharSequence text, int i, int limit, int digits) {
    int last = Math.min(limit, i + digits);
    while (i < last && CharClass.isHexDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int octalEnd(CharSequence text, int i, int limit) {
    int last = Math.min(limit, i + 3);
    while (i < last && CharClass.isOctalDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /**
   * The byte that the octal or hexadecimal escape at {@code i} stands for; -1 for other escapes.
   */
  private static int byteValue(CharSequence text, int i, int limit) {
    int end = end(text, i, limit);
    if (i + 1 >= limit) {
      return -1;
    }
    char c = text.charAt(i + 1);
    if (CharClass.isOctalDigit(c)) {
      return Integer.parseInt(text, i + 1, end, 8) & 0xFF;
    }
    return c == 'x' && end > i + 2 ? Integer.parseInt(text, i + 2, end, 16) : -1;
  }

  /** True if the escape stands for a byte that is not an ASCII character, or for a zero byte. */
  static boolean isByteBeyondText(CharSequence text, int i, int limit) {
    int value = byteValue(text, i, limit);
    return value == 0 || value >= 0x80;
  }

  /** The fault of a string whose bytes are not UTF-8. */
  static @Nullable LexicalFault check(CharSequence text, int start, int open, int end) {
    byte[] bytes = bytes(text, open, end);
    int invalid = Utf8.firstInvalid(bytes);
    if (invalid < 0) {
      return null;
    }
    return new LexicalFault(
        LexicalFault.Kind.INVALID_BYTE_SEQUENCE, start, end, Utf8.describe(bytes, invalid));
  }

  /** The string of the token whose opening quote is at {@code open}. */
  static String decode(CharSequence text, int open, int end) {
    return new String(bytes(text, open, end), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(CharSequence text, int open, int end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - open);
    int run = open + 1;
    int i = run;
    while (i < end) {
      char c = text.charAt(i);
      if (c == '\\') {
        append(bytes, text, run, i);
        i = appendEscape(bytes, text, i, end);
        run = i;
      } else if (c == '\'') {
        append(bytes, text, run, i);
        boolean doubled = i + 1 < end && text.charAt(i + 1) == '\'';
        // A doubled quote stands for its second half; else the next run begins after the
        // continuation.
        run = doubled ? i + 1 : QuotedScanner.continuation(text, i + 1, end);
        i = doubled ? i + 2 : run;
        if (run < 0) {
          break;
        }
      } else {
        i++;
      }
    }
    return bytes.toByteArray();
  }

  private static void append(ByteArrayOutputStream bytes, CharSequence text, int from, int to) {
    if (to > from) {
      bytes.writeBytes(text.subSequence(from, to).toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static int appendEscape(ByteArrayOutputStream bytes, CharSequence text, int i, int end) {
    int after = end(text, i, end);
    if (isUnicode(text, i, end)) {
      int value = (int) unicodeValue(text, i, end);
      if (Character.isBmpCodePoint(value) && Character.isHighSurrogate((char) value)) {
        value = Character.toCodePoint((char) value, (char) unicodeValue(text, after, end));
        after = end(text, after, end);
      }
      bytes.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
      return after;
    }
    int value = byteValue(text, i, end);
    if (value >= 0) {
      bytes.write(value);
      return after;
    }
    // An escape without a meaning of its own stands for its character, which may be a surrogate
    // pair.
    int control = "bfnrt".indexOf(text.charAt(i + 1));
    if (control < 0) {
      int character = Character.codePointAt(text, i + 1);
      bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
      return i + 1 + Character.charCount(character);
    }
    bytes.write("\b\f\n\r\t".charAt(control));
    return after;
  }
}
