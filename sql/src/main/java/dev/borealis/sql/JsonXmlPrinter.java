package dev.borealis.sql;

import static dev.borealis.sql.Precedence.IS;

import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.JsonArrayAgg;
import dev.borealis.sql.tree.Expr.JsonArrayConstructor;
import dev.borealis.sql.tree.Expr.JsonArrayQueryConstructor;
import dev.borealis.sql.tree.Expr.JsonFormat;
import dev.borealis.sql.tree.Expr.JsonKeyValue;
import dev.borealis.sql.tree.Expr.JsonObjectAgg;
import dev.borealis.sql.tree.Expr.JsonObjectConstructor;
import dev.borealis.sql.tree.Expr.JsonOutput;
import dev.borealis.sql.tree.Expr.JsonValueExpr;
import dev.borealis.sql.tree.Expr.XmlExpr;
import dev.borealis.sql.tree.Expr.XmlSerialize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the functions of SQL/JSON and SQL/XML. */
final class JsonXmlPrinter {
  private final Printout p;

  JsonXmlPrinter(Printout printout) {
    this.p = printout;
  }

  /** A function or one of its parts. */
  void print(Expr expr) {
    switch (expr) {
      case JsonFormat format -> {
        p.text.add("FORMAT JSON");
        p.text.addName("ENCODING", format.encoding());
      }
      case JsonValueExpr value -> {
        p.expressions.print(value.rawExpr());
        optional(value.format());
      }
      case JsonKeyValue member -> {
        p.expressions.print(member.key());
        p.text.add(":");
        print(member.value());
      }
      case JsonOutput output -> {
        p.text.add("RETURNING");
        p.types.print(output.typeName());
        optional(output.format());
      }
      case JsonObjectConstructor object -> {
        p.text.add("JSON_OBJECT(").list(object.exprs(), this::print);
        options(object.absentOnNull(), false, object.unique(), object.output());
        p.text.attach(")");
      }
      case JsonArrayConstructor array -> {
        p.text.add("JSON_ARRAY(").list(array.exprs(), this::print);
        options(array.absentOnNull(), true, false, array.output());
        p.text.attach(")");
      }
      case JsonArrayQueryConstructor array -> {
        p.text.add("JSON_ARRAY(");
        p.queries.print(array.query());
        optional(array.format());
        optional(array.output());
        p.text.attach(")");
      }
      case JsonObjectAgg object -> {
        p.text.add("JSON_OBJECTAGG(");
        print(object.arg());
        options(object.absentOnNull(), false, object.unique(), object.output());
        p.text.attach(")");
        p.functions.filterAndOver(object.aggFilter(), object.over());
      }
      case JsonArrayAgg array -> {
        p.text.add("JSON_ARRAYAGG(");
        print(array.arg());
        p.queries.orderBy(array.aggOrder());
        options(array.absentOnNull(), true, false, array.output());
        p.text.attach(")");
        p.functions.filterAndOver(array.aggFilter(), array.over());
      }
      case XmlSerialize serialize -> {
        p.text.add("XMLSERIALIZE(").add(serialize.document() ? "DOCUMENT" : "CONTENT");
        p.expressions.print(serialize.expr());
        p.text.add("AS");
        p.types.print(serialize.typeName());
        p.text.addIf(serialize.indent(), "INDENT").attach(")");
      }
      default -> p.expressions.print(expr);
    }
  }

  private void optional(@Nullable Expr part) {
    if (part != null) {
      print(part);
    }
  }

  private void options(
      boolean absent, boolean absentByDefault, boolean unique, @Nullable JsonOutput output) {
    p.text.addIf(absent != absentByDefault, absent ? "ABSENT ON NULL" : "NULL ON NULL");
    p.text.addIf(unique, "WITH UNIQUE KEYS");
    optional(output);
  }

  void print(XmlExpr xml, boolean restricted) {
    if (xml.op() == XmlExpr.Op.DOCUMENT) {
      p.expressions.operand(xml.args().getFirst(), IS + 1, restricted);
      p.text.add("IS DOCUMENT");
      return;
    }
    p.text.add(xml.op().name()).attach("(");
    switch (xml.op()) {
      case XMLELEMENT, XMLPI -> element(xml);
      case XMLFOREST -> p.text.list(xml.namedArgs(), this::named);
      case XMLPARSE -> {
        p.text.add(xml.document() ? "DOCUMENT" : "CONTENT");
        p.expressions.print(xml.args().getFirst());
        p.text.addIf(xml.preserveWhitespace(), "PRESERVE WHITESPACE");
      }
      case XMLROOT -> root(xml);
      case XMLCONCAT, DOCUMENT -> p.text.list(xml.args(), p.expressions::print);
    }
    p.text.attach(")");
  }

  private void element(XmlExpr xml) {
    p.text.addName("NAME", xml.name());
    if (!xml.namedArgs().isEmpty()) {
      p.text.attach(",").add("XMLATTRIBUTES").arguments(xml.namedArgs(), this::named);
    }
    for (Expr arg : xml.args()) {
      p.text.attach(",");
      p.expressions.print(arg);
    }
  }

  private void root(XmlExpr xml) {
    List<Expr> args = xml.args();
    p.expressions.print(args.getFirst());
    p.text.attach(",").add("VERSION");
    if (args.size() > 1) {
      p.expressions.print(args.getLast());
    } else {
      p.text.add("NO VALUE");
    }
    if (xml.standalone() != null) {
      p.text.attach(",").add("STANDALONE").add(xml.standalone());
    }
  }

  private void named(ResTarget target) {
    if (target.val() != null) {
      p.expressions.print(target.val());
    }
    p.text.addName("AS", target.name());
  }
}
