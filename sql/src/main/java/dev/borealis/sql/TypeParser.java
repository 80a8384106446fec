package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.DropBehavior;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName.ObjectWithArgs;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import dev.borealis.sql.tree.TypeStmt.AlterDomainStmt;
import dev.borealis.sql.tree.TypeStmt.AlterEnumStmt;
import dev.borealis.sql.tree.TypeStmt.AlterTsConfigurationStmt;
import dev.borealis.sql.tree.TypeStmt.CompositeTypeStmt;
import dev.borealis.sql.tree.TypeStmt.CreateConversionStmt;
import dev.borealis.sql.tree.TypeStmt.CreateDomainStmt;
import dev.borealis.sql.tree.TypeStmt.CreateEnumStmt;
import dev.borealis.sql.tree.TypeStmt.CreateRangeStmt;
import dev.borealis.sql.tree.TypeStmt.DefineStmt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types, domains, aggregates, operators, collations and text search. */
final class TypeParser {
  private final Grammar g;
  private final ParserState s;

  TypeParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  DefineStmt aggregate(boolean replace, int start) {
    s.expect(Keyword.AGGREGATE);
    List<String> name = g.names.functionName();
    int argsStart = s.start();
    if (s.at(TokenKind.LEFT_PAREN)
        && s.kindAhead(1) == TokenKind.IDENT
        && s.kindAhead(2) == TokenKind.EQUALS) {
      List<DefElem> old = s.parenthesized(this::oldElement);
      return new DefineStmt(
          ObjectType.AGGREGATE, true, name, null, old, false, replace, s.from(start));
    }
    ObjectWithArgs args = g.routines.aggregateArgs(name, argsStart);
    return new DefineStmt(
        ObjectType.AGGREGATE,
        false,
        name,
        args,
        g.options.definition(),
        false,
        replace,
        s.from(start));
  }

  private DefElem oldElement() {
    int start = s.start();
    String name = s.takeIf(s.at(TokenKind.IDENT));
    s.expect(TokenKind.EQUALS);
    return g.options.option(name, g.options.argument(), start);
  }

  private DefineStmt define(
      ObjectType type,
      List<String> name,
      List<DefElem> definition,
      boolean ifNotExists,
      int start) {
    return new DefineStmt(type, false, name, null, definition, ifNotExists, false, s.from(start));
  }

  DefineStmt operator(int start) {
    List<String> name = g.names.anyOperator();
    return define(ObjectType.OPERATOR, name, g.options.definition(), false, start);
  }

  /** CREATE TYPE. */
  Stmt type(int start) {
    s.expect(Keyword.TYPE);
    int nameStart = s.start();
    List<String> name = g.names.anyName();
    if (s.at(TokenKind.LEFT_PAREN)) {
      return define(ObjectType.TYPE, name, g.options.definition(), false, start);
    }
    if (!s.accept(Keyword.AS)) {
      return define(ObjectType.TYPE, name, List.of(), false, start);
    }
    if (s.accept(Keyword.ENUM)) {
      s.expect(TokenKind.LEFT_PAREN);
      List<String> values = s.at(TokenKind.RIGHT_PAREN) ? List.of() : s.commaList(s::sconst);
      s.expect(TokenKind.RIGHT_PAREN);
      return new CreateEnumStmt(name, values, s.from(start));
    }
    if (s.accept(Keyword.RANGE)) {
      return new CreateRangeStmt(name, g.options.definition(), s.from(start));
    }
    Span nameSpan = s.from(nameStart);
    s.expect(TokenKind.LEFT_PAREN);
    List<ColumnDef> columns =
        s.at(TokenKind.RIGHT_PAREN) ? List.of() : s.commaList(g.froms::columnDefinition);
    s.expect(TokenKind.RIGHT_PAREN);
    RangeVar relation = g.names.relation(name, nameStart).withAlias(null, nameSpan);
    return new CompositeTypeStmt(relation, columns, s.from(start));
  }

  DefineStmt textSearch(int start) {
    s.expect(Keyword.TEXT, Keyword.SEARCH);
    ObjectType type = g.objects.textSearchType();
    List<String> name = g.names.anyName();
    return define(type, name, g.options.definition(), false, start);
  }

  DefineStmt collation(int start) {
    s.expect(Keyword.COLLATION);
    boolean ifNotExists = s.acceptIfNotExists();
    List<String> name = g.names.anyName();
    int fromStart = s.start();
    if (s.accept(Keyword.FROM)) {
      DefElem from = g.options.option("from", g.names.anyNameNode(), fromStart);
      return define(ObjectType.COLLATION, name, List.of(from), ifNotExists, start);
    }
    return define(ObjectType.COLLATION, name, g.options.definition(), ifNotExists, start);
  }

  CreateDomainStmt domain(int start) {
    s.expect(Keyword.DOMAIN);
    List<String> name = g.names.anyName();
    s.accept(Keyword.AS);
    TypeName type = g.types.typeName();
    ConstraintParser.Qualifiers qualifiers = g.constraints.qualifiers();
    return new CreateDomainStmt(
        name, type, qualifiers.collation(), qualifiers.constraints(), s.from(start));
  }

  private AlterDomainStmt domain(
      AlterDomainStmt.Subtype type,
      List<String> domain,
      @Nullable String name,
      @Nullable Node def,
      DropBehavior behavior,
      boolean missingOk,
      int start) {
    return new AlterDomainStmt(type, domain, name, def, behavior, missingOk, s.from(start));
  }

  /** ALTER DOMAIN, but for what all objects have. */
  AlterDomainStmt alterDomain(List<String> name, int start) {
    DropBehavior restrict = DropBehavior.RESTRICT;
    if (s.accept(Keyword.SET)) {
      if (s.accept(Keyword.DEFAULT)) {
        return domain(
            AlterDomainStmt.Subtype.COLUMN_DEFAULT,
            name,
            null,
            g.expressions.expression(),
            restrict,
            false,
            start);
      }
      s.expect(Keyword.NOT, Keyword.NULL);
      return domain(AlterDomainStmt.Subtype.SET_NOT_NULL, name, null, null, restrict, false, start);
    }
    if (s.accept(Keyword.ADD)) {
      if (!g.constraints.atTableConstraint()) {
        throw s.syntaxError();
      }
      return domain(
          AlterDomainStmt.Subtype.ADD_CONSTRAINT,
          name,
          null,
          g.constraints.ofTable(),
          restrict,
          false,
          start);
    }
    if (s.accept(Keyword.VALIDATE)) {
      s.expect(Keyword.CONSTRAINT);
      return domain(
          AlterDomainStmt.Subtype.VALIDATE_CONSTRAINT,
          name,
          s.colId(),
          null,
          restrict,
          false,
          start);
    }
    s.expect(Keyword.DROP);
    if (s.accept(Keyword.DEFAULT)) {
      return domain(
          AlterDomainStmt.Subtype.COLUMN_DEFAULT, name, null, null, restrict, false, start);
    }
    if (s.accept(Keyword.NOT)) {
      s.expect(Keyword.NULL);
      return domain(
          AlterDomainStmt.Subtype.DROP_NOT_NULL, name, null, null, restrict, false, start);
    }
    s.expect(Keyword.CONSTRAINT);
    boolean missingOk = s.acceptIfExists();
    String constraint = s.colId();
    return domain(
        AlterDomainStmt.Subtype.DROP_CONSTRAINT,
        name,
        constraint,
        null,
        g.options.dropBehavior(),
        missingOk,
        start);
  }

  /** ALTER TYPE ADD VALUE. */
  AlterEnumStmt addValue(List<String> name, int start) {
    s.expect(Keyword.ADD, Keyword.VALUE);
    boolean skip = s.acceptIfNotExists();
    String value = s.sconst();
    String neighbor = null;
    boolean after = true;
    if (s.accept(Keyword.BEFORE)) {
      neighbor = s.sconst();
      after = false;
    } else if (s.accept(Keyword.AFTER)) {
      neighbor = s.sconst();
    }
    return new AlterEnumStmt(name, null, value, neighbor, after, skip, s.from(start));
  }

  /** ALTER TYPE RENAME VALUE. */
  AlterEnumStmt renameValue(List<String> name, int start) {
    s.expect(Keyword.VALUE);
    String old = s.sconst();
    s.expect(Keyword.TO);
    return new AlterEnumStmt(name, old, s.sconst(), null, false, false, s.from(start));
  }

  /** ALTER TEXT SEARCH CONFIGURATION with a mapping. */
  AlterTsConfigurationStmt mapping(List<String> name, int start) {
    boolean add = s.accept(Keyword.ADD);
    boolean drop = !add && s.accept(Keyword.DROP);
    if (!add && !drop) {
      s.expect(Keyword.ALTER);
    }
    s.expect(Keyword.MAPPING);
    if (drop) {
      boolean missingOk = s.accept(Keyword.IF, Keyword.EXISTS);
      s.expect(Keyword.FOR);
      List<String> tokens = g.names.nameList();
      return new AlterTsConfigurationStmt(
          AlterTsConfigurationStmt.Kind.DROP_MAPPING,
          name,
          tokens,
          List.of(),
          missingOk,
          s.from(start));
    }
    if (!add && s.accept(Keyword.REPLACE)) {
      return replace(AlterTsConfigurationStmt.Kind.REPLACE_DICT, name, List.of(), start);
    }
    s.expect(Keyword.FOR);
    List<String> tokens = g.names.nameList();
    if (!add && s.accept(Keyword.REPLACE)) {
      return replace(AlterTsConfigurationStmt.Kind.REPLACE_DICT_FOR_TOKEN, name, tokens, start);
    }
    anyWith();
    List<List<String>> dicts = s.commaList(g.names::anyName);
    AlterTsConfigurationStmt.Kind kind =
        add
            ? AlterTsConfigurationStmt.Kind.ADD_MAPPING
            : AlterTsConfigurationStmt.Kind.ALTER_MAPPING_FOR_TOKEN;
    return new AlterTsConfigurationStmt(kind, name, tokens, dicts, false, s.from(start));
  }

  private AlterTsConfigurationStmt replace(
      AlterTsConfigurationStmt.Kind kind, List<String> name, List<String> tokens, int start) {
    List<String> old = g.names.anyName();
    anyWith();
    return new AlterTsConfigurationStmt(
        kind, name, tokens, List.of(old, g.names.anyName()), false, s.from(start));
  }

  private void anyWith() {
    if (!g.options.with()) {
      throw s.syntaxError();
    }
  }

  CreateConversionStmt conversion(boolean isDefault, int start) {
    s.expect(Keyword.CONVERSION);
    List<String> name = g.names.anyName();
    s.expect(Keyword.FOR);
    String from = s.sconst();
    s.expect(Keyword.TO);
    String to = s.sconst();
    s.expect(Keyword.FROM);
    return new CreateConversionStmt(name, from, to, g.names.anyName(), isDefault, s.from(start));
  }
}
