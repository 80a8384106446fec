package dev.borealis.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What was exported.
 *
 * @param snapshots how many states of the database it shows: 1 if the export took less than the
 *     five minutes that a transaction may
 */
public record ExportReport(List<Table> tables, int snapshots, Duration duration) {
  /** A table's rows, and where they are. */
  public record Table(String name, long rows, Path file) {}

  /** All tables. */
  public ExportReport {
    tables = List.copyOf(tables);
  }
}
