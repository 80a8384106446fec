package dev.borealis.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes up statements after {@code grammar.txt}, where its notation is described. */
final class SqlGrammar {
  private static final Pattern RULE = Pattern.compile("^(\\w+):", Pattern.MULTILINE);
  private static final Pattern TOKEN =
      Pattern.compile("`([^`]*)`|(\\w+)(\\+)?|(\\S)", Pattern.DOTALL);

  private static final int DEEPEST = 40;
  private static final int FAR = 1_000;
  private static final String NOWHERE = "nowhere";

  private sealed interface Part {}

  private record Literal(String text) implements Part {}

  private record Rule(String name) implements Part {}

  private record Sequence(List<Part> parts) implements Part {}

  private record Optional(Part part) implements Part {}

  private record Repeated(Part part) implements Part {}

  private record CommaList(Part part) implements Part {}

  private record Choice(List<Part> alternatives, int[] taken) implements Part {}

  private final Map<String, Part> rules = new HashMap<>();
  private final Random random;
  private final StringBuilder out = new StringBuilder();
  private final Map<String, Map<String, Integer>> distances = new HashMap<>();
  private final List<String> goals = new ArrayList<>();
  private int next;
  private int longest;

  /** The rule to go to, {@link #NOWHERE} if another part of the statement goes there, or null. */
  private @Nullable String goal;

  SqlGrammar(long seed) {
    this.random = new Random(seed);
    String text = resource();
    Matcher rule = RULE.matcher(text);
    List<Integer> starts = new ArrayList<>();
    while (rule.find()) {
      starts.add(rule.start());
    }
    starts.add(text.length());
    for (int i = 0; i < starts.size() - 1; i++) {
      String definition = text.substring(starts.get(i), starts.get(i + 1));
      int colon = definition.indexOf(':');
      rules.put(
          definition.substring(0, colon), new Reader(definition.substring(colon + 1)).choice());
    }
    measure();
  }

  private static String resource() {
    try (InputStream in = SqlGrammar.class.getResourceAsStream("grammar.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile("^#.*$", Pattern.MULTILINE).matcher(text).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Reader {
    private final List<String[]> tokens = new ArrayList<>();
    private int at;

    Reader(String definition) {
      Matcher token = TOKEN.matcher(definition);
      while (token.find()) {
        tokens.add(new String[] {token.group(1), token.group(2), token.group(3), token.group(4)});
      }
    }

    Part choice() {
      List<Part> alternatives = new ArrayList<>();
      alternatives.add(sequence());
      while (isAt("|")) {
        at++;
        alternatives.add(sequence());
      }
      return alternatives.size() == 1
          ? alternatives.getFirst()
          : new Choice(alternatives, new int[alternatives.size()]);
    }

    private boolean isAt(String symbol) {
      return at < tokens.size() && symbol.equals(tokens.get(at)[3]);
    }

    private Part sequence() {
      List<Part> parts = new ArrayList<>();
      while (at < tokens.size() && !isAt("|") && !isAt("]") && !isAt(")") && !isAt("}")) {
        parts.add(part());
      }
      return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
    }

    private Part part() {
      String[] token = tokens.get(at++);
      if (token[0] != null) {
        return new Literal(token[0]);
      }
      if (token[1] != null) {
        boolean isRule = !token[1].equals(token[1].toUpperCase(Locale.ROOT));
        Part word = isRule ? new Rule(token[1]) : new Literal(token[1]);
        return token[2] == null ? word : new CommaList(word);
      }
      return switch (token[3]) {
        case "[" -> new Optional(closed());
        case "{" -> new Repeated(closed());
        case "(" -> closed();
        case "<" -> new Literal("(");
        case ">" -> new Literal(")");
        default -> new Literal(token[3]);
      };
    }

    private Part closed() {
      Part inner = choice();
      at++;
      return inner;
    }
  }

  /**
   * A statement of at most about so many characters. Each goes to another rule on the shortest way
   * and takes there what was taken least, so that all alternatives have their turn.
   */
  String statement(int characters) {
    goal = goals.get(next++ % goals.size());
    longest = characters;
    out.setLength(0);
    write(new Rule("statement"), 0);
    return out.toString();
  }

  /** How many rules lie between a part and another rule. */
  private int distance(Part part, String rule) {
    return switch (part) {
      case Literal _ -> FAR;
      case Rule(String name) -> distances.getOrDefault(name, Map.of()).getOrDefault(rule, FAR);
      case Sequence(List<Part> parts) -> nearest(parts, rule);
      case Choice(List<Part> alternatives, int[] _) -> nearest(alternatives, rule);
      case Optional(Part inner) -> distance(inner, rule);
      case Repeated(Part inner) -> distance(inner, rule);
      case CommaList(Part inner) -> distance(inner, rule);
    };
  }

  private int nearest(List<Part> parts, String rule) {
    return parts.stream().mapToInt(part -> distance(part, rule)).min().orElse(FAR);
  }

  /** Fills the table of distances, by going from each rule to those that it names, and so on. */
  private void measure() {
    for (String from : rules.keySet()) {
      Map<String, Integer> reached = new HashMap<>(Map.of(from, 0));
      Deque<String> ways = new ArrayDeque<>(List.of(from));
      while (!ways.isEmpty()) {
        String rule = ways.remove();
        for (String named : named(rules.get(rule))) {
          if (rules.containsKey(named) && !reached.containsKey(named)) {
            reached.put(named, reached.getOrDefault(rule, 0) + 1);
            ways.add(named);
          }
        }
      }
      distances.put(from, reached);
    }
    distances.getOrDefault("statement", Map.of()).keySet().stream().sorted().forEach(goals::add);
  }

  private static Set<String> named(@Nullable Part part) {
    return switch (part) {
      case null -> Set.of();
      case Literal _ -> Set.of();
      case Rule(String name) -> Set.of(name);
      case Sequence(List<Part> parts) -> named(parts);
      case Choice(List<Part> alternatives, int[] _) -> named(alternatives);
      case Optional(Part inner) -> named(inner);
      case Repeated(Part inner) -> named(inner);
      case CommaList(Part inner) -> named(inner);
    };
  }

  private static Set<String> named(List<Part> parts) {
    return parts.stream().flatMap(part -> named(part).stream()).collect(Collectors.toSet());
  }

  /** Alternatives that were never taken. */
  List<String> untaken() {
    List<String> untaken = new ArrayList<>();
    rules.forEach((name, part) -> collectUntaken(name, part, untaken));
    return untaken;
  }

  private void collectUntaken(String rule, Part part, List<String> untaken) {
    switch (part) {
      case Choice(List<Part> alternatives, int[] taken) -> {
        for (int i = 0; i < taken.length; i++) {
          if (taken[i] == 0) {
            untaken.add(rule + ": " + alternatives.get(i));
          }
          collectUntaken(rule, alternatives.get(i), untaken);
        }
      }
      case Sequence(List<Part> parts) -> parts.forEach(p -> collectUntaken(rule, p, untaken));
      case Optional(Part inner) -> collectUntaken(rule, inner, untaken);
      case Repeated(Part inner) -> collectUntaken(rule, inner, untaken);
      case CommaList(Part inner) -> collectUntaken(rule, inner, untaken);
      case Literal _, Rule _ -> {}
    }
  }

  private void write(Part part, int depth) {
    boolean enough = goal != null || depth > DEEPEST || out.length() > longest;
    switch (part) {
      case Literal(String text) -> word(text);
      case Rule(String name) -> {
        if (name.equals(goal)) {
          goal = null;
          longest += out.length();
        }
        Part definition = rules.get(name);
        if (definition == null) {
          word(name);
        } else {
          write(definition, depth + 1);
        }
      }
      case Sequence(List<Part> parts) -> sequence(parts, depth);
      case Optional(Part inner) -> {
        if (onWay(inner) || (!enough && random.nextInt(5) < 2)) {
          write(inner, depth);
        }
      }
      case Repeated(Part inner) -> {
        int least = onWay(inner) ? 1 : 0;
        for (int i = enough ? least : random.nextInt(3); i > 0; i--) {
          write(inner, depth);
        }
      }
      case CommaList(Part inner) -> {
        write(inner, depth);
        for (int i = enough ? 0 : random.nextInt(4) / 2; i > 0; i--) {
          out.append(" ,");
          write(inner, depth);
        }
      }
      case Choice choice -> {
        int index = choose(choice, enough);
        choice.taken[index]++;
        write(choice.alternatives.get(index), depth);
      }
    }
  }

  private void word(String text) {
    out.append(out.isEmpty() ? "" : " ").append(text);
  }

  /** Only the part that is nearest to the goal goes there, and the others stay short. */
  private void sequence(List<Part> parts, int depth) {
    String wanted = goal;
    if (wanted == null) {
      parts.forEach(part -> write(part, depth));
      return;
    }
    int nearest = nearest(parts, wanted);
    boolean gone = false;
    for (Part part : parts) {
      boolean goes = !gone && distance(part, wanted) == nearest;
      if (goal != null) {
        goal = goes ? wanted : NOWHERE;
      }
      write(part, depth);
      gone |= goes;
      if (goal != null) {
        goal = wanted;
      }
    }
  }

  private boolean onWay(Part part) {
    return goal != null && distance(part, goal) < FAR;
  }

  private int choose(Choice choice, boolean enough) {
    if (goal != null) {
      List<Integer> distances =
          choice.alternatives.stream().map(alternative -> distance(alternative, goal)).toList();
      int nearest = Collections.min(distances);
      return nearest == FAR ? 0 : distances.indexOf(nearest);
    }
    if (enough) {
      return 0;
    }
    int index = random.nextInt(choice.taken.length);
    if (random.nextBoolean()) {
      for (int i = 0; i < choice.taken.length; i++) {
        index = choice.taken[i] < choice.taken[index] ? i : index;
      }
    }
    return index;
  }
}
