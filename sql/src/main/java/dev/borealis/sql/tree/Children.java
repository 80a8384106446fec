package dev.borealis.sql.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The nodes within a node. */
public final class Children {
  private Children() {}

  /** Visits the nodes directly within a node, in the order of its components. */
  public static void each(Node parent, Consumer<Node> visit) {
    switch (parent) {
      case Expr expr -> ExprChildren.each(expr, visit);
      case Clause clause -> ClauseChildren.each(clause, visit);
      case TableRef table -> TableRefChildren.each(table, visit);
      case ObjectName name -> ObjectNameChildren.each(name, visit);
      case Value value -> ValueChildren.each(value, visit);
      case QueryStmt stmt -> QueryStmtChildren.each(stmt, visit);
      case UtilityStmt stmt -> UtilityStmtChildren.each(stmt, visit);
      case RelationStmt stmt -> RelationStmtChildren.each(stmt, visit);
      case TypeStmt stmt -> TypeStmtChildren.each(stmt, visit);
      case RoleStmt stmt -> RoleStmtChildren.each(stmt, visit);
      case DatabaseStmt stmt -> DatabaseStmtChildren.each(stmt, visit);
      case ObjectStmt stmt -> ObjectStmtChildren.each(stmt, visit);
    }
  }

  /** The nodes directly within a node, in the order of its components. */
  public static List<Node> of(Node parent) {
    List<Node> children = new ArrayList<>();
    each(parent, children::add);
    return children;
  }

  /**
   * Visits a node and all nodes within it, each before those within it. It takes no more stack for
   * a high tree than for a low one.
   */
  public static void walk(Node root, Consumer<Node> visit) {
    Deque<Node> next = new ArrayDeque<>();
    next.push(root);
    while (!next.isEmpty()) {
      Node node = next.pop();
      visit.accept(node);
      of(node).reversed().forEach(next::push);
    }
  }

  static void one(@Nullable Node child, Consumer<Node> visit) {
    if (child != null) {
      visit.accept(child);
    }
  }

  static void all(@Nullable List<? extends @Nullable Node> children, Consumer<Node> visit) {
    if (children != null) {
      for (Node child : children) {
        one(child, visit);
      }
    }
  }
}
