package dev.borealis.load;

import java.util.Locale;

/** What a file's records are written in. */
public enum DataFormat {
  /** Fields between delimiters, quoted where need be. */
  CSV,
  /** The same with tabs. */
  TSV,
  /** A JSON object on each line. */
  JSONL,
  /** Apache Parquet. */
  PARQUET,
  /** A plain dump of pg_dump. */
  PGDUMP;

  /**
   * What a file's name says.
   *
   * @throws LoadException if it says nothing
   */
  static DataFormat of(String name) {
    String within = Compression.nameWithin(name).toLowerCase(Locale.ROOT);
    String extension = within.substring(within.lastIndexOf('.') + 1);
    return switch (extension) {
      case "csv" -> CSV;
      case "tsv", "tab" -> TSV;
      case "jsonl", "ndjson" -> JSONL;
      case "parquet" -> PARQUET;
      default ->
          throw new LoadException(
              "The name of %s does not tell its format. Say it with --format: csv, tsv, jsonl, parquet or pgdump."
                  .formatted(name));
    };
  }
}
