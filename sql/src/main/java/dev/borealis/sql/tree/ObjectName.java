package dev.borealis.sql.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What names an object in the catalog. */
public sealed interface ObjectName extends Node {
  /** A name, perhaps with a schema and a database before it. */
  record AnyName(List<String> names, Span span) implements ObjectName {}

  /**
   * A type.
   *
   * @param names the name; SQL's own names are replaced by PostgreSQL's, such as {@code
   *     pg_catalog.int4} for {@code integer}
   * @param setof true for {@code SETOF}
   * @param pctType true for {@code %TYPE}; the names then name a column
   * @param typmods the modifiers in parentheses
   * @param arrayBounds the array's bounds from outside to inside, -1 where none is given
   */
  record TypeName(
      List<String> names,
      boolean setof,
      boolean pctType,
      List<Expr> typmods,
      List<Integer> arrayBounds,
      Span span)
      implements ObjectName {}

  /** A parameter of a function or aggregate. */
  record FunctionParameter(
      @Nullable String name,
      TypeName argType,
      FunctionParameter.Mode mode,
      @Nullable Expr defexpr,
      Span span)
      implements ObjectName {
    /** The modes of parameters. */
    public enum Mode {
      DEFAULT,
      IN,
      OUT,
      INOUT,
      VARIADIC,
      TABLE
    }
  }

  /**
   * A function, procedure, aggregate or operator.
   *
   * @param objfuncargs the parameters of a function or aggregate
   * @param operatorArgs the two operands of an operator, null for NONE; empty if it is none
   * @param argsUnspecified true if there are no parentheses at all
   * @param orderedArgs the index of the first parameter after ORDER BY, -1 without ORDER BY
   * @param star true for the parameters {@code (*)}
   */
  record ObjectWithArgs(
      List<String> objname,
      List<FunctionParameter> objfuncargs,
      List<@Nullable TypeName> operatorArgs,
      boolean argsUnspecified,
      int orderedArgs,
      boolean star,
      Span span)
      implements ObjectName {}

  /** An operator class or family with its access method. */
  record OperatorClassName(List<String> names, String accessMethod, Span span)
      implements ObjectName {}

  /** A cast. */
  record CastName(TypeName source, TypeName target, Span span) implements ObjectName {}

  /** A transform. */
  record TransformName(TypeName type, String language, Span span) implements ObjectName {}

  /** A trigger, rule, policy or constraint, with what it belongs to. */
  record NameOn(String name, List<String> on, Span span) implements ObjectName {}

  /** A large object. */
  record LargeObjectName(Value oid, Span span) implements ObjectName {}

  /** A role, or a word that stands for one. */
  record RoleSpec(RoleSpec.RoleType roletype, @Nullable String rolename, Span span)
      implements ObjectName {
    /** What a role specification can be. */
    public enum RoleType {
      CSTRING,
      CURRENT_ROLE,
      CURRENT_USER,
      SESSION_USER,
      PUBLIC,
      /** {@code USER}, in user mappings only. */
      USER
    }
  }
}
