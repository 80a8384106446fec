package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;
import static dev.borealis.sql.tree.Children.one;

import dev.borealis.sql.tree.TableRef.JoinExpr;
import dev.borealis.sql.tree.TableRef.RangeFunction;
import dev.borealis.sql.tree.TableRef.RangeFunctionItem;
import dev.borealis.sql.tree.TableRef.RangeSubselect;
import dev.borealis.sql.tree.TableRef.RangeTableFunc;
import dev.borealis.sql.tree.TableRef.RangeTableFuncCol;
import dev.borealis.sql.tree.TableRef.RangeTableSample;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.function.Consumer;

/** The parts of each {@link TableRef}. */
final class TableRefChildren {
  private TableRefChildren() {}

  static void each(TableRef parent, Consumer<Node> visit) {
    switch (parent) {
      case RangeVar node -> one(node.alias(), visit);
      case RangeSubselect node -> {
        one(node.subquery(), visit);
        one(node.alias(), visit);
      }
      case RangeFunction node -> rangeFunction(node, visit);
      case RangeFunctionItem node -> {
        one(node.function(), visit);
        all(node.coldeflist(), visit);
      }
      case RangeTableFunc node -> rangeTableFunc(node, visit);
      case RangeTableFuncCol node -> rangeTableFuncCol(node, visit);
      case RangeTableSample node -> rangeTableSample(node, visit);
      case JoinExpr node -> joinExpr(node, visit);
    }
  }

  private static void rangeFunction(RangeFunction node, Consumer<Node> visit) {
    all(node.functions(), visit);
    one(node.alias(), visit);
    all(node.coldeflist(), visit);
  }

  private static void rangeTableFunc(RangeTableFunc node, Consumer<Node> visit) {
    one(node.docexpr(), visit);
    one(node.rowexpr(), visit);
    all(node.namespaces(), visit);
    all(node.columns(), visit);
    one(node.alias(), visit);
  }

  private static void rangeTableFuncCol(RangeTableFuncCol node, Consumer<Node> visit) {
    one(node.typeName(), visit);
    one(node.colexpr(), visit);
    one(node.coldefexpr(), visit);
  }

  private static void rangeTableSample(RangeTableSample node, Consumer<Node> visit) {
    one(node.relation(), visit);
    all(node.args(), visit);
    one(node.repeatable(), visit);
  }

  private static void joinExpr(JoinExpr node, Consumer<Node> visit) {
    one(node.larg(), visit);
    one(node.rarg(), visit);
    one(node.joinUsingAlias(), visit);
    one(node.quals(), visit);
    one(node.alias(), visit);
  }
}
