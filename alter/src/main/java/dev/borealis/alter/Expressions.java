package dev.borealis.alter;

import static java.util.Map.entry;

import dev.borealis.sql.FunctionCatalog;
import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.Volatility;
import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.SqlValueFunction;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName.TypeName;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.Stmt;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What expressions and types in SQL say. */
final class Expressions {
  private static final Map<String, String> SQL_NAMES =
      Map.ofEntries(
          entry("int2", "smallint"),
          entry("int4", "integer"),
          entry("int8", "bigint"),
          entry("float4", "real"),
          entry("float8", "double precision"),
          entry("bool", "boolean"),
          entry("numeric", "numeric"),
          entry("varchar", "varchar"),
          entry("bpchar", "bpchar"),
          entry("timestamp", "timestamp"),
          entry("timestamptz", "timestamptz"),
          entry("time", "time"),
          entry("timetz", "timetz"));

  private Expressions() {}

  /** The columns that a part of a statement names. */
  static Set<String> columns(Node node) {
    Set<String> columns = new LinkedHashSet<>();
    Children.walk(
        node,
        part -> {
          if (part instanceof ColumnRef column && !column.fields().isEmpty()) {
            columns.add(column.fields().getLast());
          }
        });
    return columns;
  }

  /** The same of an expression that the catalog tells. */
  static Set<String> columns(String expression) {
    return columns(select(expression));
  }

  /**
   * Whether the expression gives the same value for the same row at another time. Casts count as if
   * they did: only those to and from texts of times depend on the session, and that stays.
   */
  static boolean isRepeatable(String expression) {
    Stmt select = select(expression);
    if (StatementFacts.of(select).volatility() == Volatility.VOLATILE) {
      return false;
    }
    boolean[] ofTheMoment = new boolean[1];
    Children.walk(
        select,
        node ->
            ofTheMoment[0] |=
                node instanceof SqlValueFunction
                    || (node instanceof FuncCall call
                        && call.args().isEmpty()
                        && FunctionCatalog.volatility(call) != Volatility.IMMUTABLE));
    return !ofTheMoment[0];
  }

  private static Stmt select(String expression) {
    try {
      return SqlParser.parse("SELECT " + expression).getFirst();
    } catch (SqlParseException e) {
      throw new AlterException("The expression %s cannot be read.".formatted(expression), e);
    }
  }

  /** A type as the parser has it; {@code character varying(9)} becomes {@code varchar}. */
  static TypeName type(String type) {
    if (select("CAST(NULL AS " + type + ")") instanceof SelectStmt select
        && select.targetList().getFirst().val() instanceof TypeCast cast) {
      return cast.typeName();
    }
    throw new AlterException("The type %s cannot be read.".formatted(type));
  }

  /** A type as people write it: {@code integer}, not {@code pg_catalog.int4}. */
  static String print(TypeName type) {
    String name = SQL_NAMES.get(type.names().getLast());
    if (name == null || !type.names().getFirst().equals("pg_catalog") || isMore(type)) {
      return SqlPrinter.print(type);
    }
    return type.typmods().isEmpty()
        ? name
        : type.typmods().stream()
            .map(SqlPrinter::print)
            .collect(Collectors.joining(", ", name + "(", ")"));
  }

  private static boolean isMore(TypeName type) {
    return type.setof() || type.pctType() || !type.arrayBounds().isEmpty();
  }

  static String print(Expr expression) {
    return SqlPrinter.print(expression);
  }
}
