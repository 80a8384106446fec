package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;
import static dev.borealis.sql.tree.Children.one;

import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.ObjectName.CastName;
import dev.borealis.sql.tree.ObjectName.FunctionParameter;
import dev.borealis.sql.tree.ObjectName.LargeObjectName;
import dev.borealis.sql.tree.ObjectName.NameOn;
import dev.borealis.sql.tree.ObjectName.ObjectWithArgs;
import dev.borealis.sql.tree.ObjectName.OperatorClassName;
import dev.borealis.sql.tree.ObjectName.RoleSpec;
import dev.borealis.sql.tree.ObjectName.TransformName;
import dev.borealis.sql.tree.ObjectName.TypeName;
import java.util.function.Consumer;

/** The parts of each {@link ObjectName}. */
final class ObjectNameChildren {
  private ObjectNameChildren() {}

  static void each(ObjectName parent, Consumer<Node> visit) {
    switch (parent) {
      case TypeName node -> all(node.typmods(), visit);
      case FunctionParameter node -> {
        one(node.argType(), visit);
        one(node.defexpr(), visit);
      }
      case ObjectWithArgs node -> {
        all(node.objfuncargs(), visit);
        all(node.operatorArgs(), visit);
      }
      case CastName node -> {
        one(node.source(), visit);
        one(node.target(), visit);
      }
      case TransformName node -> one(node.type(), visit);
      case LargeObjectName node -> one(node.oid(), visit);
      case AnyName _, OperatorClassName _, NameOn _, RoleSpec _ -> {}
    }
  }
}
