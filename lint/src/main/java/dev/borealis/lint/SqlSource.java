package dev.borealis.lint;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;

/** A script that can be read from its beginning more than once. */
public interface SqlSource {
  /**
   * Reads the script from its beginning.
   *
   * @throws IOException if it cannot be opened
   */
  Reader open() throws IOException;

  /** A text in memory. */
  static SqlSource of(String sql) {
    return () -> new StringReader(sql);
  }

  /**
   * A file in UTF-8. What is not UTF-8 in it becomes a {@code parse_error} and ends the reading.
   */
  static SqlSource of(Path file) {
    return () -> new Utf8Reader(Files.newInputStream(file));
  }
}
