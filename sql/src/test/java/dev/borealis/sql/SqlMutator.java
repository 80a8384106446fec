package dev.borealis.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Spoils statements: takes tokens out, puts others in, exchanges some. */
final class SqlMutator {
  private final List<String> statements;
  private final List<String> pool = new ArrayList<>();
  private final Random random;

  SqlMutator(List<String> statements, long seed) {
    this.statements = statements;
    this.random = new Random(seed);
    for (String statement : statements) {
      pool.addAll(tokens(statement));
    }
    for (Keyword keyword : Keyword.values()) {
      for (int i = 0; i < 8; i++) {
        pool.add(keyword.word());
      }
    }
  }

  private static List<String> tokens(String statement) {
    Tokens tokens = Tokens.of(statement);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      texts.add(tokens.text(i));
    }
    return texts;
  }

  /** A spoiled statement; now and then one that is still good. */
  String next() {
    List<String> tokens = tokens(statements.get(random.nextInt(statements.size())));
    int changes = 1 + random.nextInt(2) * random.nextInt(3);
    for (int i = 0; i < changes && !tokens.isEmpty(); i++) {
      int at = random.nextInt(tokens.size());
      String other = pool.get(random.nextInt(pool.size()));
      switch (random.nextInt(5)) {
        case 0 -> tokens.remove(at);
        case 1 -> tokens.add(at, other);
        case 2 -> tokens.set(at, other);
        case 3 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
        default -> {
          int with = random.nextInt(tokens.size());
          tokens.set(at, tokens.set(with, tokens.get(at)));
        }
      }
    }
    return String.join(" ", tokens);
  }
}
