package dev.borealis.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** A directory that goes away with the benchmark. */
final class Scratch implements AutoCloseable {
  private final Path directory;

  private Scratch(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes one in the system's place for temporary files. Other accounts may pass through, because
   * root's PostgreSQL and PgBouncer run as one of them.
   */
  static Scratch create() {
    try {
      Path directory = Files.createTempDirectory("borealis-bench");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      return new Scratch(directory);
    } catch (IOException e) {
      throw new BenchFailure("No temporary directory can be made: " + e.getMessage(), e);
    }
  }

  Path resolve(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new BenchFailure(directory + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
