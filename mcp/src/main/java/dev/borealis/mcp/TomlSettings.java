package dev.borealis.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Codex's configuration, in which the command of one MCP server is set, or its tables are removed,
 * by an edit of the text: everything else stays as it is, comments and layout included.
 */
final class TomlSettings {
  private static final Pattern STRING =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'", Pattern.DOTALL);

  private final String text;
  private final List<String> table;
  private final List<Item> items = new ArrayList<>();

  /**
   * A table's header, or a key with its value, with the line ends that belong to it.
   *
   * @param header the name of the table that begins or that the key is in
   * @param key null for a header
   * @param valueStart where the value begins
   * @param valueEnd where it ends (exclusive), without spaces and comments behind it
   */
  private record Item(
      List<String> header,
      @Nullable List<String> key,
      int start,
      int valueStart,
      int valueEnd,
      int end) {}

  /**
   * @param table the server's table, such as {@code mcp_servers}, {@code aurora-dsql}
   * @throws RefusedException if the text is not understood, or has the server in another form than
   *     a table of its own
   */
  TomlSettings(String text, List<String> table) {
    this.text = text;
    this.table = table;
    List<String> header = List.of();
    for (int at = 0; at < text.length(); ) {
      int start = at;
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '#') {
        at = lineEnd(at);
      } else if (c == '[') {
        at = lineEnd(at);
        header =
            path(text.substring(start, text.lastIndexOf(']', at) + 1).replaceAll("^\\[+|]+$", ""));
        items.add(new Item(header, null, start, at, at, at));
      } else {
        int equals = endOfKey(at);
        List<String> key = path(text.substring(start, equals));
        requireKnownForm(header, key);
        int valueStart = equals + 1;
        while (valueStart < text.length() && " \t".indexOf(text.charAt(valueStart)) >= 0) {
          valueStart++;
        }
        int valueEnd = endOfValue(valueStart);
        at = lineEnd(valueEnd);
        items.add(new Item(header, key, start, valueStart, valueEnd, at));
      }
    }
  }

  private void requireKnownForm(List<String> header, List<String> key) {
    List<String> whole = new ArrayList<>(header);
    whole.addAll(key);
    int common = Math.min(whole.size(), table.size());
    boolean concerned = whole.subList(0, common).equals(table.subList(0, common));
    if (concerned && !isOurs(header)) {
      throw new RefusedException(
          "it has %s otherwise than in a table of its own".formatted(String.join(".", whole)));
    }
  }

  /** The offset behind the line end that follows. */
  private int lineEnd(int from) {
    int newline = text.indexOf('\n', from);
    return newline < 0 ? text.length() : newline + 1;
  }

  private int endOfKey(int from) {
    for (int i = from; i < text.length() && text.charAt(i) != '\n'; i++) {
      char c = text.charAt(i);
      if (c == '=') {
        return i;
      }
      if (c == '"' || c == '\'') {
        i = endOfString(i) - 1;
      }
    }
    throw new RefusedException("it is not understood at character " + (from + 1));
  }

  /** Where a value ends: arrays and long strings go on over lines. */
  private int endOfValue(int from) {
    int depth = 0;
    int end = from;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\'' -> i = endOfString(i) - 1;
        case '#' -> i = lineEnd(i) - 2;
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        case '\n' -> {
          if (depth <= 0) {
            return end;
          }
        }
        default -> {}
      }
      if (!Character.isWhitespace(c) && c != '#') {
        end = i + 1;
      }
    }
    if (depth > 0) {
      throw new RefusedException("a bracket is not closed");
    }
    return end;
  }

  private int endOfString(int from) {
    String quote = text.substring(from, from + 1);
    String delimiter = text.startsWith(quote.repeat(3), from) ? quote.repeat(3) : quote;
    for (int i = from + delimiter.length(); i < text.length(); i++) {
      if (text.startsWith(delimiter, i)) {
        return i + delimiter.length();
      }
      if (text.charAt(i) == '\\' && quote.equals("\"")) {
        i++;
      }
    }
    throw new RefusedException("a string is not closed");
  }

  /** The parts of a name, which may be quoted. */
  private static List<String> path(String name) {
    List<String> parts = new ArrayList<>();
    for (String part : name.split("\\.(?=(?:[^\"']*[\"'][^\"']*[\"'])*[^\"']*$)", -1)) {
      parts.add(part.strip().replaceAll("^[\"']|[\"']$", ""));
    }
    return parts;
  }

  private boolean isOurs(List<String> header) {
    return header.size() >= table.size() && header.subList(0, table.size()).equals(table);
  }

  boolean hasTable() {
    return items.stream().anyMatch(item -> isOurs(item.header()));
  }

  private @Nullable Item find(String key) {
    return items.stream()
        .filter(item -> item.header().equals(table) && List.of(key).equals(item.key()))
        .findFirst()
        .orElse(null);
  }

  /** What the server is started with; empty if it is not there. */
  List<String> args() {
    Item item = find("args");
    if (item == null) {
      return List.of();
    }
    return STRING
        .matcher(text.substring(item.valueStart(), item.valueEnd()))
        .results()
        .map(string ->
            string.group(1) == null
                ? string.group(2)
                : string.group(1).replace("\\\"", "\"").replace("\\\\", "\\"))
        .toList();
  }

  /** The text without the tables. */
  String without() {
    StringBuilder kept = new StringBuilder();
    int from = 0;
    for (Item item : items) {
      if (isOurs(item.header())) {
        kept.append(text, from, Math.max(from, item.start()));
        from = item.end();
      }
    }
    String rest = text.substring(from);
    if (rest.isBlank()) {
      String before = kept.toString().stripTrailing();
      return before.isEmpty() ? "" : before + "\n";
    }
    // The empty line that set the table off from the next goes with it.
    boolean setOff = kept.isEmpty() || kept.toString().endsWith("\n\n");
    return kept + (setOff ? rest.replaceFirst("^\r?\n", "") : rest);
  }

  /** The text with the server's command set; what else its tables have stays. */
  String with(String command, List<String> args) {
    String list = "[" + String.join(", ", args.stream().map(TomlSettings::quoted).toList()) + "]";
    return new TomlSettings(with("command", quoted(command)), table).with("args", list);
  }

  private String with(String key, String value) {
    Item present = find(key);
    if (present != null) {
      return text.substring(0, present.valueStart()) + value + text.substring(present.valueEnd());
    }
    String line = key + " = " + value + "\n";
    Item last =
        items.stream()
            .filter(item -> item.header().equals(table))
            .reduce((first, second) -> second)
            .orElse(null);
    if (last != null) {
      String before = text.substring(0, last.end());
      return before + (before.endsWith("\n") ? "" : "\n") + line + text.substring(last.end());
    }
    String before = text.isEmpty() ? "" : text.stripTrailing() + "\n\n";
    return before + "[" + String.join(".", table) + "]\n" + line;
  }

  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
