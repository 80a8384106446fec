package dev.borealis.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** One cache for all tests of this JVM, because filling it takes seconds. */
final class SharedCache {
  private static final Path DIRECTORY = create();

  private SharedCache() {}

  static Path directory() {
    return DIRECTORY;
  }

  static PostgresBinaries binaries() {
    return PostgresBinaries.install(DIRECTORY, PostgresPlatform.current());
  }

  static PostgresServerOptions ephemeral() {
    return PostgresServerOptions.ephemeral().withCacheDirectory(DIRECTORY);
  }

  static PostgresServerOptions durable(Path dataDirectory) {
    return PostgresServerOptions.durable(dataDirectory).withCacheDirectory(DIRECTORY);
  }

  private static Path create() {
    try {
      return ReachableDirectory.create();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
