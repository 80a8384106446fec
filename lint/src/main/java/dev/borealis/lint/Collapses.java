package dev.borealis.lint;

import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.ObjectStmt.DropStmt;
import dev.borealis.sql.tree.ObjectStmt.RenameStmt;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RelationStmt.AlterSeqStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSeqStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Statements that the service refuses, but whose effect CREATE TABLE can have: what pg_dump and
 * many tools write behind it. Memory is bounded by {@link #MAX_TABLES}; tables and sequences beyond
 * stay as they are.
 */
final class Collapses {
  /** A cluster takes 1,000 tables ("Cluster quotas and database limits"). */
  private static final int MAX_TABLES = 10_000;

  private static final int MAX_TABLE_CHARS = 1 << 20;

  private static final String NO_IDENTITY_RULE = "identity";

  private final StatementLint lint;
  private final Map<String, CollapsedTable> tables = new HashMap<>();
  private final Map<Integer, CollapsedTable> byOrdinal = new HashMap<>();
  private final Map<String, SequenceSeen> sequences = new HashMap<>();
  private final Set<Integer> removed = new HashSet<>();
  private final Map<Integer, List<Diagnostic>> diagnostics = new HashMap<>();

  /** A CREATE SEQUENCE, and what belongs to it. */
  private static final class SequenceSeen {
    final CreateSeqStmt create;
    final List<Integer> ordinals = new ArrayList<>();

    SequenceSeen(CreateSeqStmt create, int ordinal) {
      this.create = create;
      ordinals.add(ordinal);
    }
  }

  Collapses(StatementLint lint) {
    this.lint = lint;
  }

  /** The statements that are to go. */
  Set<Integer> removed() {
    return removed;
  }

  /** What is reported, by the ordinal of the statement where it is. */
  Map<Integer, List<Diagnostic>> diagnostics() {
    return diagnostics;
  }

  /** The tables that change. */
  Map<Integer, CollapsedTable> changed() {
    Map<Integer, CollapsedTable> changed = new HashMap<>();
    byOrdinal.forEach((ordinal, table) -> {
      if (table.isChanged()) {
        changed.put(ordinal, table);
      }
    });
    return changed;
  }

  /** The next statement, with what was found in it. */
  void see(int ordinal, ScriptUnit unit, StatementLint.Outcome outcome, Set<String> ignored) {
    Stmt tree = outcome.tree();
    switch (tree) {
      case CreateStmt create -> create(ordinal, unit, create);
      case CreateSeqStmt create -> {
        if (sequences.size() < MAX_TABLES) {
          sequences.put(
              name(create.sequence().schemaname(), create.sequence().relname()),
              new SequenceSeen(create, ordinal));
        }
      }
      case AlterSeqStmt alter -> ownedBy(ordinal, alter);
      case AlterTableStmt alter
          when alter.cmds().size() == 1 && alter.objtype() == ObjectType.TABLE -> {
        if (ignored.isEmpty()) {
          alter(ordinal, unit, alter, !outcome.problems().isEmpty());
        }
      }
      case DropStmt drop -> drop.objects().forEach(this::forget);
      case RenameStmt rename -> {
        if (rename.relation() != null) {
          forget(rename.relation().schemaname(), rename.relation().relname());
        }
      }
      case null, default -> {}
    }
  }

  /** The type of a column as CREATE TABLE has it; null if that is not known. */
  @Nullable TypeName type(RangeVar relation, String column) {
    CollapsedTable table = table(relation.schemaname(), relation.relname());
    return table == null ? null : table.type(column);
  }

  private void create(int ordinal, ScriptUnit unit, CreateStmt create) {
    String schema = create.relation().schemaname();
    String key = name(schema, create.relation().relname());
    boolean fits =
        unit.text().equals(unit.read())
            && unit.text().length() <= MAX_TABLE_CHARS
            && create.partbound() == null
            && create.ofTypename() == null;
    if (fits && byOrdinal.size() < MAX_TABLES) {
      CollapsedTable table = new CollapsedTable(unit.text(), create, unit.line());
      tables.put(key, table);
      byOrdinal.put(ordinal, table);
    } else {
      tables.remove(key);
    }
  }

  private void forget(ObjectName object) {
    if (object instanceof AnyName(List<String> names, _)) {
      forget(names.size() > 1 ? names.get(names.size() - 2) : null, names.getLast());
    }
  }

  private void forget(@Nullable String schema, String relation) {
    CollapsedTable table = table(schema, relation);
    tables.values().removeIf(other -> other == table);
  }

  private static String name(@Nullable String schema, String relation) {
    return (schema == null ? "" : schema) + '\0' + relation;
  }

  /** The table of that name: the one of the same schema, else one where either has no schema. */
  private @Nullable CollapsedTable table(@Nullable String schema, String relation) {
    return found(tables, schema, relation);
  }

  private static <T> @Nullable T found(
      Map<String, T> named, @Nullable String schema, String relation) {
    T exact = named.get(name(schema, relation));
    if (exact != null) {
      return exact;
    }
    if (schema != null) {
      return named.get(name(null, relation));
    }
    String end = '\0' + relation;
    List<String> keys = named.keySet().stream().filter(key -> key.endsWith(end)).toList();
    return keys.size() == 1 ? named.get(keys.getFirst()) : null;
  }

  private void ownedBy(int ordinal, AlterSeqStmt alter) {
    SequenceSeen sequence =
        found(sequences, alter.sequence().schemaname(), alter.sequence().relname());
    List<DefElem> options = alter.options();
    if (sequence != null
        && options.size() == 1
        && options.getFirst().defname().equals("owned_by")) {
      sequence.ordinals.add(ordinal);
    }
  }

  private void alter(int ordinal, ScriptUnit unit, AlterTableStmt alter, boolean refused) {
    CollapsedTable table = table(alter.relation().schemaname(), alter.relation().relname());
    if (table == null) {
      return;
    }
    AlterTableCmd command = alter.cmds().getFirst();
    switch (command.subtype()) {
      case ADD_CONSTRAINT -> {
        if (refused && command.def() instanceof Constraint constraint) {
          constraint(ordinal, unit, table, constraint);
        }
      }
      case ADD_IDENTITY -> identity(ordinal, unit, table, command, refused);
      case COLUMN_DEFAULT -> sequenceDefault(ordinal, unit, table, command);
      case ADD_COLUMN, DROP_COLUMN, ALTER_COLUMN_TYPE -> table.changesLater(command.name());
      default -> {}
    }
  }

  private void constraint(
      int ordinal, ScriptUnit unit, CollapsedTable table, Constraint constraint) {
    boolean primary = constraint.contype() == Constraint.Type.PRIMARY;
    if ((primary || constraint.contype() == Constraint.Type.UNIQUE)
        && constraint.indexname() == null
        && table.addConstraint(constraint, constraint.span().of(unit.text()))) {
      String rule = primary ? "alter_add_primary_key_collapse" : "alter_add_unique_collapse";
      done(ordinal, unit, rule, Mending.same("The constraint is written into CREATE TABLE."));
    }
  }

  private boolean hasIdentity() {
    return lint.dialect().rules().stream().noneMatch(rule -> rule.id().equals(NO_IDENTITY_RULE));
  }

  private void identity(
      int ordinal, ScriptUnit unit, CollapsedTable table, AlterTableCmd command, boolean refused) {
    if (command.name() == null
        || !(command.def() instanceof Constraint identity)
        || !hasIdentity()
        || (!refused && table.isBigint(command.name()))
        || !table.addIdentity(command.name(), Identity.of(identity))) {
      return;
    }
    String usual = table.name() + "_" + command.name() + "_seq";
    String sequence = Identity.sequenceName(identity);
    Mending mending =
        sequence == null || sequence.equals(usual)
            ? Mending.same("The identity is written into CREATE TABLE.")
            : Mending.warning(
                "The identity is written into CREATE TABLE. Its sequence is named "
                    + usual
                    + ", no longer "
                    + sequence
                    + ".");
    done(ordinal, unit, "identity_add_generated_collapse", mending);
  }

  private void sequenceDefault(
      int ordinal, ScriptUnit unit, CollapsedTable table, AlterTableCmd command) {
    List<String> sequenceName = Identity.nextvalOf(command.def());
    if (command.name() == null || sequenceName.isEmpty() || !hasIdentity()) {
      return;
    }
    String schema = sequenceName.size() > 1 ? sequenceName.get(sequenceName.size() - 2) : null;
    SequenceSeen sequence = found(sequences, schema, sequenceName.getLast());
    if (sequence == null || !table.addSerial(command.name(), Identity.of(sequence.create))) {
      return;
    }
    removed.addAll(sequence.ordinals);
    sequences.values().removeIf(other -> other == sequence);
    String usual = table.name() + "_" + command.name() + "_seq";
    String name = sequence.create.sequence().relname();
    String renamed =
        name.equals(usual) ? "" : " Its sequence is named " + usual + ", no longer " + name + ".";
    done(
        ordinal,
        unit,
        "serial_sequence_idiom",
        Mending.warning(
            "Sequence and default become a bigint identity column in CREATE TABLE. After loading rows,"
                + " set its counter: SELECT setval('"
                + usual
                + "', max) ..."
                + renamed));
  }

  private void done(int ordinal, ScriptUnit unit, String rule, Mending mending) {
    removed.add(ordinal);
    Problem problem =
        Problem.mended(
            rule,
            new Span(0, unit.text().length()),
            "the service takes this in CREATE TABLE only",
            "Write it in CREATE TABLE.",
            mending);
    diagnostics.computeIfAbsent(ordinal, _ -> new ArrayList<>()).add(problem.in(unit));
  }
}
