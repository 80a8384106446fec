package dev.borealis.dialect;

import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.OptionList;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.RelationStmt.AlterSeqStmt;
import dev.borealis.sql.tree.RelationStmt.AlterStatsStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSeqStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.Value.FloatValue;
import dev.borealis.sql.tree.Value.IntegerValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Properties of constraints, and of the options of sequences and identity columns. */
final class ConstraintProperties {
  /** A cache that is not one number must be at least this (recorded). */
  private static final long LEAST_LARGE_CACHE = 65536;

  private static final Set<String> CHARACTER_TYPES = Set.of("bpchar", "varchar");

  private ConstraintProperties() {}

  static void addTo(Properties properties) {
    properties.add(
        Constraint.class,
        "type",
        words -> {
          NameSet types = words.set();
          return (constraint, _) ->
              Match.when(types.contains(constraint.contype().name()), constraint.span());
        });
    properties.add(
        Constraint.class,
        "deferred",
        (constraint, _) ->
            Match.when(constraint.deferrable() || constraint.initdeferred(), constraint.span()));
    properties.add(ColumnDef.class, "deferred-key", (column, _) -> deferredKey(column));
    properties.add(
        Constraint.class,
        "index-parameters",
        (constraint, _) -> Match.when(!constraint.options().isEmpty(), constraint.span()));
    properties.add(
        Constraint.class,
        "index-tablespace",
        (constraint, _) -> Match.when(constraint.indexspace() != null, constraint.span()));
    properties.add(
        Constraint.class,
        "keys-over",
        words ->
            (constraint, _) ->
                Match.when(constraint.keys().size() > words.number(0), constraint.span()));
    properties.add(
        Constraint.class,
        "key-type-outside",
        words -> {
          NameSet types = words.set();
          return (constraint, site) -> keyTypeOutside(types, constraint, site);
        });
    properties.add(
        Constraint.class,
        "key-bytes-over",
        words ->
            (constraint, site) ->
                Match.when(keyBytes(constraint, site) > words.number(0), constraint.span()));
    addIdentity(properties);
    addSequences(properties);
    properties.add(
        AlterStatsStmt.class,
        "target-over",
        words ->
            (alter, _) ->
                Match.when(
                    alter.stxstattarget() > words.number(0),
                    alter.span(),
                    Integer.toString(alter.stxstattarget())));
  }

  private static void addIdentity(Properties properties) {
    properties.add(
        Constraint.class,
        "identity-of-other-than",
        words -> {
          NameSet types = words.set();
          return (constraint, site) -> identityOfOtherThan(types, constraint, site);
        });
    properties.add(
        Constraint.class,
        "cache-missing",
        (constraint, _) ->
            Match.when(option(constraint.options(), "cache") == null, constraint.span()));
    properties.add(
        Constraint.class, "cache-invalid", (constraint, _) -> cacheInvalid(constraint.options()));
    properties.add(
        AlterTableCmd.class,
        "cache-invalid",
        (command, _) ->
            command.def() instanceof OptionList list ? cacheInvalid(list.options()) : null);
  }

  private static void addSequences(Properties properties) {
    properties.add(
        CreateSeqStmt.class,
        "cache-missing",
        (create, _) -> Match.when(option(create.options(), "cache") == null, create.span()));
    properties.add(
        CreateSeqStmt.class, "cache-invalid", (create, _) -> cacheInvalid(create.options()));
    properties.add(
        AlterSeqStmt.class, "cache-invalid", (alter, _) -> cacheInvalid(alter.options()));
    properties.add(
        CreateSeqStmt.class,
        "type-outside",
        words -> {
          NameSet types = words.set();
          return (create, _) -> sequenceType(types, create.options());
        });
    properties.add(
        AlterSeqStmt.class,
        "type-outside",
        words -> {
          NameSet types = words.set();
          return (alter, _) -> sequenceType(types, alter.options());
        });
  }

  private static @Nullable DefElem option(List<DefElem> options, String name) {
    for (DefElem option : options) {
      if (option.defname().equals(name)) {
        return option;
      }
    }
    return null;
  }

  private static @Nullable Match cacheInvalid(List<DefElem> options) {
    DefElem cache = option(options, "cache");
    if (cache == null) {
      return null;
    }
    String written =
        switch (cache.arg()) {
          case IntegerValue(int value, _) -> Integer.toString(value);
          case FloatValue(String value, _) -> value;
          case null, default -> "";
        };
    return Match.when(!isValidCache(written), cache.span(), written);
  }

  private static boolean isValidCache(String written) {
    try {
      long cache = Long.parseLong(written);
      return cache == 1 || cache >= LEAST_LARGE_CACHE;
    } catch (NumberFormatException e) {
      // Not a whole number of 64 bits: PostgreSQL says so itself.
      return true;
    }
  }

  private static @Nullable Match sequenceType(NameSet types, List<DefElem> options) {
    DefElem as = option(options, "as");
    if (as == null || !(as.arg() instanceof TypeName type)) {
      return null;
    }
    String name = TypeSpelling.builtIn(type);
    return name == null
        ? null
        : Match.when(!types.contains(name), type.span(), TypeSpelling.of(type));
  }

  private static @Nullable Match identityOfOtherThan(
      NameSet types, Constraint constraint, Site site) {
    if (constraint.contype() != Constraint.Type.IDENTITY
        || !(site.parent() instanceof ColumnDef column)
        || column.typeName() == null) {
      return null;
    }
    TypeName type = column.typeName();
    String name = TypeSpelling.builtIn(type);
    return name == null
        ? null
        : Match.when(!types.contains(name), type.span(), TypeSpelling.of(type));
  }

  /** The attributes of a column's constraint follow it as constraints of their own. */
  private static @Nullable Match deferredKey(ColumnDef column) {
    boolean ofKey = false;
    for (Constraint constraint : column.constraints()) {
      switch (constraint.contype()) {
        case ATTR_DEFERRABLE, ATTR_DEFERRED -> {
          if (ofKey) {
            return new Match(constraint.span(), "");
          }
        }
        case ATTR_NOT_DEFERRABLE, ATTR_IMMEDIATE -> {}
        case PRIMARY, UNIQUE -> ofKey = true;
        case NULL, NOTNULL, DEFAULT, IDENTITY, GENERATED, CHECK, EXCLUSION, FOREIGN ->
            ofKey = false;
      }
    }
    return null;
  }

  private static @Nullable Match keyTypeOutside(NameSet types, Constraint constraint, Site site) {
    for (ColumnDef column : keyColumns(constraint, site)) {
      TypeName type = column.typeName();
      String name = type == null ? null : TypeSpelling.builtIn(type);
      if (type != null && name != null && !types.contains(name)) {
        return new Match(constraint.span(), TypeSpelling.of(type));
      }
    }
    return null;
  }

  private static long keyBytes(Constraint constraint, Site site) {
    long bytes = 0;
    for (ColumnDef column : keyColumns(constraint, site)) {
      if (column.typeName() != null) {
        bytes += ColumnProperties.declaredLength(column.typeName(), CHARACTER_TYPES);
      }
    }
    return bytes;
  }

  /** The key's columns that the same statement defines. */
  private static List<ColumnDef> keyColumns(Constraint constraint, Site site) {
    if (site.parent() instanceof ColumnDef column) {
      return List.of(column);
    }
    List<ColumnDef> columns = new ArrayList<>();
    if (site.parent() instanceof CreateStmt create) {
      for (var element : create.tableElts()) {
        if (element instanceof ColumnDef column && constraint.keys().contains(column.colname())) {
          columns.add(column);
        }
      }
    }
    return columns;
  }
}
