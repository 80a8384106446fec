package dev.borealis.lint;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.Finding;
import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.TableElement;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How what a rule refuses is mended: one case for each rule of the dialect that can be. */
final class Fixes {
  private Fixes() {}

  /** Mends what was found; null, with nothing changed, if it cannot be done here. */
  static @Nullable Mending mend(Finding finding, Draft draft, Dialect dialect) {
    Span span = finding.span();
    if (span == null) {
      return null;
    }
    int from = draft.statement().first(span);
    int to = draft.statement().end(span);
    return switch (finding.rule().id()) {
      case "temp_table",
          "unsupported_unlogged_table",
          "unsupported_temp_view",
          "temp_sequence",
          "unlogged_sequence" ->
          TableFixes.persistence(draft, from);
      case "partition_by",
          "inherits",
          "unsupported_access_method",
          "unsupported_create_table_with_storage_parameters",
          "unsupported_on_commit",
          "tablespace",
          "index_with",
          "index_tablespace" ->
          TableFixes.clause(draft, finding.rule().lintId(), from, to);
      case "storage", "compression" -> ColumnFixes.storage(draft, from);
      case "collation", "index_collation", "domain_collation" ->
          ColumnFixes.collation(draft, from, to);
      case "serial_type" -> ColumnFixes.serial(draft, from, to, span, dialect);
      case "identity_type" -> ColumnFixes.identityType(draft, from, to, span);
      case "sequence_type" -> SequenceFixes.type(draft, from, to);
      case "identity_cache_missing" -> SequenceFixes.identityCache(draft, to);
      case "sequence_cache_missing" -> SequenceFixes.sequenceCache(draft, to);
      case "identity_cache", "at_identity_cache", "sequence_cache" ->
          SequenceFixes.cache(draft, from, to);
      case "foreign_key", "at_unsupported_add_foreign_key" ->
          ConstraintFixes.foreignKey(draft, span);
      case "column_deferrable", "deferrable", "at_unique_using_index_deferrable" ->
          ConstraintFixes.deferrable(draft, from, to);
      case "constraint_index_parameters" -> ConstraintFixes.indexParameters(draft, from, to);
      case "constraint_tablespace" -> ConstraintFixes.tablespace(draft, from, to);
      case "at_add_check_validated", "foreign_key_not_valid" ->
          ConstraintFixes.notValid(draft, span);
      case "validate_constraint_async" -> ConstraintFixes.validateAsync(draft);
      case "at_unsupported_set_compression" -> withoutCommand(draft, span);
      case "index_async", "index_concurrently" -> IndexFixes.async(draft, from);
      case "index_using" -> IndexFixes.using(draft, from);
      case "index_sort_order" -> IndexFixes.sortOrder(draft, from, to);
      case "index_opclass" -> IndexFixes.operatorClass(draft, span);
      case "drop_index_concurrently" -> IndexFixes.dropConcurrently(draft);
      default -> ofOthers(finding, draft, from, to);
    };
  }

  private static @Nullable Mending ofOthers(Finding finding, Draft draft, int from, int to) {
    return switch (finding.rule().id()) {
      case "transaction_isolation" -> SessionFixes.isolation(draft, to);
      case "commit_and_chain" -> SessionFixes.chain(draft);
      case "begin_deferrable" -> SessionFixes.deferrable(draft);
      case "set_parameter" -> setting(draft);
      case "weak_lock", "key_share_lock" -> SessionFixes.lock(draft, from, to);
      case "create_user" -> SessionFixes.user(draft);
      case "drop_named_trigger" -> SessionFixes.dropTrigger(draft);
      case "statistics_target" -> SessionFixes.statisticsTarget(draft, to);
      case "text_search_configuration" -> SessionFixes.textSearch(draft, from, to);
      case "explain_options" -> SessionFixes.explainOption(draft, finding.span());
      default -> null;
    };
  }

  private static @Nullable Mending setting(Draft draft) {
    if (!(draft.statement().tree() instanceof VariableSetStmt)) {
      return null;
    }
    draft.removeStatement();
    return Mending.warning("The statement is left out: the service has no such setting.");
  }

  private static @Nullable Mending withoutCommand(Draft draft, Span span) {
    return removeCommand(draft, span)
        ? Mending.same("The clause is left out: the service compresses by itself.")
        : null;
  }

  /** Takes a part of an ALTER TABLE out, and the statement if that was all. */
  static boolean removeCommand(Draft draft, Span within) {
    if (!(draft.statement().tree() instanceof AlterTableStmt alter)) {
      return false;
    }
    for (AlterTableCmd command : alter.cmds()) {
      if (covers(command.span(), within)) {
        draft.removeItem(alter.cmds(), command);
        if (draft.leavesNone(alter.cmds())) {
          draft.removeStatement();
        }
        return true;
      }
    }
    return false;
  }

  /** The table that a span lies in, of a CREATE TABLE or a CREATE SCHEMA with tables. */
  static @Nullable CreateStmt table(Stmt statement, Span within) {
    return innermost(statement, within, CreateStmt.class);
  }

  /** The column that a span lies in, of any statement. */
  static @Nullable ColumnDef column(Stmt statement, Span within) {
    return innermost(statement, within, ColumnDef.class);
  }

  /** The constraint of a table, not of a column, that a span is. */
  static @Nullable Constraint tableConstraint(List<TableElement> elements, Span span) {
    for (TableElement element : elements) {
      if (element instanceof Constraint constraint && covers(constraint.span(), span)) {
        return constraint;
      }
    }
    return null;
  }

  private static <N extends Node> @Nullable N innermost(
      Stmt statement, Span within, Class<N> kind) {
    Nodes<N> found = new Nodes<>(kind, within);
    Children.walk(statement, found::visit);
    return found.last;
  }

  private static final class Nodes<N extends Node> {
    private final Class<N> kind;
    private final Span within;
    private @Nullable N last;

    Nodes(Class<N> kind, Span within) {
      this.kind = kind;
      this.within = within;
    }

    void visit(Node node) {
      if (kind.isInstance(node) && covers(node.span(), within)) {
        last = kind.cast(node);
      }
    }
  }

  /** True if a span lies within another. */
  static boolean covers(Span outer, Span inner) {
    return outer.start() >= 0 && outer.start() <= inner.start() && inner.end() <= outer.end();
  }

  /**
   * True if the column is added by ALTER TABLE, where it can have neither constraint nor default.
   */
  static boolean isAdded(Stmt statement) {
    return statement instanceof AlterTableStmt;
  }
}
