package dev.borealis.sql.tree;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.VacuumRelation;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements about the session, the transaction and the server. */
public sealed interface UtilityStmt extends Stmt {
  /** A transaction command. */
  record TransactionStmt(
      TransactionStmt.Kind kind,
      List<TransactionMode> options,
      @Nullable String savepointName,
      @Nullable String gid,
      boolean chain,
      Span span)
      implements UtilityStmt {
    /** The kinds. */
    public enum Kind {
      BEGIN,
      START,
      COMMIT,
      ROLLBACK,
      SAVEPOINT,
      RELEASE,
      ROLLBACK_TO,
      PREPARE,
      COMMIT_PREPARED,
      ROLLBACK_PREPARED
    }
  }

  /** SET and RESET; the modes are those of TRANSACTION and SESSION CHARACTERISTICS. */
  record VariableSetStmt(
      VariableSetStmt.Kind kind,
      @Nullable String name,
      List<Expr> args,
      List<TransactionMode> modes,
      boolean isLocal,
      Span span)
      implements UtilityStmt {
    /** The kinds. */
    public enum Kind {
      SET_VALUE,
      SET_DEFAULT,
      SET_CURRENT,
      SET_MULTI,
      RESET,
      RESET_ALL
    }
  }

  /** SHOW. */
  record VariableShowStmt(String name, Span span) implements UtilityStmt {}

  /** SET CONSTRAINTS; no names for ALL. */
  record ConstraintsSetStmt(List<RangeVar> constraints, boolean deferred, Span span)
      implements UtilityStmt {}

  /** CHECKPOINT. */
  record CheckPointStmt(Span span) implements UtilityStmt {}

  /** DISCARD. */
  record DiscardStmt(DiscardStmt.Target target, Span span) implements UtilityStmt {
    /** The kinds. */
    public enum Target {
      ALL,
      TEMP,
      PLANS,
      SEQUENCES
    }
  }

  /** CLOSE; null for ALL. */
  record ClosePortalStmt(@Nullable String portalname, Span span) implements UtilityStmt {}

  /** DECLARE. */
  record DeclareCursorStmt(
      String portalname, List<DeclareCursorStmt.Option> options, SelectStmt query, Span span)
      implements UtilityStmt {
    /** The kinds. */
    public enum Option {
      NO_SCROLL,
      SCROLL,
      BINARY,
      ASENSITIVE,
      INSENSITIVE,
      HOLD
    }
  }

  /** FETCH and MOVE; howMany is Long.MAX_VALUE for ALL. */
  record FetchStmt(
      FetchStmt.Direction direction, long howMany, String portalname, boolean ismove, Span span)
      implements UtilityStmt {
    /** The kinds. */
    public enum Direction {
      FORWARD,
      BACKWARD,
      ABSOLUTE,
      RELATIVE
    }
  }

  /** COPY; no filename for STDIN and STDOUT. */
  record CopyStmt(
      @Nullable RangeVar relation,
      @Nullable Stmt query,
      List<String> attlist,
      boolean isFrom,
      boolean isProgram,
      @Nullable String filename,
      List<DefElem> options,
      @Nullable Expr whereClause,
      Span span)
      implements UtilityStmt {}

  /** EXPLAIN. */
  record ExplainStmt(Stmt query, List<DefElem> options, Span span) implements UtilityStmt {}

  /** PREPARE. */
  record PrepareStmt(String name, List<TypeName> argtypes, Stmt query, Span span)
      implements UtilityStmt {}

  /** EXECUTE. */
  record ExecuteStmt(String name, List<Expr> params, Span span) implements UtilityStmt {}

  /** DEALLOCATE; null for ALL. */
  record DeallocateStmt(@Nullable String name, Span span) implements UtilityStmt {}

  /** CALL. */
  record CallStmt(Expr funccall, Span span) implements UtilityStmt {}

  /** DO. */
  record DoStmt(List<DefElem> args, Span span) implements UtilityStmt {}

  /** LISTEN. */
  record ListenStmt(String conditionname, Span span) implements UtilityStmt {}

  /** UNLISTEN; null for *. */
  record UnlistenStmt(@Nullable String conditionname, Span span) implements UtilityStmt {}

  /** NOTIFY. */
  record NotifyStmt(String conditionname, @Nullable String payload, Span span)
      implements UtilityStmt {}

  /** LOAD. */
  record LoadStmt(String filename, Span span) implements UtilityStmt {}

  /** LOCK. */
  record LockStmt(List<RangeVar> relations, LockStmt.Mode mode, boolean nowait, Span span)
      implements UtilityStmt {
    /** The kinds. */
    public enum Mode {
      ACCESS_SHARE,
      ROW_SHARE,
      ROW_EXCLUSIVE,
      SHARE_UPDATE_EXCLUSIVE,
      SHARE,
      SHARE_ROW_EXCLUSIVE,
      EXCLUSIVE,
      ACCESS_EXCLUSIVE
    }
  }

  /** TRUNCATE. */
  record TruncateStmt(
      List<RangeVar> relations, boolean restartSeqs, DropBehavior behavior, Span span)
      implements UtilityStmt {}

  /** VACUUM and ANALYZE. */
  record VacuumStmt(
      List<DefElem> options, List<VacuumRelation> rels, boolean isVacuumcmd, Span span)
      implements UtilityStmt {}

  /** CLUSTER. */
  record ClusterStmt(
      @Nullable RangeVar relation, @Nullable String indexname, List<DefElem> params, Span span)
      implements UtilityStmt {}

  /** REINDEX. */
  record ReindexStmt(
      ReindexStmt.Kind kind,
      @Nullable RangeVar relation,
      @Nullable String name,
      List<DefElem> params,
      Span span)
      implements UtilityStmt {
    /** The kinds. */
    public enum Kind {
      INDEX,
      TABLE,
      SCHEMA,
      SYSTEM,
      DATABASE
    }
  }

  /** ALTER SYSTEM. */
  record AlterSystemStmt(VariableSetStmt setstmt, Span span) implements UtilityStmt {}

  /** RETURN, in a routine. */
  record ReturnStmt(Expr returnval, Span span) implements UtilityStmt {}
}
