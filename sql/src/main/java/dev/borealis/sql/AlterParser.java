package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.DatabaseStmt.AlterEventTrigStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterTableSpaceOptionsStmt;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.ObjectWithArgs;
import dev.borealis.sql.tree.ObjectName.OperatorClassName;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectStmt.AlterObjectSchemaStmt;
import dev.borealis.sql.tree.ObjectStmt.AlterOwnerStmt;
import dev.borealis.sql.tree.ObjectStmt.RenameStmt;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RelationStmt.AlterPolicyStmt;
import dev.borealis.sql.tree.RelationStmt.AlterStatsStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.TypeStmt.AlterCollationStmt;
import dev.borealis.sql.tree.TypeStmt.AlterOperatorStmt;
import dev.borealis.sql.tree.TypeStmt.AlterTsDictionaryStmt;
import dev.borealis.sql.tree.TypeStmt.AlterTypeStmt;
import dev.borealis.sql.tree.UtilityStmt.AlterSystemStmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import java.util.List;

/** ALTER, by what it alters. */
final class AlterParser {
  private final Grammar g;

  private final ParserState s;

  AlterParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  Stmt alter() {
    int start = s.start();
    s.next();
    Keyword word = s.word();
    if (word == null) {
      throw s.syntaxError();
    }
    return switch (word) {
      case TABLE -> {
        s.next();
        yield g.alterRelations.relation(ObjectType.TABLE, start);
      }
      case INDEX -> {
        s.next();
        yield g.alterRelations.relation(ObjectType.INDEX, start);
      }
      case SEQUENCE -> {
        s.next();
        yield g.alterRelations.relation(ObjectType.SEQUENCE, start);
      }
      case VIEW -> {
        s.next();
        yield g.alterRelations.relation(ObjectType.VIEW, start);
      }
      case MATERIALIZED -> {
        s.next();
        s.expect(Keyword.VIEW);
        yield g.alterRelations.relation(ObjectType.MATVIEW, start);
      }
      case FOREIGN -> foreign(start);
      case AGGREGATE -> {
        s.next();
        yield routine(ObjectType.AGGREGATE, g.objects.aggregate(), start);
      }
      case FUNCTION, PROCEDURE, ROUTINE -> {
        ObjectType type = g.objects.routineType();
        yield routine(type == null ? ObjectType.FUNCTION : type, g.objects.function(), start);
      }
      case TYPE -> type(start);
      case DOMAIN -> domain(start);
      case OPERATOR -> operator(start);
      case COLLATION -> collation(start);
      case CONVERSION -> {
        s.next();
        yield tail(ObjectType.CONVERSION, g.names.anyNameNode(), true, true, true, start);
      }
      case STATISTICS -> statistics(start);
      case TEXT -> textSearch(start);
      case DEFAULT -> g.grants.defaultPrivileges(start);
      case ROLE, GROUP -> g.roles.alter(start);
      case USER ->
          s.ahead(1) == Keyword.MAPPING && s.ahead(2) == Keyword.FOR
              ? g.foreign.alterMapping(start)
              : g.roles.alter(start);
      case SYSTEM -> system(start);
      case EXTENSION -> g.databases.alterExtension(start);
      case POLICY, RULE, TRIGGER -> attached(start);
      case EVENT -> eventTrigger(start);
      case LARGE -> {
        s.next();
        ObjectName object = g.objects.largeObject();
        yield tail(ObjectType.LARGEOBJECT, object, false, true, false, start);
      }
      case PROCEDURAL, LANGUAGE -> {
        s.accept(Keyword.PROCEDURAL);
        s.expect(Keyword.LANGUAGE);
        yield tail(ObjectType.LANGUAGE, g.objects.name(), true, true, false, start);
      }
      default -> plain(start);
    };
  }

  /** An object with a plain name. */
  private Stmt plain(int start) {
    ObjectType type =
        switch (s.word()) {
          case DATABASE -> ObjectType.DATABASE;
          case TABLESPACE -> ObjectType.TABLESPACE;
          case SCHEMA -> ObjectType.SCHEMA;
          case SERVER -> ObjectType.FOREIGN_SERVER;
          case PUBLICATION -> ObjectType.PUBLICATION;
          case SUBSCRIPTION -> ObjectType.SUBSCRIPTION;
          case null, default -> throw s.syntaxError();
        };
    s.next();
    AnyName object = g.objects.name();
    // OWNER without TO is an option of a database.
    boolean owner = type != ObjectType.DATABASE || s.ahead(1) == Keyword.TO;
    if (s.at(Keyword.RENAME) || (s.at(Keyword.OWNER) && owner)) {
      return tail(type, object, true, true, false, start);
    }
    String name = object.names().getFirst();
    return switch (type) {
      case DATABASE -> g.databases.alter(name, start);
      case FOREIGN_SERVER -> g.foreign.alterServer(name, start);
      case PUBLICATION -> g.replication.alterPublication(name, start);
      case SUBSCRIPTION -> g.replication.alterSubscription(name, start);
      case TABLESPACE -> {
        boolean reset = s.accept(Keyword.RESET);
        if (!reset) {
          s.expect(Keyword.SET);
        }
        yield new AlterTableSpaceOptionsStmt(
            name, g.options.relationOptions(), reset, s.from(start));
      }
      default -> throw s.syntaxError();
    };
  }

  /** RENAME TO, OWNER TO and SET SCHEMA. */
  private Stmt tail(
      ObjectType type,
      ObjectName object,
      boolean rename,
      boolean owner,
      boolean schema,
      int start) {
    if (rename && s.accept(Keyword.RENAME)) {
      s.expect(Keyword.TO);
      return renamed(type, object, s.colId(), start);
    }
    if (owner && s.accept(Keyword.OWNER)) {
      s.expect(Keyword.TO);
      return new AlterOwnerStmt(type, object, g.names.roleSpec(), s.from(start));
    }
    if (schema && s.accept(Keyword.SET)) {
      s.expect(Keyword.SCHEMA);
      return new AlterObjectSchemaStmt(type, null, object, s.colId(), false, s.from(start));
    }
    throw s.syntaxError();
  }

  private RenameStmt renamed(ObjectType type, ObjectName object, String name, int start) {
    return new RenameStmt(
        type, null, null, object, null, name, DropBehavior.RESTRICT, false, s.from(start));
  }

  private Stmt foreign(int start) {
    s.next();
    if (!s.accept(Keyword.DATA)) {
      s.expect(Keyword.TABLE);
      return g.alterRelations.relation(ObjectType.FOREIGN_TABLE, start);
    }
    s.expect(Keyword.WRAPPER);
    AnyName object = g.objects.name();
    if (s.at(Keyword.RENAME) || s.at(Keyword.OWNER)) {
      return tail(ObjectType.FDW, object, true, true, false, start);
    }
    return g.foreign.alterWrapper(object.names().getFirst(), start);
  }

  private Stmt routine(ObjectType type, ObjectWithArgs object, int start) {
    boolean aggregate = type == ObjectType.AGGREGATE;
    if (s.at(Keyword.RENAME)
        || s.at(Keyword.OWNER)
        || (s.at(Keyword.SET)
            && s.ahead(1) == Keyword.SCHEMA
            && s.kindAhead(2) != TokenKind.SCONST)) {
      return tail(type, object, true, true, true, start);
    }
    if (aggregate) {
      return tail(type, object, true, true, true, start);
    }
    if (s.at(Keyword.DEPENDS) || s.at(Keyword.NO)) {
      return g.alterRelations.depends(type, null, object, start);
    }
    return g.routines.alter(type, object, start);
  }

  private Stmt type(int start) {
    s.next();
    int nameStart = s.start();
    AnyName name = g.names.anyNameNode();
    if (s.accept(Keyword.RENAME)) {
      if (s.at(Keyword.VALUE)) {
        return g.typeStatements.renameValue(name.names(), start);
      }
      if (s.accept(Keyword.ATTRIBUTE)) {
        String old = s.colId();
        s.expect(Keyword.TO);
        String renamed = s.colId();
        DropBehavior behavior = g.options.dropBehavior();
        RangeVar relation = g.names.relation(name.names(), nameStart).withAlias(null, name.span());
        return new RenameStmt(
            ObjectType.ATTRIBUTE,
            ObjectType.TYPE,
            relation,
            null,
            old,
            renamed,
            behavior,
            false,
            s.from(start));
      }
      s.expect(Keyword.TO);
      return renamed(ObjectType.TYPE, name, s.colId(), start);
    }
    if (s.at(Keyword.ADD) && s.ahead(1) == Keyword.VALUE) {
      return g.typeStatements.addValue(name.names(), start);
    }
    if (s.at(Keyword.SET) && s.kindAhead(1) == TokenKind.LEFT_PAREN) {
      s.next();
      return new AlterTypeStmt(name.names(), g.options.operatorDefinition(), s.from(start));
    }
    if (s.at(Keyword.OWNER) || s.at(Keyword.SET)) {
      return tail(ObjectType.TYPE, name, false, true, true, start);
    }
    List<AlterTableCmd> commands = s.commaList(g.alterTables::typeCommand);
    RangeVar relation = g.names.relation(name.names(), nameStart).withAlias(null, name.span());
    return new AlterTableStmt(relation, commands, ObjectType.TYPE, false, false, s.from(start));
  }

  private Stmt domain(int start) {
    s.next();
    AnyName name = g.names.anyNameNode();
    if (s.accept(Keyword.RENAME)) {
      String constraint = s.accept(Keyword.CONSTRAINT) ? s.colId() : null;
      s.expect(Keyword.TO);
      ObjectType type = constraint == null ? ObjectType.DOMAIN : ObjectType.DOMCONSTRAINT;
      return new RenameStmt(
          type,
          null,
          null,
          name,
          constraint,
          s.colId(),
          DropBehavior.RESTRICT,
          false,
          s.from(start));
    }
    if (s.at(Keyword.OWNER) || (s.at(Keyword.SET) && s.ahead(1) == Keyword.SCHEMA)) {
      return tail(ObjectType.DOMAIN, name, false, true, true, start);
    }
    return g.typeStatements.alterDomain(name.names(), start);
  }

  private Stmt operator(int start) {
    s.next();
    ObjectType group = g.objects.operatorGroup();
    if (group != null) {
      OperatorClassName name = g.objects.operatorClass();
      if (group == ObjectType.OPFAMILY && (s.at(Keyword.ADD) || s.at(Keyword.DROP))) {
        return g.operators.alterFamily(name, start);
      }
      return tail(group, name, true, true, true, start);
    }
    ObjectWithArgs object = g.objects.operator();
    if (s.at(Keyword.SET) && s.kindAhead(1) == TokenKind.LEFT_PAREN) {
      s.next();
      return new AlterOperatorStmt(object, g.options.operatorDefinition(), s.from(start));
    }
    return tail(ObjectType.OPERATOR, object, false, true, true, start);
  }

  private Stmt collation(int start) {
    s.next();
    AnyName name = g.names.anyNameNode();
    if (s.accept(Keyword.REFRESH)) {
      s.expect(Keyword.VERSION);
      return new AlterCollationStmt(name.names(), s.from(start));
    }
    return tail(ObjectType.COLLATION, name, true, true, true, start);
  }

  private Stmt statistics(int start) {
    s.next();
    boolean missingOk = s.acceptIfExists();
    AnyName name = g.names.anyNameNode();
    if (missingOk || (s.at(Keyword.SET) && s.ahead(1) == Keyword.STATISTICS)) {
      s.expect(Keyword.SET, Keyword.STATISTICS);
      return new AlterStatsStmt(name.names(), g.options.signedInteger(), missingOk, s.from(start));
    }
    return tail(ObjectType.STATISTIC_EXT, name, true, true, true, start);
  }

  private Stmt textSearch(int start) {
    s.next();
    s.expect(Keyword.SEARCH);
    ObjectType type = g.objects.textSearchType();
    AnyName name = g.names.anyNameNode();
    if (type == ObjectType.TSDICTIONARY && s.at(TokenKind.LEFT_PAREN)) {
      return new AlterTsDictionaryStmt(name.names(), g.options.definition(), s.from(start));
    }
    boolean mapping = s.at(Keyword.ADD) || s.at(Keyword.ALTER) || s.at(Keyword.DROP);
    if (type == ObjectType.TSCONFIGURATION && mapping) {
      return g.typeStatements.mapping(name.names(), start);
    }
    boolean owned = type == ObjectType.TSCONFIGURATION || type == ObjectType.TSDICTIONARY;
    return tail(type, name, true, owned, true, start);
  }

  private Stmt system(int start) {
    s.next();
    int settingStart = s.start();
    boolean reset = s.accept(Keyword.RESET);
    if (!reset) {
      s.expect(Keyword.SET);
    }
    VariableSetStmt setting =
        reset
            ? g.settings.genericReset(settingStart)
            : g.settings.generic(false, false, settingStart);
    return new AlterSystemStmt(setting, s.from(start));
  }

  /** A policy, rule or trigger. */
  private Stmt attached(int start) {
    ObjectType type = g.objects.attachedType();
    boolean missingOk = type == ObjectType.POLICY && s.acceptIfExists();
    String name = s.colId();
    s.expect(Keyword.ON);
    int nameStart = s.start();
    RangeVar relation = g.names.qualifiedName();
    if (type == ObjectType.TRIGGER && (s.at(Keyword.NO) || s.at(Keyword.DEPENDS))) {
      return g.alterRelations.depends(
          type, relation, new AnyName(List.of(name), s.from(nameStart)), start);
    }
    if (type == ObjectType.POLICY && !missingOk && !s.at(Keyword.RENAME)) {
      List<RoleSpec> roles = s.accept(Keyword.TO) ? g.names.roleList() : List.of();
      Expr using = s.accept(Keyword.USING) ? g.expressions.inParentheses() : null;
      Expr check = s.accept(Keyword.WITH, Keyword.CHECK) ? g.expressions.inParentheses() : null;
      return new AlterPolicyStmt(name, relation, roles, using, check, s.from(start));
    }
    s.expect(Keyword.RENAME, Keyword.TO);
    return new RenameStmt(
        type == null ? ObjectType.TRIGGER : type,
        null,
        relation,
        null,
        name,
        s.colId(),
        DropBehavior.RESTRICT,
        missingOk,
        s.from(start));
  }

  private Stmt eventTrigger(int start) {
    s.next();
    s.expect(Keyword.TRIGGER);
    AnyName object = g.objects.name();
    AlterEventTrigStmt.Firing firing = AlterEventTrigStmt.Firing.ORIGIN;
    if (s.accept(Keyword.ENABLE)) {
      if (s.accept(Keyword.REPLICA)) {
        firing = AlterEventTrigStmt.Firing.REPLICA;
      } else if (s.accept(Keyword.ALWAYS)) {
        firing = AlterEventTrigStmt.Firing.ALWAYS;
      }
    } else if (s.accept(Keyword.DISABLE)) {
      firing = AlterEventTrigStmt.Firing.DISABLED;
    } else {
      return tail(ObjectType.EVENT_TRIGGER, object, true, true, false, start);
    }
    return new AlterEventTrigStmt(object.names().getFirst(), firing, s.from(start));
  }
}
