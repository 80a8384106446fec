package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;
import static dev.borealis.sql.tree.Children.one;

import dev.borealis.sql.tree.RelationStmt.AlterPolicyStmt;
import dev.borealis.sql.tree.RelationStmt.AlterSeqStmt;
import dev.borealis.sql.tree.RelationStmt.AlterStatsStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableMoveAllStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreateForeignTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreatePolicyStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSchemaStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSeqStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStatsStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.RelationStmt.CreateTableAsStmt;
import dev.borealis.sql.tree.RelationStmt.CreateTrigStmt;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.RelationStmt.RefreshMatViewStmt;
import dev.borealis.sql.tree.RelationStmt.RuleStmt;
import dev.borealis.sql.tree.RelationStmt.ViewStmt;
import java.util.function.Consumer;

/** The parts of each {@link RelationStmt}. */
final class RelationStmtChildren {
  private RelationStmtChildren() {}

  static void each(RelationStmt parent, Consumer<Node> visit) {
    switch (parent) {
      case CreateStmt node -> createStmt(node, visit);
      case CreateForeignTableStmt node -> {
        one(node.base(), visit);
        all(node.options(), visit);
      }
      case CreateTableAsStmt node -> {
        one(node.query(), visit);
        one(node.into(), visit);
      }
      case AlterTableStmt node -> {
        one(node.relation(), visit);
        all(node.cmds(), visit);
      }
      case AlterTableMoveAllStmt node -> all(node.roles(), visit);
      case IndexStmt node -> indexStmt(node, visit);
      case ViewStmt node -> viewStmt(node, visit);
      case RefreshMatViewStmt node -> one(node.relation(), visit);
      case CreateSeqStmt node -> {
        one(node.sequence(), visit);
        all(node.options(), visit);
      }
      case AlterSeqStmt node -> {
        one(node.sequence(), visit);
        all(node.options(), visit);
      }
      case CreateSchemaStmt node -> {
        one(node.authrole(), visit);
        all(node.schemaElts(), visit);
      }
      case CreateTrigStmt node -> createTrigStmt(node, visit);
      case RuleStmt node -> ruleStmt(node, visit);
      case CreatePolicyStmt node -> createPolicyStmt(node, visit);
      case AlterPolicyStmt node -> alterPolicyStmt(node, visit);
      case CreateStatsStmt node -> {
        all(node.exprs(), visit);
        all(node.relations(), visit);
      }
      case AlterStatsStmt _ -> {}
    }
  }

  private static void createStmt(CreateStmt node, Consumer<Node> visit) {
    one(node.relation(), visit);
    all(node.tableElts(), visit);
    all(node.inhRelations(), visit);
    one(node.partbound(), visit);
    one(node.partspec(), visit);
    one(node.ofTypename(), visit);
    all(node.options(), visit);
  }

  private static void indexStmt(IndexStmt node, Consumer<Node> visit) {
    one(node.relation(), visit);
    all(node.indexParams(), visit);
    all(node.indexIncludingParams(), visit);
    all(node.options(), visit);
    one(node.whereClause(), visit);
  }

  private static void viewStmt(ViewStmt node, Consumer<Node> visit) {
    one(node.view(), visit);
    one(node.query(), visit);
    all(node.options(), visit);
  }

  private static void createTrigStmt(CreateTrigStmt node, Consumer<Node> visit) {
    one(node.relation(), visit);
    one(node.whenClause(), visit);
    all(node.transitionRels(), visit);
    one(node.constrrel(), visit);
  }

  private static void ruleStmt(RuleStmt node, Consumer<Node> visit) {
    one(node.relation(), visit);
    one(node.whereClause(), visit);
    all(node.actions(), visit);
  }

  private static void createPolicyStmt(CreatePolicyStmt node, Consumer<Node> visit) {
    one(node.table(), visit);
    all(node.roles(), visit);
    one(node.qual(), visit);
    one(node.withCheck(), visit);
  }

  private static void alterPolicyStmt(AlterPolicyStmt node, Consumer<Node> visit) {
    one(node.table(), visit);
    all(node.roles(), visit);
    one(node.qual(), visit);
    one(node.withCheck(), visit);
  }
}
