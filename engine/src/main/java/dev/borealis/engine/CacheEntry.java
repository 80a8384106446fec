package dev.borealis.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A directory of the cache that is costly to make: made once, by one process, and never seen half
 * made. Its name must tell apart everything that its content depends on.
 *
 * <p>Layout of the cache: {@code NAME/content} is what was made, {@code NAME/complete} the
 * fingerprint of that, written last; {@code NAME.lock} is held while it is made in {@code
 * NAME.making}, from where it is moved to its place.
 */
final class CacheEntry {
  private static final Duration LONGEST_MAKING = Duration.ofMinutes(5);

  private CacheEntry() {}

  /** Fills a new cache entry. */
  interface Maker {
    /** Creates {@code content}, which does not exist yet, and fills it. */
    void make(Path content) throws IOException;
  }

  /**
   * The content of the entry {@code name}, made now if it is missing or damaged.
   *
   * @throws EngineException if it cannot be made, or if somebody else takes over five minutes
   */
  static Path require(Path cache, String name, Maker maker) {
    Path entry = cache.resolve(name);
    try {
      if (isComplete(entry)) {
        return content(entry);
      }
      try (LockFile _ = LockFile.acquire(cache.resolve(name + ".lock"), LONGEST_MAKING)) {
        if (!isComplete(entry)) {
          make(cache, name, maker);
        }
        return content(entry);
      }
    } catch (IOException e) {
      throw EngineException.of(
          "Making " + entry + " in the cache", e, "BOREALIS_CACHE can name another place for it.");
    }
  }

  private static void make(Path cache, String name, Maker maker) throws IOException {
    Path entry = cache.resolve(name);
    Path making = cache.resolve(name + ".making");
    Path damaged = cache.resolve(name + ".damaged");
    // What is there now was left by a process that died.
    DirectoryTree.delete(making);
    DirectoryTree.delete(damaged);
    DirectoryTree.create(making, DirectoryTree.ALL_MAY_READ);
    try {
      maker.make(content(making));
      Files.writeString(marker(making), fingerprint(content(making)));
      DirectoryTree.sync(making);
      if (Files.exists(entry)) {
        Files.move(entry, damaged, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(making, entry, StandardCopyOption.ATOMIC_MOVE);
      DirectoryTree.forceDirectory(cache);
    } finally {
      DirectoryTree.delete(making);
      DirectoryTree.delete(damaged);
    }
  }

  private static boolean isComplete(Path entry) throws IOException {
    try {
      return Files.readString(marker(entry)).equals(fingerprint(content(entry)));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static Path content(Path entry) {
    return entry.resolve("content");
  }

  private static Path marker(Path entry) {
    return entry.resolve("complete");
  }

  /**
   * Sums over the names and sizes of all files: they tell a directory that lost, gained or cut a
   * file. Every start pays for this with a cold JVM, so it is kept to a few milliseconds for the
   * thousand files of the binaries, where reading them would take half a second. It guards against
   * accidents; whoever can write here on purpose can write the marker too.
   */
  private static String fingerprint(Path content) throws IOException {
    var sums = new Sums();
    Files.walkFileTree(content, sums);
    return "files %d, bytes %d, names %016x%n".formatted(sums.files, sums.bytes, sums.names);
  }

  private static final class Sums extends SimpleFileVisitor<Path> {
    private long files;
    private long bytes;
    private long names;

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      add(directory, 0);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      add(file, attributes.size());
      return FileVisitResult.CONTINUE;
    }

    private void add(Path file, long size) {
      files++;
      bytes += size;
      // A product, so that two files that exchange their sizes change the sum.
      names += String.valueOf(file.getFileName()).hashCode() * (size + 1);
    }
  }

  /** The SHA-256 digest of a text in UTF-8, as 64 hexadecimal digits. */
  static String sha256(String text) {
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
