package dev.borealis.alter;

import dev.borealis.alter.TableShape.ConstraintKind;
import dev.borealis.alter.TableShape.Identity;
import dev.borealis.alter.TableShape.TableConstraint;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.ForeignKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Constraints as statements have them, and the names that they get. */
final class Constraints {
  private Constraints() {}

  /**
   * A constraint of a statement.
   *
   * @param ofColumn the column behind which it is written; null if it is one of the table
   */
  static TableConstraint of(Constraint constraint, @Nullable String ofColumn) {
    ConstraintKind kind =
        switch (constraint.contype()) {
          case PRIMARY -> ConstraintKind.PRIMARY_KEY;
          case UNIQUE -> ConstraintKind.UNIQUE;
          case CHECK -> ConstraintKind.CHECK;
          case FOREIGN -> ConstraintKind.FOREIGN_KEY;
          case EXCLUSION,
              NULL,
              NOTNULL,
              DEFAULT,
              IDENTITY,
              GENERATED,
              ATTR_DEFERRABLE,
              ATTR_NOT_DEFERRABLE,
              ATTR_DEFERRED,
              ATTR_IMMEDIATE ->
              throw new AlterException("DSQL has no '%s'.".formatted(SqlPrinter.print(constraint)));
        };
    if (constraint.indexname() != null) {
      throw new AlterException(
          "A new table has no index yet that could become %s. Name the columns: UNIQUE (...)."
              .formatted(SqlPrinter.print(constraint)));
    }
    List<String> columns = ofColumn == null ? columns(constraint, kind) : List.of(ofColumn);
    return new TableConstraint(
        kind,
        constraint.conname(),
        columns,
        definition(constraint, kind, ofColumn),
        true,
        referenced(constraint.foreignKey()));
  }

  private static List<String> columns(Constraint constraint, ConstraintKind kind) {
    return kind == ConstraintKind.CHECK && constraint.rawExpr() != null
        ? List.copyOf(Expressions.columns(constraint.rawExpr()))
        : constraint.keys();
  }

  private static String definition(
      Constraint constraint, ConstraintKind kind, @Nullable String ofColumn) {
    String printed = SqlPrinter.print(constraint);
    String name = constraint.conname();
    String text =
        name == null
            ? printed
            : printed.substring(("CONSTRAINT " + Names.sql(name)).length()).strip();
    String definition = CatalogReader.withoutNotValid(text);
    if (ofColumn == null) {
      return definition;
    }
    return switch (kind) {
      case PRIMARY_KEY -> "PRIMARY KEY (" + Names.sql(ofColumn) + ")";
      case UNIQUE -> definition + " (" + Names.sql(ofColumn) + ")";
      case CHECK -> definition;
      case FOREIGN_KEY -> "FOREIGN KEY (" + Names.sql(ofColumn) + ") " + definition;
    };
  }

  private static @Nullable String referenced(@Nullable ForeignKey key) {
    return key == null ? null : SqlPrinter.print(key.pktable());
  }

  static TableConstraint unique(List<String> columns) {
    return new TableConstraint(
        ConstraintKind.UNIQUE, null, columns, "UNIQUE (" + Names.list(columns) + ")", true, null);
  }

  /** The numbers of an identity column, as a statement describes them. */
  static Identity identity(Constraint constraint) {
    String printed = SqlPrinter.print(constraint);
    int options = printed.indexOf('(');
    return new Identity(
        constraint.always(),
        options < 0 ? "" : printed.substring(options + 1, printed.lastIndexOf(')')),
        null);
  }

  /**
   * The same constraints, each with a name. Keys are indexes, whose names are unique in the schema,
   * and the original keeps its own; CHECK and foreign keys have theirs to themselves.
   */
  static List<TableConstraint> named(
      String table, List<TableConstraint> constraints, Set<String> taken) {
    Set<String> ofTable = new HashSet<>();
    constraints.stream()
        .filter(constraint -> !isIndex(constraint) && constraint.name() != null)
        .forEach(constraint -> ofTable.add(String.valueOf(constraint.name())));
    List<TableConstraint> named = new ArrayList<>();
    for (TableConstraint constraint : constraints) {
      String name = constraint.name();
      if (isIndex(constraint)) {
        named.add(
            constraint.named(Names.free(name == null ? usual(table, constraint) : name, taken)));
      } else {
        named.add(
            name == null
                ? constraint.named(Names.free(usual(table, constraint), ofTable))
                : constraint);
      }
    }
    return named;
  }

  private static boolean isIndex(TableConstraint constraint) {
    return switch (constraint.kind()) {
      case PRIMARY_KEY, UNIQUE -> true;
      case CHECK, FOREIGN_KEY -> false;
    };
  }

  /** The names that the constraints of a table have. */
  static Set<String> names(TableShape table) {
    Set<String> names = new HashSet<>();
    table.constraints().forEach(constraint -> names.add(String.valueOf(constraint.name())));
    return names;
  }

  /** The name that PostgreSQL would choose. */
  static String usual(String table, TableConstraint constraint) {
    String columns = String.join("_", constraint.columns());
    return switch (constraint.kind()) {
      case PRIMARY_KEY -> Names.ending(table, "_pkey");
      case UNIQUE -> Names.ending(table + "_" + columns, "_key");
      case CHECK ->
          Names.ending(constraint.columns().size() == 1 ? table + "_" + columns : table, "_check");
      case FOREIGN_KEY -> Names.ending(table + "_" + columns, "_fkey");
    };
  }
}
