package dev.borealis.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A hosts file, in which lines of ours stand between two marks. */
record HostsFile(Path path) {
  private static final String BEGIN = "# dsql: local clusters";
  private static final String END = "# dsql: end";
  private static final long MAX_BYTES = 16 << 20;

  static Path ofSystem() {
    String windows = System.getenv("SystemRoot");
    return windows == null
        ? Path.of("/etc/hosts")
        : Path.of(windows, "System32", "drivers", "etc", "hosts");
  }

  /**
   * The content with {@code lines} as the only ones of ours; everything else as it is.
   *
   * @throws IOException if it cannot be read, or our lines in it have no end
   */
  String with(List<String> lines) throws IOException {
    if (Files.size(path) > MAX_BYTES) {
      throw new IOException("it is larger than " + MAX_BYTES + " bytes");
    }
    List<String> kept = new ArrayList<>();
    boolean ours = false;
    // Bytes of whatever encoding stay what they are.
    for (String line : Files.readString(path, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      if (line.strip().equals(BEGIN)) {
        ours = true;
      } else if (ours && line.strip().equals(END)) {
        ours = false;
      } else if (!ours) {
        kept.add(line);
      }
    }
    if (ours) {
      throw new IOException("the line '" + END + "' is missing in it");
    }
    String text = String.join("\n", kept);
    if (lines.isEmpty()) {
      return text;
    }
    String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    return text + separator + BEGIN + "\n" + String.join("\n", lines) + "\n" + END + "\n";
  }

  /** Writes the file anew. In place, as it may be mounted by itself and cannot be renamed over. */
  void replace(String content) throws IOException {
    Files.writeString(path, content, StandardCharsets.ISO_8859_1);
  }
}
