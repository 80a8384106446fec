package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.AccessPriv;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectType;
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
import dev.borealis.sql.tree.Value.ListValue;
import dev.borealis.sql.tree.Value.NameListValue;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes statements about roles and what they may do. */
final class RolePrinter {
  /** Privileges, which are words of the grammar or would look odd in small letters. */
  private static final Set<String> PRIVILEGES =
      Set.of(
          "select",
          "insert",
          "update",
          "delete",
          "truncate",
          "references",
          "trigger",
          "create",
          "connect",
          "temporary",
          "execute",
          "usage",
          "set",
          "alter system");

  private final Printout p;

  RolePrinter(Printout printout) {
    this.p = printout;
  }

  void print(RoleStmt statement) {
    switch (statement) {
      case CreateRoleStmt create -> {
        p.text.add("CREATE").words(create.stmtType()).name(create.role());
        create.options().forEach(this::option);
      }
      case AlterRoleStmt alter -> alter(alter);
      case AlterRoleSetStmt alter -> {
        p.text.add("ALTER ROLE");
        if (alter.role() == null) {
          p.text.add("ALL");
        } else {
          p.names.print(alter.role());
        }
        p.text.addName("IN DATABASE", alter.database());
        p.settings.print(alter.setstmt());
      }
      case DropRoleStmt drop -> {
        p.text.add("DROP ROLE").ifExists(drop.missingOk());
        roles(drop.roles());
      }
      case GrantStmt grant -> grant(grant);
      case GrantRoleStmt grant -> grantRole(grant);
      case AlterDefaultPrivilegesStmt alter -> {
        p.text.add("ALTER DEFAULT PRIVILEGES");
        alter.options().forEach(this::defaultOption);
        grant(alter.action());
      }
      case DropOwnedStmt drop -> {
        p.text.add("DROP OWNED BY");
        roles(drop.roles());
        p.text.behavior(drop.behavior());
      }
      case ReassignOwnedStmt reassign -> {
        p.text.add("REASSIGN OWNED BY");
        roles(reassign.roles());
        p.text.add("TO");
        p.names.print(reassign.newrole());
      }
      case AwsIamStmt iam -> {
        p.text.add("AWS IAM").add(iam.isGrant() ? "GRANT" : "REVOKE").name(iam.role());
        p.text.add(iam.isGrant() ? "TO" : "FROM").list(iam.arns(), p.text::string);
      }
    }
  }

  private void roles(List<RoleSpec> roles) {
    p.text.list(roles, p.names::print);
  }

  private void alter(AlterRoleStmt alter) {
    p.text.add(alter.group() ? "ALTER GROUP" : "ALTER ROLE");
    p.names.print(alter.role());
    if (!alter.group()) {
      alter.options().forEach(this::option);
      return;
    }
    p.text.add(alter.drop() ? "DROP USER" : "ADD USER");
    if (alter.options().getFirst().arg() instanceof ListValue members) {
      p.text.list(members.items(), p::print);
    }
  }

  private void option(DefElem option) {
    boolean yes = OptionPrinter.isTrue(option);
    switch (option.defname()) {
      case "password" -> value(option.arg() == null ? "PASSWORD NULL" : "PASSWORD", option);
      case "connectionlimit" -> value("CONNECTION LIMIT", option);
      case "validUntil" -> value("VALID UNTIL", option);
      case "sysid" -> value("SYSID", option);
      case "adminmembers" -> value("ADMIN", option);
      case "addroleto" -> value("IN ROLE", option);
      case "rolemembers" -> value("USER", option);
      case "isreplication" -> p.text.add(yes ? "REPLICATION" : "NOREPLICATION");
      case "canlogin" -> p.text.add(yes ? "LOGIN" : "NOLOGIN");
      default -> {
        String word = option.defname().toUpperCase(Locale.ROOT);
        p.text.add(yes ? word : "NO" + word);
      }
    }
  }

  private void value(String words, DefElem option) {
    p.text.add(words);
    if (option.arg() != null) {
      p.print(option.arg());
    }
  }

  private void grant(GrantStmt grant) {
    p.text.add(grant.isGrant() ? "GRANT" : "REVOKE");
    p.text.addIf(!grant.isGrant() && grant.grantOption(), "GRANT OPTION FOR");
    if (grant.privileges().isEmpty()) {
      p.text.add("ALL");
    } else {
      p.text.list(grant.privileges(), this::privilege);
    }
    p.text.add("ON");
    target(grant);
    p.text.add(grant.isGrant() ? "TO" : "FROM");
    roles(grant.grantees());
    p.text.addIf(grant.isGrant() && grant.grantOption(), "WITH GRANT OPTION");
    grantor(grant.grantor());
    p.text.behavior(grant.behavior());
  }

  void privilege(AccessPriv privilege) {
    String name = privilege.privName();
    if (name == null) {
      p.text.add("ALL");
    } else if (PRIVILEGES.contains(name)) {
      p.text.add(name.toUpperCase(Locale.ROOT));
    } else {
      p.text.name(name);
    }
    p.text.optional(privilege.cols(), p.text::name);
  }

  private void target(GrantStmt grant) {
    ObjectType type = grant.objtype();
    switch (grant.targtype()) {
      case OBJECT -> {
        p.text.addIf(type == ObjectType.FOREIGN_SERVER, "FOREIGN").add(type.words());
        boolean parameters = type == ObjectType.PARAMETER_ACL;
        p.text.list(
            grant.objects(),
            object -> {
              if (parameters && object instanceof AnyName name) {
                p.text.add(SettingPrinter.settingName(name.names().getFirst()));
              } else {
                p.names.print(object);
              }
            });
      }
      case ALL_IN_SCHEMA -> {
        p.text.add("ALL").add(type.words() + "S").add("IN SCHEMA");
        p.text.list(grant.objects(), p.names::print);
      }
      case DEFAULTS -> p.text.add(type.words() + "S");
    }
  }

  private void grantor(@Nullable RoleSpec grantor) {
    if (grantor != null) {
      p.text.add("GRANTED BY");
      p.names.print(grantor);
    }
  }

  private void grantRole(GrantRoleStmt grant) {
    p.text.add(grant.isGrant() ? "GRANT" : "REVOKE");
    if (!grant.isGrant()) {
      grant.opt().forEach(option -> p.text.name(option.defname()).add("OPTION FOR"));
    }
    p.text.list(grant.grantedRoles(), this::privilege);
    p.text.add(grant.isGrant() ? "TO" : "FROM");
    roles(grant.granteeRoles());
    if (grant.isGrant() && !grant.opt().isEmpty()) {
      p.text.add("WITH").list(grant.opt(), p.options::spaced);
    }
    grantor(grant.grantor());
    p.text.behavior(grant.behavior());
  }

  private void defaultOption(DefElem option) {
    if (option.arg() instanceof NameListValue schemas) {
      p.text.add("IN SCHEMA").names(schemas.names());
    } else {
      value("FOR ROLE", option);
    }
  }
}
