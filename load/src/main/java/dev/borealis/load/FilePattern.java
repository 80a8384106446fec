package dev.borealis.load;

import java.util.regex.Pattern;

/**
 * A pattern for names: {@code *} is anything within a directory, {@code **} anything, {@code ?} one
 * character, {@code [abc]} one of these.
 */
final class FilePattern {
  private static final Pattern SPECIAL = Pattern.compile("[*?\\[]");
  private final String text;
  private final Pattern pattern;

  FilePattern(String text) {
    this.text = text;
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int close = c == '[' ? text.indexOf(']', i + 1) : -1;
      if (c == '*' && text.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (close > i + 1) {
        String set = text.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
        regex.append('[').append(set.replace("&", "\\&")).append(']');
        i = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  static boolean isPattern(String text) {
    return SPECIAL.matcher(text).find();
  }

  boolean fits(String name) {
    return pattern.matcher(name).matches();
  }

  /** What every fitting name begins with. */
  String fixedPrefix() {
    var special = SPECIAL.matcher(text);
    return special.find() ? text.substring(0, special.start()) : text;
  }
}
