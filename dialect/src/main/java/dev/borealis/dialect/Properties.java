package dev.borealis.dialect;

import org.jspecify.annotations.Nullable;

/** What conditions can ask: properties of nodes, by the node's name and their own. */
final class Properties {
  private Properties() {}

  /**
   * The condition of a property of a kind of node, or of any node.
   *
   * @throws IllegalStateException if there is no such property
   */
  static Condition of(String node, Condition.Words words) {
    Condition condition = named(node + ' ' + words.name(), words);
    if (condition == null) {
      condition = PlaceProperties.of(words.name(), words);
    }
    if (condition == null) {
      throw new IllegalStateException(node + " has no property " + words.name());
    }
    return condition;
  }

  private static @Nullable Condition named(String property, Condition.Words words) {
    Condition condition = TableProperties.of(property, words);
    condition = condition == null ? ColumnProperties.of(property, words) : condition;
    condition = condition == null ? ConstraintProperties.of(property, words) : condition;
    condition = condition == null ? IndexProperties.of(property, words) : condition;
    condition = condition == null ? RoutineProperties.of(property, words) : condition;
    condition = condition == null ? ObjectProperties.of(property, words) : condition;
    condition = condition == null ? SchemaProperties.of(property, words) : condition;
    condition = condition == null ? RoleProperties.of(property, words) : condition;
    condition = condition == null ? SessionProperties.of(property, words) : condition;
    return condition == null ? QueryProperties.of(property, words) : condition;
  }
}
