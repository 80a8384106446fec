package dev.borealis.sql;

import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Value.IntegerValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes types, SQL's own under SQL's names. */
final class TypePrinter {
  private final Printout p;

  TypePrinter(Printout printout) {
    this.p = printout;
  }

  void print(TypeName type) {
    p.text.addIf(type.setof(), "SETOF");
    String sql = sqlName(type);
    if (sql != null) {
      p.text.add(sql);
    } else {
      p.text.dotted(type.names());
      if (!type.typmods().isEmpty()) {
        p.text.arguments(type.typmods(), p.expressions::print);
      }
    }
    if (type.pctType()) {
      p.text.attach("%TYPE");
    }
    for (int bound : type.arrayBounds()) {
      p.text.attach(bound < 0 ? "[]" : "[" + bound + "]");
    }
  }

  /** A string with its type before it, as grammar has it where no other expression may stand. */
  void printConstant(TypeCast constant) {
    TypeName type = constant.typeName();
    boolean interval = type.names().equals(List.of("pg_catalog", "interval"));
    if (!interval) {
      print(type);
      p.expressions.print(constant.arg());
      return;
    }
    p.text.add("INTERVAL");
    List<Expr> typmods = type.typmods();
    boolean precise = typmods.size() > 1;
    String fields = IntervalField.words(typmods);
    if (precise && fields == null) {
      p.text.arguments(typmods.subList(1, 2), p.expressions::print);
    }
    p.expressions.print(constant.arg());
    p.text.addIf(fields != null, fields == null ? "" : fields);
    if (precise && fields != null) {
      p.text.arguments(typmods.subList(1, 2), p.expressions::print);
    }
  }

  /** SQL's name of a type of its own with these modifiers, or null if it has none. */
  private static @Nullable String sqlName(TypeName type) {
    if (type.pctType()
        || type.names().size() != 2
        || !type.names().getFirst().equals("pg_catalog")) {
      return null;
    }
    List<Expr> typmods = type.typmods();
    String name = type.names().getLast();
    if (name.equals("interval")) {
      return interval(typmods);
    }
    String length = typmods.isEmpty() ? "" : precision(typmods);
    if (length == null) {
      return null;
    }
    boolean plain = length.isEmpty();
    return switch (name) {
      case "int4" -> plain ? "integer" : null;
      case "int2" -> plain ? "smallint" : null;
      case "int8" -> plain ? "bigint" : null;
      case "float4" -> plain ? "real" : null;
      case "float8" -> plain ? "double precision" : null;
      case "bool" -> plain ? "boolean" : null;
      case "numeric" -> "numeric" + length;
      case "varchar" -> "character varying" + length;
      case "varbit" -> "bit varying" + length;
      case "bpchar" -> plain ? null : "character" + length;
      case "bit" -> plain ? null : "bit" + length;
      case "timestamp" -> "timestamp" + length + " without time zone";
      case "timestamptz" -> "timestamp" + length + " with time zone";
      case "time" -> "time" + length + " without time zone";
      case "timetz" -> "time" + length + " with time zone";
      default -> null;
    };
  }

  private static @Nullable String precision(List<Expr> typmods) {
    return typmods.size() == 1
            && typmods.getFirst() instanceof AConst(IntegerValue(int length, Span _), Span _)
            && length >= 0
        ? "(" + length + ")"
        : null;
  }

  private static @Nullable String interval(List<Expr> typmods) {
    if (typmods.isEmpty()) {
      return "interval";
    }
    if (!(typmods.getFirst() instanceof AConst(IntegerValue(int mask, Span _), Span _))) {
      return null;
    }
    String precision = typmods.size() == 2 ? precision(typmods.subList(1, 2)) : "";
    if (precision == null) {
      return null;
    }
    if (mask == TypeNameParser.INTERVAL_FULL_RANGE && !precision.isEmpty()) {
      return "interval" + precision;
    }
    String fields = IntervalField.words(mask);
    boolean seconds = fields != null && fields.endsWith("SECOND");
    return fields == null || (!seconds && !precision.isEmpty())
        ? null
        : "interval " + fields + precision;
  }
}
