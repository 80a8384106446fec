package dev.borealis.mcp;

import java.util.ArrayList;
import java.util.List;

/**
 * Codex's configuration, in which the tables of one MCP server are set or removed, line by line.
 */
final class TomlSettings {
  private final List<String> others = new ArrayList<>();
  private final List<String> ours = new ArrayList<>();

  /**
   * @param table the server's table, such as {@code mcp_servers.aurora-dsql}
   */
  TomlSettings(String text, String table) {
    boolean within = false;
    for (String line : text.lines().toList()) {
      String bare = line.strip();
      if (bare.startsWith("[")) {
        String name = bare.replaceAll("^\\[+|].*$", "").replace("\"", "").strip();
        within = name.equals(table) || name.startsWith(table + ".");
      }
      (within ? ours : others).add(line);
    }
  }

  boolean hasTable() {
    return !ours.isEmpty();
  }

  /** The text without the tables. */
  String without() {
    String text = String.join("\n", others).stripTrailing();
    return text.isEmpty() ? "" : text + "\n";
  }

  /** The text with the tables at its end; what the environment had stays. */
  String with(String table, String command, List<String> args) {
    StringBuilder text = new StringBuilder(without());
    text.append(text.isEmpty() ? "" : "\n").append('[').append(table).append("]\n");
    text.append("command = ").append(quoted(command)).append('\n');
    text.append("args = [")
        .append(String.join(", ", args.stream().map(TomlSettings::quoted).toList()))
        .append("]\n");
    boolean within = false;
    for (String line : ours) {
      within |= line.strip().startsWith("[" + table + ".");
      if (within) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
