package dev.borealis.sql.tree;

import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Clause.WindowDef;
import dev.borealis.sql.tree.ObjectName.TypeName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An expression, or a part of one. */
public sealed interface Expr extends Node {
  /**
   * A column, or {@code *} with or without a name before it.
   *
   * @param fields the names
   * @param star true if {@code *} follows them
   */
  record ColumnRef(List<String> fields, boolean star, Span span) implements Expr {}

  /** A parameter, {@code $1}. */
  record ParamRef(int number, Span span) implements Expr {}

  /** A constant; null is {@code NULL}. */
  record AConst(@Nullable Value val, Span span) implements Expr {}

  /**
   * An operator, or a construct that PostgreSQL treats as one.
   *
   * @param name the operator, perhaps with a schema
   * @param rexpr the right operand: an {@link ExprList} for BETWEEN and IN
   * @param escape the expression after ESCAPE
   */
  record AExpr(
      AExpr.Kind kind,
      List<String> name,
      @Nullable Expr lexpr,
      Expr rexpr,
      @Nullable Expr escape,
      Span span)
      implements Expr {
    /** Compares a chain of operators, which leans to the left, without recursion along it. */
    @Override
    public boolean equals(@Nullable Object other) {
      AExpr mine = this;
      Object theirs = other;
      while (mine != theirs) {
        if (!(theirs instanceof AExpr expr) || !mine.equalsRightOf(expr)) {
          return false;
        }
        if (!(mine.lexpr instanceof AExpr left)) {
          return Objects.equals(mine.lexpr, expr.lexpr);
        }
        mine = left;
        theirs = expr.lexpr;
      }
      return true;
    }

    private boolean equalsRightOf(AExpr other) {
      return kind == other.kind
          && name.equals(other.name)
          && rexpr.equals(other.rexpr)
          && Objects.equals(escape, other.escape);
    }

    @Override
    public int hashCode() {
      return Objects.hash(kind, name, rexpr);
    }

    /** The operator and its place; {@code SqlPrinter} writes the whole. */
    @Override
    public String toString() {
      return "AExpr[" + kind + " " + String.join(".", name) + " at " + span + "]";
    }

    /** What the operator stands for. */
    public enum Kind {
      OP,
      OP_ANY,
      OP_ALL,
      DISTINCT,
      NOT_DISTINCT,
      NULLIF,
      IN,
      NOT_IN,
      LIKE,
      NOT_LIKE,
      ILIKE,
      NOT_ILIKE,
      SIMILAR,
      NOT_SIMILAR,
      BETWEEN,
      NOT_BETWEEN,
      BETWEEN_SYM,
      NOT_BETWEEN_SYM
    }
  }

  /** The right side of BETWEEN and IN. */
  record ExprList(List<Expr> items, Span span) implements Expr {}

  /** AND, OR with two or more arguments, NOT with one. */
  record BoolExpr(BoolExpr.Op boolop, List<Expr> args, Span span) implements Expr {
    /** The operators. */
    public enum Op {
      AND,
      OR,
      NOT
    }
  }

  /** {@code IS [NOT] NULL}. */
  record NullTest(Expr arg, boolean isNot, Span span) implements Expr {}

  /** {@code IS [NOT] TRUE, FALSE, UNKNOWN}. */
  record BooleanTest(Expr arg, BooleanTest.Test booltesttype, Span span) implements Expr {
    /** The tests. */
    public enum Test {
      TRUE,
      NOT_TRUE,
      FALSE,
      NOT_FALSE,
      UNKNOWN,
      NOT_UNKNOWN
    }
  }

  /** A cast, in any spelling. */
  record TypeCast(Expr arg, TypeName typeName, Span span) implements Expr {}

  /** {@code COLLATE}. */
  record CollateClause(Expr arg, List<String> collname, Span span) implements Expr {}

  /** Subscripts and fields of an expression. */
  record AIndirection(Expr arg, List<Expr> indirection, Span span) implements Expr {}

  /** A field, {@code .name}. */
  record AField(String name, Span span) implements Expr {}

  /** All fields, {@code .*}. */
  record AStar(Span span) implements Expr {}

  /** A subscript or a slice. */
  record AIndices(boolean isSlice, @Nullable Expr lidx, @Nullable Expr uidx, Span span)
      implements Expr {}

  /** {@code ARRAY[...]}; inner arrays are nested. */
  record AArrayExpr(List<Expr> elements, Span span) implements Expr {}

  /** A row. */
  record RowExpr(List<Expr> args, boolean explicit, Span span) implements Expr {}

  /**
   * A function call.
   *
   * @param sqlSyntax true if the function was called by syntax of its own, such as {@code
   *     EXTRACT(... FROM ...)}
   */
  record FuncCall(
      List<String> funcname,
      List<Expr> args,
      List<SortBy> aggOrder,
      @Nullable Expr aggFilter,
      @Nullable WindowDef over,
      boolean aggWithinGroup,
      boolean aggStar,
      boolean aggDistinct,
      boolean funcVariadic,
      boolean sqlSyntax,
      Span span)
      implements Expr {
    // What the compiler makes of so many components takes much stack, and calls are nested.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof FuncCall call
          && funcname.equals(call.funcname)
          && args.equals(call.args)
          && aggOrder.equals(call.aggOrder)
          && Objects.equals(aggFilter, call.aggFilter)
          && Objects.equals(over, call.over)
          && aggWithinGroup == call.aggWithinGroup
          && aggStar == call.aggStar
          && aggDistinct == call.aggDistinct
          && funcVariadic == call.funcVariadic
          && sqlSyntax == call.sqlSyntax;
    }

    @Override
    public int hashCode() {
      return Objects.hash(funcname, args);
    }
  }

  /** An argument with a name. */
  record NamedArgExpr(String name, Expr arg, Span span) implements Expr {}

  /** A query within an expression. */
  record SubLink(
      SubLink.Type subLinkType,
      @Nullable Expr testexpr,
      List<String> operName,
      QueryStmt.SelectStmt subselect,
      Span span)
      implements Expr {
    /** How the query is used; ANY without an operator is IN. */
    public enum Type {
      EXISTS,
      ALL,
      ANY,
      EXPR,
      ARRAY
    }
  }

  /** {@code CASE}. */
  record CaseExpr(@Nullable Expr arg, List<CaseWhen> args, @Nullable Expr defresult, Span span)
      implements Expr {}

  /** {@code WHEN ... THEN ...}. */
  record CaseWhen(Expr expr, Expr result, Span span) implements Expr {}

  /** {@code COALESCE}. */
  record CoalesceExpr(List<Expr> args, Span span) implements Expr {}

  /** {@code GREATEST} and {@code LEAST}. */
  record MinMaxExpr(boolean greatest, List<Expr> args, Span span) implements Expr {}

  /** {@code GROUPING(...)}. */
  record GroupingFunc(List<Expr> args, Span span) implements Expr {}

  /** An item of GROUP BY that is not an expression. */
  record GroupingSet(GroupingSet.Kind kind, List<Expr> content, Span span) implements Expr {
    /** The kinds of grouping sets. */
    public enum Kind {
      EMPTY,
      ROLLUP,
      CUBE,
      SETS
    }
  }

  /** {@code CURRENT_DATE} and its like; the precision is -1 if not given. */
  record SqlValueFunction(SqlValueFunction.Op op, int typmod, Span span) implements Expr {
    /** The functions. */
    public enum Op {
      CURRENT_DATE,
      CURRENT_TIME,
      CURRENT_TIMESTAMP,
      LOCALTIME,
      LOCALTIMESTAMP,
      CURRENT_ROLE,
      CURRENT_USER,
      USER,
      SESSION_USER,
      CURRENT_CATALOG,
      CURRENT_SCHEMA
    }
  }

  /** {@code DEFAULT}. */
  record SetToDefault(Span span) implements Expr {}

  /** {@code CURRENT OF cursor}. */
  record CurrentOfExpr(String cursorName, Span span) implements Expr {}

  /**
   * An XML function.
   *
   * @param name the element's or the processing instruction's name
   * @param document of XMLPARSE: DOCUMENT, not CONTENT
   * @param preserveWhitespace of XMLPARSE
   * @param standalone of XMLROOT: null if not given, else YES, NO or NO VALUE
   */
  record XmlExpr(
      XmlExpr.Op op,
      @Nullable String name,
      List<Clause.ResTarget> namedArgs,
      List<Expr> args,
      boolean document,
      boolean preserveWhitespace,
      @Nullable String standalone,
      Span span)
      implements Expr {
    /** The functions. */
    public enum Op {
      XMLCONCAT,
      XMLELEMENT,
      XMLFOREST,
      XMLPARSE,
      XMLPI,
      XMLROOT,
      DOCUMENT
    }
  }

  /** {@code XMLSERIALIZE}. */
  record XmlSerialize(boolean document, Expr expr, TypeName typeName, boolean indent, Span span)
      implements Expr {}

  /** {@code FORMAT JSON}; the encoding is UTF8, UTF16, UTF32 or null. */
  record JsonFormat(@Nullable String encoding, Span span) implements Expr {}

  /** A JSON value. */
  record JsonValueExpr(Expr rawExpr, @Nullable JsonFormat format, Span span) implements Expr {}

  /** A member of a JSON object. */
  record JsonKeyValue(Expr key, JsonValueExpr value, Span span) implements Expr {}

  /** {@code RETURNING type}. */
  record JsonOutput(TypeName typeName, @Nullable JsonFormat format, Span span) implements Expr {}

  /** {@code JSON_OBJECT}. */
  record JsonObjectConstructor(
      List<JsonKeyValue> exprs,
      boolean absentOnNull,
      boolean unique,
      @Nullable JsonOutput output,
      Span span)
      implements Expr {}

  /** {@code JSON_ARRAY} of values. */
  record JsonArrayConstructor(
      List<JsonValueExpr> exprs, boolean absentOnNull, @Nullable JsonOutput output, Span span)
      implements Expr {}

  /** {@code JSON_ARRAY} of a query. */
  record JsonArrayQueryConstructor(
      QueryStmt.SelectStmt query,
      @Nullable JsonFormat format,
      @Nullable JsonOutput output,
      Span span)
      implements Expr {}

  /** {@code JSON_OBJECTAGG}. */
  record JsonObjectAgg(
      JsonKeyValue arg,
      boolean absentOnNull,
      boolean unique,
      @Nullable JsonOutput output,
      @Nullable Expr aggFilter,
      @Nullable WindowDef over,
      Span span)
      implements Expr {}

  /** {@code JSON_ARRAYAGG}. */
  record JsonArrayAgg(
      JsonValueExpr arg,
      List<SortBy> aggOrder,
      boolean absentOnNull,
      @Nullable JsonOutput output,
      @Nullable Expr aggFilter,
      @Nullable WindowDef over,
      Span span)
      implements Expr {}

  /** {@code IS JSON}. */
  record JsonIsPredicate(Expr expr, JsonIsPredicate.Type itemType, boolean uniqueKeys, Span span)
      implements Expr {
    /** What kind of JSON. */
    public enum Type {
      ANY,
      OBJECT,
      ARRAY,
      SCALAR
    }
  }
}
