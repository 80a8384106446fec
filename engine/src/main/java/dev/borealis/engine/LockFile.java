package dev.borealis.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock, among all processes and all threads of this JVM, that the operating system
 * drops when its holder dies. The file holds the holder's process id and stays when unlocked.
 */
final class LockFile implements AutoCloseable {
  // POSIX drops a process's lock as soon as it closes any descriptor of the file, so a file that is
  // locked by this JVM must never be opened a second time here.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  // Beyond any content, because Windows keeps others from reading a locked range.
  private static final long LOCKED_BYTE = 1L << 40;
  private static final int LONGEST_PROCESS_ID = 20;
  private static final Duration POLL = Duration.ofMillis(5);

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private LockFile(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /** Locks {@code file}, creating it if need be, or returns null if somebody else holds it. */
  static @Nullable LockFile tryAcquire(Path file) throws IOException {
    Path key = key(file);
    if (!HELD_HERE.add(key)) {
      return null;
    }
    LockFile acquired = null;
    try {
      acquired = lock(key);
      return acquired;
    } finally {
      if (acquired == null) {
        HELD_HERE.remove(key);
      }
    }
  }

  /** Locks {@code file}, waiting up to {@code patience} for whoever holds it. */
  static LockFile acquire(Path file, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      LockFile acquired = tryAcquire(file);
      if (acquired != null) {
        return acquired;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new EngineException(
            ("%s has been locked by %s for more than %d s. If that process hangs, end it and"
                    + " try again.")
                .formatted(file, holder(file), patience.toSeconds()));
      }
      Interruption.sleep(POLL);
    }
  }

  /** Who holds {@code file}, in words for an error message. */
  static String holder(Path file) {
    try {
      if (HELD_HERE.contains(key(file))) {
        return "this process";
      }
      try (var in = Files.newInputStream(file)) {
        byte[] content = in.readNBytes(LONGEST_PROCESS_ID);
        String id = new String(content, StandardCharsets.US_ASCII).strip();
        return id.isEmpty() ? "another process" : "process " + id;
      }
    } catch (IOException e) {
      return "another process";
    }
  }

  private static Path key(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent.toRealPath().resolve(file.getFileName());
  }

  private static @Nullable LockFile lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    FileLock lock = null;
    try {
      lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        return null;
      }
      byte[] id = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0).write(ByteBuffer.wrap(id), 0);
      return new LockFile(file, channel, lock);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  /** The locked file. */
  Path file() {
    return file;
  }

  @Override
  public void close() {
    try (channel) {
      if (lock.isValid()) {
        lock.release();
      }
    } catch (IOException e) {
      throw EngineException.of("Unlocking " + file, e);
    } finally {
      HELD_HERE.remove(file);
    }
  }
}
