package dev.borealis.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Statements for tests. */
final class StatementLists {
  private static final Path CORPUS =
      Path.of(System.getProperty("borealis.corpus", "../../shared/corpus/sqlfluff-postgres"));

  private StatementLists() {}

  /** Statements of every kind, good and bad, written for these tests. */
  static List<String> written() {
    return lines("statements.txt");
  }

  /** Every key word at every place of {@code keyword-places.txt}. */
  static List<String> keywordPlaces() {
    List<String> statements = new ArrayList<>();
    for (String place : lines("keyword-places.txt")) {
      for (Keyword keyword : Keyword.values()) {
        statements.add(place.replace("{}", keyword.word()));
      }
    }
    return statements;
  }

  /** Statements that {@link SqlGrammar} makes up. */
  static List<String> generated(long seed, int count) {
    SqlGrammar grammar = new SqlGrammar(seed);
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      statements.add(grammar.statement(20 + i % 8 * 20));
    }
    return statements;
  }

  /** Spoiled statements. */
  static List<String> mutated(List<String> statements, long seed, int count) {
    SqlMutator mutator = new SqlMutator(statements, seed);
    return Stream.generate(mutator::next).limit(count).toList();
  }

  /** Statements that others wrote, or none if they are not on this machine. */
  static List<String> corpus() throws IOException {
    if (!Files.isDirectory(CORPUS)) {
      return List.of();
    }
    List<String> statements = new ArrayList<>();
    try (Stream<Path> files = Files.list(CORPUS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
        String script = Files.readString(file);
        Script.split(script).forEach(statement -> statements.add(statement.text(script)));
      }
    }
    return statements;
  }

  private static List<String> lines(String resource) {
    try (InputStream in = StatementLists.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
