package dev.borealis.engine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The file that PostgreSQL's messages go to. It never takes more than twice {@link #LONGEST_BYTES}:
 * the file itself and the one before it, {@code postgres.log.1}.
 */
record ServerLog(Path file) {
  static final long LONGEST_BYTES = 16L * 1024 * 1024;

  /** Time and process id, as the setting log_line_prefix has them. */
  private static final Pattern LINE_PREFIX = Pattern.compile("^[-0-9]+ [:.0-9]+ UTC \\[\\d+\\] ");

  private static final int EXCERPT_BYTES = 8 * 1024;
  private static final int EXCERPT_LINES = 5;

  /** Puts the log of the run before aside and begins a new one. */
  void begin() throws IOException {
    if (Files.exists(file)) {
      Files.move(file, former(), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createFile(file);
    DirectoryTree.setMode(file, "rw-------");
  }

  /** Puts the content aside if it has grown too long. */
  void cut() throws IOException {
    if (Files.exists(file) && Files.size(file) > LONGEST_BYTES) {
      Files.copy(file, former(), StandardCopyOption.REPLACE_EXISTING);
      // The server goes on writing to this very file, always to its end; what it writes between
      // the copy and the cut is lost.
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  private Path former() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  long size() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** The last messages that were written behind {@code position}, for an error message. */
  String excerpt(long position) throws IOException {
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(Math.min(position, in.length()), in.length() - EXCERPT_BYTES);
      byte[] end = new byte[(int) (in.length() - from)];
      in.seek(from);
      in.readFully(end);
      List<String> lines =
          new String(end, StandardCharsets.UTF_8)
              .lines()
              .map(line -> LINE_PREFIX.matcher(line).replaceFirst(""))
              .toList();
      return String.join(
          "; ", lines.subList(Math.max(0, lines.size() - EXCERPT_LINES), lines.size()));
    }
  }
}
