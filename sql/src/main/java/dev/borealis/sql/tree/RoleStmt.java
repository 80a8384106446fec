package dev.borealis.sql.tree;

import dev.borealis.sql.tree.Clause.AccessPriv;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements about roles and what they may do. */
public sealed interface RoleStmt extends Stmt {
  /** CREATE ROLE, USER and GROUP. */
  record CreateRoleStmt(CreateRoleStmt.Type stmtType, String role, List<DefElem> options, Span span)
      implements RoleStmt {
    /** The kinds. */
    public enum Type {
      ROLE,
      USER,
      GROUP
    }
  }

  /** ALTER ROLE, USER and GROUP; drop is ALTER GROUP DROP USER. */
  record AlterRoleStmt(RoleSpec role, List<DefElem> options, boolean group, boolean drop, Span span)
      implements RoleStmt {}

  /** ALTER ROLE SET; null for ALL. */
  record AlterRoleSetStmt(
      @Nullable RoleSpec role, @Nullable String database, VariableSetStmt setstmt, Span span)
      implements RoleStmt {}

  /** DROP ROLE, USER and GROUP. */
  record DropRoleStmt(List<RoleSpec> roles, boolean missingOk, Span span) implements RoleStmt {}

  /** GRANT and REVOKE of privileges; no privileges for ALL. */
  record GrantStmt(
      boolean isGrant,
      GrantStmt.Target targtype,
      ObjectType objtype,
      List<ObjectName> objects,
      List<AccessPriv> privileges,
      List<RoleSpec> grantees,
      boolean grantOption,
      @Nullable RoleSpec grantor,
      DropBehavior behavior,
      Span span)
      implements RoleStmt {
    /** The kinds. */
    public enum Target {
      OBJECT,
      ALL_IN_SCHEMA,
      DEFAULTS
    }
  }

  /** GRANT and REVOKE of roles. */
  record GrantRoleStmt(
      List<AccessPriv> grantedRoles,
      List<RoleSpec> granteeRoles,
      boolean isGrant,
      List<DefElem> opt,
      @Nullable RoleSpec grantor,
      DropBehavior behavior,
      Span span)
      implements RoleStmt {}

  /** ALTER DEFAULT PRIVILEGES. */
  record AlterDefaultPrivilegesStmt(List<DefElem> options, GrantStmt action, Span span)
      implements RoleStmt {}

  /** DROP OWNED. */
  record DropOwnedStmt(List<RoleSpec> roles, DropBehavior behavior, Span span)
      implements RoleStmt {}

  /** REASSIGN OWNED. */
  record ReassignOwnedStmt(List<RoleSpec> roles, RoleSpec newrole, Span span) implements RoleStmt {}

  /** DSQL: AWS IAM GRANT role TO arns and AWS IAM REVOKE role FROM arns. */
  record AwsIamStmt(boolean isGrant, String role, List<String> arns, Span span)
      implements RoleStmt {}
}
