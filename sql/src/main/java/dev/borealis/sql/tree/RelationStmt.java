package dev.borealis.sql.tree;

import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.IndexElem;
import dev.borealis.sql.tree.Clause.IntoClause;
import dev.borealis.sql.tree.Clause.OnCommitAction;
import dev.borealis.sql.tree.Clause.PartitionBoundSpec;
import dev.borealis.sql.tree.Clause.PartitionSpec;
import dev.borealis.sql.tree.Clause.StatsElem;
import dev.borealis.sql.tree.Clause.TableElement;
import dev.borealis.sql.tree.Clause.TriggerTransition;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that define tables, views, indexes and sequences. */
public sealed interface RelationStmt extends Stmt {
  /** CREATE TABLE. */
  record CreateStmt(
      RangeVar relation,
      List<TableElement> tableElts,
      List<RangeVar> inhRelations,
      @Nullable PartitionBoundSpec partbound,
      @Nullable PartitionSpec partspec,
      @Nullable TypeName ofTypename,
      List<DefElem> options,
      OnCommitAction oncommit,
      @Nullable String tablespacename,
      @Nullable String accessMethod,
      boolean ifNotExists,
      Span span)
      implements RelationStmt {}

  /** CREATE FOREIGN TABLE. */
  record CreateForeignTableStmt(
      CreateStmt base, String servername, List<DefElem> options, Span span)
      implements RelationStmt {}

  /** CREATE TABLE AS and CREATE MATERIALIZED VIEW. */
  record CreateTableAsStmt(
      Stmt query, IntoClause into, ObjectType objtype, boolean ifNotExists, Span span)
      implements RelationStmt {}

  /** ALTER TABLE and its like; async is DSQL's ALTER TABLE ASYNC. */
  record AlterTableStmt(
      RangeVar relation,
      List<AlterTableCmd> cmds,
      ObjectType objtype,
      boolean missingOk,
      boolean async,
      Span span)
      implements RelationStmt {}

  /** ALTER TABLE ALL IN TABLESPACE. */
  record AlterTableMoveAllStmt(
      String origTablespacename,
      ObjectType objtype,
      List<RoleSpec> roles,
      String newTablespacename,
      boolean nowait,
      Span span)
      implements RelationStmt {}

  /** CREATE INDEX; async is DSQL's CREATE INDEX ASYNC. */
  record IndexStmt(
      @Nullable String idxname,
      RangeVar relation,
      @Nullable String accessMethod,
      List<IndexElem> indexParams,
      List<IndexElem> indexIncludingParams,
      List<DefElem> options,
      @Nullable String tableSpace,
      @Nullable Expr whereClause,
      boolean unique,
      boolean nullsNotDistinct,
      boolean concurrent,
      boolean async,
      boolean ifNotExists,
      Span span)
      implements RelationStmt {}

  /** CREATE VIEW. */
  record ViewStmt(
      RangeVar view,
      List<String> aliases,
      SelectStmt query,
      boolean replace,
      boolean recursive,
      List<DefElem> options,
      ViewStmt.CheckOption withCheckOption,
      Span span)
      implements RelationStmt {
    /** The kinds. */
    public enum CheckOption {
      NONE,
      LOCAL,
      CASCADED
    }
  }

  /** REFRESH MATERIALIZED VIEW. */
  record RefreshMatViewStmt(RangeVar relation, boolean concurrent, boolean skipData, Span span)
      implements RelationStmt {}

  /** CREATE SEQUENCE. */
  record CreateSeqStmt(RangeVar sequence, List<DefElem> options, boolean ifNotExists, Span span)
      implements RelationStmt {}

  /** ALTER SEQUENCE. */
  record AlterSeqStmt(RangeVar sequence, List<DefElem> options, boolean missingOk, Span span)
      implements RelationStmt {}

  /** CREATE SCHEMA. */
  record CreateSchemaStmt(
      @Nullable String schemaname,
      @Nullable RoleSpec authrole,
      List<Stmt> schemaElts,
      boolean ifNotExists,
      Span span)
      implements RelationStmt {}

  /** CREATE TRIGGER. */
  record CreateTrigStmt(
      String trigname,
      RangeVar relation,
      List<String> funcname,
      List<String> args,
      boolean row,
      CreateTrigStmt.Timing timing,
      List<CreateTrigStmt.Event> events,
      List<String> columns,
      @Nullable Expr whenClause,
      List<TriggerTransition> transitionRels,
      boolean replace,
      boolean isconstraint,
      boolean deferrable,
      boolean initdeferred,
      @Nullable RangeVar constrrel,
      Span span)
      implements RelationStmt {
    /** The kinds. */
    public enum Timing {
      BEFORE,
      AFTER,
      INSTEAD_OF
    }

    /** The kinds. */
    public enum Event {
      INSERT,
      DELETE,
      UPDATE,
      TRUNCATE
    }
  }

  /** CREATE RULE. */
  record RuleStmt(
      RangeVar relation,
      String rulename,
      @Nullable Expr whereClause,
      RuleStmt.Event event,
      boolean instead,
      List<Stmt> actions,
      boolean replace,
      Span span)
      implements RelationStmt {
    /** The kinds. */
    public enum Event {
      SELECT,
      UPDATE,
      DELETE,
      INSERT
    }
  }

  /** CREATE POLICY. */
  record CreatePolicyStmt(
      String policyName,
      RangeVar table,
      String cmdName,
      boolean permissive,
      List<RoleSpec> roles,
      @Nullable Expr qual,
      @Nullable Expr withCheck,
      Span span)
      implements RelationStmt {}

  /** ALTER POLICY. */
  record AlterPolicyStmt(
      String policyName,
      RangeVar table,
      List<RoleSpec> roles,
      @Nullable Expr qual,
      @Nullable Expr withCheck,
      Span span)
      implements RelationStmt {}

  /** CREATE STATISTICS. */
  record CreateStatsStmt(
      List<String> defnames,
      List<String> statTypes,
      List<StatsElem> exprs,
      List<TableRef> relations,
      boolean ifNotExists,
      Span span)
      implements RelationStmt {}

  /** ALTER STATISTICS. */
  record AlterStatsStmt(List<String> defnames, int stxstattarget, boolean missingOk, Span span)
      implements RelationStmt {}
}
