package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.DatabaseStmt.AlterDatabaseRefreshCollStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterDatabaseSetStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterDatabaseStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterExtensionContentsStmt;
import dev.borealis.sql.tree.DatabaseStmt.AlterExtensionStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateExtensionStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreateTableSpaceStmt;
import dev.borealis.sql.tree.DatabaseStmt.CreatedbStmt;
import dev.borealis.sql.tree.DatabaseStmt.DropdbStmt;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectStmt.AlterObjectSchemaStmt;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.UtilityStmt.VariableSetStmt;
import java.util.ArrayList;
import java.util.List;

/** Databases, tablespaces and extensions. */
final class DatabaseParser {
  private final Grammar g;
  private final ParserState s;

  DatabaseParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  CreatedbStmt create(int start) {
    s.expect(Keyword.DATABASE);
    String name = s.colId();
    g.options.with();
    return new CreatedbStmt(name, options(), s.from(start));
  }

  private List<DefElem> options() {
    List<DefElem> options = new ArrayList<>();
    while (atOption()) {
      options.add(option());
    }
    return List.copyOf(options);
  }

  private boolean atOption() {
    return s.at(TokenKind.IDENT)
        || switch (s.word()) {
          case CONNECTION, ENCODING, LOCATION, OWNER, TABLESPACE, TEMPLATE -> true;
          case null, default -> false;
        };
  }

  private DefElem option() {
    int start = s.start();
    String name = s.take();
    if (name.equals("connection") && s.accept(Keyword.LIMIT)) {
      name = "connection_limit";
    } else if (name.equals("connection")) {
      throw s.syntaxError();
    }
    s.accept(TokenKind.EQUALS);
    int valueStart = s.start();
    if (s.accept(Keyword.DEFAULT)) {
      return g.options.option(name, null, start);
    }
    Node value =
        g.options.atNumber()
            ? g.options.number()
            : g.options.string(g.names.booleanOrString(), valueStart);
    return g.options.option(name, value, start);
  }

  /** ALTER DATABASE, but for what all objects have. */
  Stmt alter(String name, int start) {
    if (s.at(Keyword.SET) && s.ahead(1) == Keyword.TABLESPACE) {
      int optionStart = s.start();
      s.next();
      s.next();
      int valueStart = s.start();
      DefElem tablespace =
          g.options.option("tablespace", g.options.string(s.colId(), valueStart), optionStart);
      return new AlterDatabaseStmt(name, List.of(tablespace), s.from(start));
    }
    if (s.accept(Keyword.REFRESH)) {
      s.expect(Keyword.COLLATION, Keyword.VERSION);
      return new AlterDatabaseRefreshCollStmt(name, s.from(start));
    }
    VariableSetStmt setting = g.settings.setOrReset(true);
    if (setting != null) {
      return new AlterDatabaseSetStmt(name, setting, s.from(start));
    }
    s.accept(Keyword.WITH);
    return new AlterDatabaseStmt(name, options(), s.from(start));
  }

  DropdbStmt drop(int start) {
    s.expect(Keyword.DATABASE);
    boolean missingOk = s.acceptIfExists();
    String name = s.colId();
    List<DefElem> options = List.of();
    if (g.options.with() || s.at(TokenKind.LEFT_PAREN)) {
      options =
          s.parenthesized(() -> {
            int optionStart = s.start();
            s.expect(Keyword.FORCE);
            return g.options.option("force", null, optionStart);
          });
    }
    return new DropdbStmt(name, missingOk, options, s.from(start));
  }

  CreateTableSpaceStmt tablespace(int start) {
    s.expect(Keyword.TABLESPACE);
    String name = s.colId();
    RoleSpec owner = s.accept(Keyword.OWNER) ? g.names.roleSpec() : null;
    s.expect(Keyword.LOCATION);
    String location = s.sconst();
    return new CreateTableSpaceStmt(
        name, owner, location, g.options.optionalRelationOptions(), s.from(start));
  }

  CreateExtensionStmt extension(int start) {
    s.expect(Keyword.EXTENSION);
    boolean ifNotExists = s.acceptIfNotExists();
    String name = s.colId();
    g.options.with();
    List<DefElem> options = new ArrayList<>();
    while (true) {
      int optionStart = s.start();
      if (s.accept(Keyword.SCHEMA)) {
        int valueStart = s.start();
        options.add(
            g.options.option("schema", g.options.string(s.colId(), valueStart), optionStart));
      } else if (s.accept(Keyword.VERSION)) {
        int valueStart = s.start();
        options.add(
            g.options.option(
                "new_version",
                g.options.string(g.names.nonReservedWordOrSconst(), valueStart),
                optionStart));
      } else if (s.accept(Keyword.FROM)) {
        g.names.nonReservedWordOrSconst();
        throw s.unsupported("CREATE EXTENSION ... FROM is no longer supported", optionStart);
      } else if (s.accept(Keyword.CASCADE)) {
        options.add(g.options.option("cascade", g.options.bool(true, optionStart), optionStart));
      } else {
        return new CreateExtensionStmt(name, ifNotExists, List.copyOf(options), s.from(start));
      }
    }
  }

  /** ALTER EXTENSION. */
  Stmt alterExtension(int start) {
    s.expect(Keyword.EXTENSION);
    int nameStart = s.start();
    String name = s.colId();
    Span nameSpan = s.from(nameStart);
    if (s.accept(Keyword.UPDATE)) {
      List<DefElem> options = new ArrayList<>();
      while (s.at(Keyword.TO)) {
        int optionStart = s.start();
        s.next();
        int valueStart = s.start();
        options.add(
            g.options.option(
                "new_version",
                g.options.string(g.names.nonReservedWordOrSconst(), valueStart),
                optionStart));
      }
      return new AlterExtensionStmt(name, List.copyOf(options), s.from(start));
    }
    if (s.accept(Keyword.SET)) {
      s.expect(Keyword.SCHEMA);
      ObjectName object = new AnyName(List.of(name), nameSpan);
      return new AlterObjectSchemaStmt(
          ObjectType.EXTENSION, null, object, s.colId(), false, s.from(start));
    }
    boolean add = s.accept(Keyword.ADD);
    if (!add) {
      s.expect(Keyword.DROP);
    }
    ObjectNameParser.Named member = g.objects.common();
    if (member == null) {
      member = g.objects.unlabelled();
    }
    if (member == null) {
      throw s.syntaxError();
    }
    return new AlterExtensionContentsStmt(name, add, member.type(), member.object(), s.from(start));
  }
}
