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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Properties of constraints, and of the options of sequences and identity columns. */
final class ConstraintProperties {
  private static final Set<String> CHARACTER_TYPES = Set.of("bpchar", "varchar");

  private ConstraintProperties() {}

  static @Nullable Condition of(String property, Condition.Words words) {
    return switch (property) {
      case "Constraint type" -> {
        NameSet types = words.set();
        yield Condition.on(
            Constraint.class,
            (constraint, _) ->
                Match.when(types.contains(constraint.contype().name()), constraint.span()));
      }
      case "Constraint deferred" ->
          Condition.on(
              Constraint.class,
              (constraint, _) ->
                  Match.when(
                      constraint.deferrable() || constraint.initdeferred(), constraint.span()));
      case "ColumnDef deferred-key" ->
          Condition.on(ColumnDef.class, (column, _) -> deferredKey(column));
      case "Constraint index-parameters" ->
          Condition.on(
              Constraint.class,
              (constraint, _) -> Match.when(!constraint.options().isEmpty(), constraint.span()));
      case "Constraint index-tablespace" ->
          Condition.on(
              Constraint.class,
              (constraint, _) -> Match.when(constraint.indexspace() != null, constraint.span()));
      case "Constraint keys-over" -> {
        int most = words.number(0);
        yield Condition.on(
            Constraint.class,
            (constraint, _) -> Match.when(constraint.keys().size() > most, constraint.span()));
      }
      case "Constraint key-type-outside" -> {
        NameSet types = words.set();
        yield Condition.on(
            Constraint.class, (constraint, site) -> keyTypeOutside(types, constraint, site));
      }
      case "Constraint key-bytes-over" -> {
        int most = words.number(0);
        yield Condition.on(
            Constraint.class,
            (constraint, site) -> Match.when(keyBytes(constraint, site) > most, constraint.span()));
      }
      case "AlterStatsStmt target-over" -> {
        int most = words.number(0);
        yield Condition.on(
            AlterStatsStmt.class,
            (alter, _) ->
                Match.when(
                    alter.stxstattarget() > most,
                    alter.span(),
                    Integer.toString(alter.stxstattarget())));
      }
      default -> ofIdentity(property, words);
    };
  }

  private static @Nullable Condition ofIdentity(String property, Condition.Words words) {
    return switch (property) {
      case "Constraint identity-of-other-than" -> {
        NameSet types = words.set();
        yield Condition.on(
            Constraint.class, (constraint, site) -> identityOfOtherThan(types, constraint, site));
      }
      case "Constraint cache-missing" ->
          Condition.on(
              Constraint.class,
              (constraint, _) ->
                  Match.when(option(constraint.options(), "cache") == null, constraint.span()));
      case "Constraint cache-neither" -> {
        int small = words.number(0);
        int large = words.number(1);
        yield Condition.on(
            Constraint.class, (constraint, _) -> cacheOutside(constraint.options(), small, large));
      }
      case "AlterTableCmd cache-neither" -> {
        int small = words.number(0);
        int large = words.number(1);
        yield Condition.on(
            AlterTableCmd.class,
            (command, _) ->
                command.def() instanceof OptionList list
                    ? cacheOutside(list.options(), small, large)
                    : null);
      }
      default -> ofSequences(property, words);
    };
  }

  private static @Nullable Condition ofSequences(String property, Condition.Words words) {
    return switch (property) {
      case "CreateSeqStmt cache-missing" ->
          Condition.on(
              CreateSeqStmt.class,
              (create, _) -> Match.when(option(create.options(), "cache") == null, create.span()));
      case "CreateSeqStmt cache-neither" -> {
        int small = words.number(0);
        int large = words.number(1);
        yield Condition.on(
            CreateSeqStmt.class, (create, _) -> cacheOutside(create.options(), small, large));
      }
      case "AlterSeqStmt cache-neither" -> {
        int small = words.number(0);
        int large = words.number(1);
        yield Condition.on(
            AlterSeqStmt.class, (alter, _) -> cacheOutside(alter.options(), small, large));
      }
      case "CreateSeqStmt type-outside" -> {
        NameSet types = words.set();
        yield Condition.on(
            CreateSeqStmt.class, (create, _) -> sequenceType(types, create.options()));
      }
      case "AlterSeqStmt type-outside" -> {
        NameSet types = words.set();
        yield Condition.on(AlterSeqStmt.class, (alter, _) -> sequenceType(types, alter.options()));
      }
      default -> null;
    };
  }

  private static @Nullable DefElem option(List<DefElem> options, String name) {
    for (DefElem option : options) {
      if (option.defname().equals(name)) {
        return option;
      }
    }
    return null;
  }

  /** A cache that is neither the small size nor at least the large one. */
  private static @Nullable Match cacheOutside(List<DefElem> options, long small, long large) {
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
    try {
      long size = Long.parseLong(written);
      return Match.when(size != small && size < large, cache.span(), written);
    } catch (NumberFormatException e) {
      // Not a whole number of 64 bits: PostgreSQL says so itself.
      return null;
    }
  }

  private static @Nullable Match sequenceType(NameSet types, List<DefElem> options) {
    DefElem as = option(options, "as");
    return as != null && as.arg() instanceof TypeName type
        ? ColumnProperties.typeOutside(types, type)
        : null;
  }

  private static @Nullable Match identityOfOtherThan(
      NameSet types, Constraint constraint, Site site) {
    return constraint.contype() == Constraint.Type.IDENTITY
            && site.parent() instanceof ColumnDef column
        ? ColumnProperties.typeOutside(types, column.typeName())
        : null;
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
      Match match = ColumnProperties.typeOutside(types, column.typeName());
      if (match != null) {
        return new Match(constraint.span(), match.found());
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
      Map<String, ColumnDef> defined = site.columnsOf(create);
      for (String key : constraint.keys()) {
        ColumnDef column = defined.get(key);
        if (column != null) {
          columns.add(column);
        }
      }
    }
    return columns;
  }
}
