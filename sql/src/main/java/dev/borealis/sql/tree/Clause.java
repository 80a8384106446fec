package dev.borealis.sql.tree;

import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a statement that is neither an expression nor a relation. */
public sealed interface Clause extends Node {
  /** What an UPDATE sets. */
  sealed interface Assignment extends Clause permits ResTarget, MultiAssignRef {}

  /**
   * An item of a target list or a column of an INSERT or UPDATE.
   *
   * @param name the label of a result, or the column to set
   * @param indirection subscripts and fields of the column to set
   * @param val the expression; null in an INSERT's column list
   */
  record ResTarget(@Nullable String name, List<Expr> indirection, @Nullable Expr val, Span span)
      implements Assignment {}

  /** {@code (a, b) = expression}. */
  record MultiAssignRef(List<ResTarget> targets, Expr source, Span span) implements Assignment {}

  /** An alias with names for columns. */
  record Alias(String aliasname, List<String> colnames, Span span) implements Clause {}

  /** The directions of ORDER BY. */
  enum SortByDir {
    DEFAULT,
    ASC,
    DESC,
    USING
  }

  /** Where nulls come in ORDER BY. */
  enum SortByNulls {
    DEFAULT,
    FIRST,
    LAST
  }

  /** An item of ORDER BY. */
  record SortBy(
      Expr node, SortByDir sortbyDir, SortByNulls sortbyNulls, List<String> useOp, Span span)
      implements Clause {}

  /**
   * A window.
   *
   * @param name of {@code WINDOW name AS (...)} and {@code OVER name}
   * @param refname the window that it extends
   * @param specified false for {@code OVER name}
   */
  record WindowDef(
      @Nullable String name,
      @Nullable String refname,
      boolean specified,
      List<Expr> partitionClause,
      List<SortBy> orderClause,
      @Nullable WindowFrame frame,
      Span span)
      implements Clause {}

  /** A window's frame; without an end it is not written with BETWEEN. */
  record WindowFrame(
      WindowFrame.Mode mode,
      FrameBound start,
      @Nullable FrameBound end,
      WindowFrame.Exclusion exclusion,
      Span span)
      implements Clause {
    /** What the frame counts. */
    public enum Mode {
      RANGE,
      ROWS,
      GROUPS
    }

    /** What the frame leaves out. */
    public enum Exclusion {
      NO_OTHERS,
      CURRENT_ROW,
      GROUP,
      TIES
    }
  }

  /** An end of a frame. */
  record FrameBound(FrameBound.Kind kind, @Nullable Expr offset, Span span) implements Clause {
    /** The kinds of ends, in the order of rows. */
    public enum Kind {
      UNBOUNDED_PRECEDING,
      OFFSET_PRECEDING,
      CURRENT_ROW,
      OFFSET_FOLLOWING,
      UNBOUNDED_FOLLOWING
    }
  }

  /** {@code FOR UPDATE} and its like. */
  record LockingClause(
      List<RangeVar> lockedRels,
      LockingClause.Strength strength,
      LockingClause.WaitPolicy waitPolicy,
      Span span)
      implements Clause {
    /** How strong the lock is. */
    public enum Strength {
      FORKEYSHARE,
      FORSHARE,
      FORNOKEYUPDATE,
      FORUPDATE
    }

    /** What to do about a locked row. */
    public enum WaitPolicy {
      BLOCK,
      SKIP,
      ERROR
    }
  }

  /** {@code WITH}. */
  record WithClause(List<CommonTableExpr> ctes, boolean recursive, Span span) implements Clause {}

  /** A common table expression. */
  record CommonTableExpr(
      String ctename,
      List<String> aliascolnames,
      CommonTableExpr.Materialize ctematerialized,
      Stmt ctequery,
      @Nullable CteSearchClause searchClause,
      @Nullable CteCycleClause cycleClause,
      Span span)
      implements Clause {
    /** Whether the query is run once. */
    public enum Materialize {
      DEFAULT,
      ALWAYS,
      NEVER
    }
  }

  /** {@code SEARCH ... SET ...}. */
  record CteSearchClause(
      List<String> searchColList, boolean breadthFirst, String searchSeqColumn, Span span)
      implements Clause {}

  /** {@code CYCLE ... SET ... USING ...}. */
  record CteCycleClause(
      List<String> cycleColList,
      String cycleMarkColumn,
      @Nullable Expr cycleMarkValue,
      @Nullable Expr cycleMarkDefault,
      String cyclePathColumn,
      Span span)
      implements Clause {}

  /** What happens to a temporary table at COMMIT. */
  enum OnCommitAction {
    NOOP,
    PRESERVE_ROWS,
    DELETE_ROWS,
    DROP
  }

  /** What CREATE TABLE AS, CREATE MATERIALIZED VIEW and SELECT INTO create. */
  record IntoClause(
      RangeVar rel,
      List<String> colNames,
      @Nullable String accessMethod,
      List<DefElem> options,
      OnCommitAction onCommit,
      @Nullable String tableSpaceName,
      boolean skipData,
      Span span)
      implements Clause {}

  /** {@code ON CONFLICT}. */
  record OnConflictClause(
      boolean update,
      @Nullable InferClause infer,
      List<Assignment> targetList,
      @Nullable Expr whereClause,
      Span span)
      implements Clause {}

  /** The index that ON CONFLICT means. */
  record InferClause(
      List<IndexElem> indexElems, @Nullable Expr whereClause, @Nullable String conname, Span span)
      implements Clause {}

  /** A branch of MERGE. */
  record MergeWhenClause(
      boolean matched,
      MergeWhenClause.CommandType commandType,
      OverridingKind override,
      @Nullable Expr condition,
      List<Assignment> targetList,
      List<Expr> values,
      Span span)
      implements Clause {
    /** What a branch does. */
    public enum CommandType {
      UPDATE,
      INSERT,
      DELETE,
      NOTHING
    }
  }

  /** {@code OVERRIDING ... VALUE}. */
  enum OverridingKind {
    NOT_SET,
    USER_VALUE,
    SYSTEM_VALUE
  }

  /** What an option of a foreign object does. */
  enum DefElemAction {
    UNSPEC,
    SET,
    ADD,
    DROP
  }

  /**
   * An option.
   *
   * @param defname its name as PostgreSQL's parser gives it
   * @param arg its value, if it has one
   */
  record DefElem(
      @Nullable String defnamespace,
      String defname,
      @Nullable Node arg,
      DefElemAction defaction,
      Span span)
      implements Clause {}

  /** An item of a CREATE TABLE's list. */
  sealed interface TableElement extends Clause permits ColumnDef, Constraint, TableLikeClause {}

  /**
   * A column.
   *
   * @param typeName null for a column of a typed table or partition
   * @param constraints with the constraints' attributes, in order
   */
  record ColumnDef(
      String colname,
      @Nullable TypeName typeName,
      @Nullable String storageName,
      @Nullable String compression,
      List<DefElem> fdwoptions,
      @Nullable List<String> collation,
      List<Constraint> constraints,
      Span span)
      implements TableElement {}

  /** {@code LIKE}; the options are those that remain after EXCLUDING. */
  record TableLikeClause(RangeVar relation, List<TableLikeClause.Option> options, Span span)
      implements TableElement {
    /** What is copied, in PostgreSQL's order. */
    public enum Option {
      COMMENTS,
      COMPRESSION,
      CONSTRAINTS,
      DEFAULTS,
      GENERATED,
      IDENTITY,
      INDEXES,
      STATISTICS,
      STORAGE
    }
  }

  /** What a foreign key does on UPDATE or DELETE. */
  enum KeyAction {
    NOACTION("NO ACTION"),
    RESTRICT("RESTRICT"),
    CASCADE("CASCADE"),
    SETNULL("SET NULL"),
    SETDEFAULT("SET DEFAULT");

    private final String words;

    KeyAction(String words) {
      this.words = words;
    }

    /** The action in SQL. */
    public String words() {
      return words;
    }
  }

  /**
   * A constraint of a column, table or domain.
   *
   * @param always of identity: ALWAYS, not BY DEFAULT
   */
  record Constraint(
      Constraint.Type contype,
      @Nullable String conname,
      @Nullable Expr rawExpr,
      boolean always,
      boolean nullsNotDistinct,
      List<String> keys,
      List<String> including,
      List<ExclusionElem> exclusions,
      List<DefElem> options,
      @Nullable String indexname,
      @Nullable String indexspace,
      @Nullable String accessMethod,
      @Nullable Expr whereClause,
      @Nullable ForeignKey foreignKey,
      boolean deferrable,
      boolean initdeferred,
      boolean skipValidation,
      boolean isNoInherit,
      Span span)
      implements TableElement {
    /** The kinds of constraints. */
    public enum Type {
      NULL,
      NOTNULL,
      DEFAULT,
      IDENTITY,
      GENERATED,
      CHECK,
      PRIMARY,
      UNIQUE,
      EXCLUSION,
      FOREIGN,
      ATTR_DEFERRABLE,
      ATTR_NOT_DEFERRABLE,
      ATTR_DEFERRED,
      ATTR_IMMEDIATE
    }
  }

  /** What a foreign key refers to. */
  record ForeignKey(
      RangeVar pktable,
      List<String> pkAttrs,
      boolean matchFull,
      KeyAction updAction,
      KeyAction delAction,
      List<String> delSetCols,
      Span span)
      implements Clause {}

  /** An element of an exclusion constraint. */
  record ExclusionElem(IndexElem elem, List<String> operator, Span span) implements Clause {}

  /** A column or expression of an index. */
  record IndexElem(
      @Nullable String name,
      @Nullable Expr expr,
      List<String> collation,
      List<String> opclass,
      List<DefElem> opclassopts,
      SortByDir ordering,
      SortByNulls nullsOrdering,
      Span span)
      implements Clause {}

  /** {@code PARTITION BY}. */
  record PartitionSpec(PartitionSpec.Strategy strategy, List<PartitionElem> partParams, Span span)
      implements Clause {
    /** The strategies. */
    public enum Strategy {
      LIST,
      RANGE,
      HASH
    }
  }

  /** A column or expression of a partition key. */
  record PartitionElem(
      @Nullable String name,
      @Nullable Expr expr,
      List<String> collation,
      List<String> opclass,
      Span span)
      implements Clause {}

  /** {@code FOR VALUES ...}; without a strategy it is DEFAULT. */
  record PartitionBoundSpec(
      PartitionSpec.@Nullable Strategy strategy,
      int modulus,
      int remainder,
      List<Expr> listdatums,
      List<Expr> lowerdatums,
      List<Expr> upperdatums,
      Span span)
      implements Clause {}

  /** A privilege; null is ALL. */
  record AccessPriv(@Nullable String privName, List<String> cols, Span span) implements Clause {}

  /** A relation to be vacuumed or analysed. */
  record VacuumRelation(RangeVar relation, List<String> vaCols, Span span) implements Clause {}

  /** A transition table of a trigger. */
  record TriggerTransition(String name, boolean isNew, boolean isTable, Span span)
      implements Clause {}

  /** A column or expression of extended statistics. */
  record StatsElem(@Nullable String name, @Nullable Expr expr, Span span) implements Clause {}

  /** An operator, function or type of an operator class. */
  record CreateOpClassItem(
      CreateOpClassItem.Type itemtype,
      ObjectName.@Nullable ObjectWithArgs name,
      int number,
      List<String> orderFamily,
      List<TypeName> classArgs,
      @Nullable TypeName storedtype,
      Span span)
      implements Clause {
    /** What the item is. */
    public enum Type {
      OPERATOR,
      FUNCTION,
      STORAGETYPE
    }
  }

  /** A member of a publication. */
  record PublicationObjSpec(
      PublicationObjSpec.Type pubobjtype,
      @Nullable String name,
      @Nullable RangeVar relation,
      List<String> columns,
      @Nullable Expr whereClause,
      Span span)
      implements Clause {
    /** What the member is. */
    public enum Type {
      TABLE,
      TABLES_IN_SCHEMA,
      TABLES_IN_CUR_SCHEMA
    }
  }

  /** A part of an ALTER TABLE. */
  record AlterTableCmd(
      AlterTableCmd.Type subtype,
      @Nullable String name,
      int num,
      @Nullable RoleSpec newowner,
      @Nullable Node def,
      DropBehavior behavior,
      boolean missingOk,
      Span span)
      implements Clause {
    /** What it does. */
    public enum Type {
      ADD_COLUMN,
      COLUMN_DEFAULT,
      DROP_NOT_NULL,
      SET_NOT_NULL,
      DROP_EXPRESSION,
      SET_STATISTICS,
      SET_OPTIONS,
      RESET_OPTIONS,
      SET_STORAGE,
      SET_COMPRESSION,
      DROP_COLUMN,
      ADD_CONSTRAINT,
      ALTER_CONSTRAINT,
      VALIDATE_CONSTRAINT,
      DROP_CONSTRAINT,
      ALTER_COLUMN_TYPE,
      ALTER_COLUMN_GENERIC_OPTIONS,
      CHANGE_OWNER,
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
      DETACH_PARTITION_FINALIZE,
      ADD_IDENTITY,
      SET_IDENTITY,
      DROP_IDENTITY
    }
  }

  /** The options of an ALTER TABLE's command. */
  record OptionList(List<DefElem> options, Span span) implements Clause {}

  /** How rows are identified to a replica; an index's name for USING INDEX. */
  record ReplicaIdentityStmt(String identityType, @Nullable String name, Span span)
      implements Clause {}

  /** A partition that is attached or detached. */
  record PartitionCmd(
      RangeVar name, @Nullable PartitionBoundSpec bound, boolean concurrent, Span span)
      implements Clause {}

  /** The new type of a column, and how to compute its values. */
  record ColumnTypeChange(
      TypeName typeName, @Nullable List<String> collation, @Nullable Expr using, Span span)
      implements Clause {}
}
