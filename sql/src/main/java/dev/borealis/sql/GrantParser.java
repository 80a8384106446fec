package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.AccessPriv;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.LargeObjectName;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RoleStmt.AlterDefaultPrivilegesStmt;
import dev.borealis.sql.tree.RoleStmt.GrantRoleStmt;
import dev.borealis.sql.tree.RoleStmt.GrantStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.Value.ListValue;
import dev.borealis.sql.tree.Value.NameListValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GRANT, REVOKE and ALTER DEFAULT PRIVILEGES. */
final class GrantParser {
  private final Grammar g;
  private final ParserState s;

  GrantParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  private record Privileges(List<AccessPriv> list, boolean all) {}

  /** {@code privileges}; a list may name roles too. */
  private Privileges privileges() {
    int start = s.start();
    if (!s.accept(Keyword.ALL)) {
      return new Privileges(s.commaList(this::privilege), false);
    }
    s.accept(Keyword.PRIVILEGES);
    if (!s.at(TokenKind.LEFT_PAREN)) {
      return new Privileges(List.of(), true);
    }
    return new Privileges(List.of(new AccessPriv(null, g.names.columnList(), s.from(start))), true);
  }

  private AccessPriv privilege() {
    int start = s.start();
    if (s.at(Keyword.ALTER) && s.ahead(1) == Keyword.SYSTEM) {
      s.next();
      s.next();
      return new AccessPriv("alter system", List.of(), s.from(start));
    }
    boolean word = s.at(Keyword.SELECT) || s.at(Keyword.REFERENCES) || s.at(Keyword.CREATE);
    String name = s.takeIf(word || s.atColId());
    return new AccessPriv(name, g.names.optionalColumnList(), s.from(start));
  }

  Stmt grant() {
    return grant(true);
  }

  /** GRANT of privileges only, as CREATE SCHEMA has it. */
  Stmt grantPrivileges() {
    return grant(false);
  }

  private Stmt grant(boolean rolesToo) {
    int start = s.start();
    s.next();
    Privileges privileges = privileges();
    if (rolesToo && !privileges.all && s.accept(Keyword.TO)) {
      return grantRole(privileges.list, start);
    }
    s.expect(Keyword.ON);
    ObjectTarget target = target();
    s.expect(Keyword.TO);
    List<RoleSpec> grantees = grantees();
    boolean option = s.accept(Keyword.WITH);
    if (option) {
      s.expect(Keyword.GRANT, Keyword.OPTION);
    }
    RoleSpec grantor = grantor();
    return new GrantStmt(
        true,
        target.kind(),
        target.type(),
        target.objects(),
        privileges.list,
        grantees,
        option,
        grantor,
        DropBehavior.RESTRICT,
        s.from(start));
  }

  private GrantRoleStmt grantRole(List<AccessPriv> roles, int start) {
    List<RoleSpec> grantees = g.names.roleList();
    List<DefElem> options = s.accept(Keyword.WITH) ? s.commaList(this::roleOption) : List.of();
    RoleSpec grantor = grantor();
    return new GrantRoleStmt(
        roles, grantees, true, options, grantor, DropBehavior.RESTRICT, s.from(start));
  }

  private DefElem roleOption() {
    int start = s.start();
    String name = s.colLabel();
    boolean value = !s.accept(Keyword.FALSE);
    if (value && !s.accept(Keyword.OPTION)) {
      s.expect(Keyword.TRUE);
    }
    return g.options.option(name, g.options.bool(value, start), start);
  }

  Stmt revoke() {
    int start = s.start();
    s.next();
    boolean grantOption = s.at(Keyword.GRANT);
    List<DefElem> options = List.of();
    if (grantOption) {
      s.next();
      s.expect(Keyword.OPTION, Keyword.FOR);
    } else if (s.atColId() && s.ahead(1) == Keyword.OPTION) {
      int optionStart = s.start();
      String name = s.colId();
      options = List.of(g.options.option(name, g.options.bool(false, optionStart), optionStart));
      s.next();
      s.expect(Keyword.FOR);
      return revokeRole(s.commaList(this::privilege), options, start);
    }
    Privileges privileges = privileges();
    if (!grantOption && !privileges.all && s.at(Keyword.FROM)) {
      return revokeRole(privileges.list, options, start);
    }
    s.expect(Keyword.ON);
    ObjectTarget target = target();
    s.expect(Keyword.FROM);
    List<RoleSpec> grantees = grantees();
    RoleSpec grantor = grantor();
    DropBehavior behavior = g.options.dropBehavior();
    return new GrantStmt(
        false,
        target.kind(),
        target.type(),
        target.objects(),
        privileges.list,
        grantees,
        grantOption,
        grantor,
        behavior,
        s.from(start));
  }

  private GrantRoleStmt revokeRole(List<AccessPriv> roles, List<DefElem> options, int start) {
    s.expect(Keyword.FROM);
    List<RoleSpec> grantees = g.names.roleList();
    RoleSpec grantor = grantor();
    return new GrantRoleStmt(
        roles, grantees, false, options, grantor, g.options.dropBehavior(), s.from(start));
  }

  private List<RoleSpec> grantees() {
    return s.commaList(() -> {
      s.accept(Keyword.GROUP);
      return g.names.roleSpec();
    });
  }

  private @Nullable RoleSpec grantor() {
    return s.accept(Keyword.GRANTED, Keyword.BY) ? g.names.roleSpec() : null;
  }

  private record ObjectTarget(GrantStmt.Target kind, ObjectType type, List<ObjectName> objects) {}

  private ObjectTarget objects(ObjectType type, List<? extends ObjectName> objects) {
    return new ObjectTarget(GrantStmt.Target.OBJECT, type, List.copyOf(objects));
  }

  private List<AnyName> names() {
    return s.commaList(g.objects::name);
  }

  private List<AnyName> relations() {
    return s.commaList(() -> {
      int start = s.start();
      RangeVar relation = g.names.qualifiedName();
      List<String> parts = new ArrayList<>();
      if (relation.catalogname() != null) {
        parts.add(relation.catalogname());
      }
      if (relation.schemaname() != null) {
        parts.add(relation.schemaname());
      }
      parts.add(relation.relname());
      return new AnyName(List.copyOf(parts), s.from(start));
    });
  }

  /** {@code privilege_target}. Most of the words may also name a table. */
  private ObjectTarget target() {
    Keyword word = s.word();
    TokenKind next = s.kindAhead(1);
    boolean table =
        next == TokenKind.DOT
            || next == TokenKind.COMMA
            || s.ahead(1) == Keyword.TO
            || s.ahead(1) == Keyword.FROM;
    if (word == null || (table && s.atColId())) {
      return objects(ObjectType.TABLE, relations());
    }
    return switch (word) {
      case TABLE -> {
        s.next();
        yield objects(ObjectType.TABLE, relations());
      }
      case SEQUENCE -> {
        s.next();
        yield objects(ObjectType.SEQUENCE, relations());
      }
      case FOREIGN -> {
        s.next();
        if (s.accept(Keyword.SERVER)) {
          yield objects(ObjectType.FOREIGN_SERVER, names());
        }
        s.expect(Keyword.DATA, Keyword.WRAPPER);
        yield objects(ObjectType.FDW, names());
      }
      case FUNCTION, PROCEDURE, ROUTINE -> {
        ObjectType type = g.objects.routineType();
        yield objects(type == null ? ObjectType.FUNCTION : type, s.commaList(g.objects::function));
      }
      case DATABASE -> {
        s.next();
        yield objects(ObjectType.DATABASE, names());
      }
      case DOMAIN -> {
        s.next();
        yield objects(ObjectType.DOMAIN, s.commaList(g.names::anyNameNode));
      }
      case TYPE -> {
        s.next();
        yield objects(ObjectType.TYPE, s.commaList(g.names::anyNameNode));
      }
      case LANGUAGE -> {
        s.next();
        yield objects(ObjectType.LANGUAGE, names());
      }
      case LARGE -> {
        s.next();
        s.expect(Keyword.OBJECT);
        yield objects(
            ObjectType.LARGEOBJECT,
            s.commaList(() -> {
              int start = s.start();
              return new LargeObjectName(g.options.number(), s.from(start));
            }));
      }
      case PARAMETER -> {
        s.next();
        yield objects(
            ObjectType.PARAMETER_ACL,
            s.commaList(() -> {
              int start = s.start();
              return new AnyName(List.of(g.names.dottedName()), s.from(start));
            }));
      }
      case SCHEMA -> {
        s.next();
        yield objects(ObjectType.SCHEMA, names());
      }
      case TABLESPACE -> {
        s.next();
        yield objects(ObjectType.TABLESPACE, names());
      }
      case ALL -> {
        s.next();
        yield allInSchema();
      }
      default -> objects(ObjectType.TABLE, relations());
    };
  }

  private ObjectTarget allInSchema() {
    ObjectType type =
        switch (s.word()) {
          case TABLES -> ObjectType.TABLE;
          case SEQUENCES -> ObjectType.SEQUENCE;
          case FUNCTIONS -> ObjectType.FUNCTION;
          case PROCEDURES -> ObjectType.PROCEDURE;
          case ROUTINES -> ObjectType.ROUTINE;
          case null, default -> throw s.syntaxError();
        };
    s.next();
    s.expect(Keyword.IN, Keyword.SCHEMA);
    return new ObjectTarget(GrantStmt.Target.ALL_IN_SCHEMA, type, List.copyOf(names()));
  }

  AlterDefaultPrivilegesStmt defaultPrivileges(int start) {
    s.expect(Keyword.DEFAULT, Keyword.PRIVILEGES);
    List<DefElem> options = new ArrayList<>();
    while (s.at(Keyword.IN) || s.at(Keyword.FOR)) {
      int optionStart = s.start();
      if (s.accept(Keyword.IN)) {
        s.expect(Keyword.SCHEMA);
        int namesStart = s.start();
        options.add(
            g.options.option(
                "schemas", new NameListValue(g.names.nameList(), s.from(namesStart)), optionStart));
      } else {
        s.next();
        if (!s.accept(Keyword.ROLE)) {
          s.expect(Keyword.USER);
        }
        int rolesStart = s.start();
        options.add(
            g.options.option(
                "roles",
                new ListValue(List.copyOf(g.names.roleList()), s.from(rolesStart)),
                optionStart));
      }
    }
    return new AlterDefaultPrivilegesStmt(List.copyOf(options), defaultAction(), s.from(start));
  }

  private GrantStmt defaultAction() {
    int start = s.start();
    boolean grant = s.accept(Keyword.GRANT);
    if (!grant) {
      s.expect(Keyword.REVOKE);
    }
    boolean option = !grant && s.accept(Keyword.GRANT);
    if (option) {
      s.expect(Keyword.OPTION, Keyword.FOR);
    }
    Privileges privileges = privileges();
    s.expect(Keyword.ON);
    ObjectType type =
        switch (s.word()) {
          case TABLES -> ObjectType.TABLE;
          case FUNCTIONS, ROUTINES -> ObjectType.FUNCTION;
          case SEQUENCES -> ObjectType.SEQUENCE;
          case TYPES -> ObjectType.TYPE;
          case SCHEMAS -> ObjectType.SCHEMA;
          case null, default -> throw s.syntaxError();
        };
    s.next();
    s.expect(grant ? Keyword.TO : Keyword.FROM);
    List<RoleSpec> grantees = grantees();
    if (grant && s.accept(Keyword.WITH)) {
      s.expect(Keyword.GRANT, Keyword.OPTION);
      option = true;
    }
    DropBehavior behavior = grant ? DropBehavior.RESTRICT : g.options.dropBehavior();
    return new GrantStmt(
        grant,
        GrantStmt.Target.DEFAULTS,
        type,
        List.of(),
        privileges.list,
        grantees,
        option,
        null,
        behavior,
        s.from(start));
  }
}
