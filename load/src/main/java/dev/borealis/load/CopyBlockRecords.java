package dev.borealis.load;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of one block of data in a dump (PostgreSQL 16, "COPY", text format). */
final class CopyBlockRecords implements Records {
  private final DumpReader dump;
  private final List<String> names;
  private final boolean owner;
  private final Fields fields = new Fields();
  private char[] unescaped = new char[1024];

  /**
   * @param dump stands at the beginning of the block's data
   * @param owner whether closing these closes the dump
   */
  CopyBlockRecords(DumpReader dump, CopyBlock block, boolean owner) {
    this.dump = dump;
    this.names = block.columns();
    this.owner = owner;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public @Nullable Fields next() throws IOException, BadRecordException {
    String line = dump.nextLine();
    if (line == null) {
      return null;
    }
    fields.begin(dump.line());
    if (unescaped.length < line.length()) {
      unescaped = new char[line.length() * 2];
    }
    int from = 0;
    while (true) {
      int tab = line.indexOf('\t', from);
      int end = tab < 0 ? line.length() : tab;
      field(line, from, end);
      if (tab < 0) {
        return fields;
      }
      from = tab + 1;
    }
  }

  private void field(String line, int from, int end) throws BadRecordException {
    if (end - from == 2 && line.charAt(from) == '\\' && line.charAt(from + 1) == 'N') {
      fields.addNull();
      return;
    }
    int length = 0;
    int i = from;
    while (i < end) {
      char c = line.charAt(i);
      i++;
      if (c == '\\') {
        if (i == end) {
          throw new BadRecordException(dump.line(), "the line ends in a backslash");
        }
        int digits = digits(line, i, end);
        c = digits > 0 ? number(line, i, digits) : control(line.charAt(i));
        i += Math.max(1, digits);
      }
      unescaped[length] = c;
      length++;
    }
    fields.add(unescaped, 0, length);
  }

  private static char control(char c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> '\u000b';
      default -> c;
    };
  }

  /**
   * How many characters of a number begin at {@code i}: {@code x} and hex digits, or octal ones.
   */
  private static int digits(String line, int i, int end) {
    boolean hex = line.charAt(i) == 'x';
    int at = hex ? i + 1 : i;
    int max = hex ? 2 : 3;
    int count = 0;
    while (count < max
        && at + count < end
        && Character.digit(line.charAt(at + count), hex ? 16 : 8) >= 0) {
      count++;
    }
    return count == 0 ? 0 : hex ? count + 1 : count;
  }

  private char number(String line, int i, int length) throws BadRecordException {
    boolean hex = line.charAt(i) == 'x';
    int value = Integer.parseInt(line.substring(hex ? i + 1 : i, i + length), hex ? 16 : 8) & 0xff;
    if (value == 0 || value > 0x7f) {
      // PostgreSQL puts bytes together to characters here; pg_dump never writes such.
      throw new BadRecordException(
          dump.line(),
          "the escape \\%s is no ASCII character".formatted(line.substring(i, i + length)));
    }
    return (char) value;
  }

  @Override
  public void close() throws IOException {
    if (owner) {
      dump.close();
    }
  }
}
