package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.Assignment;
import dev.borealis.sql.tree.Clause.InferClause;
import dev.borealis.sql.tree.Clause.MergeWhenClause;
import dev.borealis.sql.tree.Clause.MultiAssignRef;
import dev.borealis.sql.tree.Clause.OnConflictClause;
import dev.borealis.sql.tree.Clause.OverridingKind;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.QueryStmt;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.MergeStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import java.util.List;

/** Writes INSERT, UPDATE, DELETE and MERGE. */
final class DmlPrinter {
  private final Printout p;

  DmlPrinter(Printout printout) {
    this.p = printout;
  }

  void print(QueryStmt statement) {
    switch (statement) {
      case SelectStmt select -> p.queries.print(select);
      case InsertStmt insert -> insert(insert);
      case UpdateStmt update -> {
        p.queries.with(update.withClause());
        p.text.add("UPDATE");
        p.froms.relation(update.relation());
        set(update.targetList());
        p.froms.list("FROM", update.fromClause());
        p.expressions.where(update.whereClause());
        returning(update.returningList());
      }
      case DeleteStmt delete -> {
        p.queries.with(delete.withClause());
        p.text.add("DELETE FROM");
        p.froms.relation(delete.relation());
        p.froms.list("USING", delete.usingClause());
        p.expressions.where(delete.whereClause());
        returning(delete.returningList());
      }
      case MergeStmt merge -> {
        p.queries.with(merge.withClause());
        p.text.add("MERGE INTO");
        p.froms.relation(merge.relation());
        p.text.add("USING");
        p.froms.print(merge.sourceRelation());
        p.expressions.clause("ON", merge.joinCondition());
        merge.mergeWhenClauses().forEach(this::branch);
      }
    }
  }

  private void insert(InsertStmt insert) {
    p.queries.with(insert.withClause());
    p.text.add("INSERT INTO");
    p.froms.relation(insert.relation());
    p.text.optional(insert.cols(), this::column);
    overriding(insert.override());
    if (insert.selectStmt() == null) {
      p.text.add("DEFAULT VALUES");
    } else {
      p.queries.print(insert.selectStmt());
    }
    if (insert.onConflictClause() != null) {
      onConflict(insert.onConflictClause());
    }
    returning(insert.returningList());
  }

  private void overriding(OverridingKind override) {
    switch (override) {
      case USER_VALUE -> p.text.add("OVERRIDING USER VALUE");
      case SYSTEM_VALUE -> p.text.add("OVERRIDING SYSTEM VALUE");
      case NOT_SET -> {}
    }
  }

  private void returning(List<ResTarget> targets) {
    if (!targets.isEmpty()) {
      p.text.add("RETURNING").list(targets, p.queries::target);
    }
  }

  /** A column that is set, with fields and subscripts. */
  private void column(ResTarget column) {
    if (column.name() != null) {
      p.text.name(column.name());
    }
    p.expressions.indirection(column.indirection());
  }

  private void set(List<Assignment> assignments) {
    p.text.add("SET").list(assignments, this::assignment);
  }

  void assignment(Assignment assignment) {
    switch (assignment) {
      case ResTarget target -> {
        column(target);
        p.expressions.clause("=", target.val());
      }
      case MultiAssignRef many -> {
        p.text.parenthesized(many.targets(), this::column);
        p.expressions.clause("=", many.source());
      }
    }
  }

  void onConflict(OnConflictClause clause) {
    p.text.add("ON CONFLICT");
    if (clause.infer() != null) {
      infer(clause.infer());
    }
    if (!clause.update()) {
      p.text.add("DO NOTHING");
      return;
    }
    p.text.add("DO UPDATE");
    set(clause.targetList());
    p.expressions.where(clause.whereClause());
  }

  void infer(InferClause infer) {
    p.text.addName("ON CONSTRAINT", infer.conname());
    p.text.optional(infer.indexElems(), p.relations::indexElement);
    p.expressions.where(infer.whereClause());
  }

  void branch(MergeWhenClause branch) {
    p.text.add(branch.matched() ? "WHEN MATCHED" : "WHEN NOT MATCHED");
    p.expressions.clause("AND", branch.condition());
    p.text.add("THEN");
    switch (branch.commandType()) {
      case NOTHING -> p.text.add("DO NOTHING");
      case DELETE -> p.text.add("DELETE");
      case UPDATE -> {
        p.text.add("UPDATE");
        set(branch.targetList());
      }
      case INSERT -> {
        p.text.add("INSERT");
        p.text.optional(branch.targetList(), this::insertColumn);
        overriding(branch.override());
        if (branch.values().isEmpty()) {
          p.text.add("DEFAULT VALUES");
        } else {
          p.text.add("VALUES").parenthesized(branch.values(), p.expressions::print);
        }
      }
    }
  }

  private void insertColumn(Assignment column) {
    if (column instanceof ResTarget target) {
      column(target);
    }
  }
}
