package dev.borealis.gateway;

import dev.borealis.audit.AuditEvent.Statement;
import dev.borealis.audit.AuditEvent.StatementClass;
import dev.borealis.sql.tree.Clause.AccessPriv;
import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.CastName;
import dev.borealis.sql.tree.ObjectName.FunctionParameter;
import dev.borealis.sql.tree.ObjectName.LargeObjectName;
import dev.borealis.sql.tree.ObjectName.NameOn;
import dev.borealis.sql.tree.ObjectName.ObjectWithArgs;
import dev.borealis.sql.tree.ObjectName.OperatorClassName;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectName.TransformName;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.ObjectStmt.AlterObjectSchemaStmt;
import dev.borealis.sql.tree.ObjectStmt.AlterOwnerStmt;
import dev.borealis.sql.tree.ObjectStmt.CommentStmt;
import dev.borealis.sql.tree.ObjectStmt.DropStmt;
import dev.borealis.sql.tree.ObjectStmt.RenameStmt;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RelationStmt.AlterSeqStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSchemaStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSeqStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.RelationStmt.ViewStmt;
import dev.borealis.sql.tree.RoleStmt;
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
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.TypeStmt.AlterDomainStmt;
import dev.borealis.sql.tree.TypeStmt.CreateDomainStmt;
import dev.borealis.sql.tree.TypeStmt.CreateFunctionStmt;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the audit log says of statements that change the schema, roles or privileges: what was done
 * to which object, and nothing of what stands between.
 */
final class AuditedStatements {
  private AuditedStatements() {}

  static Statement of(Stmt tree) {
    return switch (tree) {
      case RoleStmt role -> ofRole(role);
      case CreateStmt it -> ddl("CREATE", ObjectType.TABLE, name(it.relation()));
      case AlterTableStmt it -> ddl("ALTER", it.objtype(), name(it.relation()));
      case IndexStmt it -> ofIndex(it);
      case ViewStmt it -> ddl("CREATE", ObjectType.VIEW, name(it.view()));
      case CreateSeqStmt it -> ddl("CREATE", ObjectType.SEQUENCE, name(it.sequence()));
      case AlterSeqStmt it -> ddl("ALTER", ObjectType.SEQUENCE, name(it.sequence()));
      case CreateSchemaStmt it -> ddl("CREATE", ObjectType.SCHEMA, schema(it));
      case CreateDomainStmt it -> ddl("CREATE", ObjectType.DOMAIN, name(it.domainname()));
      case AlterDomainStmt it -> ddl("ALTER", ObjectType.DOMAIN, name(it.typeName()));
      case CreateFunctionStmt it ->
          ddl(
              "CREATE",
              it.isProcedure() ? ObjectType.PROCEDURE : ObjectType.FUNCTION,
              name(it.funcname()));
      case DropStmt it -> ddl("DROP", it.removeType(), names(it.objects()));
      case CommentStmt it ->
          statement(
              StatementClass.DDL, "COMMENT", it.objtype().words(), List.of(name(it.object())));
      case RenameStmt it -> ddl("ALTER", it.renameType(), renamed(it));
      case AlterOwnerStmt it -> ddl("ALTER", it.objectType(), name(it.object()));
      case AlterObjectSchemaStmt it ->
          ddl("ALTER", it.objectType(), either(it.relation(), it.object()));
      // Kinds that no version of DSQL takes; PostgreSQL's name for the node says enough.
      case Stmt other ->
          statement(StatementClass.DDL, other.getClass().getSimpleName(), "", List.of());
    };
  }

  private static Statement ofIndex(IndexStmt index) {
    List<String> names =
        Stream.of(index.idxname(), name(index.relation()))
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .toList();
    return ddl("CREATE", ObjectType.INDEX, names);
  }

  private static String schema(CreateSchemaStmt create) {
    String name = create.schemaname();
    RoleSpec owner = create.authrole();
    return name != null ? name : owner == null ? "" : name(owner);
  }

  private static List<String> renamed(RenameStmt rename) {
    String part = rename.subname();
    String whole = either(rename.relation(), rename.object());
    return List.of(part == null ? whole : whole + "." + part, rename.newname());
  }

  private static Statement ofRole(RoleStmt tree) {
    return switch (tree) {
      case CreateRoleStmt it -> role("CREATE ROLE", List.of(it.role()));
      case AlterRoleStmt it -> role("ALTER ROLE", List.of(name(it.role())));
      case AlterRoleSetStmt it -> {
        RoleSpec role = it.role();
        yield role("ALTER ROLE", List.of(role == null ? "ALL" : name(role)));
      }
      case DropRoleStmt it -> role("DROP ROLE", names(it.roles()));
      case GrantStmt it -> ofGrant(it.isGrant() ? "GRANT" : "REVOKE", it);
      case GrantRoleStmt it ->
          shown(
              StatementClass.ROLE,
              it.isGrant() ? "GRANT ROLE" : "REVOKE ROLE",
              ObjectType.ROLE.words(),
              privileges(it.grantedRoles()),
              List.of(),
              names(it.granteeRoles()));
      case AlterDefaultPrivilegesStmt it -> ofGrant("ALTER DEFAULT PRIVILEGES", it.action());
      case DropOwnedStmt it -> role("DROP OWNED", names(it.roles()));
      case ReassignOwnedStmt it -> role("REASSIGN OWNED", names(it.roles()));
      case AwsIamStmt it ->
          shown(
              StatementClass.ROLE,
              it.isGrant() ? "AWS IAM GRANT" : "AWS IAM REVOKE",
              ObjectType.ROLE.words(),
              List.of(it.role()),
              List.of(),
              it.arns());
    };
  }

  private static Statement ofGrant(String command, GrantStmt grant) {
    return shown(
        StatementClass.ROLE,
        command,
        switch (grant.targtype()) {
          case OBJECT -> grant.objtype().words();
          case ALL_IN_SCHEMA -> "ALL " + grant.objtype().words() + "S IN SCHEMA";
          case DEFAULTS -> grant.objtype().words() + "S";
        },
        names(grant.objects()),
        privileges(grant.privileges()),
        names(grant.grantees()));
  }

  private static List<String> privileges(List<AccessPriv> privileges) {
    return privileges.stream().map(it -> it.privName() == null ? "ALL" : it.privName()).toList();
  }

  private static Statement role(String command, List<String> roles) {
    return statement(StatementClass.ROLE, command, ObjectType.ROLE.words(), roles);
  }

  private static Statement ddl(String verb, ObjectType type, String object) {
    return ddl(verb, type, List.of(object));
  }

  private static Statement ddl(String verb, ObjectType type, List<String> objects) {
    return statement(StatementClass.DDL, verb + " " + type.words(), type.words(), objects);
  }

  private static Statement statement(
      StatementClass kind, String command, String type, List<String> objects) {
    return shown(kind, command, type, objects, List.of(), List.of());
  }

  /** Names in trees have one character per byte. */
  private static Statement shown(
      StatementClass kind,
      String command,
      String type,
      List<String> objects,
      List<String> privileges,
      List<String> grantees) {
    return new Statement(
        kind,
        command,
        type,
        objects.stream().map(ErrorReports::shown).toList(),
        privileges.stream().map(ErrorReports::shown).toList(),
        grantees.stream().map(ErrorReports::shown).toList());
  }

  private static String either(@Nullable RangeVar relation, @Nullable ObjectName object) {
    return relation != null ? name(relation) : object == null ? "" : name(object);
  }

  private static List<String> names(List<? extends ObjectName> objects) {
    return objects.stream().map(AuditedStatements::name).toList();
  }

  private static String name(ObjectName object) {
    return switch (object) {
      case AnyName it -> name(it.names());
      case TypeName it -> name(it.names());
      case FunctionParameter it -> String.valueOf(it.name());
      case ObjectWithArgs it -> name(it.objname());
      case OperatorClassName it -> name(it.names());
      case CastName it -> name(it.source()) + " AS " + name(it.target());
      case TransformName it -> name(it.type());
      case NameOn it -> name(it.on()) + "." + it.name();
      case LargeObjectName _ -> "";
      case RoleSpec it -> it.rolename() == null ? it.roletype().name() : it.rolename();
    };
  }

  private static String name(RangeVar relation) {
    return relation.schemaname() == null
        ? relation.relname()
        : relation.schemaname() + "." + relation.relname();
  }

  private static String name(List<String> parts) {
    return String.join(".", parts);
  }
}
