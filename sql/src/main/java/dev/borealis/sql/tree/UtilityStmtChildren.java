package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;
import static dev.borealis.sql.tree.Children.one;

import dev.borealis.sql.tree.UtilityStmt.AlterSystemStmt;
import dev.borealis.sql.tree.UtilityStmt.CallStmt;
import dev.borealis.sql.tree.UtilityStmt.CheckPointStmt;
import dev.borealis.sql.tree.UtilityStmt.ClosePortalStmt;
import dev.borealis.sql.tree.UtilityStmt.ClusterStmt;
import dev.borealis.sql.tree.UtilityStmt.ConstraintsSetStmt;
import dev.borealis.sql.tree.UtilityStmt.CopyStmt;
import dev.borealis.sql.tree.UtilityStmt.DeallocateStmt;
import dev.borealis.sql.tree.UtilityStmt.DeclareCursorStmt;
import dev.borealis.sql.tree.UtilityStmt.DiscardStmt;
import dev.borealis.sql.tree.UtilityStmt.DoStmt;
import dev.borealis.sql.tree.UtilityStmt.ExecuteStmt;
import dev.borealis.sql.tree.UtilityStmt.ExplainStmt;
import dev.borealis.sql.tree.UtilityStmt.FetchStmt;
import dev.borealis.sql.tree.UtilityStmt.ListenStmt;
import dev.borealis.sql.tree.UtilityStmt.LoadStmt;
import dev.borealis.sql.tree.UtilityStmt.LockStmt;
import dev.borealis.sql.tree.UtilityStmt.NotifyStmt;
import dev.borealis.sql.tree.UtilityStmt.PrepareStmt;
import dev.borealis.sql.tree.UtilityStmt.ReindexStmt;
import dev.borealis.sql.tree.UtilityStmt.ReturnStmt;
import dev.borealis.sql.tree.UtilityStmt.TransactionStmt;
import dev.borealis.sql.tree.UtilityStmt.TruncateStmt;
import dev.borealis.sql.tree.UtilityStmt.UnlistenStmt;
import dev.borealis.sql.tree.UtilityStmt.VacuumStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableShowStmt;
import java.util.function.Consumer;

/** The parts of each {@link UtilityStmt}. */
final class UtilityStmtChildren {
  private UtilityStmtChildren() {}

  static void each(UtilityStmt parent, Consumer<Node> visit) {
    switch (parent) {
      case VariableSetStmt node -> all(node.args(), visit);
      case ConstraintsSetStmt node -> all(node.constraints(), visit);
      case DeclareCursorStmt node -> one(node.query(), visit);
      case CopyStmt node -> copyStmt(node, visit);
      case ExplainStmt node -> {
        one(node.query(), visit);
        all(node.options(), visit);
      }
      case PrepareStmt node -> {
        all(node.argtypes(), visit);
        one(node.query(), visit);
      }
      case ExecuteStmt node -> all(node.params(), visit);
      case CallStmt node -> one(node.funccall(), visit);
      case DoStmt node -> all(node.args(), visit);
      case LockStmt node -> all(node.relations(), visit);
      case TruncateStmt node -> all(node.relations(), visit);
      case VacuumStmt node -> {
        all(node.options(), visit);
        all(node.rels(), visit);
      }
      case ClusterStmt node -> {
        one(node.relation(), visit);
        all(node.params(), visit);
      }
      case ReindexStmt node -> {
        one(node.relation(), visit);
        all(node.params(), visit);
      }
      case AlterSystemStmt node -> one(node.setstmt(), visit);
      case ReturnStmt node -> one(node.returnval(), visit);
      case TransactionStmt _,
          VariableShowStmt _,
          CheckPointStmt _,
          DiscardStmt _,
          ClosePortalStmt _,
          FetchStmt _,
          DeallocateStmt _,
          ListenStmt _,
          UnlistenStmt _,
          NotifyStmt _,
          LoadStmt _ -> {}
    }
  }

  private static void copyStmt(CopyStmt node, Consumer<Node> visit) {
    one(node.relation(), visit);
    one(node.query(), visit);
    all(node.options(), visit);
    one(node.whereClause(), visit);
  }
}
