package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;
import static dev.borealis.sql.tree.Children.one;

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
import java.util.function.Consumer;

/** The parts of each {@link Clause}. */
final class ClauseChildren {
  private ClauseChildren() {}

  static void each(Clause parent, Consumer<Node> visit) {
    switch (parent) {
      case ResTarget node -> {
        all(node.indirection(), visit);
        one(node.val(), visit);
      }
      case MultiAssignRef node -> {
        all(node.targets(), visit);
        one(node.source(), visit);
      }
      case SortBy node -> one(node.node(), visit);
      case WindowDef node -> windowDef(node, visit);
      case WindowFrame node -> {
        one(node.start(), visit);
        one(node.end(), visit);
      }
      case FrameBound node -> one(node.offset(), visit);
      case LockingClause node -> all(node.lockedRels(), visit);
      case WithClause node -> all(node.ctes(), visit);
      case CommonTableExpr node -> commonTableExpr(node, visit);
      case CteCycleClause node -> {
        one(node.cycleMarkValue(), visit);
        one(node.cycleMarkDefault(), visit);
      }
      case IntoClause node -> {
        one(node.rel(), visit);
        all(node.options(), visit);
      }
      case OnConflictClause node -> onConflictClause(node, visit);
      case InferClause node -> {
        all(node.indexElems(), visit);
        one(node.whereClause(), visit);
      }
      case MergeWhenClause node -> mergeWhenClause(node, visit);
      case DefElem node -> one(node.arg(), visit);
      case ColumnDef node -> columnDef(node, visit);
      case TableLikeClause node -> one(node.relation(), visit);
      case Constraint node -> constraint(node, visit);
      case ForeignKey node -> one(node.pktable(), visit);
      case ExclusionElem node -> one(node.elem(), visit);
      case IndexElem node -> {
        one(node.expr(), visit);
        all(node.opclassopts(), visit);
      }
      case PartitionSpec node -> all(node.partParams(), visit);
      case PartitionElem node -> one(node.expr(), visit);
      case PartitionBoundSpec node -> partitionBoundSpec(node, visit);
      case VacuumRelation node -> one(node.relation(), visit);
      case StatsElem node -> one(node.expr(), visit);
      case CreateOpClassItem node -> createOpClassItem(node, visit);
      case PublicationObjSpec node -> {
        one(node.relation(), visit);
        one(node.whereClause(), visit);
      }
      case AlterTableCmd node -> {
        one(node.newowner(), visit);
        one(node.def(), visit);
      }
      case OptionList node -> all(node.options(), visit);
      case PartitionCmd node -> {
        one(node.name(), visit);
        one(node.bound(), visit);
      }
      case ColumnTypeChange node -> {
        one(node.typeName(), visit);
        one(node.using(), visit);
      }
      case Alias _,
          CteSearchClause _,
          AccessPriv _,
          TriggerTransition _,
          ReplicaIdentityStmt _ -> {}
    }
  }

  private static void windowDef(WindowDef node, Consumer<Node> visit) {
    all(node.partitionClause(), visit);
    all(node.orderClause(), visit);
    one(node.frame(), visit);
  }

  private static void commonTableExpr(CommonTableExpr node, Consumer<Node> visit) {
    one(node.ctequery(), visit);
    one(node.searchClause(), visit);
    one(node.cycleClause(), visit);
  }

  private static void onConflictClause(OnConflictClause node, Consumer<Node> visit) {
    one(node.infer(), visit);
    all(node.targetList(), visit);
    one(node.whereClause(), visit);
  }

  private static void mergeWhenClause(MergeWhenClause node, Consumer<Node> visit) {
    one(node.condition(), visit);
    all(node.targetList(), visit);
    all(node.values(), visit);
  }

  private static void columnDef(ColumnDef node, Consumer<Node> visit) {
    one(node.typeName(), visit);
    all(node.fdwoptions(), visit);
    all(node.constraints(), visit);
  }

  private static void constraint(Constraint node, Consumer<Node> visit) {
    one(node.rawExpr(), visit);
    all(node.exclusions(), visit);
    all(node.options(), visit);
    one(node.whereClause(), visit);
    one(node.foreignKey(), visit);
  }

  private static void partitionBoundSpec(PartitionBoundSpec node, Consumer<Node> visit) {
    all(node.listdatums(), visit);
    all(node.lowerdatums(), visit);
    all(node.upperdatums(), visit);
  }

  private static void createOpClassItem(CreateOpClassItem node, Consumer<Node> visit) {
    one(node.name(), visit);
    all(node.classArgs(), visit);
    one(node.storedtype(), visit);
  }
}
