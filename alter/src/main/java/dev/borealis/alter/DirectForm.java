package dev.borealis.alter;

import dev.borealis.alter.AlterPlan.Step;
import dev.borealis.alter.AlterPlan.StepKind;
import dev.borealis.alter.TableShape.ConstraintKind;
import dev.borealis.alter.TableShape.TableConstraint;
import dev.borealis.dialect.Dialect;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The change as statements that the cluster accepts, without a new table: as they were asked for,
 * or in the forms that leave the work to jobs.
 */
final class DirectForm {
  private final Dialect dialect;
  private final TableShape table;
  private final Set<String> taken;
  private final List<Step> steps = new ArrayList<>();
  private final List<TableConstraint> added = new ArrayList<>();

  /** Clauses that may go into one statement. */
  private final List<AlterTableCmd> together = new ArrayList<>();

  DirectForm(Dialect dialect, TableShape table, Set<String> taken) {
    this.dialect = dialect;
    this.table = table;
    this.taken = taken;
  }

  /** Whether the cluster accepts a statement, as far as its text tells. */
  static boolean accepts(Dialect dialect, String sql) {
    Stmt statement = SqlParser.parse(sql).getFirst();
    return dialect.findings(statement, sql).isEmpty();
  }

  /** The steps; null if the cluster does not accept all of it. */
  @Nullable List<Step> of(List<AlterTableCmd> commands) {
    for (AlterTableCmd command : commands) {
      if (isRefusedByCatalog(command) || !(isPlain(command) || hasOtherForm(command))) {
        return null;
      }
    }
    flush();
    return List.copyOf(steps);
  }

  /** The constraints that it adds. */
  List<TableConstraint> added() {
    return added;
  }

  private String alter(List<AlterTableCmd> commands) {
    return "ALTER TABLE %s %s"
        .formatted(
            table.qualifiedName(),
            String.join(", ", commands.stream().map(SqlPrinter::print).toList()));
  }

  /** A key stays with its table, which a statement's text does not show. */
  private boolean isRefusedByCatalog(AlterTableCmd command) {
    TableConstraint key = table.primaryKey().orElse(null);
    String name = command.name();
    return key != null
        && ((command.subtype() == AlterTableCmd.Type.DROP_COLUMN && key.columns().contains(name))
            || (command.subtype() == AlterTableCmd.Type.DROP_CONSTRAINT
                && name != null
                && name.equals(key.name())));
  }

  private boolean isPlain(AlterTableCmd command) {
    boolean plain =
        command.behavior() != DropBehavior.CASCADE && accepts(dialect, alter(List.of(command)));
    if (plain) {
      together.add(command);
    }
    return plain;
  }

  private void flush() {
    if (!together.isEmpty()) {
      boolean destructive =
          together.stream().anyMatch(c -> c.subtype() == AlterTableCmd.Type.DROP_COLUMN);
      steps.add(
          new Step(
              StepKind.ALTER_TABLE,
              destructive ? "Change the table; dropped columns are gone" : "Change the table",
              alter(together),
              destructive,
              table.qualifiedName(),
              null));
      together.clear();
    }
  }

  private boolean hasOtherForm(AlterTableCmd command) {
    if (command.subtype() == AlterTableCmd.Type.VALIDATE_CONSTRAINT) {
      return validates(String.valueOf(command.name()));
    }
    if (command.subtype() != AlterTableCmd.Type.ADD_CONSTRAINT
        || !(command.def() instanceof Constraint constraint)) {
      return false;
    }
    return switch (constraint.contype()) {
      case CHECK, FOREIGN -> addsUnvalidated(constraint);
      case UNIQUE -> addsByIndex(constraint);
      case NULL,
          NOTNULL,
          DEFAULT,
          IDENTITY,
          GENERATED,
          PRIMARY,
          EXCLUSION,
          ATTR_DEFERRABLE,
          ATTR_NOT_DEFERRABLE,
          ATTR_DEFERRED,
          ATTR_IMMEDIATE ->
          false;
    };
  }

  private boolean validates(String name) {
    String sql =
        "ALTER TABLE ASYNC %s VALIDATE CONSTRAINT %s"
            .formatted(table.qualifiedName(), Names.sql(name));
    if (!accepts(dialect, sql)) {
      return false;
    }
    flush();
    steps.add(
        new Step(
            StepKind.VALIDATE_CONSTRAINT,
            "Check all rows against " + Names.sql(name) + ", and wait for the job",
            sql,
            false,
            table.qualifiedName(),
            name));
    return true;
  }

  private TableConstraint named(Constraint constraint) {
    TableConstraint unnamed = Constraints.of(constraint, null);
    Set<String> names = unnamed.kind() == ConstraintKind.UNIQUE ? taken : Constraints.names(table);
    String name = unnamed.name();
    if (name != null && Constraints.names(table).contains(name)) {
      throw new AlterException("There is a constraint %s already.".formatted(name));
    }
    return unnamed.named(
        name == null ? Names.free(Constraints.usual(table.name(), unnamed), names) : name);
  }

  private boolean addsUnvalidated(Constraint constraint) {
    TableConstraint named = named(constraint);
    String sql = "ALTER TABLE %s ADD %s NOT VALID".formatted(table.qualifiedName(), named.clause());
    if (!accepts(dialect, sql)) {
      return false;
    }
    flush();
    added.add(named);
    steps.add(
        new Step(
            StepKind.ADD_CONSTRAINT,
            "Have new rows obey the constraint",
            sql,
            false,
            table.qualifiedName(),
            named.name()));
    return validates(String.valueOf(named.name()));
  }

  private boolean addsByIndex(Constraint constraint) {
    if (constraint.indexname() != null) {
      return false;
    }
    TableConstraint named = named(constraint);
    String name = Names.sql(String.valueOf(named.name()));
    String index =
        "CREATE UNIQUE INDEX ASYNC IF NOT EXISTS %s ON %s (%s)%s%s"
            .formatted(
                name,
                table.qualifiedName(),
                Names.list(named.columns()),
                constraint.including().isEmpty()
                    ? ""
                    : " INCLUDE (" + Names.list(constraint.including()) + ")",
                constraint.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "");
    String adoption =
        "ALTER TABLE %s ADD CONSTRAINT %s UNIQUE USING INDEX %s"
            .formatted(table.qualifiedName(), name, name);
    if (!accepts(dialect, index) || !accepts(dialect, adoption)) {
      return false;
    }
    flush();
    added.add(named);
    steps.add(
        new Step(
            StepKind.INDEX,
            "Build the unique index, and wait for the job",
            index,
            false,
            table.qualifiedName(),
            named.name()));
    steps.add(
        new Step(
            StepKind.ADD_CONSTRAINT,
            "Make it a constraint, which takes the index's name",
            adoption,
            false,
            table.qualifiedName(),
            named.name()));
    return true;
  }
}
