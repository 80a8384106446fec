package dev.borealis.load;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which field of a record goes into which column.
 *
 * @param fields the number of fields that each record must have
 * @param columns those that get a value, in the table's order
 * @param fieldOf for each of them the index of its field
 */
record ColumnPlan(int fields, List<TargetColumn> columns, List<Integer> fieldOf) {

  /**
   * By name if the file has the names of the table's columns, else by position.
   *
   * @param names the file's; null if it has none
   * @throws LoadException if file and table do not go together
   */
  static ColumnPlan of(
      String file, @Nullable List<String> names, TargetTable table, LoadOptions options) {
    List<TargetColumn> writable =
        table.columns().stream().filter(column -> !column.generated()).toList();
    if (names == null) {
      if (!options.columnMap().isEmpty()) {
        throw new LoadException(
            "--column-map needs names, and %s has none. Say --header if its first line has them."
                .formatted(file));
      }
      return byPosition(file, table, writable, options, writable.size());
    }
    List<String> mapped =
        names.stream().map(name -> options.columnMap().getOrDefault(name, name)).toList();
    requireKnown(file, names, options.columnMap().keySet(), "--column-map");
    requireKnown(file, names, new HashSet<>(options.excludedColumns()), "--exclude-columns");
    boolean named = mapped.stream().anyMatch(name -> table.column(name) != null);
    return named
        ? byName(file, names, mapped, table, options)
        : byPosition(file, table, writable, options, names.size());
  }

  /** A plan with at least one column. */
  private static ColumnPlan of(int fields, List<TargetColumn> columns, List<Integer> fieldOf) {
    if (columns.isEmpty()) {
      throw new LoadException(
          "No column is left to load: --exclude-columns names them all. Leave one in.");
    }
    return new ColumnPlan(fields, List.copyOf(columns), List.copyOf(fieldOf));
  }

  /** For records with a value for each column, those that are computed included. */
  static ColumnPlan ofWholeRows(TargetTable table) {
    List<TargetColumn> columns = new ArrayList<>();
    List<Integer> fieldOf = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (!table.columns().get(i).generated()) {
        columns.add(table.columns().get(i));
        fieldOf.add(i);
      }
    }
    return new ColumnPlan(table.columns().size(), List.copyOf(columns), List.copyOf(fieldOf));
  }

  private static void requireKnown(
      String file, List<String> names, Set<String> mentioned, String option) {
    for (String name : mentioned) {
      if (!names.contains(name)) {
        throw new LoadException(
            "%s names the column '%s', which %s has not. It has: %s."
                .formatted(option, name, file, String.join(", ", names)));
      }
    }
  }

  private static ColumnPlan byName(
      String file,
      List<String> names,
      List<String> mapped,
      TargetTable table,
      LoadOptions options) {
    List<TargetColumn> columns = new ArrayList<>();
    List<Integer> fieldOf = new ArrayList<>();
    for (TargetColumn column : table.columns()) {
      int field = mapped.indexOf(column.name());
      if (field >= 0 && mapped.lastIndexOf(column.name()) != field) {
        throw new LoadException(
            "%s has two columns for '%s' of the table.".formatted(file, column.name()));
      }
      if (field >= 0 && !options.excludedColumns().contains(names.get(field))) {
        if (column.generated()) {
          throw new LoadException(
              "The column '%s' of %s is computed by the cluster. Leave it out with --exclude-columns %s."
                  .formatted(column.name(), table.name(), names.get(field)));
        }
        columns.add(column);
        fieldOf.add(field);
      }
    }
    for (int i = 0; i < names.size(); i++) {
      if (table.column(mapped.get(i)) == null
          && !options.excludedColumns().contains(names.get(i))) {
        throw new LoadException(
            "%s has a column '%s', and the table %s has none of that name. Rename it with --column-map %s:NAME, or leave it out with --exclude-columns %s."
                .formatted(file, names.get(i), table.name(), names.get(i), names.get(i)));
      }
    }
    return of(names.size(), columns, fieldOf);
  }

  private static ColumnPlan byPosition(
      String file,
      TargetTable table,
      List<TargetColumn> writable,
      LoadOptions options,
      int fields) {
    if (fields != writable.size()) {
      throw new LoadException(
          "%s has %d columns, and the table %s takes %d: %s."
              .formatted(
                  file,
                  fields,
                  table.name(),
                  writable.size(),
                  String.join(", ", writable.stream().map(TargetColumn::name).toList())));
    }
    List<TargetColumn> columns = new ArrayList<>();
    List<Integer> fieldOf = new ArrayList<>();
    for (String excluded : options.excludedColumns()) {
      if (writable.stream().noneMatch(column -> column.name().equals(excluded))) {
        throw new LoadException(
            "--exclude-columns names '%s', which the table %s has not."
                .formatted(excluded, table.name()));
      }
    }
    for (int i = 0; i < writable.size(); i++) {
      if (!options.excludedColumns().contains(writable.get(i).name())) {
        columns.add(writable.get(i));
        fieldOf.add(i);
      }
    }
    return of(fields, columns, fieldOf);
  }

  /** The columns as in SQL, separated by commas. */
  String columnList() {
    return SqlNames.quoteAll(columns.stream().map(TargetColumn::name).toList());
  }
}
