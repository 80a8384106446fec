package dev.borealis.gateway;

import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.tree.Clause.Assignment;
import dev.borealis.sql.tree.Clause.MultiAssignRef;
import dev.borealis.sql.tree.Clause.OnConflictClause;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.MergeStmt;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The keys that a statement may give to rows and take from rows, as far as its text tells. An
 * update of a key does both.
 *
 * @param anywhere whether it calls functions that may do so in tables that its text does not name
 */
record KeyChanges(List<Change> added, List<Change> removed, boolean anywhere) {
  static final KeyChanges NONE = new KeyChanges(List.of(), List.of(), false);

  /**
   * A change of one table.
   *
   * @param columns those that are set; if there are any, it is one of keys only if one of them
   *     belongs to a key
   */
  record Change(String table, List<String> columns) {
    private Change(RangeVar table, List<String> columns) {
      this(table.relname(), columns);
    }

    private Change(RangeVar table) {
      this(table, List.of());
    }
  }

  /** Those of a statement that changes rows. */
  static KeyChanges of(Stmt tree, StatementFacts facts) {
    List<Change> added = new ArrayList<>();
    List<Change> removed = new ArrayList<>();
    Stmt outermost = tree instanceof ExplainStmt explain ? explain.query() : tree;
    Stream.concat(Stream.of(outermost), facts.modifyingCtes().stream())
        .forEach(part -> collect(part, added, removed));
    return new KeyChanges(
        List.copyOf(added), List.copyOf(removed), StatementRoles.mayCallUsersFunctions(facts));
  }

  private static void collect(Stmt part, List<Change> added, List<Change> removed) {
    switch (part) {
      case InsertStmt insert -> {
        added.add(new Change(insert.relation()));
        OnConflictClause onConflict = insert.onConflictClause();
        if (onConflict != null && onConflict.update()) {
          removed.add(new Change(insert.relation(), columns(onConflict.targetList())));
        }
      }
      case UpdateStmt update -> {
        Change change = new Change(update.relation(), columns(update.targetList()));
        added.add(change);
        removed.add(change);
      }
      case DeleteStmt delete -> removed.add(new Change(delete.relation()));
      case MergeStmt merge -> {
        added.add(new Change(merge.relation()));
        removed.add(new Change(merge.relation()));
      }
      case CopyStmt copy when copy.isFrom() ->
          added.add(new Change(Objects.requireNonNull(copy.relation())));
      default -> {
        // It changes no keys itself; what it is made of does.
      }
    }
  }

  private static List<String> columns(List<Assignment> assignments) {
    return assignments.stream()
        .flatMap(assignment ->
            switch (assignment) {
              case ResTarget target -> Stream.of(target);
              case MultiAssignRef several -> several.targets().stream();
            })
        .map(target -> Objects.requireNonNull(target.name()))
        .toList();
  }
}
