package dev.borealis.iam;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A directory of small files, keys among them, that several processes share. A file is only ever
 * replaced as a whole, so a reader needs no lock and never sees half of one, not even after a
 * crash. Writers take {@link #lock()}, one at a time among all threads and processes.
 */
public final class StateDirectory {
  /**
   * Who may read a file. On file systems without POSIX permissions the directory's own protection
   * is all there is.
   */
  public enum Readers {
    /** Only the user who runs this process (0600). */
    OWNER("rw-------"),
    /** All users of the machine (0644). */
    EVERYONE("rw-r--r--");

    private final String permissions;

    Readers(String permissions) {
      this.permissions = permissions;
    }
  }

  /**
   * Writers hold the lock for milliseconds; one that does not let go of it for so long has been
   * stopped.
   */
  static final Duration MAX_LOCK_WAIT = Duration.ofSeconds(30);

  private static final Duration LOCK_POLL_INTERVAL = Duration.ofMillis(10);
  private static final String LOCK_FILE = ".lock";

  // File locks are held by the whole process, so threads need a lock of their own.
  private static final ReentrantLock WRITER_IN_THIS_PROCESS = new ReentrantLock();

  private final Path path;

  private StateDirectory(Path path) {
    this.path = path;
  }

  /** Uses {@code path}, which is made if it does not exist. */
  public static StateDirectory open(Path path) throws IOException {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw cannot("make the directory", path, e);
    }
    return new StateDirectory(path.toAbsolutePath());
  }

  /** The absolute path of a file in this directory, existing or not. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /**
   * The content of a file; null if there is no such file.
   *
   * @throws IOException if it cannot be read or has more than {@code maxBytes} bytes; the message
   *     names the file
   */
  public byte @Nullable [] read(String name, int maxBytes) throws IOException {
    Path file = file(name);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(maxBytes + 1);
      if (content.length > maxBytes) {
        throw new FileSystemException(
            file.toString(), null, "the file is larger than " + maxBytes + " bytes");
      }
      return content;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  /**
   * Waits until no other thread and no other process is changing this directory.
   *
   * @throws IOException if another process does not finish within 30 seconds, or the directory
   *     cannot be written
   */
  public Changes lock() throws IOException {
    return lock(MAX_LOCK_WAIT);
  }

  Changes lock(Duration maxWait) throws IOException {
    Path file = file(LOCK_FILE);
    long deadlineNanos = System.nanoTime() + maxWait.toNanos();
    try {
      if (!WRITER_IN_THIS_PROCESS.tryLock(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new FileSystemException(
            file.toString(), null, "another thread does not let go of it");
      }
    } catch (InterruptedException e) {
      throw interrupted(file);
    }
    @Nullable FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      awaitFileLock(channel, file, deadlineNanos);
      locked = true;
      return new Changes(channel);
    } catch (IOException e) {
      throw cannot("lock", file, e);
    } finally {
      if (!locked) {
        if (channel != null) {
          channel.close();
        }
        WRITER_IN_THIS_PROCESS.unlock();
      }
    }
  }

  private static void awaitFileLock(FileChannel channel, Path file, long deadlineNanos)
      throws IOException {
    // The lock ends with its channel.
    for (FileLock lock = channel.tryLock(); lock == null; lock = channel.tryLock()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new FileSystemException(
            file.toString(),
            null,
            "another process does not let go of it; look for a stopped or hanging one");
      }
      try {
        Thread.sleep(LOCK_POLL_INTERVAL);
      } catch (InterruptedException e) {
        throw interrupted(file);
      }
    }
  }

  private static IOException interrupted(Path file) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for the lock " + file);
  }

  private static IOException cannot(String verb, Path file, IOException cause) {
    String reason =
        switch (cause) {
          case AccessDeniedException _ -> "permission denied";
          case NoSuchFileException _ -> "no such file or directory";
          case FileSystemException e when e.getReason() != null -> e.getReason();
          case IOException e -> e.toString();
        };
    return new IOException("cannot %s %s: %s".formatted(verb, file, reason), cause);
  }

  /** The right to change the directory's files, until closed by the thread that took it. */
  public final class Changes implements AutoCloseable {
    private final FileChannel lockChannel;

    private Changes(FileChannel lockChannel) {
      this.lockChannel = lockChannel;
    }

    /**
     * Puts a file in place, durably and all at once.
     *
     * @throws IOException if that fails; the old file, if any, is then untouched. The message names
     *     the file.
     */
    public void replace(String name, byte[] content, Readers readers) throws IOException {
      Path file = file(name);
      // One name is enough, as there is one writer; what a crash left behind goes.
      Path next = file(name + ".next");
      try {
        Files.deleteIfExists(next);
        writeDurably(next, content, readers);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory();
      } catch (IOException e) {
        throw cannot("write", file, e);
      }
    }

    private void writeDurably(Path file, byte[] content, Readers readers) throws IOException {
      Set<StandardOpenOption> options =
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      boolean posix =
          Files.getFileStore(path).supportsFileAttributeView(PosixFileAttributeView.class);
      try (FileChannel channel =
          posix
              ? FileChannel.open(
                  file,
                  options,
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString(Readers.OWNER.permissions)))
              : FileChannel.open(file, options)) {
        for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
          channel.write(rest);
        }
        channel.force(true);
      }
      if (posix) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(readers.permissions));
      }
    }

    private void forceDirectory() throws IOException {
      if (System.getProperty("os.name", "").startsWith("Windows")) {
        return; // Windows cannot open a directory; it keeps renames in order by itself.
      }
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        lockChannel.close();
      } finally {
        WRITER_IN_THIS_PROCESS.unlock();
      }
    }
  }
}
