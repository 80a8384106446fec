package dev.borealis.dialect;

import dev.borealis.sql.tree.Node;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What conditions can ask: properties of nodes, by the node's name and their own. */
final class Properties {
  private static final Properties ALL = new Properties();

  private final Map<String, Maker> makers = new HashMap<>();

  private Properties() {
    PlaceProperties.addTo(this);
    TableProperties.addTo(this);
    ColumnProperties.addTo(this);
    ConstraintProperties.addTo(this);
    IndexProperties.addTo(this);
    RoutineProperties.addTo(this);
    ObjectProperties.addTo(this);
    RoleProperties.addTo(this);
    SessionProperties.addTo(this);
    QueryProperties.addTo(this);
  }

  /** Makes the condition of a property with its words. */
  private interface Maker {
    Condition with(Condition.Words words);
  }

  /** A question about nodes of one kind. */
  interface Question<N extends Node> {
    @Nullable Match ask(N node, Site site);
  }

  /** Makes a question about nodes of one kind. */
  interface QuestionMaker<N extends Node> {
    Question<N> with(Condition.Words words);
  }

  /** A property that takes words. */
  <N extends Node> void add(Class<N> node, String name, QuestionMaker<N> maker) {
    makers.put(
        key(node.getSimpleName(), name),
        words -> {
          Question<N> question = maker.with(words);
          return (any, site) -> question.ask(node.cast(any), site);
        });
  }

  /** A property without words. */
  <N extends Node> void add(Class<N> node, String name, Question<N> question) {
    makers.put(
        key(node.getSimpleName(), name), _ -> (any, site) -> question.ask(node.cast(any), site));
  }

  /** The condition of a property of a kind of node, or of any node. */
  static Condition of(String node, Condition.Words words) {
    Maker maker = ALL.makers.get(key(node, words.name()));
    if (maker == null) {
      maker = ALL.makers.get(key("Node", words.name()));
    }
    if (maker == null) {
      throw new IllegalStateException(node + " has no property " + words.name());
    }
    return maker.with(words);
  }

  private static String key(String node, String name) {
    return node + ' ' + name;
  }
}
