package dev.borealis.load;

import dev.borealis.sql.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The definition of a table that does not exist yet, from the records that it is to hold. */
final class NewTable {
  private final LoadOptions options;
  private final LoadProgress progress;

  NewTable(LoadOptions options, LoadProgress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Reads the sources and says what table holds all that is in them.
   *
   * @param keys of JSON objects, of all sources together; null if none has such
   * @return the statement that makes it
   */
  String infer(List<Source> sources, InputOpener opener, @Nullable List<String> keys)
      throws IOException {
    progress.enter(LoadProgress.Phase.INFERRING);
    List<String> names = new ArrayList<>();
    List<ColumnInference> columns = new ArrayList<>();
    List<ColumnType> known = List.of();
    long records = 0;
    boolean whole = true;
    for (Source source : sources) {
      try (Records input = opener.open(source, keys)) {
        if (input instanceof ParquetRecords parquet) {
          known = parquet.types();
        }
        for (Fields record = input.nextReadable(); record != null; record = input.nextReadable()) {
          if (options.sampleRows() > 0 && records >= options.sampleRows()) {
            whole = false;
            break;
          }
          note(record, columns, records);
          records++;
          progress.rowsRead.set(records);
        }
        List<String> found = names(input.names(), columns.size());
        if (!names.isEmpty() && !names.equals(found)) {
          throw new LoadException(
              "%s has other columns than %s: %s instead of %s. Load them one after the other."
                  .formatted(
                      source.name(),
                      sources.getFirst().name(),
                      SqlNames.quoteAll(found),
                      SqlNames.quoteAll(names)));
        }
        names = found;
      }
    }
    if (names.isEmpty()) {
      throw new LoadException(
          "There is nothing in %s to tell the columns of a new table from."
              .formatted(sources.getFirst().name()));
    }
    return statement(names, columns, known, whole);
  }

  private static void note(Fields record, List<ColumnInference> columns, long before) {
    while (columns.size() < record.count()) {
      ColumnInference column = new ColumnInference();
      if (before > 0) {
        column.addNull();
      }
      columns.add(column);
    }
    for (int i = 0; i < columns.size(); i++) {
      if (i < record.count()) {
        columns.get(i).add(record, i);
      } else {
        columns.get(i).addNull();
      }
    }
  }

  private List<String> names(@Nullable List<String> given, int count) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    int size = given == null ? count : given.size();
    for (int i = 0; i < size; i++) {
      String name = given == null ? "" : given.get(i);
      String mapped = options.columnMap().getOrDefault(name, name);
      String column = mapped.isEmpty() ? "column_" + (i + 1) : mapped;
      SqlNames.require("column", column);
      if (!taken.add(column)) {
        throw new LoadException(
            "Two columns are called '%s'. Rename one with --column-map.".formatted(column));
      }
      names.add(column);
    }
    return names;
  }

  private String statement(
      List<String> names, List<ColumnInference> columns, List<ColumnType> known, boolean whole) {
    if (!options.excludedColumns().isEmpty()) {
      throw new LoadException(
          "--exclude-columns needs a table that exists: a new one has the file's columns.");
    }
    List<String> parts = new ArrayList<>();
    if (options.uuidKey() != null) {
      parts.add(
          Quoted.name(SqlNames.require("column", options.uuidKey()))
              + " uuid PRIMARY KEY DEFAULT gen_random_uuid()");
    }
    for (int i = 0; i < names.size(); i++) {
      ColumnInference column = i < columns.size() ? columns.get(i) : new ColumnInference();
      ColumnType type = i < known.size() ? known.get(i) : column.type();
      boolean notNull = whole && i < columns.size() && !column.nulls();
      parts.add(Quoted.name(names.get(i)) + " " + type.sql() + (notNull ? " NOT NULL" : ""));
    }
    if (!options.primaryKey().isEmpty()) {
      for (String key : options.primaryKey()) {
        if (!names.contains(key)) {
          throw new LoadException(
              "--primary-key names '%s', and the file has: %s."
                  .formatted(key, String.join(", ", names)));
        }
      }
      parts.add("PRIMARY KEY (" + SqlNames.quoteAll(options.primaryKey()) + ")");
    }
    return "CREATE TABLE %s (\n  %s\n)"
        .formatted(options.qualifiedTable(), String.join(",\n  ", parts));
  }
}
