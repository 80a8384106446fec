package dev.borealis.sql;

import java.util.HexFormat;

/** Checks UTF-8 as PostgreSQL does: no zero byte, no overlong form, no surrogate. */
final class Utf8 {
  private Utf8() {}

  /** The index of the first invalid sequence, or -1. */
  static int firstInvalid(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      int length = sequenceLength(bytes[i]);
      if (i + length > bytes.length || !isLegal(bytes, i, length)) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  /** The sequence at {@code i} as PostgreSQL's message prints it, such as {@code 0xe2 0x82}. */
  static String describe(byte[] bytes, int i) {
    int end = Math.min(bytes.length, i + sequenceLength(bytes[i]));
    return HexFormat.ofDelimiter(" ").withPrefix("0x").formatHex(bytes, i, end);
  }

  /** The length that a first byte announces; 1 if it cannot begin a sequence. */
  private static int sequenceLength(byte first) {
    if ((first & 0xE0) == 0xC0) {
      return 2;
    }
    if ((first & 0xF0) == 0xE0) {
      return 3;
    }
    return (first & 0xF8) == 0xF0 ? 4 : 1;
  }

  private static boolean isLegal(byte[] bytes, int i, int length) {
    int first = bytes[i] & 0xFF;
    for (int k = 1; k < length; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return false;
      }
    }
    int second = length > 1 ? bytes[i + 1] & 0xFF : 0;
    return switch (length) {
      case 1 -> first > 0 && first < 0x80;
      case 2 -> first >= 0xC2;
      case 3 -> !(first == 0xE0 && second < 0xA0) && !(first == 0xED && second > 0x9F);
      default ->
          first <= 0xF4 && !(first == 0xF0 && second < 0x90) && !(first == 0xF4 && second > 0x8F);
    };
  }
}
