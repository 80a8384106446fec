package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.ColumnTypeChange;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.OptionList;
import dev.borealis.sql.tree.Clause.PartitionCmd;
import dev.borealis.sql.tree.Clause.ReplicaIdentityStmt;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RelationStmt.AlterTableMoveAllStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes ALTER TABLE and its like. */
final class AlterTablePrinter {
  private final Printout p;

  AlterTablePrinter(Printout printout) {
    this.p = printout;
  }

  void print(AlterTableStmt alter) {
    p.text.add("ALTER").add(alter.objtype().words()).addIf(alter.async(), "ASYNC");
    p.text.ifExists(alter.missingOk());
    p.froms.relation(alter.relation());
    if (alter.objtype() == ObjectType.TYPE) {
      p.text.list(alter.cmds(), this::attribute);
    } else {
      p.text.list(alter.cmds(), this::print);
    }
  }

  void print(AlterTableMoveAllStmt move) {
    p.text
        .add("ALTER")
        .add(move.objtype().words())
        .addName("ALL IN TABLESPACE", move.origTablespacename());
    if (!move.roles().isEmpty()) {
      p.text.add("OWNED BY").list(move.roles(), p.names::print);
    }
    p.text.addName("SET TABLESPACE", move.newTablespacename()).addIf(move.nowait(), "NOWAIT");
  }

  void print(AlterTableCmd command) {
    String name = command.name();
    switch (command.subtype()) {
      case ADD_COLUMN -> {
        p.text.add("ADD COLUMN").ifNotExists(command.missingOk());
        def(command);
      }
      case DROP_COLUMN -> dropped("DROP COLUMN", command);
      case DROP_CONSTRAINT -> dropped("DROP CONSTRAINT", command);
      case ADD_CONSTRAINT -> def("ADD", command);
      case ALTER_CONSTRAINT -> {
        if (command.def() instanceof Constraint constraint) {
          p.text.addName("ALTER CONSTRAINT", constraint.conname());
          p.constraints.attributes(constraint);
        }
      }
      case VALIDATE_CONSTRAINT -> p.text.addName("VALIDATE CONSTRAINT", name);
      case CHANGE_OWNER -> {
        p.text.add("OWNER TO");
        if (command.newowner() != null) {
          p.names.print(command.newowner());
        }
      }
      case CLUSTER_ON -> p.text.addName("CLUSTER ON", name);
      case DROP_CLUSTER -> p.text.add("SET WITHOUT CLUSTER");
      case SET_LOGGED, SET_UNLOGGED, DROP_OF ->
          p.text.add(
              command.subtype() == AlterTableCmd.Type.DROP_OF
                  ? "NOT OF"
                  : command.subtype().name().replace('_', ' '));
      case DROP_OIDS -> p.text.add("SET WITHOUT OIDS");
      case SET_ACCESS_METHOD -> p.text.addName("SET ACCESS METHOD", name);
      case SET_TABLE_SPACE -> p.text.addName("SET TABLESPACE", name);
      case SET_REL_OPTIONS -> def("SET", command);
      case RESET_REL_OPTIONS -> def("RESET", command);
      case ADD_INHERIT -> def("INHERIT", command);
      case DROP_INHERIT -> def("NO INHERIT", command);
      case ADD_OF -> {
        p.text.add("OF");
        if (command.def() instanceof TypeName type) {
          p.text.dotted(type.names());
        }
      }
      case REPLICA_IDENTITY -> def("REPLICA IDENTITY", command);
      case ENABLE_ROW_SECURITY, DISABLE_ROW_SECURITY, FORCE_ROW_SECURITY, NO_FORCE_ROW_SECURITY ->
          p.text.add(command.subtype().name().replace('_', ' ').replace("ROW", "ROW LEVEL"));
      case GENERIC_OPTIONS -> generic(command);
      case ATTACH_PARTITION -> def("ATTACH PARTITION", command);
      case DETACH_PARTITION, DETACH_PARTITION_FINALIZE -> {
        def("DETACH PARTITION", command);
        p.text.addIf(command.subtype() == AlterTableCmd.Type.DETACH_PARTITION_FINALIZE, "FINALIZE");
      }
      case ENABLE_TRIG,
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
          DISABLE_RULE -> {
        p.text.add(command.subtype().name().replace('_', ' ').replace("TRIG", "TRIGGER"));
        if (name != null) {
          p.text.name(name);
        }
      }
      case COLUMN_DEFAULT,
          DROP_NOT_NULL,
          SET_NOT_NULL,
          DROP_EXPRESSION,
          SET_STATISTICS,
          SET_OPTIONS,
          RESET_OPTIONS,
          SET_STORAGE,
          SET_COMPRESSION,
          ALTER_COLUMN_TYPE,
          ALTER_COLUMN_GENERIC_OPTIONS,
          ADD_IDENTITY,
          SET_IDENTITY,
          DROP_IDENTITY ->
          column(command);
    }
  }

  private void def(AlterTableCmd command) {
    if (command.def() != null) {
      p.print(command.def());
    }
  }

  private void def(String words, AlterTableCmd command) {
    p.text.add(words);
    def(command);
  }

  private void dropped(String words, AlterTableCmd command) {
    p.text.add(words).ifExists(command.missingOk());
    if (command.name() != null) {
      p.text.name(command.name());
    }
    p.text.behavior(command.behavior());
  }

  private static List<DefElem> options(AlterTableCmd command) {
    return command.def() instanceof OptionList list ? list.options() : List.of();
  }

  private void generic(AlterTableCmd command) {
    p.options.generic(options(command));
  }

  /** ALTER COLUMN. */
  private void column(AlterTableCmd command) {
    p.text.add("ALTER COLUMN");
    if (command.name() == null) {
      p.text.add(Integer.toString(command.num()));
    } else {
      p.text.name(command.name());
    }
    switch (command.subtype()) {
      case COLUMN_DEFAULT -> columnDefault(command.def());
      case DROP_EXPRESSION, DROP_IDENTITY ->
          p.text.words(command.subtype()).ifExists(command.missingOk());
      case SET_STATISTICS -> def("SET STATISTICS", command);
      case SET_OPTIONS -> def("SET", command);
      case RESET_OPTIONS -> def("RESET", command);
      case SET_STORAGE, SET_COMPRESSION -> {
        p.text.words(command.subtype());
        if (command.def() instanceof StringValue value) {
          p.text.name(value.value());
        }
      }
      case ALTER_COLUMN_TYPE -> def("TYPE", command);
      case ALTER_COLUMN_GENERIC_OPTIONS -> generic(command);
      case ADD_IDENTITY -> {
        p.text.add("ADD");
        if (command.def() instanceof Constraint identity) {
          p.constraints.identity(identity);
        }
      }
      case SET_IDENTITY -> options(command).forEach(this::identityOption);
      default -> p.text.words(command.subtype());
    }
  }

  private void columnDefault(@Nullable Node value) {
    if (value instanceof Expr expr) {
      p.expressions.clause("SET DEFAULT", expr);
    } else {
      p.text.add("DROP DEFAULT");
    }
  }

  private void identityOption(DefElem option) {
    if (option.defname().equals("generated")) {
      p.text.add("SET GENERATED").add(OptionPrinter.isTrue(option) ? "ALWAYS" : "BY DEFAULT");
      return;
    }
    p.text.addIf(!option.defname().equals("restart"), "SET");
    p.options.sequenceOption(option);
  }

  void type(ColumnTypeChange change) {
    p.types.print(change.typeName());
    p.constraints.collate(change.collation());
    p.expressions.clause("USING", change.using());
  }

  void replicaIdentity(ReplicaIdentityStmt identity) {
    p.text.add(identity.identityType());
    if (identity.name() != null) {
      p.text.name(identity.name());
    }
  }

  void partition(PartitionCmd partition) {
    RangeVar name = partition.name();
    p.froms.relation(name);
    if (partition.bound() != null) {
      p.tables.bound(partition.bound());
    }
    p.text.addIf(partition.concurrent(), "CONCURRENTLY");
  }

  /** A command about an attribute of a type. */
  private void attribute(AlterTableCmd command) {
    switch (command.subtype()) {
      case ADD_COLUMN -> {
        p.text.add("ADD ATTRIBUTE");
        if (command.def() instanceof ColumnDef column) {
          p.froms.column(column);
        }
      }
      case DROP_COLUMN -> {
        dropped("DROP ATTRIBUTE", command);
        return;
      }
      default -> {
        p.text.addName("ALTER ATTRIBUTE", command.name());
        def("TYPE", command);
      }
    }
    p.text.behavior(command.behavior());
  }
}
