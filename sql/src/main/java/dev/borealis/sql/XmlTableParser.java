package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.Alias;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.TableRef.RangeTableFunc;
import dev.borealis.sql.tree.TableRef.RangeTableFuncCol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XMLTABLE in FROM. */
final class XmlTableParser {
  private final Grammar g;
  private final ParserState s;

  XmlTableParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  RangeTableFunc table(boolean lateral, int start) {
    s.next();
    s.next();
    List<ResTarget> namespaces = List.of();
    if (s.at(Keyword.XMLNAMESPACES) && s.kindAhead(1) == TokenKind.LEFT_PAREN) {
      s.next();
      namespaces = s.parenthesized(this::namespace);
      s.expect(TokenKind.COMMA);
    }
    Expr row = g.primaries.primary();
    Expr document = g.xml.passing();
    s.expect(Keyword.COLUMNS);
    List<RangeTableFuncCol> columns = s.commaList(this::column);
    s.expect(TokenKind.RIGHT_PAREN);
    Alias alias = g.froms.optionalAlias();
    return new RangeTableFunc(lateral, document, row, namespaces, columns, alias, s.from(start));
  }

  private ResTarget namespace() {
    int start = s.start();
    if (s.accept(Keyword.DEFAULT)) {
      Expr uri = g.expressions.restricted();
      return new ResTarget(null, List.of(), uri, s.from(start));
    }
    Expr uri = g.expressions.restricted();
    s.expect(Keyword.AS);
    return new ResTarget(s.colLabel(), List.of(), uri, s.from(start));
  }

  private RangeTableFuncCol column() {
    int start = s.start();
    String name = s.colId();
    if (s.accept(Keyword.FOR)) {
      s.expect(Keyword.ORDINALITY);
      return new RangeTableFuncCol(name, null, false, null, null, s.from(start));
    }
    TypeName type = g.types.typeName();
    List<XmlOption> read = new ArrayList<>();
    for (XmlOption option = xmlOption(); option != null; option = xmlOption()) {
      read.add(option);
    }
    Expr path = null;
    Expr otherwise = null;
    Boolean notNull = null;
    for (XmlOption option : read) {
      switch (option.name) {
        case "default" -> {
          if (otherwise != null) {
            throw s.error("only one DEFAULT value is allowed", option.offset);
          }
          otherwise = option.value;
        }
        case "path" -> {
          if (path != null) {
            throw s.error("only one PATH value per column is allowed", option.offset);
          }
          path = option.value;
        }
        case "null", "is_not_null" -> {
          if (notNull != null) {
            throw s.error(
                "conflicting or redundant NULL / NOT NULL declarations for column \"" + name + '"',
                option.offset);
          }
          notNull = option.name.equals("is_not_null");
        }
        default ->
            throw s.error("unrecognized column option \"" + option.name + '"', option.offset);
      }
    }
    boolean isNotNull = notNull != null && notNull;
    return new RangeTableFuncCol(name, type, isNotNull, path, otherwise, s.from(start));
  }

  private record XmlOption(String name, @Nullable Expr value, int offset) {}

  private @Nullable XmlOption xmlOption() {
    int start = s.start();
    if (s.at(TokenKind.IDENT)) {
      String name = s.take();
      return new XmlOption(name, g.expressions.restricted(), start);
    }
    if (s.accept(Keyword.DEFAULT)) {
      return new XmlOption("default", g.expressions.restricted(), start);
    }
    if (s.accept(Keyword.NOT, Keyword.NULL)) {
      return new XmlOption("is_not_null", null, start);
    }
    return s.accept(Keyword.NULL) ? new XmlOption("null", null, start) : null;
  }
}
