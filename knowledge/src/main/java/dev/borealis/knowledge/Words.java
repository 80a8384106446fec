package dev.borealis.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.util.CharTokenizer;

/**
 * How texts become words: letters and digits, in lower case, without "the" and its like, by their
 * stems. {@code sys.jobs} and {@code max_connections} are two words each, so that either is found.
 */
final class Words extends Analyzer {
  /** What people write for what pages call otherwise. */
  private static final Map<String, List<String>> SYNONYMS =
      Map.ofEntries(
          Map.entry("fk", List.of("foreign", "key")),
          Map.entry("pk", List.of("primary", "key")),
          Map.entry("occ", List.of("conflict", "optimistic")),
          Map.entry("deadlock", List.of("conflict")),
          Map.entry("autoincrement", List.of("identity", "sequence")),
          Map.entry("increment", List.of("identity", "sequence")),
          Map.entry("serial", List.of("identity")),
          Map.entry("password", List.of("token")),
          Map.entry("login", List.of("sign", "token")),
          Map.entry("ssl", List.of("tls")),
          Map.entry("certificate", List.of("tls")),
          Map.entry("slow", List.of("plan", "explain")),
          Map.entry("price", List.of("dpu", "cost")),
          Map.entry("pricing", List.of("dpu", "cost")),
          Map.entry("upsert", List.of("conflict", "insert")),
          Map.entry("java", List.of("jdbc")),
          Map.entry("spring", List.of("jdbc", "hibernate")),
          Map.entry("django", List.of("orm", "python")),
          Map.entry("csv", List.of("load")),
          Map.entry("docker", List.of("local")),
          Map.entry("offline", List.of("local")),
          Map.entry("testcontainers", List.of("local")),
          Map.entry("injection", List.of("safe")));

  @Override
  protected TokenStreamComponents createComponents(String fieldName) {
    Tokenizer tokens = CharTokenizer.fromTokenCharPredicate(Character::isLetterOrDigit);
    TokenStream kept =
        new StopFilter(new LowerCaseFilter(tokens), EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
    return new TokenStreamComponents(tokens, new PorterStemFilter(kept));
  }

  /** The words of a text, in order. */
  List<String> of(String text) {
    List<String> words = new ArrayList<>();
    try (TokenStream stream = tokenStream("text", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }

  /** Other words for the same. */
  List<String> synonymsOf(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)) {
      SYNONYMS.getOrDefault(word, List.of()).forEach(other -> words.addAll(of(other)));
    }
    return words;
  }
}
