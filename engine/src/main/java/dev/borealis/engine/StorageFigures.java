package dev.borealis.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a PostgreSQL has read from and written to its storage since its statistics began, its own
 * work included.
 *
 * @param bytesRead of pages that were looked at, whether they were in memory already or not
 * @param bytesWritten to the write-ahead log
 */
public record StorageFigures(long bytesRead, long bytesWritten) {
  private static final String QUERY =
      "SELECT (SELECT (blks_read + blks_hit) * pg_catalog.current_setting('block_size')::bigint"
          + " FROM pg_catalog.pg_stat_database WHERE datname = pg_catalog.current_database()),"
          + " (SELECT wal_bytes::bigint FROM pg_catalog.pg_stat_wal)";

  /** A file of a relation is named by its number, behind which fork and segment may stand. */
  private static final Pattern RELATION_FILE = Pattern.compile("(\\d{1,10})(_[a-z]+)?(\\.\\d+)?");

  /** Objects that initdb makes have lower numbers (FirstNormalObjectId in access/transam.h). */
  private static final long FIRST_NORMAL_OBJECT = 16_384;

  /** The figures of a server as of now; empty if it does not run, because this does not wake it. */
  public static Optional<StorageFigures> of(PostgresServer server) {
    if (server.state() != ServerState.READY) {
      return Optional.empty();
    }
    // Past awaitReady, which would wake a server that goes to sleep at this moment.
    try (Backend backend = Backend.connect(server.socket(), BackendProfile.SYSTEM)) {
      List<@Nullable String> row = backend.query(QUERY).getFirst();
      return Optional.of(
          new StorageFigures(
              Long.parseLong(String.valueOf(row.getFirst())),
              Long.parseLong(String.valueOf(row.getLast()))));
    } catch (IOException | BackendException e) {
      return Optional.empty();
    }
  }

  /**
   * Bytes of the files of all tables and indexes but PostgreSQL's own catalog; the server may
   * sleep.
   */
  public static long storedBytes(PostgresServer server) {
    AtomicLong bytes = new AtomicLong();
    try {
      Files.walkFileTree(
          server.pgdata().resolve("base"),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (isOfRelation(file)) {
                bytes.addAndGet(attributes.size());
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              // Tables may be dropped meanwhile.
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.get();
  }

  private static boolean isOfRelation(Path file) {
    Matcher name = RELATION_FILE.matcher(String.valueOf(file.getFileName()));
    return name.matches() && Long.parseLong(name.group(1)) >= FIRST_NORMAL_OBJECT;
  }
}
