package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The parser says what PostgreSQL's own parser says. The figures go to the standard output; {@code
 * -Dborealis.seed=N} makes other statements, {@code -Dborealis.times=N} more of them.
 */
class AgreementTest {
  private static final long SEED = Long.getLong("borealis.seed", 1);
  private static final int TIMES = Integer.getInteger("borealis.times", 1);
  private static final int GENERATED = 15_000 * TIMES;
  private static final int MUTATED = 10_000 * TIMES;
  private static final int KEYWORDS = 30_000 * TIMES;
  private static final int MOST_TO_GENERATE = 200_000;
  private static final int ROUND = 5_000;
  private static final int SHOWN = 10;

  private static PostgresParser postgres;

  @BeforeAll
  static void start() throws Exception {
    postgres = PostgresParser.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  /**
   * How often the parsers agreed.
   *
   * @param worded how many errors are equal in SQLSTATE, message and position
   */
  private record Figures(
      int good, int accepted, int bad, int refused, int worded, List<String> differences) {
    void print(String what) {
      System.out.printf(
          "agreement on %s: %d of %d good ones accepted, %d of %d bad ones refused,"
              + " %d with the same SQLSTATE, message and position%n",
          what, accepted, good, refused, bad, worded);
    }
  }

  private static Figures compare(String what, List<String> statements) throws Exception {
    List<Verdict> verdicts = postgres.judge(statements);
    int accepted = 0;
    int bad = 0;
    int refused = 0;
    int worded = 0;
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      Verdict theirs = verdicts.get(i);
      Verdict ours = Verdict.of(statements.get(i));
      if (!theirs.equals(ours) && differences.size() < SHOWN) {
        differences.add(statements.get(i) + "\n  theirs " + theirs + "\n  ours " + ours);
      }
      if (theirs.accepts()) {
        accepted += ours.accepts() ? 1 : 0;
      } else {
        bad++;
        refused += ours.accepts() ? 0 : 1;
        worded += theirs.equals(ours) ? 1 : 0;
      }
    }
    Figures figures =
        new Figures(statements.size() - bad, accepted, bad, refused, worded, differences);
    figures.print(what);
    return figures;
  }

  private static void agrees(Figures figures) {
    assertThat(figures.accepted()).as("%s", figures.differences()).isEqualTo(figures.good());
    assertThat(figures.refused()).as("%s", figures.differences()).isEqualTo(figures.bad());
  }

  @Test
  void agreesOnStatementsOfEveryKind() throws Exception {
    Figures figures = compare("written statements", StatementLists.written());

    agrees(figures);
    assertThat(figures.worded()).as("%s", figures.differences()).isEqualTo(figures.bad());
  }

  @Test
  void agreesOnKeyWordsAtEveryPlace() throws Exception {
    List<String> statements = StatementLists.keywordPlaces();
    Collections.shuffle(statements, new Random(SEED));
    int count = Math.min(KEYWORDS, statements.size());
    Figures figures = compare("key words at all places", statements.subList(0, count));

    agrees(figures);
    assertThat(figures.worded()).as("%s", figures.differences()).isEqualTo(figures.bad());
  }

  @Test
  void agreesOnGeneratedStatements() throws Exception {
    Figures figures = compare("generated statements", StatementLists.generated(SEED, GENERATED));

    assertThat(figures.accepted()).as("%s", figures.differences()).isEqualTo(figures.good());
    assertThat(figures.good()).isGreaterThan(GENERATED / 2);
    assertThat(figures.refused() / (double) figures.bad()).isGreaterThan(0.999);
    assertThat(figures.worded() / (double) figures.bad()).isGreaterThan(0.99);
  }

  @Test
  void agreesOnSpoiledStatements() throws Exception {
    List<String> good = new ArrayList<>(StatementLists.generated(SEED, GENERATED / 5));
    good.addAll(StatementLists.written());
    Figures figures = compare("spoiled statements", StatementLists.mutated(good, SEED, MUTATED));

    assertThat(figures.accepted()).as("%s", figures.differences()).isEqualTo(figures.good());
    assertThat(figures.bad()).isGreaterThan(MUTATED / 2);
    assertThat(figures.refused() / (double) figures.bad()).isGreaterThan(0.999);
    assertThat(figures.worded() / (double) figures.bad()).isGreaterThan(0.99);
  }

  @Test
  void agreesOnTheStatementsOfOthers() throws Exception {
    List<String> corpus = StatementLists.corpus();
    assumeThat(corpus).isNotEmpty();

    agrees(compare("the corpus", corpus));
    Figures figures = compare("the spoiled corpus", StatementLists.mutated(corpus, SEED, MUTATED));
    assertThat(figures.accepted()).as("%s", figures.differences()).isEqualTo(figures.good());
    assertThat(figures.refused() / (double) figures.bad()).isGreaterThan(0.999);
  }

  @Test
  void generatesEveryAlternativeOfTheGrammar() {
    SqlGrammar grammar = new SqlGrammar(SEED);
    for (int i = 0; i < MOST_TO_GENERATE && !grammar.untaken().isEmpty(); i += ROUND) {
      for (int j = 0; j < ROUND; j++) {
        grammar.statement(80);
      }
    }

    assertThat(grammar.untaken()).isEmpty();
  }
}
