package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;

/** CREATE, by what it creates. */
final class CreateParser {
  private final Grammar g;
  private final ParserState s;

  CreateParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  Stmt create() {
    int start = s.start();
    s.next();
    if (s.accept(Keyword.OR)) {
      s.expect(Keyword.REPLACE);
      return replaceable(start);
    }
    Keyword word = s.word();
    return switch (word) {
      case TEMPORARY, TEMP, LOCAL, GLOBAL, UNLOGGED -> persistent(start);
      case TABLE -> g.tables.create(null, start);
      case SEQUENCE -> g.relations.sequence(null, start);
      case UNIQUE, INDEX -> g.relations.index(start);
      case MATERIALIZED -> g.relations.materializedView(null, start);
      case SCHEMA -> g.relations.schema(start);
      case STATISTICS -> g.relations.statistics(start);
      case POLICY -> g.relations.policy(start);
      case EVENT -> g.triggers.eventTrigger(start);
      case TYPE -> g.typeStatements.type(start);
      case DOMAIN -> g.typeStatements.domain(start);
      case TEXT -> g.typeStatements.textSearch(start);
      case COLLATION -> g.typeStatements.collation(start);
      case CONVERSION -> g.typeStatements.conversion(false, start);
      case DEFAULT -> {
        s.next();
        yield g.typeStatements.conversion(true, start);
      }
      case OPERATOR -> g.operators.create(start);
      case ACCESS -> g.operators.accessMethod(start);
      case CAST -> g.routines.cast(start);
      case ROLE, GROUP -> g.roles.create(start);
      case USER ->
          s.ahead(1) == Keyword.MAPPING && isMapping()
              ? g.foreign.createMapping(start)
              : g.roles.create(start);
      case DATABASE -> g.databases.create(start);
      case TABLESPACE -> g.databases.tablespace(start);
      case EXTENSION -> g.databases.extension(start);
      case FOREIGN -> g.foreign.create(start);
      case SERVER -> g.foreign.server(start);
      case PUBLICATION -> g.replication.createPublication(start);
      case SUBSCRIPTION -> g.replication.createSubscription(start);
      case ASSERTION -> assertion();
      case null -> throw s.syntaxError();
      default -> replaceable(start);
    };
  }

  /** MAPPING may be the user's name. */
  private boolean isMapping() {
    return s.ahead(2) == Keyword.FOR || s.ahead(2) == Keyword.IF;
  }

  private Stmt replaceable(int start) {
    boolean replace = s.ahead(-1) == Keyword.REPLACE;
    Keyword word = s.word();
    return switch (word) {
      case TEMPORARY, TEMP, LOCAL, GLOBAL, UNLOGGED ->
          g.relations.view(g.tables.persistence(), replace, start);
      case VIEW, RECURSIVE -> g.relations.view(null, replace, start);
      case FUNCTION, PROCEDURE -> g.routines.create(replace, start);
      case AGGREGATE -> g.typeStatements.aggregate(replace, start);
      case TRIGGER, CONSTRAINT -> g.triggers.trigger(replace, start);
      case RULE -> g.triggers.rule(replace, start);
      case TRANSFORM -> g.routines.transform(replace, start);
      case TRUSTED, PROCEDURAL, LANGUAGE -> g.routines.language(replace, start);
      case null, default -> throw s.syntaxError();
    };
  }

  private Stmt persistent(int start) {
    RangeVar.Persistence persistence = g.tables.persistence();
    return switch (s.word()) {
      case TABLE -> g.tables.create(persistence, start);
      case SEQUENCE -> g.relations.sequence(persistence, start);
      case VIEW, RECURSIVE -> g.relations.view(persistence, false, start);
      case MATERIALIZED -> {
        if (persistence != RangeVar.Persistence.UNLOGGED) {
          throw s.syntaxError();
        }
        yield g.relations.materializedView(persistence, start);
      }
      case null, default -> throw s.syntaxError();
    };
  }

  private Stmt assertion() {
    s.next();
    g.names.anyName();
    s.expect(Keyword.CHECK);
    g.expressions.inParentheses();
    g.constraintAttributes.read(
        new ConstraintDraft(Constraint.Type.CHECK, null), "ASSERTION", true, true, true);
    throw s.unsupported("CREATE ASSERTION is not yet implemented", -1);
  }

  /** {@code schema_stmt}: a statement within CREATE SCHEMA. */
  Stmt schemaElement() {
    if (s.at(Keyword.GRANT)) {
      return g.grants.grantPrivileges();
    }
    int start = s.start();
    s.next();
    if (s.accept(Keyword.OR)) {
      s.expect(Keyword.REPLACE);
      if (s.at(Keyword.TRIGGER) || s.at(Keyword.CONSTRAINT)) {
        return g.triggers.trigger(true, start);
      }
      return g.relations.view(g.tables.persistence(), true, start);
    }
    return switch (s.word()) {
      case TRIGGER, CONSTRAINT -> g.triggers.trigger(false, start);
      case VIEW, RECURSIVE -> g.relations.view(null, false, start);
      case UNIQUE, INDEX -> g.relations.index(start);
      case SEQUENCE -> g.relations.sequence(null, start);
      case TABLE -> g.tables.definition(null, start);
      case TEMPORARY, TEMP, LOCAL, GLOBAL, UNLOGGED -> {
        RangeVar.Persistence persistence = g.tables.persistence();
        if (s.at(Keyword.TABLE)) {
          yield g.tables.definition(persistence, start);
        }
        yield s.at(Keyword.SEQUENCE)
            ? g.relations.sequence(persistence, start)
            : g.relations.view(persistence, false, start);
      }
      case null, default -> throw s.syntaxError();
    };
  }
}
