package dev.borealis.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In which order the parts of a date stand that does not begin with the year. */
public enum DateOrder {
  /** Only dates that begin with the year are dates. */
  YMD,
  /** Day, month, year. */
  DMY,
  /** Month, day, year. */
  MDY;

  private static final Pattern DATE = Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})(.*)");

  /** The text with its date as year, month and day; unchanged if it does not begin with one. */
  String iso(String text) {
    if (this == YMD) {
      return text;
    }
    Matcher matcher = DATE.matcher(text);
    if (!matcher.matches()) {
      return text;
    }
    String month = matcher.group(this == DMY ? 2 : 1);
    String day = matcher.group(this == DMY ? 1 : 2);
    return "%s-%2s-%2s%s"
        .formatted(matcher.group(3), month, day, matcher.group(4))
        .replaceFirst("- ", "-0")
        .replaceFirst("- ", "-0");
  }
}
