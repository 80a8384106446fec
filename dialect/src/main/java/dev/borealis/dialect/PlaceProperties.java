package dev.borealis.dialect;

import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import org.jspecify.annotations.Nullable;

/** Properties of where a node stands. */
final class PlaceProperties {
  private PlaceProperties() {}

  static @Nullable Condition of(String property, Condition.Words words) {
    return switch (property) {
      case "in" -> {
        NameSet parents = words.set();
        yield Condition.on(
            Node.class,
            (node, site) -> {
              Node parent = site.parent();
              return Match.when(
                  parent != null && parents.contains(NodeNames.of(parent)), node.span());
            });
      }
      case "of-table" ->
          Condition.on(Node.class, (node, site) -> Match.when(isOfTable(site), node.span()));
      default -> null;
    };
  }

  /** True within CREATE TABLE and what ALTER TABLE adds to a table. */
  private static boolean isOfTable(Site site) {
    Node parent = site.parent();
    if (parent instanceof ColumnDef) {
      // A column's constraint: the column stands where the constraint does.
      return site.enclosing(CreateStmt.class) != null || addsToTable(site);
    }
    return parent instanceof CreateStmt || (parent instanceof AlterTableCmd && addsToTable(site));
  }

  private static boolean addsToTable(Site site) {
    @Nullable AlterTableStmt alter = site.enclosing(AlterTableStmt.class);
    return alter != null && alter.objtype() == ObjectType.TABLE;
  }
}
