package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.XmlExpr;
import dev.borealis.sql.tree.Expr.XmlSerialize;
import dev.borealis.sql.tree.ObjectName.TypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of SQL/XML. */
final class XmlParser {
  private final Grammar g;

  private final ParserState s;

  XmlParser(Grammar grammar) {
    this.g = grammar;
    this.s = grammar.state;
  }

  /** The function that the word and a parenthesis begin, or null. */
  @Nullable Expr function(Keyword word) {
    switch (word) {
      case XMLCONCAT, XMLELEMENT, XMLEXISTS, XMLFOREST, XMLPARSE, XMLPI, XMLROOT, XMLSERIALIZE -> {}
      default -> {
        return null;
      }
    }
    int above = s.nesting.enter();
    int start = s.start();
    s.next();
    s.next();
    Expr function =
        switch (word) {
          case XMLCONCAT -> {
            List<Expr> args = g.expressions.expressionList();
            yield close(XmlExpr.Op.XMLCONCAT, null, List.of(), args, start);
          }
          case XMLELEMENT -> element(start);
          case XMLEXISTS -> exists(start);
          case XMLFOREST -> close(XmlExpr.Op.XMLFOREST, null, attributes(), List.of(), start);
          case XMLPARSE -> parse(start);
          case XMLPI -> processingInstruction(start);
          case XMLROOT -> root(start);
          default -> serialize(start);
        };
    s.nesting.leave(above);
    return function;
  }

  private XmlExpr close(
      XmlExpr.Op op, @Nullable String name, List<ResTarget> named, List<Expr> args, int start) {
    s.expect(TokenKind.RIGHT_PAREN);
    return new XmlExpr(op, name, named, args, false, false, null, s.from(start));
  }

  private List<ResTarget> attributes() {
    return s.commaList(this::attribute);
  }

  private ResTarget attribute() {
    int start = s.start();
    Expr value = g.expressions.expression();
    String name = s.accept(Keyword.AS) ? s.colLabel() : null;
    return new ResTarget(name, List.of(), value, s.from(start));
  }

  private Expr element(int start) {
    s.expect(Keyword.NAME);
    String name = s.colLabel();
    List<ResTarget> attributes = List.of();
    List<Expr> content = List.of();
    if (s.accept(TokenKind.COMMA)) {
      if (s.at(Keyword.XMLATTRIBUTES) && s.kindAhead(1) == TokenKind.LEFT_PAREN) {
        s.next();
        s.next();
        attributes = attributes();
        s.expect(TokenKind.RIGHT_PAREN);
        if (s.accept(TokenKind.COMMA)) {
          content = g.expressions.expressionList();
        }
      } else {
        content = g.expressions.expressionList();
      }
    }
    return close(XmlExpr.Op.XMLELEMENT, name, attributes, content, start);
  }

  private Expr exists(int start) {
    Expr query = g.primaries.primary();
    Expr document = passing();
    s.expect(TokenKind.RIGHT_PAREN);
    return g.expressions.systemCall("xmlexists", List.of(query, document), start);
  }

  /** {@code xmlexists_argument}: the mechanism is noise. */
  Expr passing() {
    s.expect(Keyword.PASSING);
    passingMechanism();
    Expr document = g.primaries.primary();
    passingMechanism();
    return document;
  }

  private void passingMechanism() {
    if (s.at(Keyword.BY) && (s.ahead(1) == Keyword.REF || s.ahead(1) == Keyword.VALUE)) {
      s.next();
      s.next();
    }
  }

  /** DOCUMENT, or else CONTENT. */
  boolean documentOrContent() {
    if (s.accept(Keyword.DOCUMENT)) {
      return true;
    }
    s.expect(Keyword.CONTENT);
    return false;
  }

  private Expr parse(int start) {
    boolean document = documentOrContent();
    Expr text = g.expressions.expression();
    boolean preserve = s.accept(Keyword.PRESERVE);
    if (preserve || s.accept(Keyword.STRIP)) {
      s.expect(Keyword.WHITESPACE);
    }
    s.expect(TokenKind.RIGHT_PAREN);
    return new XmlExpr(
        XmlExpr.Op.XMLPARSE,
        null,
        List.of(),
        List.of(text),
        document,
        preserve,
        null,
        s.from(start));
  }

  private Expr processingInstruction(int start) {
    s.expect(Keyword.NAME);
    String name = s.colLabel();
    List<Expr> content =
        s.accept(TokenKind.COMMA) ? List.of(g.expressions.expression()) : List.of();
    return close(XmlExpr.Op.XMLPI, name, List.of(), content, start);
  }

  private Expr root(int start) {
    Expr document = g.expressions.expression();
    s.expect(TokenKind.COMMA);
    s.expect(Keyword.VERSION);
    List<Expr> args = List.of(document);
    if (s.at(Keyword.NO) && s.ahead(1) == Keyword.VALUE) {
      s.next();
      s.next();
    } else {
      args = List.of(document, g.expressions.expression());
    }
    String standalone = null;
    if (s.accept(TokenKind.COMMA)) {
      s.expect(Keyword.STANDALONE);
      standalone = "YES";
      if (!s.accept(Keyword.YES)) {
        s.expect(Keyword.NO);
        standalone = s.accept(Keyword.VALUE) ? "NO VALUE" : "NO";
      }
    }
    s.expect(TokenKind.RIGHT_PAREN);
    return new XmlExpr(
        XmlExpr.Op.XMLROOT, null, List.of(), args, false, false, standalone, s.from(start));
  }

  private Expr serialize(int start) {
    boolean document = documentOrContent();
    Expr value = g.expressions.expression();
    s.expect(Keyword.AS);
    TypeName type = g.types.simpleTypeName();
    boolean indent = s.accept(Keyword.INDENT);
    if (!indent && s.accept(Keyword.NO)) {
      s.expect(Keyword.INDENT);
    }
    s.expect(TokenKind.RIGHT_PAREN);
    return new XmlSerialize(document, value, type, indent, s.from(start));
  }
}
