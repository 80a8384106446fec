package dev.borealis.dialect;

import dev.borealis.sql.tree.Clause.AccessPriv;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.RoleStmt.AlterRoleSetStmt;
import dev.borealis.sql.tree.RoleStmt.AlterRoleStmt;
import dev.borealis.sql.tree.RoleStmt.CreateRoleStmt;
import dev.borealis.sql.tree.RoleStmt.GrantRoleStmt;
import dev.borealis.sql.tree.Value.BooleanValue;
import dev.borealis.sql.tree.Value.ListValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Properties of statements about roles. */
final class RoleProperties {
  /** Options whose words are not their names. */
  private static final Map<String, String> OPTION_WORDS =
      Map.of(
          "isreplication", "REPLICATION",
          "connectionlimit", "CONNECTION LIMIT",
          "validUntil", "VALID UNTIL");

  private RoleProperties() {}

  static @Nullable Condition of(String property, Condition.Words words) {
    return switch (property) {
      case "CreateRoleStmt kind" -> {
        NameSet kinds = words.set();
        yield Condition.on(
            CreateRoleStmt.class,
            (create, _) ->
                Match.when(
                    kinds.contains(create.stmtType().name()),
                    create.span(),
                    create.stmtType().name()));
      }
      case "CreateRoleStmt grants" -> {
        NameSet options = words.set();
        yield Condition.on(CreateRoleStmt.class, (create, _) -> option(options, create, true));
      }
      case "CreateRoleStmt option" -> {
        NameSet options = words.set();
        yield Condition.on(CreateRoleStmt.class, (create, _) -> option(options, create, false));
      }
      case "CreateRoleStmt member-of" -> {
        NameSet roles = words.set();
        yield Condition.on(CreateRoleStmt.class, (create, _) -> memberOf(roles, create));
      }
      case "AlterRoleStmt user" ->
          Condition.on(
              AlterRoleStmt.class,
              (alter, site) -> Match.when(site.beginsWith(alter, "alter", "user"), alter.span()));
      case "AlterRoleSetStmt sets" ->
          Condition.on(AlterRoleSetStmt.class, (alter, _) -> Match.when(sets(alter), alter.span()));
      case "AlterRoleSetStmt sets-outside" -> {
        NameSet settings = words.set();
        yield Condition.on(
            AlterRoleSetStmt.class,
            (alter, _) ->
                sets(alter) ? SessionProperties.changesOutside(settings, alter.setstmt()) : null);
      }
      case "AlterRoleSetStmt everywhere" ->
          Condition.on(
              AlterRoleSetStmt.class,
              (alter, _) ->
                  Match.when(alter.role() == null || alter.database() != null, alter.span()));
      case "GrantRoleStmt roles" -> {
        NameSet roles = words.set();
        yield Condition.on(
            GrantRoleStmt.class,
            (grant, _) -> {
              for (AccessPriv role : grant.grantedRoles()) {
                if (role.privName() != null && roles.contains(role.privName())) {
                  return new Match(role.span(), role.privName());
                }
              }
              return null;
            });
      }
      default -> null;
    };
  }

  private static boolean sets(AlterRoleSetStmt alter) {
    return switch (alter.setstmt().kind()) {
      case SET_VALUE, SET_DEFAULT, SET_CURRENT, SET_MULTI -> true;
      case RESET, RESET_ALL -> false;
    };
  }

  private static @Nullable Match option(
      NameSet options, CreateRoleStmt create, boolean onlyIfGiven) {
    for (DefElem option : create.options()) {
      boolean given = !(option.arg() instanceof BooleanValue(boolean value, _)) || value;
      if (options.contains(option.defname()) && (given || !onlyIfGiven)) {
        String words =
            OPTION_WORDS.getOrDefault(option.defname(), option.defname().toUpperCase(Locale.ROOT));
        return new Match(option.span(), words);
      }
    }
    return null;
  }

  private static @Nullable Match memberOf(NameSet roles, CreateRoleStmt create) {
    for (DefElem option : create.options()) {
      if (option.defname().equals("addroleto")
          && option.arg() instanceof ListValue(List<Node> members, _)) {
        for (Node member : members) {
          if (member instanceof RoleSpec role
              && role.rolename() != null
              && roles.contains(role.rolename())) {
            return new Match(role.span(), role.rolename());
          }
        }
      }
    }
    return null;
  }
}
