package dev.borealis.load;

import dev.borealis.dialect.DsqlVersion;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to export.
 *
 * @param schema null: all schemas
 * @param table null: all tables
 * @param output a file for SQL, a directory for the other forms
 * @param version the service whose SQL is written
 */
public record ExportOptions(
    @Nullable String schema, @Nullable String table, Form form, Path output, DsqlVersion version) {
  /** What is written. */
  public enum Form {
    /** A script of definitions and data, which {@code dsql migrate} reads. */
    SQL,
    /** A file for each table, with a header. */
    CSV,
    /** A file for each table, with types. */
    PARQUET
  }
}
