package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.OnCommitAction;
import dev.borealis.sql.tree.Clause.PartitionBoundSpec;
import dev.borealis.sql.tree.Clause.TableElement;
import dev.borealis.sql.tree.DatabaseStmt.AlterFdwStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterForeignServerStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterUserMappingStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateFdwStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateForeignServerStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateUserMappingStmt;
import dev.borealis.sql.tree.DatabaseStmt.DropUserMappingStmt;
import dev.borealis.sql.tree.DatabaseStmt.ImportForeignSchemaStmt;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.RelationStmt.CreateForeignTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Foreign data: wrappers, servers, user mappings, tables. */
final class ForeignParser {
  private final Grammar g;
  private final ParserState s;

  ForeignParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** CREATE FOREIGN DATA WRAPPER and CREATE FOREIGN TABLE. */
  Stmt create(int start) {
    s.expect(Keyword.FOREIGN);
    if (!s.accept(Keyword.DATA)) {
      return table(start);
    }
    s.expect(Keyword.WRAPPER);
    String name = s.colId();
    List<DefElem> functions = functions();
    return new CreateFdwStmt(name, functions, g.options.genericOptions(), s.from(start));
  }

  private List<DefElem> functions() {
    List<DefElem> options = new ArrayList<>();
    while (s.at(Keyword.HANDLER) || s.at(Keyword.VALIDATOR) || s.at(Keyword.NO)) {
      int start = s.start();
      boolean no = s.accept(Keyword.NO);
      boolean handler = s.accept(Keyword.HANDLER);
      if (!handler) {
        s.expect(Keyword.VALIDATOR);
      }
      options.add(
          g.options.option(
              handler ? "handler" : "validator", no ? null : g.names.anyNameNode(), start));
    }
    return List.copyOf(options);
  }

  /** ALTER FOREIGN DATA WRAPPER, but for what all objects have. */
  AlterFdwStmt alterWrapper(String name, int start) {
    List<DefElem> functions = functions();
    List<DefElem> options =
        functions.isEmpty() || s.at(Keyword.OPTIONS) ? g.options.alterGenericOptions() : List.of();
    return new AlterFdwStmt(name, functions, options, s.from(start));
  }

  private CreateForeignTableStmt table(int start) {
    s.expect(Keyword.TABLE);
    boolean ifNotExists = s.acceptIfNotExists();
    RangeVar relation = g.names.qualifiedName();
    List<TableElement> elements;
    List<RangeVar> parents;
    PartitionBoundSpec bound = null;
    if (s.accept(Keyword.PARTITION, Keyword.OF)) {
      parents = List.of(g.names.qualifiedName());
      elements = g.tables.typedElements();
      bound = g.tables.bound();
    } else {
      elements = g.tables.elements();
      parents = g.tables.inherits();
    }
    CreateStmt base =
        new CreateStmt(
            relation,
            elements,
            parents,
            bound,
            null,
            null,
            List.of(),
            OnCommitAction.NOOP,
            null,
            null,
            ifNotExists,
            s.from(start));
    s.expect(Keyword.SERVER);
    String server = s.colId();
    return new CreateForeignTableStmt(base, server, g.options.genericOptions(), s.from(start));
  }

  CreateForeignServerStmt server(int start) {
    s.expect(Keyword.SERVER);
    boolean ifNotExists = s.acceptIfNotExists();
    String name = s.colId();
    String type = s.accept(Keyword.TYPE) ? s.sconst() : null;
    String version = s.at(Keyword.VERSION) ? version() : null;
    s.expect(Keyword.FOREIGN, Keyword.DATA, Keyword.WRAPPER);
    String wrapper = s.colId();
    return new CreateForeignServerStmt(
        name, type, version, wrapper, ifNotExists, g.options.genericOptions(), s.from(start));
  }

  private @Nullable String version() {
    s.expect(Keyword.VERSION);
    return s.accept(Keyword.NULL) ? null : s.sconst();
  }

  /** ALTER SERVER, but for what all objects have. */
  AlterForeignServerStmt alterServer(String name, int start) {
    boolean hasVersion = s.at(Keyword.VERSION);
    String version = hasVersion ? version() : null;
    List<DefElem> options =
        !hasVersion || s.at(Keyword.OPTIONS) ? g.options.alterGenericOptions() : List.of();
    return new AlterForeignServerStmt(name, version, options, hasVersion, s.from(start));
  }

  private RoleSpec user() {
    int start = s.start();
    s.expect(Keyword.FOR);
    if (s.accept(Keyword.USER)) {
      return new RoleSpec(RoleSpec.RoleType.USER, null, s.from(start));
    }
    return g.names.roleSpec();
  }

  CreateUserMappingStmt createMapping(int start) {
    s.expect(Keyword.USER, Keyword.MAPPING);
    boolean ifNotExists = s.accept(Keyword.IF, Keyword.NOT);
    if (ifNotExists) {
      s.expect(Keyword.EXISTS);
    }
    RoleSpec user = user();
    s.expect(Keyword.SERVER);
    String server = s.colId();
    return new CreateUserMappingStmt(
        user, server, ifNotExists, g.options.genericOptions(), s.from(start));
  }

  AlterUserMappingStmt alterMapping(int start) {
    s.expect(Keyword.USER, Keyword.MAPPING);
    RoleSpec user = user();
    s.expect(Keyword.SERVER);
    String server = s.colId();
    return new AlterUserMappingStmt(user, server, g.options.alterGenericOptions(), s.from(start));
  }

  DropUserMappingStmt dropMapping(int start) {
    s.expect(Keyword.USER, Keyword.MAPPING);
    boolean missingOk = s.accept(Keyword.IF, Keyword.EXISTS);
    RoleSpec user = user();
    s.expect(Keyword.SERVER);
    return new DropUserMappingStmt(user, s.colId(), missingOk, s.from(start));
  }

  ImportForeignSchemaStmt importSchema() {
    int start = s.start();
    s.next();
    s.expect(Keyword.FOREIGN, Keyword.SCHEMA);
    String remote = s.colId();
    ImportForeignSchemaStmt.ListType type = ImportForeignSchemaStmt.ListType.ALL;
    List<RangeVar> tables = List.of();
    if (s.accept(Keyword.LIMIT)) {
      s.expect(Keyword.TO);
      type = ImportForeignSchemaStmt.ListType.LIMIT_TO;
    } else if (s.accept(Keyword.EXCEPT)) {
      type = ImportForeignSchemaStmt.ListType.EXCEPT;
    }
    if (type != ImportForeignSchemaStmt.ListType.ALL) {
      tables = s.parenthesized(g.names::relationExpr);
    }
    s.expect(Keyword.FROM, Keyword.SERVER);
    String server = s.colId();
    s.expect(Keyword.INTO);
    String local = s.colId();
    return new ImportForeignSchemaStmt(
        server, remote, local, type, tables, g.options.genericOptions(), s.from(start));
  }
}
