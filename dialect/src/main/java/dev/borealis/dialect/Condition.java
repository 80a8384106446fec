package dev.borealis.dialect;

import dev.borealis.sql.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rule asks of a node. Stateless. */
interface Condition {
  /** What it finds, or null. */
  @Nullable Match find(Node node, Site site);

  /** A question about nodes of one kind. */
  interface Question<N extends Node> {
    @Nullable Match ask(N node, Site site);
  }

  /** Asks nodes of one kind; a rule asks no others. */
  static <N extends Node> Condition on(Class<N> kind, Question<N> question) {
    return (node, site) -> question.ask(kind.cast(node), site);
  }

  /**
   * Reads a condition: {@code -} for none, else properties joined by {@code &}, each with its words
   * and perhaps with {@code !} before it. The last property that names something gives the message
   * its name and place.
   *
   * @param node the name of the nodes that it looks at
   * @throws IllegalStateException if there is no such property
   */
  static Condition parse(String node, String text, Map<String, NameSet> names) {
    if (text.equals("-")) {
      return (any, _) -> new Match(any.span(), "");
    }
    List<Condition> all = new ArrayList<>();
    for (String part : text.split(" & ", -1)) {
      boolean negated = part.startsWith("!");
      List<String> words = List.of(part.substring(negated ? 1 : 0).split(" ", -1));
      Condition one = Properties.of(node, new Words(words, names));
      all.add(negated ? not(one) : one);
    }
    return all.size() == 1 ? all.getFirst() : all(List.copyOf(all));
  }

  private static Condition not(Condition condition) {
    return (node, site) -> condition.find(node, site) == null ? new Match(node.span(), "") : null;
  }

  private static Condition all(List<Condition> conditions) {
    return (node, site) -> {
      Match best = null;
      for (Condition condition : conditions) {
        Match match = condition.find(node, site);
        if (match == null) {
          return null;
        }
        boolean tellsMore =
            !match.found().isEmpty()
                || ((best == null || best.found().isEmpty()) && !isWhole(match, node));
        if (best == null || tellsMore) {
          best = match;
        }
      }
      return best;
    };
  }

  private static boolean isWhole(Match match, Node node) {
    return match.span().start() == node.span().start() && match.span().end() == node.span().end();
  }

  /** The words of a property: its name, then what it is asked with. */
  record Words(List<String> words, Map<String, NameSet> names) {
    String name() {
      return words.getFirst();
    }

    /** A word after the name. */
    String word(int index) {
      if (index + 1 >= words.size()) {
        throw new IllegalStateException("a word is missing: " + String.join(" ", words));
      }
      return words.get(index + 1);
    }

    int number(int index) {
      return Integer.parseInt(word(index));
    }

    /** The words after the name as a set; {@code @name} stands for a set of the data. */
    NameSet set() {
      if (words.size() == 2 && word(0).startsWith("@")) {
        NameSet set = names.get(word(0).substring(1));
        if (set == null) {
          throw new IllegalStateException("there is no set " + word(0));
        }
        return set;
      }
      return NameSet.of(words.subList(1, words.size()));
    }
  }
}
