package dev.borealis.cli;

import java.util.Arrays;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * A value as a terminal shows it: its lines, without characters that would act on the terminal, and
 * how many columns each line takes.
 */
final class CellText {
  private static final int TAB_STOP = 8;

  private final List<String> lines;
  private final int[] widths;

  private CellText(List<String> lines) {
    this.lines = lines;
    this.widths = lines.stream().mapToInt(CellText::displayWidth).toArray();
  }

  static CellText of(String value) {
    if (value.indexOf('\n') < 0) {
      return new CellText(List.of(visible(value)));
    }
    return new CellText(Arrays.stream(value.split("\n", -1)).map(CellText::visible).toList());
  }

  int height() {
    return lines.size();
  }

  /** The text of a line; empty beyond the last one. */
  String line(int index) {
    return index < lines.size() ? lines.get(index) : "";
  }

  /** The display columns that a line takes. */
  int width(int index) {
    return index < widths.length ? widths[index] : 0;
  }

  /** The width of the widest line. */
  int width() {
    int widest = 0;
    for (int width : widths) {
      widest = Math.max(widest, width);
    }
    return widest;
  }

  boolean continuesAfter(int index) {
    return index < lines.size() - 1;
  }

  /** Shows control characters the way psql does, so that no value can drive the terminal. */
  static String visible(String line) {
    if (line.chars().noneMatch(Character::isISOControl)) {
      return line;
    }
    StringBuilder shown = new StringBuilder();
    int width = 0;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      int before = shown.length();
      if (c == '\t') {
        shown.repeat(' ', TAB_STOP - width % TAB_STOP);
      } else if (c == '\r') {
        shown.append("\\r");
      } else if (Character.isISOControl(c)) {
        shown.append((c < 0x80 ? "\\x%02X" : "\\u%04X").formatted(c));
      } else {
        shown.appendCodePoint(c);
      }
      width += displayWidth(shown.substring(before));
      i += Character.charCount(c);
    }
    return shown.toString();
  }

  static int displayWidth(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      width += c < 0x80 ? 1 : Math.max(0, WCWidth.wcwidth(c));
      i += Character.charCount(c);
    }
    return width;
  }
}
