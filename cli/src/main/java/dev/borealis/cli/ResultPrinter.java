package dev.borealis.cli;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints results, one after the other: {@link #begin}, any number of {@link #rows}, {@link #end}.
 * Values come as PostgreSQL's text form; null is SQL's null.
 */
sealed interface ResultPrinter permits TablePrinter, CsvPrinter, JsonPrinter {

  void begin(List<Column> columns) throws IOException;

  void rows(List<@Nullable String[]> page) throws IOException;

  /** The result is complete and was the answer of a statement with this command tag. */
  void end(String commandTag) throws IOException;

  /** A statement without a result was carried out. */
  void done(String commandTag) throws IOException;
}
