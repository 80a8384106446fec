package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TypeStmt.AlterFunctionStmt;
import dev.borealis.sql.tree.TypeStmt.CreateCastStmt;
import dev.borealis.sql.tree.TypeStmt.CreateFunctionStmt;
import dev.borealis.sql.tree.TypeStmt.CreatePLangStmt;
import dev.borealis.sql.tree.TypeStmt.CreateTransformStmt;
import dev.borealis.sql.tree.Value.ListValue;
import dev.borealis.sql.tree.Value.NameListValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.List;
import java.util.Locale;

/** Writes functions, procedures, casts, transforms and languages. */
final class RoutinePrinter {
  private final Printout p;

  RoutinePrinter(Printout printout) {
    this.p = printout;
  }

  void print(CreateFunctionStmt create) {
    p.text.add("CREATE").addIf(create.replace(), "OR REPLACE");
    p.text.add(create.isProcedure() ? "PROCEDURE" : "FUNCTION").dotted(create.funcname());
    p.text.arguments(create.parameters(), p.names::parameter);
    if (!create.returnTable().isEmpty()) {
      p.text.add("RETURNS TABLE").parenthesized(create.returnTable(), p.names::parameter);
    } else if (create.returnType() != null) {
      p.text.add("RETURNS");
      p.types.print(create.returnType());
    }
    create.options().forEach(this::option);
    List<Stmt> body = create.sqlBody();
    if (body == null) {
      return;
    }
    p.text.addIf(create.atomic(), "BEGIN ATOMIC");
    for (Stmt statement : body) {
      p.print(statement);
      p.text.attach(create.atomic() ? ";" : "");
    }
    p.text.addIf(create.atomic(), "END");
  }

  private void option(DefElem option) {
    switch (option.defname()) {
      case "as" -> {
        p.text.add("AS");
        if (option.arg() instanceof NameListValue definition) {
          p.text.list(definition.names(), p.text::string);
        }
      }
      case "language" -> value("LANGUAGE", option);
      case "transform" -> {
        p.text.add("TRANSFORM");
        if (option.arg() instanceof ListValue types) {
          p.text.list(
              types.items(),
              type -> {
                p.text.add("FOR TYPE");
                p.print(type);
              });
        }
      }
      case "window" -> p.text.add("WINDOW");
      case "strict" -> flag(option, "STRICT", "CALLED ON NULL INPUT");
      case "volatility" -> {
        if (option.arg() instanceof StringValue word) {
          p.text.add(word.value().toUpperCase(Locale.ROOT));
        }
      }
      case "security" -> flag(option, "SECURITY DEFINER", "SECURITY INVOKER");
      case "leakproof" -> flag(option, "LEAKPROOF", "NOT LEAKPROOF");
      case "cost" -> value("COST", option);
      case "rows" -> value("ROWS", option);
      case "support" -> value("SUPPORT", option);
      case "parallel" -> {
        if (option.arg() instanceof StringValue word) {
          p.text.addName("PARALLEL", word.value());
        }
      }
      default -> value("", option);
    }
  }

  private void flag(DefElem option, String yes, String no) {
    p.text.add(OptionPrinter.isTrue(option) ? yes : no);
  }

  private void value(String words, DefElem option) {
    p.text.add(words);
    if (option.arg() != null) {
      p.print(option.arg());
    }
  }

  void print(AlterFunctionStmt alter) {
    p.text.add("ALTER");
    p.names.described(alter.objtype(), alter.func());
    alter.actions().forEach(this::option);
  }

  void print(CreateCastStmt create) {
    p.text.add("CREATE CAST");
    p.names.cast(create.sourcetype(), create.targettype());
    if (create.func() != null) {
      p.text.add("WITH FUNCTION");
      p.names.print(create.func());
    } else {
      p.text.add(create.inout() ? "WITH INOUT" : "WITHOUT FUNCTION");
    }
    switch (create.context()) {
      case IMPLICIT, ASSIGNMENT -> p.text.add("AS").words(create.context());
      case EXPLICIT -> {}
    }
  }

  void print(CreateTransformStmt create) {
    p.text.add("CREATE").addIf(create.replace(), "OR REPLACE").add("TRANSFORM FOR");
    p.types.print(create.typeName());
    p.text.addName("LANGUAGE", create.lang()).add("(");
    if (create.fromsql() != null) {
      p.text.add("FROM SQL WITH FUNCTION");
      p.names.print(create.fromsql());
    }
    if (create.tosql() != null) {
      p.text.attach(create.fromsql() == null ? "" : ",").add("TO SQL WITH FUNCTION");
      p.names.print(create.tosql());
    }
    p.text.attach(")");
  }

  void print(CreatePLangStmt create) {
    p.text.add("CREATE").addIf(create.replace(), "OR REPLACE");
    p.text.addIf(create.pltrusted(), "TRUSTED").addName("LANGUAGE", create.plname());
    p.text.add("HANDLER").dotted(create.plhandler());
    if (!create.plinline().isEmpty()) {
      p.text.add("INLINE").dotted(create.plinline());
    }
    if (!create.plvalidator().isEmpty()) {
      p.text.add("VALIDATOR").dotted(create.plvalidator());
    }
  }
}
