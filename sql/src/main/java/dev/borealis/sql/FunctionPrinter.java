package dev.borealis.sql;

import static dev.borealis.sql.Precedence.AT;
import static dev.borealis.sql.Precedence.IS;

import dev.borealis.sql.tree.Clause.WindowDef;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes calls of functions, by name or in a syntax of their own. */
final class FunctionPrinter {
  private final Printout p;

  FunctionPrinter(Printout printout) {
    this.p = printout;
  }

  /** The function's name if the call is written like an operator, else the empty string. */
  static String operator(FuncCall call) {
    String name = call.funcname().getLast();
    boolean operator =
        call.sqlSyntax()
            && switch (name) {
              case "timezone", "is_normalized", "overlaps" -> true;
              default -> false;
            };
    return operator ? name : "";
  }

  /** A name with arguments. */
  void plain(String name, List<? extends Expr> args) {
    p.text.add(name).arguments(args, p.expressions::print);
  }

  void print(FuncCall call, boolean restricted) {
    if (call.sqlSyntax()) {
      special(call.funcname().getLast(), call.args(), restricted);
      return;
    }
    p.text.dotted(call.funcname()).attach("(");
    p.text.addIf(call.aggStar(), "*").addIf(call.aggDistinct(), "DISTINCT");
    int last = call.args().size() - 1;
    for (int i = 0; i <= last; i++) {
      p.text.attach(i == 0 ? "" : ",").addIf(i == last && call.funcVariadic(), "VARIADIC");
      p.expressions.print(call.args().get(i));
    }
    if (!call.aggWithinGroup()) {
      p.queries.orderBy(call.aggOrder());
    }
    p.text.attach(")");
    if (call.aggWithinGroup()) {
      p.text.add("WITHIN GROUP (");
      p.queries.orderBy(call.aggOrder());
      p.text.attach(")");
    }
    filterAndOver(call.aggFilter(), call.over());
  }

  void filterAndOver(@Nullable Expr filter, @Nullable WindowDef over) {
    if (filter != null) {
      p.text.add("FILTER (WHERE");
      p.expressions.print(filter);
      p.text.attach(")");
    }
    if (over != null) {
      p.text.add("OVER");
      p.queries.over(over);
    }
  }

  private void special(String name, List<Expr> args, boolean restricted) {
    switch (name) {
      case "timezone" -> {
        p.expressions.operand(args.getLast(), AT, restricted);
        p.text.add("AT TIME ZONE");
        p.expressions.operand(args.getFirst(), AT + 1, restricted);
      }
      case "is_normalized" -> {
        p.expressions.operand(args.getFirst(), IS + 1, restricted);
        p.text.add("IS").addIf(args.size() > 1, form(args)).add("NORMALIZED");
      }
      case "overlaps" -> {
        p.text.parenthesized(args.subList(0, 2), p.expressions::print);
        p.text.add("OVERLAPS").parenthesized(args.subList(2, 4), p.expressions::print);
      }
      case "system_user" -> p.text.add("SYSTEM_USER");
      case "pg_collation_for" -> {
        p.text.add("COLLATION FOR");
        p.expressions.inParentheses(args.getFirst());
      }
      case "xmlexists" -> {
        p.text.add("XMLEXISTS(");
        p.expressions.primary(args.getFirst());
        p.text.add("PASSING");
        p.expressions.primary(args.getLast());
        p.text.attach(")");
      }
      case "position" -> {
        p.text.add("POSITION(");
        p.expressions.restricted(args.getLast());
        p.text.add("IN");
        p.expressions.restricted(args.getFirst());
        p.text.attach(")");
      }
      case "normalize" -> {
        p.text.add("NORMALIZE(");
        p.expressions.print(args.getFirst());
        p.text.attach(args.size() > 1 ? ", " + form(args) : "").attach(")");
      }
      case "extract" -> keywords("EXTRACT", args, "FROM");
      case "overlay" -> keywords("OVERLAY", args, "PLACING", "FROM", "FOR");
      case "substring" -> keywords("SUBSTRING", args, "FROM", "FOR");
      default -> trim(name, args);
    }
  }

  /** The name of a Unicode normal form, which is an argument like any other in the tree. */
  private static String form(List<Expr> args) {
    return args.getLast() instanceof AConst constant && constant.val() instanceof StringValue form
        ? form.value().toUpperCase(Locale.ROOT)
        : "";
  }

  private void keywords(String name, List<Expr> args, String... words) {
    p.text.add(name).attach("(");
    for (int i = 0; i < args.size(); i++) {
      p.text.addIf(i > 0, i > 0 ? words[i - 1] : "");
      p.expressions.print(args.get(i));
    }
    p.text.attach(")");
  }

  /** TRIM has the characters before the text; any arguments after FROM are possible. */
  private void trim(String name, List<Expr> args) {
    p.text.add(
        switch (name) {
          case "ltrim" -> "TRIM(LEADING FROM";
          case "rtrim" -> "TRIM(TRAILING FROM";
          default -> "TRIM(FROM";
        });
    p.text.list(args, p.expressions::print).attach(")");
  }
}
