package dev.borealis.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the parts of a condition that are joined by AND. */
public sealed interface Predicate {
  /** As SQL. */
  String text();

  /** The columns that it looks at. */
  List<Column> columns();

  /**
   * A column.
   *
   * @param qualifier the name or alias of its relation; null in plans without VERBOSE
   */
  record Column(@Nullable String qualifier, String name) {}

  /**
   * A column compared with what is the same for every row.
   *
   * @param castTo the type that the column was turned into for it; null if it is compared as it is
   * @param operator such as {@code =}, {@code >=}, {@code = ANY}, {@code ~~} (LIKE) or {@code IS
   *     NULL}
   * @param operand the other side, as SQL; null if the operator takes none
   */
  record Comparison(
      String text,
      Column column,
      @Nullable String castTo,
      String operator,
      @Nullable String operand)
      implements Predicate {
    @Override
    public List<Column> columns() {
      return List.of(column);
    }

    /** Whether one entry or a few in an index can answer it. */
    public boolean isEquality() {
      return operator.equals("=") || operator.equals("= ANY") || operator.equals("IS NULL");
    }

    /** Whether a stretch of an index can answer it. */
    public boolean isRange() {
      return operator.equals("<")
          || operator.equals("<=")
          || operator.equals(">")
          || operator.equals(">=");
    }
  }

  /** A column that equals a column, as joins ask for it. */
  record ColumnEquality(String text, Column left, Column right) implements Predicate {
    @Override
    public List<Column> columns() {
      return List.of(left, right);
    }
  }

  /** Anything else. */
  record Unclassified(String text, List<Column> columns) implements Predicate {}
}
