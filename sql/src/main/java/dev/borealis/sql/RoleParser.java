package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectStmt.RenameStmt;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RoleStmt.AlterRoleSetStmt;
import dev.borealis.sql.tree.RoleStmt.AlterRoleStmt;
import dev.borealis.sql.tree.RoleStmt.AwsIamStmt;
import dev.borealis.sql.tree.RoleStmt.CreateRoleStmt;
import dev.borealis.sql.tree.RoleStmt.ReassignOwnedStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.ListValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Roles, and DSQL's AWS IAM statements. */
final class RoleParser {
  private final Grammar g;
  private final ParserState s;

  RoleParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** {@code AWS IAM GRANT role TO 'arn'} and {@code AWS IAM REVOKE role FROM 'arn'}. */
  AwsIamStmt awsIam() {
    int start = s.start();
    if (!s.atWord("aws")) {
      throw s.syntaxError();
    }
    if (!s.wordAhead("iam") || (s.ahead(2) != Keyword.GRANT && s.ahead(2) != Keyword.REVOKE)) {
      throw s.syntaxError();
    }
    s.next();
    s.next();
    boolean grant = s.accept(Keyword.GRANT);
    if (!grant) {
      s.expect(Keyword.REVOKE);
    }
    String role = s.nonReservedWord();
    s.expect(grant ? Keyword.TO : Keyword.FROM);
    List<String> arns = s.commaList(s::sconst);
    return new AwsIamStmt(grant, role, arns, s.from(start));
  }

  CreateRoleStmt create(int start) {
    CreateRoleStmt.Type type =
        switch (s.word()) {
          case ROLE -> CreateRoleStmt.Type.ROLE;
          case USER -> CreateRoleStmt.Type.USER;
          case null, default -> CreateRoleStmt.Type.GROUP;
        };
    s.next();
    String name = g.names.roleId();
    g.options.with();
    return new CreateRoleStmt(type, name, options(true), s.from(start));
  }

  private List<DefElem> options(boolean create) {
    List<DefElem> options = new ArrayList<>();
    for (DefElem option = option(create); option != null; option = option(create)) {
      options.add(option);
    }
    return List.copyOf(options);
  }

  private @Nullable DefElem option(boolean create) {
    int start = s.start();
    if (s.at(TokenKind.IDENT)) {
      return flag(start);
    }
    Keyword word = s.word();
    boolean known =
        switch (word) {
          case PASSWORD, ENCRYPTED, UNENCRYPTED, INHERIT, CONNECTION, VALID, USER -> true;
          case SYSID, ADMIN, ROLE, IN -> create;
          case null, default -> false;
        };
    if (!known || word == null) {
      return null;
    }
    s.next();
    int valueStart = s.start();
    return switch (word) {
      case PASSWORD ->
          s.accept(Keyword.NULL)
              ? g.options.option("password", null, start)
              : text("password", start);
      case ENCRYPTED -> {
        s.expect(Keyword.PASSWORD);
        yield text("password", start);
      }
      case UNENCRYPTED -> {
        s.expect(Keyword.PASSWORD);
        s.sconst();
        throw s.error(
            "0A000",
            "UNENCRYPTED PASSWORD is no longer supported",
            "Remove UNENCRYPTED to store the password in encrypted form instead.",
            start);
      }
      case INHERIT -> g.options.option("inherit", g.options.bool(true, start), start);
      case CONNECTION -> {
        s.expect(Keyword.LIMIT);
        valueStart = s.start();
        yield g.options.option(
            "connectionlimit",
            new IntegerValue(g.options.signedInteger(), s.from(valueStart)),
            start);
      }
      case VALID -> {
        s.expect(Keyword.UNTIL);
        yield text("validUntil", start);
      }
      case SYSID ->
          g.options.option("sysid", new IntegerValue(s.iconst(), s.from(valueStart)), start);
      case ADMIN -> roles("adminmembers", start);
      case IN -> {
        if (!s.accept(Keyword.ROLE)) {
          s.expect(Keyword.GROUP);
        }
        yield roles("addroleto", start);
      }
      default -> roles("rolemembers", start);
    };
  }

  private DefElem text(String name, int start) {
    int valueStart = s.start();
    return g.options.option(name, g.options.string(s.sconst(), valueStart), start);
  }

  private DefElem roles(String name, int start) {
    int valueStart = s.start();
    List<Node> roles = List.copyOf(g.names.roleList());
    return g.options.option(name, new ListValue(roles, s.from(valueStart)), start);
  }

  private DefElem flag(int start) {
    String word = s.take();
    boolean no = word.startsWith("no");
    String name =
        switch (no ? word.substring(2) : word) {
          case "superuser" -> "superuser";
          case "createrole" -> "createrole";
          case "replication" -> "isreplication";
          case "createdb" -> "createdb";
          case "login" -> "canlogin";
          case "bypassrls" -> "bypassrls";
          case "inherit" -> "inherit";
          default -> throw s.error("unrecognized role option \"" + word + '"', start);
        };
    return g.options.option(name, g.options.bool(!no, start), start);
  }

  /** ALTER ROLE, USER and GROUP. */
  Stmt alter(int start) {
    boolean group = s.accept(Keyword.GROUP);
    if (!group) {
      s.next();
    }
    if (!group && s.accept(Keyword.ALL)) {
      return set(null, start);
    }
    int roleStart = s.start();
    RoleSpec role = g.names.roleSpec();
    if (s.accept(Keyword.RENAME)) {
      checkNamed(role, roleStart);
      s.expect(Keyword.TO);
      String name = g.names.roleId();
      return new RenameStmt(
          ObjectType.ROLE,
          null,
          null,
          null,
          role.rolename(),
          name,
          DropBehavior.RESTRICT,
          false,
          s.from(start));
    }
    if (group) {
      boolean drop = s.accept(Keyword.DROP);
      if (!drop && !s.accept(Keyword.ADD)) {
        checkNamed(role, roleStart);
        throw s.syntaxError();
      }
      s.expect(Keyword.USER);
      return new AlterRoleStmt(
          role, List.of(roles("rolemembers", s.start())), true, drop, s.from(start));
    }
    if (s.at(Keyword.SET) || s.at(Keyword.RESET) || s.at(Keyword.IN)) {
      return set(role, start);
    }
    g.options.with();
    return new AlterRoleStmt(role, options(false), false, false, s.from(start));
  }

  private void checkNamed(RoleSpec role, int offset) {
    if (role.roletype() == RoleSpec.RoleType.PUBLIC) {
      throw s.error("42939", "role name \"public\" is reserved", null, offset);
    }
    if (role.rolename() == null) {
      throw s.error("42939", role.roletype() + " cannot be used as a role name here", null, offset);
    }
  }

  private AlterRoleSetStmt set(@Nullable RoleSpec role, int start) {
    String database = s.accept(Keyword.IN, Keyword.DATABASE) ? s.colId() : null;
    VariableSetStmt setting = g.settings.setOrReset(true);
    if (setting == null) {
      throw s.syntaxError();
    }
    return new AlterRoleSetStmt(role, database, setting, s.from(start));
  }

  ReassignOwnedStmt reassignOwned() {
    int start = s.start();
    s.next();
    s.expect(Keyword.OWNED, Keyword.BY);
    List<RoleSpec> roles = g.names.roleList();
    s.expect(Keyword.TO);
    return new ReassignOwnedStmt(roles, g.names.roleSpec(), s.from(start));
  }
}
