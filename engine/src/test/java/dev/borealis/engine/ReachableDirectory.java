package dev.borealis.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Temporary directories that an unprivileged account can enter when root runs the tests. */
final class ReachableDirectory implements TempDirFactory {
  private static final AtomicInteger CREATED = new AtomicInteger();
  private static final Path PARENT = createParent();

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    return create();
  }

  static Path create() throws IOException {
    // Short, because the path of a socket has little room.
    Path directory = PARENT.resolve(Integer.toString(CREATED.incrementAndGet()));
    return open(Files.createDirectory(directory));
  }

  private static Path createParent() {
    try {
      Path parent = open(Files.createTempDirectory("borealis-test-"));
      DirectoryTree.spread(parent);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(parent)));
      return parent;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path open(Path directory) throws IOException {
    DirectoryTree.setMode(directory, DirectoryTree.ALL_MAY_READ);
    return directory;
  }

  private static void delete(Path directory) {
    try {
      DirectoryTree.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
