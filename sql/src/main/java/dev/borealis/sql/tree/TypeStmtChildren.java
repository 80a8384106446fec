package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;
import static dev.borealis.sql.tree.Children.one;

import dev.borealis.sql.tree.TypeStmt.AlterCollationStmt;
import dev.borealis.sql.tree.TypeStmt.AlterDomainStmt;
import dev.borealis.sql.tree.TypeStmt.AlterEnumStmt;
import dev.borealis.sql.tree.TypeStmt.AlterFunctionStmt;
import dev.borealis.sql.tree.TypeStmt.AlterOpFamilyStmt;
import dev.borealis.sql.tree.TypeStmt.AlterOperatorStmt;
import dev.borealis.sql.tree.TypeStmt.AlterTsConfigurationStmt;
import dev.borealis.sql.tree.TypeStmt.AlterTsDictionaryStmt;
import dev.borealis.sql.tree.TypeStmt.AlterTypeStmt;
import dev.borealis.sql.tree.TypeStmt.CompositeTypeStmt;
import dev.borealis.sql.tree.TypeStmt.CreateAmStmt;
import dev.borealis.sql.tree.TypeStmt.CreateCastStmt;
import dev.borealis.sql.tree.TypeStmt.CreateConversionStmt;
import dev.borealis.sql.tree.TypeStmt.CreateDomainStmt;
import dev.borealis.sql.tree.TypeStmt.CreateEnumStmt;
import dev.borealis.sql.tree.TypeStmt.CreateFunctionStmt;
import dev.borealis.sql.tree.TypeStmt.CreateOpClassStmt;
import dev.borealis.sql.tree.TypeStmt.CreateOpFamilyStmt;
import dev.borealis.sql.tree.TypeStmt.CreatePLangStmt;
import dev.borealis.sql.tree.TypeStmt.CreateRangeStmt;
import dev.borealis.sql.tree.TypeStmt.CreateTransformStmt;
import dev.borealis.sql.tree.TypeStmt.DefineStmt;
import java.util.function.Consumer;

/** The parts of each {@link TypeStmt}. */
final class TypeStmtChildren {
  private TypeStmtChildren() {}

  static void each(TypeStmt parent, Consumer<Node> visit) {
    switch (parent) {
      case DefineStmt node -> {
        one(node.args(), visit);
        all(node.definition(), visit);
      }
      case CompositeTypeStmt node -> {
        one(node.typevar(), visit);
        all(node.coldeflist(), visit);
      }
      case CreateRangeStmt node -> all(node.params(), visit);
      case AlterTypeStmt node -> all(node.options(), visit);
      case CreateDomainStmt node -> {
        one(node.typeName(), visit);
        all(node.constraints(), visit);
      }
      case AlterDomainStmt node -> one(node.def(), visit);
      case CreateFunctionStmt node -> createFunctionStmt(node, visit);
      case AlterFunctionStmt node -> {
        one(node.func(), visit);
        all(node.actions(), visit);
      }
      case CreateCastStmt node -> createCastStmt(node, visit);
      case CreateTransformStmt node -> createTransformStmt(node, visit);
      case CreateOpClassStmt node -> {
        one(node.datatype(), visit);
        all(node.items(), visit);
      }
      case AlterOpFamilyStmt node -> all(node.items(), visit);
      case AlterOperatorStmt node -> {
        one(node.opername(), visit);
        all(node.options(), visit);
      }
      case AlterTsDictionaryStmt node -> all(node.options(), visit);
      case CreateEnumStmt _,
          AlterEnumStmt _,
          CreateConversionStmt _,
          CreateOpFamilyStmt _,
          AlterCollationStmt _,
          AlterTsConfigurationStmt _,
          CreateAmStmt _,
          CreatePLangStmt _ -> {}
    }
  }

  private static void createFunctionStmt(CreateFunctionStmt node, Consumer<Node> visit) {
    all(node.parameters(), visit);
    one(node.returnType(), visit);
    all(node.returnTable(), visit);
    all(node.options(), visit);
    all(node.sqlBody(), visit);
  }

  private static void createCastStmt(CreateCastStmt node, Consumer<Node> visit) {
    one(node.sourcetype(), visit);
    one(node.targettype(), visit);
    one(node.func(), visit);
  }

  private static void createTransformStmt(CreateTransformStmt node, Consumer<Node> visit) {
    one(node.typeName(), visit);
    one(node.fromsql(), visit);
    one(node.tosql(), visit);
  }
}
