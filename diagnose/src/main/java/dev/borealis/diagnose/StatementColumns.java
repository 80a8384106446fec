package dev.borealis.diagnose;

import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Expr.AStar;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Node;
import java.util.HashSet;
import java.util.Set;

/**
 * The columns that a statement names, of whatever table.
 *
 * @param everything whether it asks for all columns of some table
 */
record StatementColumns(Set<String> names, boolean everything) {

  static StatementColumns of(Node statement) {
    Set<String> names = new HashSet<>();
    boolean[] star = {false};
    Children.walk(
        statement,
        node -> {
          if (node instanceof ColumnRef ref) {
            names.addAll(ref.fields());
            star[0] |= ref.star();
          }
          star[0] |= node instanceof AStar;
        });
    return new StatementColumns(Set.copyOf(names), star[0]);
  }

  boolean mentions(String column) {
    return names.contains(column);
  }
}
