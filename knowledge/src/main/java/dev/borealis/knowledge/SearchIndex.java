package dev.borealis.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Finds sections by words. The index lives in memory and is made when first needed: some hundred
 * sections take less time than opening files would.
 */
final class SearchIndex {
  /** A question is at most this long, in UTF-16 units; the rest is not looked at. */
  static final int MAX_PHRASE_CHARACTERS = 2_000;

  private static final int MAX_WORDS = 60;
  private static final float TITLE_BOOST = 3.0f;
  private static final float HEADING_BOOST = 2.5f;
  private static final float KEYWORDS_BOOST = 2.0f;
  private static final float TEXT_BOOST = 1.0f;
  private static final float SYNONYM_BOOST = 0.4f;
  private static final float PHRASE_BOOST = 2.0f;
  private static final float OTHER_FIELDS = 0.2f;

  /** A refusal's own section is what somebody wants who gives its message, but not otherwise. */
  private static final float REFUSALS_WEIGHT = 0.6f;

  private static final int SECTIONS_OF_A_PAGE = 2;
  private static final int EXCERPT_CHARACTERS = 400;

  // Lucene complains there that it cannot use an incubating module, which does not matter here. A
  // logger's level lasts as long as somebody holds the logger.
  private static final Logger VECTORS =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  static {
    VECTORS.setLevel(Level.SEVERE);
  }

  private final Words words = new Words();
  private final IndexSearcher searcher;
  private final List<Entry> entries = new ArrayList<>();

  /** A section with its page. */
  private record Entry(Page page, Section section) {
    String reference() {
      return section.anchor().isEmpty() ? page.id() : page.id() + "#" + section.anchor();
    }

    String title() {
      return section.heading().equals(page.title())
          ? page.title()
          : page.title() + ": " + section.heading();
    }
  }

  /** Lets through so many sections of each page, so that others are seen too. */
  private static final class FewOfAPage implements Predicate<Hit> {
    private final Map<String, Integer> seen = new HashMap<>();

    @Override
    public boolean test(Hit hit) {
      String page = hit.url().split("#", 2)[0];
      return seen.merge(page, 1, Integer::sum) <= SECTIONS_OF_A_PAGE;
    }
  }

  SearchIndex(List<Page> pages) {
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    IndexWriterConfig config =
        new IndexWriterConfig(words).setMergeScheduler(new SerialMergeScheduler());
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (Page page : pages) {
        for (Section section : page.sections()) {
          entries.add(new Entry(page, section));
          writer.addDocument(document(page, section, entries.size() - 1));
        }
      }
      writer.commit();
      searcher = new IndexSearcher(DirectoryReader.open(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document document(Page page, Section section, int number) {
    Document document = new Document();
    document.add(new TextField("title", page.title(), Store.NO));
    document.add(new TextField("heading", section.heading(), Store.NO));
    document.add(new TextField("keywords", page.keywords(), Store.NO));
    document.add(new TextField("text", section.text(), Store.NO));
    document.add(new StoredField("number", number));
    return document;
  }

  /** The sections that fit best, best first. */
  List<Hit> search(String phrase, int limit) {
    String cut = phrase.substring(0, Math.min(phrase.length(), MAX_PHRASE_CHARACTERS));
    List<String> asked = words.of(cut);
    if (asked.isEmpty()) {
      return List.of();
    }
    List<String> first = asked.subList(0, Math.min(asked.size(), MAX_WORDS));
    try {
      StoredFields stored = searcher.storedFields();
      List<Hit> hits = new ArrayList<>();
      for (ScoreDoc found : searcher.search(query(first, cut), limit * 3).scoreDocs) {
        int number = stored.document(found.doc).getField("number").numericValue().intValue();
        hits.add(hit(entries.get(number), Set.copyOf(first), found.score));
      }
      hits.sort((a, b) -> Float.compare(b.score(), a.score()));
      return hits.stream().filter(new FewOfAPage()).limit(limit).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Query query(List<String> asked, String phrase) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    new HashSet<>(asked).forEach(word -> query.add(anywhere(word), Occur.SHOULD));
    for (String word : words.synonymsOf(phrase)) {
      query.add(new BoostQuery(anywhere(word), SYNONYM_BOOST), Occur.SHOULD);
    }
    for (int i = 0; i + 1 < asked.size(); i++) {
      Query pair = new PhraseQuery(1, "text", asked.get(i), asked.get(i + 1));
      query.add(new BoostQuery(pair, PHRASE_BOOST / asked.size()), Occur.SHOULD);
    }
    return query.build();
  }

  private static Query anywhere(String word) {
    return new DisjunctionMaxQuery(
        List.of(
            in("title", word, TITLE_BOOST),
            in("heading", word, HEADING_BOOST),
            in("keywords", word, KEYWORDS_BOOST),
            in("text", word, TEXT_BOOST)),
        OTHER_FIELDS);
  }

  private static Query in(String field, String word, float boost) {
    return new BoostQuery(new TermQuery(new Term(field, word)), boost);
  }

  private Hit hit(Entry entry, Set<String> asked, float score) {
    float weight = entry.page().id().equals("refusals") ? REFUSALS_WEIGHT : 1;
    return new Hit(
        Page.url(entry.reference()),
        entry.title(),
        excerpt(entry.section().text(), asked),
        score * weight);
  }

  /** The paragraph with most of the words, or the beginning of it. */
  private String excerpt(String text, Set<String> asked) {
    String best = "";
    long most = -1;
    for (String paragraph : text.split("\n\\s*\n", -1)) {
      long found = words.of(paragraph).stream().distinct().filter(asked::contains).count();
      if (found > most) {
        most = found;
        best = paragraph;
      }
    }
    String line = best.strip();
    return line.length() <= EXCERPT_CHARACTERS
        ? line
        : line.substring(0, EXCERPT_CHARACTERS) + "...";
  }
}
