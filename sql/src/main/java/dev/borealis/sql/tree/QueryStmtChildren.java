package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;
import static dev.borealis.sql.tree.Children.one;

import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.InsertStmt;
import dev.borealis.sql.tree.QueryStmt.MergeStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import java.util.function.Consumer;

/** The parts of each {@link QueryStmt}. */
final class QueryStmtChildren {
  private QueryStmtChildren() {}

  static void each(QueryStmt parent, Consumer<Node> visit) {
    switch (parent) {
      case SelectStmt node -> selectStmt(node, visit);
      case InsertStmt node -> insertStmt(node, visit);
      case UpdateStmt node -> updateStmt(node, visit);
      case DeleteStmt node -> deleteStmt(node, visit);
      case MergeStmt node -> mergeStmt(node, visit);
    }
  }

  private static void selectStmt(SelectStmt node, Consumer<Node> visit) {
    all(node.distinctClause(), visit);
    one(node.intoClause(), visit);
    all(node.targetList(), visit);
    all(node.fromClause(), visit);
    one(node.whereClause(), visit);
    all(node.groupClause(), visit);
    one(node.havingClause(), visit);
    all(node.windowClause(), visit);
    all(node.valuesLists(), visit);
    all(node.sortClause(), visit);
    one(node.limitOffset(), visit);
    one(node.limitCount(), visit);
    all(node.lockingClause(), visit);
    one(node.withClause(), visit);
    one(node.larg(), visit);
    one(node.rarg(), visit);
  }

  private static void insertStmt(InsertStmt node, Consumer<Node> visit) {
    one(node.relation(), visit);
    all(node.cols(), visit);
    one(node.selectStmt(), visit);
    one(node.onConflictClause(), visit);
    all(node.returningList(), visit);
    one(node.withClause(), visit);
  }

  private static void updateStmt(UpdateStmt node, Consumer<Node> visit) {
    one(node.relation(), visit);
    all(node.targetList(), visit);
    all(node.fromClause(), visit);
    one(node.whereClause(), visit);
    all(node.returningList(), visit);
    one(node.withClause(), visit);
  }

  private static void deleteStmt(DeleteStmt node, Consumer<Node> visit) {
    one(node.relation(), visit);
    all(node.usingClause(), visit);
    one(node.whereClause(), visit);
    all(node.returningList(), visit);
    one(node.withClause(), visit);
  }

  private static void mergeStmt(MergeStmt node, Consumer<Node> visit) {
    one(node.relation(), visit);
    one(node.sourceRelation(), visit);
    one(node.joinCondition(), visit);
    all(node.mergeWhenClauses(), visit);
    one(node.withClause(), visit);
  }
}
