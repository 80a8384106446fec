package dev.borealis.alter;

import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import java.util.List;

/**
 * What belongs to a table beyond its definition.
 *
 * @param indexes those that no constraint makes
 * @param comments on the table and its columns
 * @param grants of privileges, owner's left out
 * @param incoming foreign keys of other tables that point to it
 * @param sequences those that belong to a column without being its identity
 * @param statistics extended statistics
 * @param dependents views and functions that are bound to it, as people name them
 * @param relationNames all names in the schema that tables, indexes, views and sequences have
 * @param statisticsNames all names of extended statistics in the schema
 */
record Surroundings(
    List<TableIndex> indexes,
    List<TableComment> comments,
    List<TableGrant> grants,
    List<IncomingKey> incoming,
    List<OwnedSequence> sequences,
    List<TableStatistics> statistics,
    List<Dependent> dependents,
    List<String> relationNames,
    List<String> statisticsNames) {

  /**
   * An index.
   *
   * @param columns those that it reads, in keys, INCLUDE, expressions or its condition
   * @param valid false if its job has failed or is not over
   */
  record TableIndex(
      String name, List<String> columns, IndexStmt definition, boolean unique, boolean valid) {}

  /**
   * A comment.
   *
   * @param on TABLE, COLUMN, CONSTRAINT or INDEX
   * @param name of the column, constraint or index; empty for the table
   */
  record TableComment(String on, String name, String text) {}

  /**
   * Privileges of a role.
   *
   * @param privileges as GRANT has them
   * @param columns to which they are limited; empty for the whole table
   * @param role as SQL, PUBLIC included
   */
  record TableGrant(
      List<String> privileges, List<String> columns, String role, boolean withGrantOption) {}

  /**
   * A foreign key of another table.
   *
   * @param table as SQL, with its schema
   * @param referenced the columns that it points to
   * @param definition without NOT VALID
   */
  record IncomingKey(
      String table, String name, List<String> referenced, String definition, boolean validated) {}

  /** A sequence that goes with its column. */
  record OwnedSequence(String sequence, String column) {}

  /** Extended statistics, with its columns and its definition behind the name. */
  record TableStatistics(String name, List<String> columns, String definition) {}

  /**
   * What is bound to the table by its identity and not by its name.
   *
   * @param description such as {@code view public.recent}
   * @param column the column that it uses; empty if it uses the whole row
   */
  record Dependent(String description, String column) {}
}
