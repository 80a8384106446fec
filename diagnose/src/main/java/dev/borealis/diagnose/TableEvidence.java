package dev.borealis.diagnose;

import dev.borealis.plan.RelationName;
import dev.borealis.sql.SqlPrinter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog and the data say about a table of a plan.
 *
 * @param relation its schema and name
 * @param relationTuples how many rows the statistics have; -1 if it was never analysed
 * @param relationPages how many pages the statistics have
 * @param count how many rows there are; null if the table is too large to be counted
 * @param columns in the table's order
 * @param indexes the primary key first
 */
record TableEvidence(
    RelationName relation,
    double relationTuples,
    long relationPages,
    @Nullable Long count,
    List<Column> columns,
    List<Index> indexes) {

  /**
   * A column.
   *
   * @param type as SQL
   * @param notNull whether it cannot be null
   * @param statistics null if the table was never analysed
   */
  record Column(String name, String type, boolean notNull, @Nullable Statistics statistics) {
    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

    boolean isInteger() {
      return INTEGERS.contains(type);
    }

    /** Whether it is a timestamp without time zone, in microseconds. */
    boolean isTimestamp() {
      return type.equals("timestamp without time zone");
    }
  }

  /**
   * What pg_stats has.
   *
   * @param distinct as there: negative is a share of the rows
   * @param commonValues the most frequent ones with their shares
   */
  record Statistics(
      double nullFraction,
      double distinct,
      long averageWidth,
      List<ValueShare> commonValues,
      double correlation) {}

  /** A value, as text, and the share of the rows that have it. */
  record ValueShare(String value, double share) {}

  /**
   * An index.
   *
   * @param keys columns as SQL names, or expressions
   * @param included columns as SQL names
   */
  record Index(
      String name, boolean primary, boolean valid, List<String> keys, List<String> included) {

    /** Whether its first keys are these columns, in any order. */
    boolean beginsWith(List<String> columns) {
      List<String> names = columns.stream().map(SqlPrinter::printName).toList();
      return keys.size() >= names.size() && names.containsAll(keys.subList(0, names.size()));
    }

    boolean leadsWith(String column) {
      return !keys.isEmpty() && keys.getFirst().equals(SqlPrinter.printName(column));
    }
  }

  /** The number of rows, counted or else from the statistics; at least 0. */
  double rows() {
    return count == null ? Math.max(0, relationTuples) : count;
  }

  /** The bytes of a row, as the statistics have it; 0 without. */
  long rowWidth() {
    return columns.stream()
        .map(Column::statistics)
        .mapToLong(statistics -> statistics == null ? 0 : statistics.averageWidth())
        .sum();
  }

  @Nullable Column column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst().orElse(null);
  }
}
