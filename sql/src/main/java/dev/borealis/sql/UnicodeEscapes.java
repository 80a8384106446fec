package dev.borealis.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Strings and identifiers with Unicode escapes: {@code U&'...'} and {@code U&"..."}. */
final class UnicodeEscapes {
  /** The characters of {@code U&} and the opening quote. */
  private static final int PREFIX_LENGTH = 3;

  private UnicodeEscapes() {}

  /** True if the token is a string or identifier with Unicode escapes. */
  static boolean begin(CharSequence text, int start, int end) {
    return end - start > PREFIX_LENGTH
        && text.charAt(start + 1) == '&'
        && CharClass.toLower(text.charAt(start)) == 'u';
  }

  /** True if the next word after {@code i} is {@code UESCAPE}; comments may stand before it. */
  static boolean uescapeFollows(CharSequence text, int i, int limit) {
    QuotedScanner comments = new QuotedScanner(text, limit);
    while (i < limit) {
      char c = text.charAt(i);
      char next = i + 1 < limit ? text.charAt(i + 1) : 0;
      if (CharClass.isSpace(c)) {
        i++;
      } else if (c == '-' && next == '-') {
        i = QuotedScanner.lineEnd(text, i, limit);
      } else if (c == '/' && next == '*') {
        i = comments.blockComment(i);
      } else {
        int last = Math.min(limit, i + Keyword.UESCAPE.word().length() + 1);
        int end = CharClass.identifierEnd(text, i, last);
        return KeywordTable.spells(Keyword.UESCAPE.word(), text, i, end);
      }
    }
    return false;
  }

  /** True if the string can follow {@code UESCAPE}. */
  static boolean isEscapeCharacter(String string) {
    if (string.length() != 1 || string.charAt(0) >= 128) {
      return false;
    }
    char c = string.charAt(0);
    return !CharClass.isHexDigit(c) && !CharClass.isSpace(c) && "+'\"".indexOf(c) < 0;
  }

  /** What is wrong with the escapes of the token whose quotes end at {@code end}. */
  static @Nullable LexicalFault check(CharSequence text, int start, int end, char escape) {
    String content = TokenValue.unquote(text, start + 2, end);
    int half = -1;
    int i = 0;
    while (i < content.length()) {
      boolean escaped = content.charAt(i) == escape;
      int length = escaped ? escapeLength(content, i, escape) : 1;
      if (length == 0) {
        return fault(LexicalFault.Kind.UNICODE_ESCAPE, text, start, end, content, i);
      }
      int value = length > 2 ? value(content, i, length) : -1;
      if (length > 2 && (value <= 0 || value > Character.MAX_CODE_POINT)) {
        return fault(LexicalFault.Kind.UNICODE_VALUE, text, start, end, content, i);
      }
      if (isLowSurrogate(value) != (half >= 0)) {
        return fault(LexicalFault.Kind.UNICODE_SURROGATE, text, start, end, content, i);
      }
      half = isHighSurrogate(value) ? value : -1;
      i += length;
    }
    return half < 0
        ? null
        : fault(LexicalFault.Kind.UNICODE_SURROGATE, text, start, end, content, i);
  }

  /** Replaces the escapes of a content that {@link #check} has passed. */
  static String decode(String content, char escape) {
    if (content.indexOf(escape) < 0) {
      return content;
    }
    StringBuilder decoded = new StringBuilder(content.length());
    int i = 0;
    while (i < content.length()) {
      char c = content.charAt(i);
      int length = c == escape ? escapeLength(content, i, escape) : 1;
      if (length <= 2) {
        decoded.append(c);
      } else {
        int value = value(content, i, length);
        // Two halves of a surrogate pair, each with its own escape, join as UTF-16 units do.
        decoded.appendCodePoint(value);
      }
      i += length;
    }
    return decoded.toString();
  }

  /** 2 for a doubled escape character, 5 or 8 for an escape, 0 for neither. */
  private static int escapeLength(String content, int i, char escape) {
    if (i + 1 >= content.length()) {
      return 0;
    }
    if (content.charAt(i + 1) == escape) {
      return 2;
    }
    boolean plus = content.charAt(i + 1) == '+';
    int first = plus ? i + 2 : i + 1;
    int end = first + (plus ? 6 : 4);
    if (end > content.length()) {
      return 0;
    }
    for (int k = first; k < end; k++) {
      if (!CharClass.isHexDigit(content.charAt(k))) {
        return 0;
      }
    }
    return end - i;
  }

  private static int value(String content, int i, int length) {
    return Integer.parseInt(content, length == 8 ? i + 2 : i + 1, i + length, 16);
  }

  private static boolean isHighSurrogate(int value) {
    return value >= Character.MIN_HIGH_SURROGATE && value <= Character.MAX_HIGH_SURROGATE;
  }

  private static boolean isLowSurrogate(int value) {
    return value >= Character.MIN_LOW_SURROGATE && value <= Character.MAX_LOW_SURROGATE;
  }

  /**
   * PostgreSQL points to the escape by counting the bytes of the content after the prefix, without
   * the second halves of doubled quotes and without what lies between continued strings. If that
   * leads it into the middle of a character, it complains about the half character instead.
   */
  private static LexicalFault fault(
      LexicalFault.Kind kind, CharSequence text, int start, int end, String content, int escape) {
    int bytes = PREFIX_LENGTH;
    for (int i = 0; i < escape; i++) {
      bytes += CharClass.utf8Length(content.charAt(i));
    }
    int offset = start;
    while (bytes > 0 && offset < end) {
      String character = Character.toString(Character.codePointAt(text, offset));
      byte[] utf8 = character.getBytes(StandardCharsets.UTF_8);
      if (utf8.length > bytes) {
        String half = Utf8.describe(Arrays.copyOf(utf8, bytes), 0);
        return new LexicalFault(LexicalFault.Kind.HALF_CHARACTER, offset, end, half);
      }
      bytes -= utf8.length;
      offset += character.length();
    }
    return new LexicalFault(kind, offset, end);
  }
}
