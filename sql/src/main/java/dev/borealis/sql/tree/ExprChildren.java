package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;
import static dev.borealis.sql.tree.Children.one;

import dev.borealis.sql.tree.Expr.AArrayExpr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.AExpr;
import dev.borealis.sql.tree.Expr.AField;
import dev.borealis.sql.tree.Expr.AIndices;
import dev.borealis.sql.tree.Expr.AIndirection;
import dev.borealis.sql.tree.Expr.AStar;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.Expr.BooleanTest;
import dev.borealis.sql.tree.Expr.CaseExpr;
import dev.borealis.sql.tree.Expr.CaseWhen;
import dev.borealis.sql.tree.Expr.CoalesceExpr;
import dev.borealis.sql.tree.Expr.CollateClause;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Expr.CurrentOfExpr;
import dev.borealis.sql.tree.Expr.ExprList;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.GroupingFunc;
import dev.borealis.sql.tree.Expr.GroupingSet;
import dev.borealis.sql.tree.Expr.JsonArrayAgg;
import dev.borealis.sql.tree.Expr.JsonArrayConstructor;
import dev.borealis.sql.tree.Expr.JsonArrayQueryConstructor;
import dev.borealis.sql.tree.Expr.JsonFormat;
import dev.borealis.sql.tree.Expr.JsonIsPredicate;
import dev.borealis.sql.tree.Expr.JsonKeyValue;
import dev.borealis.sql.tree.Expr.JsonObjectAgg;
import dev.borealis.sql.tree.Expr.JsonObjectConstructor;
import dev.borealis.sql.tree.Expr.JsonOutput;
import dev.borealis.sql.tree.Expr.JsonValueExpr;
import dev.borealis.sql.tree.Expr.MinMaxExpr;
import dev.borealis.sql.tree.Expr.NamedArgExpr;
import dev.borealis.sql.tree.Expr.NullTest;
import dev.borealis.sql.tree.Expr.ParamRef;
import dev.borealis.sql.tree.Expr.RowExpr;
import dev.borealis.sql.tree.Expr.SetToDefault;
import dev.borealis.sql.tree.Expr.SqlValueFunction;
import dev.borealis.sql.tree.Expr.SubLink;
import dev.borealis.sql.tree.Expr.TypeCast;
import dev.borealis.sql.tree.Expr.XmlExpr;
import dev.borealis.sql.tree.Expr.XmlSerialize;
import java.util.function.Consumer;

/** The parts of each {@link Expr}. */
final class ExprChildren {
  private ExprChildren() {}

  static void each(Expr parent, Consumer<Node> visit) {
    switch (parent) {
      case AConst node -> one(node.val(), visit);
      case AExpr node -> aExpr(node, visit);
      case ExprList node -> all(node.items(), visit);
      case BoolExpr node -> all(node.args(), visit);
      case NullTest node -> one(node.arg(), visit);
      case BooleanTest node -> one(node.arg(), visit);
      case TypeCast node -> {
        one(node.arg(), visit);
        one(node.typeName(), visit);
      }
      case CollateClause node -> one(node.arg(), visit);
      case AIndirection node -> {
        one(node.arg(), visit);
        all(node.indirection(), visit);
      }
      case AIndices node -> {
        one(node.lidx(), visit);
        one(node.uidx(), visit);
      }
      case AArrayExpr node -> all(node.elements(), visit);
      case RowExpr node -> all(node.args(), visit);
      case FuncCall node -> funcCall(node, visit);
      case NamedArgExpr node -> one(node.arg(), visit);
      case SubLink node -> {
        one(node.testexpr(), visit);
        one(node.subselect(), visit);
      }
      case CaseExpr node -> caseExpr(node, visit);
      case CaseWhen node -> {
        one(node.expr(), visit);
        one(node.result(), visit);
      }
      case CoalesceExpr node -> all(node.args(), visit);
      case MinMaxExpr node -> all(node.args(), visit);
      case GroupingFunc node -> all(node.args(), visit);
      case GroupingSet node -> all(node.content(), visit);
      case XmlExpr node -> {
        all(node.namedArgs(), visit);
        all(node.args(), visit);
      }
      case XmlSerialize node -> {
        one(node.expr(), visit);
        one(node.typeName(), visit);
      }
      case JsonValueExpr node -> {
        one(node.rawExpr(), visit);
        one(node.format(), visit);
      }
      case JsonKeyValue node -> {
        one(node.key(), visit);
        one(node.value(), visit);
      }
      case JsonOutput node -> {
        one(node.typeName(), visit);
        one(node.format(), visit);
      }
      case JsonObjectConstructor node -> {
        all(node.exprs(), visit);
        one(node.output(), visit);
      }
      case JsonArrayConstructor node -> {
        all(node.exprs(), visit);
        one(node.output(), visit);
      }
      case JsonArrayQueryConstructor node -> jsonArrayQueryConstructor(node, visit);
      case JsonObjectAgg node -> jsonObjectAgg(node, visit);
      case JsonArrayAgg node -> jsonArrayAgg(node, visit);
      case JsonIsPredicate node -> one(node.expr(), visit);
      case ColumnRef _,
          ParamRef _,
          AField _,
          AStar _,
          SqlValueFunction _,
          SetToDefault _,
          CurrentOfExpr _,
          JsonFormat _ -> {}
    }
  }

  private static void aExpr(AExpr node, Consumer<Node> visit) {
    one(node.lexpr(), visit);
    one(node.rexpr(), visit);
    one(node.escape(), visit);
  }

  private static void funcCall(FuncCall node, Consumer<Node> visit) {
    all(node.args(), visit);
    all(node.aggOrder(), visit);
    one(node.aggFilter(), visit);
    one(node.over(), visit);
  }

  private static void caseExpr(CaseExpr node, Consumer<Node> visit) {
    one(node.arg(), visit);
    all(node.args(), visit);
    one(node.defresult(), visit);
  }

  private static void jsonArrayQueryConstructor(
      JsonArrayQueryConstructor node, Consumer<Node> visit) {
    one(node.query(), visit);
    one(node.format(), visit);
    one(node.output(), visit);
  }

  private static void jsonObjectAgg(JsonObjectAgg node, Consumer<Node> visit) {
    one(node.arg(), visit);
    one(node.output(), visit);
    one(node.aggFilter(), visit);
    one(node.over(), visit);
  }

  private static void jsonArrayAgg(JsonArrayAgg node, Consumer<Node> visit) {
    one(node.arg(), visit);
    all(node.aggOrder(), visit);
    one(node.output(), visit);
    one(node.aggFilter(), visit);
    one(node.over(), visit);
  }
}
