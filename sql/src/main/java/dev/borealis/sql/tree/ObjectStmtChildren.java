package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;
import static dev.borealis.sql.tree.Children.one;

import dev.borealis.sql.tree.ObjectStmt.AlterObjectDependsStmt;
import dev.borealis.sql.tree.ObjectStmt.AlterObjectSchemaStmt;
import dev.borealis.sql.tree.ObjectStmt.AlterOwnerStmt;
import dev.borealis.sql.tree.ObjectStmt.CommentStmt;
import dev.borealis.sql.tree.ObjectStmt.DropStmt;
import dev.borealis.sql.tree.ObjectStmt.RenameStmt;
import dev.borealis.sql.tree.ObjectStmt.SecLabelStmt;
import java.util.function.Consumer;

/** The parts of each {@link ObjectStmt}. */
final class ObjectStmtChildren {
  private ObjectStmtChildren() {}

  static void each(ObjectStmt parent, Consumer<Node> visit) {
    switch (parent) {
      case DropStmt node -> all(node.objects(), visit);
      case CommentStmt node -> one(node.object(), visit);
      case SecLabelStmt node -> one(node.object(), visit);
      case RenameStmt node -> {
        one(node.relation(), visit);
        one(node.object(), visit);
      }
      case AlterOwnerStmt node -> {
        one(node.object(), visit);
        one(node.newowner(), visit);
      }
      case AlterObjectSchemaStmt node -> {
        one(node.relation(), visit);
        one(node.object(), visit);
      }
      case AlterObjectDependsStmt node -> {
        one(node.relation(), visit);
        one(node.object(), visit);
      }
    }
  }
}
