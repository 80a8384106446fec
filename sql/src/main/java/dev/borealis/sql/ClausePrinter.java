package dev.borealis.sql;

import dev.borealis.sql.tree.Clause;
import dev.borealis.sql.tree.Clause.AccessPriv;
import dev.borealis.sql.tree.Clause.Alias;
import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.ColumnTypeChange;
import dev.borealis.sql.tree.Clause.CommonTableExpr;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.CreateOpClassItem;
import dev.borealis.sql.tree.Clause.CteCycleClause;
import dev.borealis.sql.tree.Clause.CteSearchClause;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.ExclusionElem;
import dev.borealis.sql.tree.Clause.ForeignKey;
import dev.borealis.sql.tree.Clause.FrameBound;
import dev.borealis.sql.tree.Clause.IndexElem;
import dev.borealis.sql.tree.Clause.InferClause;
import dev.borealis.sql.tree.Clause.IntoClause;
import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Clause.MergeWhenClause;
import dev.borealis.sql.tree.Clause.MultiAssignRef;
import dev.borealis.sql.tree.Clause.OnConflictClause;
import dev.borealis.sql.tree.Clause.OptionList;
import dev.borealis.sql.tree.Clause.PartitionBoundSpec;
import dev.borealis.sql.tree.Clause.PartitionCmd;
import dev.borealis.sql.tree.Clause.PartitionElem;
import dev.borealis.sql.tree.Clause.PartitionSpec;
import dev.borealis.sql.tree.Clause.PublicationObjSpec;
import dev.borealis.sql.tree.Clause.ReplicaIdentityStmt;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Clause.StatsElem;
import dev.borealis.sql.tree.Clause.TableLikeClause;
import dev.borealis.sql.tree.Clause.TriggerTransition;
import dev.borealis.sql.tree.Clause.VacuumRelation;
import dev.borealis.sql.tree.Clause.WindowDef;
import dev.borealis.sql.tree.Clause.WindowFrame;
import dev.borealis.sql.tree.Clause.WithClause;

/** Writes clauses that were taken out of their statements. */
final class ClausePrinter {
  private final Printout p;

  ClausePrinter(Printout printout) {
    this.p = printout;
  }

  void print(Clause clause) {
    switch (clause) {
      case ResTarget target -> p.queries.target(target);
      case MultiAssignRef many -> p.dml.assignment(many);
      case Alias alias -> p.froms.named(alias);
      case SortBy item -> p.queries.sortBy(item);
      case WindowDef window -> p.queries.definition(window);
      case WindowFrame frame -> p.queries.frame(frame);
      case FrameBound bound -> p.queries.bound(bound);
      case LockingClause locking -> p.queries.locking(locking);
      case WithClause with -> p.queries.with(with);
      case CommonTableExpr cte -> p.queries.commonTable(cte);
      case CteSearchClause search -> p.queries.search(search);
      case CteCycleClause cycle -> p.queries.cycle(cycle);
      case IntoClause into -> p.relations.into(into);
      case OnConflictClause conflict -> p.dml.onConflict(conflict);
      case InferClause infer -> p.dml.infer(infer);
      case MergeWhenClause branch -> p.dml.branch(branch);
      case DefElem option -> p.options.element(option);
      case ColumnDef column -> p.tables.column(column);
      case Constraint constraint -> p.constraints.print(constraint);
      case TableLikeClause like -> p.tables.like(like);
      case ForeignKey key -> p.constraints.references(key);
      case ExclusionElem element -> p.constraints.exclusion(element);
      case IndexElem element -> p.relations.indexElement(element);
      case PartitionSpec partition -> p.tables.partition(partition);
      case PartitionElem element -> p.tables.partitionElement(element);
      case PartitionBoundSpec bound -> p.tables.bound(bound);
      case AccessPriv privilege -> p.roles.privilege(privilege);
      case VacuumRelation relation -> p.utilities.vacuumed(relation);
      case TriggerTransition transition -> p.triggers.transition(transition);
      case StatsElem element -> p.relations.columnOrExpression(element.name(), element.expr());
      case CreateOpClassItem item -> p.typeStatements.item(item, false);
      case PublicationObjSpec object -> p.databases.published(object);
      case AlterTableCmd command -> p.alterTables.print(command);
      case OptionList options -> p.options.definition(options.options());
      case ReplicaIdentityStmt identity -> p.alterTables.replicaIdentity(identity);
      case PartitionCmd partition -> p.alterTables.partition(partition);
      case ColumnTypeChange change -> p.alterTables.type(change);
    }
  }
}
