package dev.borealis.sql.tree;

import dev.borealis.sql.tree.Clause.Alias;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.ObjectName.TypeName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An item of a FROM list. */
public sealed interface TableRef extends Node {
  /**
   * A relation.
   *
   * @param inh false for {@code ONLY}
   */
  record RangeVar(
      @Nullable String catalogname,
      @Nullable String schemaname,
      String relname,
      boolean inh,
      RangeVar.Persistence relpersistence,
      @Nullable Alias alias,
      Span span)
      implements TableRef {
    /** How long a relation lives, and whether it survives a crash. */
    public enum Persistence {
      PERMANENT,
      UNLOGGED,
      TEMP
    }

    /** The same relation with another alias, up to where that ends. */
    public RangeVar withAlias(@Nullable Alias other, Span wider) {
      return new RangeVar(catalogname, schemaname, relname, inh, relpersistence, other, wider);
    }

    /** The same relation of another persistence. */
    public RangeVar withPersistence(RangeVar.Persistence other) {
      return new RangeVar(catalogname, schemaname, relname, inh, other, alias, span);
    }
  }

  /** A query in parentheses. */
  record RangeSubselect(
      boolean lateral, QueryStmt.SelectStmt subquery, @Nullable Alias alias, Span span)
      implements TableRef {}

  /** Functions, alone or in {@code ROWS FROM (...)}. */
  record RangeFunction(
      boolean lateral,
      boolean ordinality,
      boolean isRowsfrom,
      List<RangeFunctionItem> functions,
      @Nullable Alias alias,
      List<ColumnDef> coldeflist,
      Span span)
      implements TableRef {}

  /** One function of a {@link RangeFunction}. */
  record RangeFunctionItem(Expr function, List<ColumnDef> coldeflist, Span span)
      implements TableRef {}

  /** {@code XMLTABLE}. */
  record RangeTableFunc(
      boolean lateral,
      Expr docexpr,
      Expr rowexpr,
      List<Clause.ResTarget> namespaces,
      List<RangeTableFuncCol> columns,
      @Nullable Alias alias,
      Span span)
      implements TableRef {}

  /** A column of {@code XMLTABLE}; without a type it is {@code FOR ORDINALITY}. */
  record RangeTableFuncCol(
      String colname,
      @Nullable TypeName typeName,
      boolean isNotNull,
      @Nullable Expr colexpr,
      @Nullable Expr coldefexpr,
      Span span)
      implements TableRef {}

  /** A relation with {@code TABLESAMPLE}. */
  record RangeTableSample(
      RangeVar relation, List<String> method, List<Expr> args, @Nullable Expr repeatable, Span span)
      implements TableRef {}

  /** A join; without {@code NATURAL}, {@code USING} and {@code ON} it is a cross join. */
  record JoinExpr(
      JoinExpr.JoinType jointype,
      boolean isNatural,
      TableRef larg,
      TableRef rarg,
      List<String> usingClause,
      @Nullable Alias joinUsingAlias,
      @Nullable Expr quals,
      @Nullable Alias alias,
      Span span)
      implements TableRef {
    /** Compares a chain of joins, which leans to the left, without recursion along it. */
    @Override
    public boolean equals(@Nullable Object other) {
      JoinExpr mine = this;
      Object theirs = other;
      while (mine != theirs) {
        if (!(theirs instanceof JoinExpr join) || !mine.equalsRightOf(join)) {
          return false;
        }
        if (!(mine.larg instanceof JoinExpr left)) {
          return mine.larg.equals(join.larg);
        }
        mine = left;
        theirs = join.larg;
      }
      return true;
    }

    private boolean equalsRightOf(JoinExpr other) {
      return jointype == other.jointype
          && isNatural == other.isNatural
          && rarg.equals(other.rarg)
          && usingClause.equals(other.usingClause)
          && Objects.equals(joinUsingAlias, other.joinUsingAlias)
          && Objects.equals(quals, other.quals)
          && Objects.equals(alias, other.alias);
    }

    @Override
    public int hashCode() {
      return Objects.hash(jointype, rarg, quals);
    }

    /** The kind of join and its place; {@code SqlPrinter} writes the whole. */
    @Override
    public String toString() {
      return "JoinExpr[" + jointype + " at " + span + "]";
    }

    /** The kinds of joins. */
    public enum JoinType {
      INNER,
      LEFT,
      FULL,
      RIGHT
    }
  }
}
