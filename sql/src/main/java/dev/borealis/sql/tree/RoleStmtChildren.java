package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;
import static dev.borealis.sql.tree.Children.one;

import dev.borealis.sql.tree.RoleStmt.AlterDefaultPrivilegesStmt;
import dev.borealis.sql.tree.RoleStmt.AlterRoleSetStmt;
import dev.borealis.sql.tree.RoleStmt.AlterRoleStmt;
import dev.borealis.sql.tree.RoleStmt.AwsIamStmt;
import dev.borealis.sql.tree.RoleStmt.CreateRoleStmt;
import dev.borealis.sql.tree.RoleStmt.DropOwnedStmt;
import dev.borealis.sql.tree.RoleStmt.DropRoleStmt;
import dev.borealis.sql.tree.RoleStmt.GrantRoleStmt;
import dev.borealis.sql.tree.RoleStmt.GrantStmt;
import dev.borealis.sql.tree.RoleStmt.ReassignOwnedStmt;
import java.util.function.Consumer;

/** The parts of each {@link RoleStmt}. */
final class RoleStmtChildren {
  private RoleStmtChildren() {}

  static void each(RoleStmt parent, Consumer<Node> visit) {
    switch (parent) {
      case CreateRoleStmt node -> all(node.options(), visit);
      case AlterRoleStmt node -> {
        one(node.role(), visit);
        all(node.options(), visit);
      }
      case AlterRoleSetStmt node -> {
        one(node.role(), visit);
        one(node.setstmt(), visit);
      }
      case DropRoleStmt node -> all(node.roles(), visit);
      case GrantStmt node -> grantStmt(node, visit);
      case GrantRoleStmt node -> grantRoleStmt(node, visit);
      case AlterDefaultPrivilegesStmt node -> {
        all(node.options(), visit);
        one(node.action(), visit);
      }
      case DropOwnedStmt node -> all(node.roles(), visit);
      case ReassignOwnedStmt node -> {
        all(node.roles(), visit);
        one(node.newrole(), visit);
      }
      case AwsIamStmt _ -> {}
    }
  }

  private static void grantStmt(GrantStmt node, Consumer<Node> visit) {
    all(node.objects(), visit);
    all(node.privileges(), visit);
    all(node.grantees(), visit);
    one(node.grantor(), visit);
  }

  private static void grantRoleStmt(GrantRoleStmt node, Consumer<Node> visit) {
    all(node.grantedRoles(), visit);
    all(node.granteeRoles(), visit);
    all(node.opt(), visit);
    one(node.grantor(), visit);
  }
}
