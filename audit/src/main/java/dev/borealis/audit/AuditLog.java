package dev.borealis.audit;

import dev.borealis.audit.AuditEvent.AuditStarted;
import dev.borealis.audit.AuditEvent.AuditStopped;
import dev.borealis.audit.AuditEvent.EventsLost;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The audit log in a file, one JSON object a line, and in a few older files beside it: {@code
 * FILE.1} is the latest of those. A line is handed to the operating system before its event's cause
 * goes on, so it outlives a crash of this process, though not one of the machine. Only the file's
 * owner can read it.
 *
 * <p>If a line cannot be written, its event is lost, the service's log says so, and as soon as
 * lines can be written again an {@link EventsLost} stands in the place of what is missing.
 */
public final class AuditLog implements AuditTrail, AutoCloseable {
  private static final Logger LOG = System.getLogger(AuditLog.class.getName());

  /** A file that has grown to this is put aside. */
  static final long MAX_FILE_BYTES = 16L << 20;

  /** How many older files are kept. */
  static final int KEPT_FILES = 4;

  private static final Duration WARNING_PAUSE = Duration.ofMinutes(1);
  private static final String OWNER_ONLY = "rw-------";

  private final Path path;
  private final long maxBytes;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private @Nullable RandomAccessFile out;
  private @Nullable Object fileKey;
  private long lost;
  private Instant lostSince = Instant.EPOCH;
  private Instant nextWarning = Instant.EPOCH;
  private boolean closed;

  private AuditLog(Path path, long maxBytes, InstantSource clock) {
    this.path = path;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /**
   * Goes on with the log in {@code path}, which is made if it does not exist; so are directories
   * above it.
   *
   * @throws IOException if it cannot be written
   */
  public static AuditLog open(Path path) throws IOException {
    return open(path, MAX_FILE_BYTES, InstantSource.system());
  }

  static AuditLog open(Path path, long maxBytes, InstantSource clock) throws IOException {
    Path file = path.toAbsolutePath();
    Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    AuditLog log = new AuditLog(file, maxBytes, clock);
    log.append(AuditJson.line(clock.instant(), new AuditStarted()));
    return log;
  }

  @Override
  public void record(AuditEvent event) {
    Instant now = clock.instant();
    byte[] line = AuditJson.line(now, event);
    lock.lock();
    try {
      if (!closed) {
        write(line, now);
      }
    } finally {
      lock.unlock();
    }
  }

  private void write(byte[] line, Instant now) {
    try {
      if (lost > 0) {
        append(AuditJson.line(now, new EventsLost(lost, lostSince)));
        LOG.log(Level.INFO, "The audit log {0} can be written again.", path);
        lost = 0;
      }
      append(line);
    } catch (IOException e) {
      lost++;
      if (lost == 1) {
        lostSince = now;
      }
      if (!now.isBefore(nextWarning)) {
        nextWarning = now.plus(WARNING_PAUSE);
        LOG.log(
            Level.WARNING,
            "The audit log {0} cannot be written ({1}); {2} events are lost since {3}. The service goes on.",
            path,
            e,
            lost,
            lostSince);
      }
    }
  }

  private void append(byte[] line) throws IOException {
    RandomAccessFile file = current();
    if (file.length() > 0 && file.length() + line.length > maxBytes) {
      close(file);
      putAside();
      file = current();
    }
    long end = file.length();
    try {
      file.seek(end);
      file.write(line);
    } catch (IOException e) {
      // A full disk may have taken the beginning of the line, which would spoil the next one.
      try {
        file.setLength(end);
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  /** The file, opened anew if somebody has moved it away, as programs that rotate logs do. */
  private RandomAccessFile current() throws IOException {
    RandomAccessFile file = out;
    if (file != null) {
      if (isWhereItWas()) {
        return file;
      }
      close(file);
    }
    createForOwner();
    RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw");
    out = opened;
    fileKey = key();
    return opened;
  }

  private boolean isWhereItWas() throws IOException {
    try {
      Object key = key();
      return key == null ? fileKey == null : key.equals(fileKey);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private @Nullable Object key() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private void createForOwner() throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      if (posix) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
      } else {
        Files.createFile(path);
      }
    } catch (FileAlreadyExistsException e) {
      // Goes on with it, whatever its permissions have been made since.
    }
  }

  private void putAside() throws IOException {
    for (int number = KEPT_FILES - 1; number >= 1; number--) {
      if (Files.exists(older(number))) {
        Files.move(older(number), older(number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(path, older(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path older(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  private void close(RandomAccessFile file) throws IOException {
    out = null;
    file.close();
  }

  /** Ends the log; what comes after that is not kept. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      Instant now = clock.instant();
      write(AuditJson.line(now, new AuditStopped()), now);
      closed = true;
      RandomAccessFile file = out;
      if (file != null) {
        close(file);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The audit log {0} was not closed: {1}", path, e.getMessage());
    } finally {
      lock.unlock();
    }
  }
}
