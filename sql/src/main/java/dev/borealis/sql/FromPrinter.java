package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.Alias;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.JoinExpr;
import dev.borealis.sql.tree.TableRef.RangeFunction;
import dev.borealis.sql.tree.TableRef.RangeFunctionItem;
import dev.borealis.sql.tree.TableRef.RangeSubselect;
import dev.borealis.sql.tree.TableRef.RangeTableFunc;
import dev.borealis.sql.tree.TableRef.RangeTableFuncCol;
import dev.borealis.sql.tree.TableRef.RangeTableSample;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the items of FROM. */
final class FromPrinter {
  private final Printout p;

  FromPrinter(Printout printout) {
    this.p = printout;
  }

  /** A word and the list, if there is one. */
  void list(String word, List<TableRef> items) {
    if (!items.isEmpty()) {
      p.text.add(word).list(items, this::print);
    }
  }

  void print(TableRef table) {
    switch (table) {
      case RangeVar relation -> relation(relation);
      case RangeSubselect query -> {
        p.text.addIf(query.lateral(), "LATERAL");
        p.queries.inParentheses(query.subquery());
        alias(query.alias());
      }
      case RangeFunction function -> function(function);
      case RangeFunctionItem item -> item(item);
      case RangeTableFunc xml -> xmlTable(xml);
      case RangeTableFuncCol column -> xmlColumn(column);
      case RangeTableSample sample -> {
        relation(sample.relation());
        p.text.add("TABLESAMPLE").dotted(sample.method());
        p.text.arguments(sample.args(), p.expressions::print);
        p.expressions.parenthesizedClause("REPEATABLE", sample.repeatable());
      }
      case JoinExpr join -> join(join);
    }
  }

  /** A relation with its alias. */
  void relation(RangeVar relation) {
    p.text.addIf(!relation.inh(), "ONLY").dotted(names(relation));
    alias(relation.alias());
  }

  /** A relation's name in its parts. */
  static List<String> names(RangeVar relation) {
    List<String> names = new ArrayList<>();
    if (relation.catalogname() != null) {
      names.add(relation.catalogname());
    }
    if (relation.schemaname() != null) {
      names.add(relation.schemaname());
    }
    names.add(relation.relname());
    return names;
  }

  private void alias(@Nullable Alias alias) {
    if (alias != null) {
      p.text.add("AS");
      named(alias);
    }
  }

  void named(Alias alias) {
    p.text.name(alias.aliasname()).optional(alias.colnames(), p.text::name);
  }

  private void function(RangeFunction function) {
    p.text.addIf(function.lateral(), "LATERAL");
    if (function.isRowsfrom()) {
      p.text.add("ROWS FROM").parenthesized(function.functions(), this::item);
    } else {
      call(function.functions().getFirst().function());
    }
    p.text.addIf(function.ordinality(), "WITH ORDINALITY");
    alias(function.alias());
    if (!function.coldeflist().isEmpty()) {
      p.text.addIf(function.alias() == null, "AS");
      p.text.parenthesized(function.coldeflist(), this::column);
    }
  }

  /** A cast has to look like a call here. */
  private void call(Expr function) {
    if (function instanceof TypeCast cast) {
      p.text.add("CAST(");
      p.expressions.print(cast.arg());
      p.text.add("AS");
      p.types.print(cast.typeName());
      p.text.attach(")");
    } else {
      p.expressions.print(function);
    }
  }

  private void item(RangeFunctionItem item) {
    call(item.function());
    if (!item.coldeflist().isEmpty()) {
      p.text.add("AS").parenthesized(item.coldeflist(), this::column);
    }
  }

  /** A column of a function's result. */
  void column(ColumnDef column) {
    p.text.name(column.colname());
    if (column.typeName() != null) {
      p.types.print(column.typeName());
    }
    p.constraints.collate(column.collation());
  }

  private void xmlTable(RangeTableFunc xml) {
    p.text.addIf(xml.lateral(), "LATERAL").add("XMLTABLE(");
    if (!xml.namespaces().isEmpty()) {
      p.text.add("XMLNAMESPACES").arguments(xml.namespaces(), this::namespace).attach(",");
    }
    p.expressions.primary(xml.rowexpr());
    p.text.add("PASSING");
    p.expressions.primary(xml.docexpr());
    p.text.add("COLUMNS").list(xml.columns(), this::xmlColumn).attach(")");
    alias(xml.alias());
  }

  private void namespace(ResTarget namespace) {
    p.text.addIf(namespace.name() == null, "DEFAULT");
    if (namespace.val() != null) {
      p.expressions.restricted(namespace.val());
    }
    p.text.addName("AS", namespace.name());
  }

  private void xmlColumn(RangeTableFuncCol column) {
    p.text.name(column.colname());
    if (column.typeName() == null) {
      p.text.add("FOR ORDINALITY");
      return;
    }
    p.types.print(column.typeName());
    if (column.colexpr() != null) {
      // PATH is no key word.
      p.text.add("PATH");
      p.expressions.restricted(column.colexpr());
    }
    if (column.coldefexpr() != null) {
      p.text.add("DEFAULT");
      p.expressions.restricted(column.coldefexpr());
    }
    p.text.addIf(column.isNotNull(), "NOT NULL");
  }

  /** A chain of joins leans to the left and may be long. */
  private void join(JoinExpr last) {
    if (last.alias() != null) {
      p.text.add("(");
      chain(last);
      p.text.attach(")");
      alias(last.alias());
    } else {
      chain(last);
    }
  }

  private void chain(JoinExpr last) {
    Deque<JoinExpr> chain = new ArrayDeque<>();
    JoinExpr first = last;
    chain.push(first);
    while (first.larg() instanceof JoinExpr left && left.alias() == null) {
      first = left;
      chain.push(first);
    }
    print(first.larg());
    chain.forEach(this::rightOf);
  }

  private void rightOf(JoinExpr join) {
    boolean cross = !join.isNatural() && join.quals() == null && join.usingClause().isEmpty();
    p.text.addIf(join.isNatural(), "NATURAL").addIf(cross, "CROSS");
    switch (join.jointype()) {
      case LEFT, RIGHT, FULL -> p.text.words(join.jointype());
      case INNER -> {}
    }
    p.text.add("JOIN");
    if (join.rarg() instanceof JoinExpr right && right.alias() == null) {
      p.text.add("(");
      print(right);
      p.text.attach(")");
    } else {
      print(join.rarg());
    }
    p.expressions.clause("ON", join.quals());
    if (!join.usingClause().isEmpty()) {
      p.text.add("USING").parenthesized(join.usingClause(), p.text::name);
      alias(join.joinUsingAlias());
    }
  }
}
