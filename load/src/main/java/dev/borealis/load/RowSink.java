package dev.borealis.load;

import java.io.Closeable;
import java.io.IOException;

/** Takes the rows of a table, each as COPY writes it. */
interface RowSink extends Closeable {
  /**
   * Takes a row.
   *
   * @param row in COPY's text format, with the line feed at its end
   */
  void row(byte[] row) throws IOException;
}
