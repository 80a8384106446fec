package dev.borealis.load;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of one source, in order. */
interface Records extends Closeable {
  /** The names of the fields; null if the source has none. */
  @Nullable List<String> names();

  /**
   * The next record, or null at the end. The object is used again for the record after it.
   *
   * @throws BadRecordException if this record cannot be read, but the next one can
   * @throws LoadException if nothing more can be read
   */
  @Nullable Fields next() throws IOException, BadRecordException;

  /** The next record that can be read; those that cannot are passed over. */
  default @Nullable Fields nextReadable() throws IOException {
    Fields record = null;
    boolean readable = false;
    while (!readable) {
      try {
        record = next();
        readable = true;
      } catch (BadRecordException e) {
        // Reported by whoever has to load it.
        readable = false;
      }
    }
    return record;
  }

  /** What a record's number counts: lines of a text, rows of anything else. */
  default String unit() {
    return "line";
  }
}
