package dev.borealis.alter;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table as its definition has it. All texts but names are SQL.
 *
 * @param owner the role that owns it, as SQL; null: the one that asks
 * @param constraints primary key, UNIQUE, CHECK and foreign keys
 */
record TableShape(
    String schema,
    String name,
    @Nullable String owner,
    List<Column> columns,
    List<TableConstraint> constraints) {

  TableShape {
    columns = List.copyOf(columns);
    constraints = List.copyOf(constraints);
  }

  /**
   * A column.
   *
   * @param defaultValue null if it has none
   * @param generated the expression of a stored generated column; null if it is none
   * @param identity null if it is none
   * @param storage null: as its type has it
   */
  record Column(
      String name,
      String type,
      boolean notNull,
      @Nullable String defaultValue,
      @Nullable String generated,
      @Nullable Identity identity,
      @Nullable String storage) {

    Column withType(String other, @Nullable String newDefault) {
      return new Column(name, other, notNull, newDefault, generated, identity, null);
    }

    Column withNotNull(boolean required) {
      return new Column(name, type, required, defaultValue, generated, identity, storage);
    }

    Column withDefault(@Nullable String value) {
      return new Column(name, type, notNull, value, generated, identity, storage);
    }

    Column withGenerated(@Nullable String expression) {
      return new Column(name, type, notNull, defaultValue, expression, identity, storage);
    }

    Column withIdentity(@Nullable Identity other) {
      return new Column(name, type, notNull, defaultValue, generated, other, storage);
    }

    Column withStorage(@Nullable String other) {
      return new Column(name, type, notNull, defaultValue, generated, identity, other);
    }

    /** As it stands in CREATE TABLE. */
    String definition() {
      StringBuilder text = new StringBuilder(Names.sql(name)).append(' ').append(type);
      if (storage != null) {
        text.append(" STORAGE ").append(storage);
      }
      if (defaultValue != null) {
        text.append(" DEFAULT ").append(defaultValue);
      }
      if (generated != null) {
        text.append(" GENERATED ALWAYS AS (").append(generated).append(") STORED");
      }
      if (identity != null) {
        text.append(" GENERATED ")
            .append(identity.always() ? "ALWAYS" : "BY DEFAULT")
            .append(" AS IDENTITY")
            .append(identity.options().isEmpty() ? "" : " (" + identity.options() + ")");
      }
      return text.append(notNull ? " NOT NULL" : "").toString();
    }
  }

  /**
   * An identity column's numbers.
   *
   * @param options of the sequence, with CACHE
   * @param sequence the sequence's qualified name; null if there is none yet
   */
  record Identity(boolean always, String options, @Nullable String sequence) {}

  /** The kinds of constraints, in the order in which CREATE TABLE has them. */
  enum ConstraintKind {
    PRIMARY_KEY,
    UNIQUE,
    CHECK,
    FOREIGN_KEY
  }

  /**
   * A constraint.
   *
   * @param name null for one that the database is to name
   * @param columns its own columns, in order
   * @param definition without name, and without NOT VALID
   * @param validated false for NOT VALID
   * @param referenced of a foreign key, the qualified table that it points to
   */
  record TableConstraint(
      ConstraintKind kind,
      @Nullable String name,
      List<String> columns,
      String definition,
      boolean validated,
      @Nullable String referenced) {
    TableConstraint {
      columns = List.copyOf(columns);
    }

    TableConstraint named(String other) {
      return new TableConstraint(kind, other, columns, definition, validated, referenced);
    }

    /** As it stands in CREATE TABLE. */
    String clause() {
      return name == null ? definition : "CONSTRAINT " + Names.sql(name) + " " + definition;
    }
  }

  String qualifiedName() {
    return Names.qualified(schema, name);
  }

  @Nullable Column column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst().orElse(null);
  }

  Optional<TableConstraint> primaryKey() {
    return constraints.stream()
        .filter(constraint -> constraint.kind() == ConstraintKind.PRIMARY_KEY)
        .findFirst();
  }
}
