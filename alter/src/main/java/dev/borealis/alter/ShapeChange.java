package dev.borealis.alter;

import dev.borealis.alter.TableShape.Column;
import dev.borealis.alter.TableShape.ConstraintKind;
import dev.borealis.alter.TableShape.TableConstraint;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.ColumnTypeChange;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Applies the clauses of ALTER TABLE to a definition, as PostgreSQL would apply them to a table.
 */
final class ShapeChange {
  private final TableShape before;
  private final Surroundings surroundings;
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final List<TableConstraint> constraints;
  private final List<TableConstraint> added = new ArrayList<>();
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, TypeConversion> conversions = new LinkedHashMap<>();
  private final Set<String> dropped = new LinkedHashSet<>();
  private final List<String> blockers = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  ShapeChange(TableShape before, Surroundings surroundings) {
    this.before = before;
    this.surroundings = surroundings;
    this.constraints = new ArrayList<>(before.constraints());
    for (Column column : before.columns()) {
      columns.put(column.name(), column);
      if (column.generated() == null) {
        values.put(column.name(), Names.sql(column.name()));
      }
    }
  }

  /**
   * Applies one clause.
   *
   * @throws AlterException if it names what is not there, or is none that a new table can answer
   */
  void apply(AlterTableCmd command) {
    String name = String.valueOf(command.name());
    switch (command.subtype()) {
      case ADD_COLUMN -> addColumn(command);
      case DROP_COLUMN -> dropColumn(command, name);
      case COLUMN_DEFAULT -> {
        String value = command.def() instanceof Expr value0 ? Expressions.print(value0) : null;
        change(name, column -> column.withDefault(value));
      }
      case SET_NOT_NULL -> change(name, column -> column.withNotNull(true));
      case DROP_NOT_NULL -> change(name, column -> column.withNotNull(false));
      case DROP_EXPRESSION -> dropExpression(command, name);
      case SET_STORAGE -> {
        String storage = command.def() instanceof StringValue text ? text.value() : null;
        change(name, column -> column.withStorage(storage));
      }
      case ALTER_COLUMN_TYPE -> changeType(command, name);
      case ADD_IDENTITY -> addIdentity(command, name);
      case DROP_IDENTITY -> change(name, column -> column.withIdentity(null));
      case ADD_CONSTRAINT -> {
        if (command.def() instanceof Constraint constraint) {
          addConstraint(constraint, null);
        }
      }
      case DROP_CONSTRAINT -> dropConstraint(command, name);
      case SET_IDENTITY, VALIDATE_CONSTRAINT, CHANGE_OWNER, ALTER_CONSTRAINT ->
          throw new AlterException(
              "'%s' needs no new table; run it by itself.".formatted(SqlPrinter.print(command)));
      case SET_STATISTICS,
          SET_OPTIONS,
          RESET_OPTIONS,
          SET_COMPRESSION,
          ALTER_COLUMN_GENERIC_OPTIONS,
          CLUSTER_ON,
          DROP_CLUSTER,
          SET_LOGGED,
          SET_UNLOGGED,
          DROP_OIDS,
          SET_ACCESS_METHOD,
          SET_TABLE_SPACE,
          SET_REL_OPTIONS,
          RESET_REL_OPTIONS,
          ENABLE_TRIG,
          ENABLE_ALWAYS_TRIG,
          ENABLE_REPLICA_TRIG,
          DISABLE_TRIG,
          ENABLE_TRIG_ALL,
          DISABLE_TRIG_ALL,
          ENABLE_TRIG_USER,
          DISABLE_TRIG_USER,
          ENABLE_RULE,
          ENABLE_ALWAYS_RULE,
          ENABLE_REPLICA_RULE,
          DISABLE_RULE,
          ADD_INHERIT,
          DROP_INHERIT,
          ADD_OF,
          DROP_OF,
          REPLICA_IDENTITY,
          ENABLE_ROW_SECURITY,
          DISABLE_ROW_SECURITY,
          FORCE_ROW_SECURITY,
          NO_FORCE_ROW_SECURITY,
          GENERIC_OPTIONS,
          ATTACH_PARTITION,
          DETACH_PARTITION,
          DETACH_PARTITION_FINALIZE ->
          throw new AlterException(
              "DSQL has no '%s', and a new table could not have it either. 'dsql lint' tells what to do instead."
                  .formatted(SqlPrinter.print(command)));
    }
  }

  /** Gives a column of the new table a value of one's own. */
  void assign(String name, Expr value) {
    Column column = require(name);
    if (column.generated() != null) {
      throw new AlterException("The column %s is generated and takes no value.".formatted(name));
    }
    for (String used : Expressions.columns(value)) {
      if (before.column(used) == null) {
        throw new AlterException(
            "The value of %s uses a column %s, which the present table has not."
                .formatted(name, used));
      }
    }
    values.put(name, TypeConversion.cast(Expressions.print(value), column.type()));
    conversions.remove(name);
  }

  private Column require(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new AlterException(
          "The table %s has no column %s.".formatted(before.qualifiedName(), name));
    }
    return column;
  }

  private void change(String name, UnaryOperator<Column> change) {
    columns.put(name, change.apply(require(name)));
  }

  private void addColumn(AlterTableCmd command) {
    if (!(command.def() instanceof ColumnDef column)) {
      return;
    }
    String name = column.colname();
    if (columns.containsKey(name)) {
      if (command.missingOk()) {
        notes.add("There is a column %s already; it stays as it is.".formatted(name));
        return;
      }
      throw new AlterException(
          "The table %s has a column %s already.".formatted(before.qualifiedName(), name));
    }
    String type = column.typeName() == null ? "" : Expressions.print(column.typeName());
    columns.put(name, new Column(name, type, false, null, null, null, column.storageName()));
    for (Constraint constraint : column.constraints()) {
      addToColumn(name, constraint);
    }
  }

  private void addToColumn(String name, Constraint constraint) {
    Expr expression = constraint.rawExpr();
    String text = expression == null ? null : Expressions.print(expression);
    switch (constraint.contype()) {
      case NULL -> {}
      case NOTNULL -> change(name, column -> column.withNotNull(true));
      case DEFAULT -> change(name, column -> column.withDefault(text));
      case GENERATED -> change(name, column -> column.withGenerated(text));
      case IDENTITY ->
          change(name, column -> column.withIdentity(Constraints.identity(constraint)));
      case CHECK, PRIMARY, UNIQUE, FOREIGN -> addConstraint(constraint, name);
      case EXCLUSION, ATTR_DEFERRABLE, ATTR_NOT_DEFERRABLE, ATTR_DEFERRED, ATTR_IMMEDIATE ->
          throw new AlterException("DSQL has no '%s'.".formatted(SqlPrinter.print(constraint)));
    }
  }

  private void dropColumn(AlterTableCmd command, String name) {
    if (!columns.containsKey(name) && command.missingOk()) {
      notes.add("There is no column %s; nothing to drop.".formatted(name));
      return;
    }
    require(name);
    if (command.behavior() == DropBehavior.CASCADE) {
      throw new AlterException(
          "CASCADE would drop what depends on the column %s unseen. Leave it out: the plan lists what is in the way."
              .formatted(name));
    }
    columns.remove(name);
    values.remove(name);
    conversions.remove(name);
    dropped.add(name);
    notes.add("The values of the column %s are in the original only.".formatted(name));
    for (TableConstraint constraint : List.copyOf(constraints)) {
      if (constraint.columns().contains(name)) {
        constraints.remove(constraint);
        added.remove(constraint);
        notes.add(
            "With it goes the constraint %s: %s."
                .formatted(constraint.name(), constraint.definition()));
      }
    }
  }

  private void dropExpression(AlterTableCmd command, String name) {
    if (require(name).generated() == null && !command.missingOk()) {
      throw new AlterException("The column %s is not generated.".formatted(name));
    }
    change(name, column -> column.withGenerated(null));
    values.put(name, Names.sql(name));
  }

  private void changeType(AlterTableCmd command, String name) {
    Column column = require(name);
    if (!(command.def() instanceof ColumnTypeChange change)) {
      return;
    }
    if (change.collation() != null) {
      throw new AlterException("DSQL has no collation but \"C\"; leave COLLATE out.");
    }
    String type = Expressions.print(change.typeName());
    Column present = before.column(name);
    String using = change.using() == null ? null : Expressions.print(change.using());
    TypeConversion conversion =
        new TypeConversion(name, present == null ? column.type() : present.type(), type, using);
    columns.put(name, column.withType(type, conversion.convertedDefault(column.defaultValue())));
    if (column.generated() == null && present != null) {
      values.put(name, conversion.expression());
      conversions.put(name, conversion);
    }
  }

  private void addIdentity(AlterTableCmd command, String name) {
    if (command.def() instanceof Constraint constraint) {
      change(
          name, column -> column.withIdentity(Constraints.identity(constraint)).withNotNull(true));
    }
  }

  private void addConstraint(Constraint constraint, @Nullable String ofColumn) {
    TableConstraint made = Constraints.of(constraint, ofColumn);
    String name = made.name();
    if (name != null && constraints.stream().anyMatch(other -> name.equals(other.name()))) {
      throw new AlterException("There is a constraint %s already.".formatted(name));
    }
    made.columns().forEach(this::require);
    if (made.kind() == ConstraintKind.PRIMARY_KEY) {
      replaceKey(made);
    }
    constraints.add(made);
    added.add(made);
  }

  private void replaceKey(TableConstraint key) {
    before
        .primaryKey()
        .filter(constraints::remove)
        .ifPresent(old -> {
          notes.add(
              "The primary key changes from (%s) to (%s); the columns of the old one stay."
                  .formatted(Names.list(old.columns()), Names.list(key.columns())));
          boolean needed =
              surroundings.incoming().stream()
                  .anyMatch(incoming -> isSame(incoming.referenced(), old.columns()));
          if (needed) {
            constraints.add(Constraints.unique(old.columns()));
            notes.add(
                "Foreign keys point to (%s), so it becomes UNIQUE."
                    .formatted(Names.list(old.columns())));
          }
        });
    key.columns().forEach(name -> change(name, column -> column.withNotNull(true)));
  }

  private void dropConstraint(AlterTableCmd command, String name) {
    boolean removed =
        constraints.removeIf(constraint -> {
          boolean found = name.equals(constraint.name());
          if (found) {
            notes.add(
                "The constraint %s is no longer enforced: %s."
                    .formatted(name, constraint.definition()));
          }
          return found;
        });
    if (!removed && !command.missingOk()) {
      throw new AlterException(
          "The table %s has no constraint %s. It has: %s."
              .formatted(
                  before.qualifiedName(),
                  name,
                  String.join(
                      ", ",
                      before.constraints().stream().map(c -> String.valueOf(c.name())).toList())));
    }
  }

  /**
   * What came of it.
   *
   * @param taken the names that relations of the schema have; those that are given are added
   */
  NewShape result(Set<String> taken) {
    for (Column column : columns.values()) {
      String generated = column.generated();
      if (generated != null) {
        for (String used : Expressions.columns(generated)) {
          if (dropped.contains(used)) {
            blockers.add(
                "The column %s is generated from %s. Drop it too, or DROP EXPRESSION first."
                    .formatted(column.name(), used));
          }
        }
      }
    }
    if (columns.isEmpty()) {
      blockers.add("No column would be left.");
    }
    if (before.primaryKey().isPresent()
        && constraints.stream().noneMatch(c -> c.kind() == ConstraintKind.PRIMARY_KEY)) {
      blockers.add(
          "The table would lose its primary key (%s). Say which one it gets: ADD PRIMARY KEY (...)."
              .formatted(Names.list(before.primaryKey().get().columns())));
    }
    for (Surroundings.IncomingKey incoming : surroundings.incoming()) {
      if (constraints.stream().noneMatch(c -> canBeReferenced(c, incoming.referenced()))) {
        blockers.add(
            "The foreign key %s of %s points to (%s), which would no longer be unique. Drop it first."
                .formatted(
                    Names.sql(incoming.name()),
                    incoming.table(),
                    Names.list(incoming.referenced())));
      }
    }
    List<TableConstraint> named = Constraints.named(before.name(), constraints, taken);
    List<TableConstraint> addedNamed =
        named.stream().filter(constraint -> isNew(constraint)).toList();
    return new NewShape(
        new TableShape(
            before.schema(), before.name(), before.owner(), List.copyOf(columns.values()), named),
        values,
        conversions,
        addedNamed,
        dropped,
        blockers,
        notes);
  }

  private boolean isNew(TableConstraint named) {
    return added.stream()
        .anyMatch(made ->
            made.kind() == named.kind()
                && made.columns().equals(named.columns())
                && made.definition().equals(named.definition()));
  }

  private static boolean canBeReferenced(TableConstraint constraint, List<String> columns) {
    return switch (constraint.kind()) {
      case PRIMARY_KEY, UNIQUE -> isSame(constraint.columns(), columns);
      case CHECK, FOREIGN_KEY -> false;
    };
  }

  private static boolean isSame(List<String> some, List<String> others) {
    return Set.copyOf(some).equals(Set.copyOf(others));
  }
}
