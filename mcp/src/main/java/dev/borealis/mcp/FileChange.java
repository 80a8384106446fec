package dev.borealis.mcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a file.
 *
 * @param path the file
 * @param before its text; null if it does not exist
 * @param after its text from then on; null if it is deleted
 */
public record FileChange(Path path, @Nullable String before, @Nullable String after) {
  private static final String BACKUP = ".before-dsql";
  private static final int CONTEXT_LINES = 2;

  /** Whether a file was there before it was first changed: its copy is kept beside it. */
  static boolean hasEarlier(Path path) {
    return Files.exists(backup(path));
  }

  private static Path backup(Path path) {
    return path.resolveSibling(path.getFileName() + BACKUP);
  }

  /** Whether there is anything to do. */
  public boolean changes() {
    return !Objects.equals(before, after);
  }

  /** What changes, in words and, for a file that exists, as a diff. */
  public String diff() {
    if (before == null) {
      return "new      " + path + "\n";
    }
    if (after == null) {
      return "delete   " + path + "\n";
    }
    return "change   " + path + "\n" + hunk(before.lines().toList(), after.lines().toList());
  }

  /** The lines that differ, between the first and the last that do. */
  private static String hunk(List<String> old, List<String> now) {
    int same = 0;
    while (same < Math.min(old.size(), now.size()) && old.get(same).equals(now.get(same))) {
      same++;
    }
    int tail = 0;
    while (tail < Math.min(old.size(), now.size()) - same
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    StringBuilder hunk = new StringBuilder();
    append(hunk, "  ", old.subList(Math.max(0, same - CONTEXT_LINES), same));
    append(hunk, "- ", old.subList(same, old.size() - tail));
    append(hunk, "+ ", now.subList(same, now.size() - tail));
    int end = old.size() - tail;
    append(hunk, "  ", old.subList(end, Math.min(old.size(), end + CONTEXT_LINES)));
    return hunk.toString();
  }

  private static void append(StringBuilder hunk, String mark, List<String> lines) {
    lines.forEach(line -> hunk.append("         ").append(mark).append(line).append('\n'));
  }

  /**
   * Does it. A file that exists is kept beside, under a name that ends in {@code .before-dsql},
   * unless such a copy is there already: the oldest is the one that is not ours.
   *
   * @throws IOException if a file cannot be written; the others are as they were
   */
  public void apply() throws IOException {
    if (before != null) {
      Path backup = backup(path);
      if (after != null && !Files.exists(backup)) {
        Files.copy(path, backup, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    if (after == null) {
      Files.deleteIfExists(path);
      return;
    }
    // People link to settings that they keep elsewhere; the link must go on leading there.
    Path file = before == null ? path : path.toRealPath();
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(directory);
    // Into a file beside it first, so that nobody ever finds half of it.
    Path written = Files.createTempFile(directory, ".dsql-", ".tmp");
    try {
      Files.writeString(written, after);
      if (before != null) {
        Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(file));
      } else {
        readable(written);
      }
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (UnsupportedOperationException e) {
      // A file system without POSIX permissions.
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static void readable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
