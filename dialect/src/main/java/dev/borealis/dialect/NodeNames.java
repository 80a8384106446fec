package dev.borealis.dialect;

import dev.borealis.sql.tree.Node;

/** What PostgreSQL calls a node. */
final class NodeNames {
  private static final String SUFFIX = "Stmt";

  private NodeNames() {}

  /** The name of a node's class, as the data files write it. */
  static String of(Node node) {
    return node.getClass().getSimpleName();
  }

  /**
   * PostgreSQL's name of a statement's node without its suffix, as the service's messages have it.
   */
  static String withoutSuffix(Node statement) {
    String name = of(statement);
    String bare = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    return bare.startsWith("AlterTs") ? "AlterTS" + bare.substring("AlterTs".length()) : bare;
  }
}
