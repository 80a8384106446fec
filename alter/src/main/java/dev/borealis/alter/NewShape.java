package dev.borealis.alter;

import dev.borealis.alter.TableShape.TableConstraint;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a table is to become.
 *
 * @param shape the definition, with names for all constraints
 * @param values what each column of the new table gets, as SQL over the columns of the present one;
 *     a column that is not in it gets its default
 * @param conversions of columns that change their type, by name
 * @param added the constraints that the present table has not
 * @param dropped the columns that it loses
 * @param blockers why it cannot become that
 * @param notes what else changes
 */
record NewShape(
    TableShape shape,
    Map<String, String> values,
    Map<String, TypeConversion> conversions,
    List<TableConstraint> added,
    Set<String> dropped,
    List<String> blockers,
    List<String> notes) {

  /** Whether the column's values stay as they are. */
  boolean isCarried(String column) {
    return Names.sql(column).equals(values.get(column));
  }
}
