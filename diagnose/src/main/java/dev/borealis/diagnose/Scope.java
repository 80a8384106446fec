package dev.borealis.diagnose;

import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.tree.Clause.Alias;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.JoinExpr;
import dev.borealis.sql.tree.TableRef.JoinExpr.JoinType;
import dev.borealis.sql.tree.TableRef.RangeFunction;
import dev.borealis.sql.tree.TableRef.RangeFunctionItem;
import dev.borealis.sql.tree.TableRef.RangeSubselect;
import dev.borealis.sql.tree.TableRef.RangeTableFunc;
import dev.borealis.sql.tree.TableRef.RangeTableFuncCol;
import dev.borealis.sql.tree.TableRef.RangeTableSample;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The relations that a query's FROM makes visible.
 *
 * @param outer of the query around it; null at the top
 */
record Scope(List<Scope.Relation> relations, @Nullable Scope outer) {

  /**
   * A relation.
   *
   * @param name as columns are qualified with it
   * @param table null if it is no table, or one that nothing is known about
   * @param nullable whether an outer join may give nulls in place of its rows
   */
  record Relation(String name, @Nullable TableEvidence table, boolean nullable) {}

  /**
   * A column that a reference means.
   *
   * @param depth how many queries further out its relation is; 0: in this one
   */
  record Found(Relation relation, TableEvidence table, TableEvidence.Column column, int depth) {
    /** As SQL that means this column wherever its relation is visible. */
    String qualified() {
      return SqlPrinter.printName(relation.name()) + "." + SqlPrinter.printName(column.name());
    }

    boolean neverNull() {
      return column.notNull() && !relation.nullable();
    }
  }

  static Scope of(
      List<TableRef> from,
      @Nullable Scope outer,
      Function<RangeVar, @Nullable TableEvidence> tables) {
    List<Relation> relations = new ArrayList<>();
    from.forEach(item -> add(item, false, tables, relations));
    return new Scope(List.copyOf(relations), outer);
  }

  private static void add(
      TableRef item,
      boolean nullable,
      Function<RangeVar, @Nullable TableEvidence> tables,
      List<Relation> into) {
    switch (item) {
      case RangeVar table -> {
        Alias alias = table.alias();
        boolean renamed = alias != null && !alias.colnames().isEmpty();
        String name = alias == null ? table.relname() : alias.aliasname();
        into.add(new Relation(name, renamed ? null : tables.apply(table), nullable));
      }
      case JoinExpr join -> {
        if (join.alias() != null) {
          into.add(unknown(join.alias()));
          return;
        }
        boolean full = nullable || join.jointype() == JoinType.FULL;
        add(join.larg(), full || join.jointype() == JoinType.RIGHT, tables, into);
        add(join.rarg(), full || join.jointype() == JoinType.LEFT, tables, into);
      }
      case RangeSubselect query -> into.add(unknown(query.alias()));
      case RangeFunction function -> into.add(unknown(function.alias()));
      case RangeTableFunc xml -> into.add(unknown(xml.alias()));
      case RangeTableSample sample -> into.add(unknown(sample.relation().alias()));
      case RangeFunctionItem _, RangeTableFuncCol _ -> {}
    }
  }

  private static Relation unknown(@Nullable Alias alias) {
    return new Relation(alias == null ? "" : alias.aliasname(), null, true);
  }

  /** Whether all relations are tables whose columns are known. */
  boolean isKnown() {
    return relations.stream().allMatch(relation -> relation.table() != null);
  }

  /** The column that an expression is; null if it is none, or which one is not certain. */
  @Nullable Found column(@Nullable Expr expr) {
    return expr instanceof ColumnRef reference && !reference.star() ? column(reference, 0) : null;
  }

  private @Nullable Found column(ColumnRef reference, int depth) {
    List<String> fields = reference.fields();
    boolean qualified = fields.size() == 2;
    if (fields.size() > 2 || (!qualified && !isKnown())) {
      return null;
    }
    List<Relation> visible =
        relations.stream()
            .filter(relation -> !qualified || relation.name().equals(fields.getFirst()))
            .toList();
    List<Found> found = new ArrayList<>();
    for (Relation relation : visible) {
      TableEvidence table = relation.table();
      TableEvidence.Column column = table == null ? null : table.column(fields.getLast());
      if (table != null && column != null) {
        found.add(new Found(relation, table, column, depth));
      }
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    boolean elsewhere = found.isEmpty() && (!qualified || visible.isEmpty());
    return elsewhere && outer != null ? outer.column(reference, depth + 1) : null;
  }

  /** Whether a relation of this name stands between a query within and this one's relations. */
  boolean names(String relation) {
    return relations.stream().map(Relation::name).anyMatch(name -> Objects.equals(name, relation));
  }
}
