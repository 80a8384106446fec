package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.sql.tree.Stmt;
import java.lang.management.ManagementFactory;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text makes the parser fail otherwise than with an error of its own, or work without bound. */
class ParserFuzzTest {
  /** How many levels the parser may go down for each token; ordinary SQL has less than three. */
  private static final int LEVELS_PER_TOKEN = 5;

  @Provide
  Arbitrary<String> soups() {
    Arbitrary<String> words = Arbitraries.of(Keyword.values()).map(Keyword::word);
    Arbitrary<String> others =
        Arbitraries.of(
            "a", "b", "\"c\"", "1", "2.5", "'s'", "$1", "b'1'", "(", ")", "(", ")", "[", "]", ",",
            ".", ";", ":", "::", "*", "+", "-", "<", "=", "<>", "||", "=>", ":=", "async", "$$x$$");
    return Arbitraries.frequencyOf(
            Tuple.of(3, words),
            Tuple.of(4, others),
            Tuple.of(1, Arbitraries.strings().ofMaxLength(3)))
        .list()
        .ofMaxSize(60)
        .map(pieces -> String.join(" ", pieces));
  }

  @Property(tries = 3_000)
  void endsWithATreeOrAnError(@ForAll("soups") String soup) {
    List<Stmt> statements = parse(soup);
    statements.forEach(statement -> assertThat(StatementFacts.of(statement)).isNotNull());
    assertThat(levels(soup)).isLessThanOrEqualTo(bound(soup));
  }

  @Property(tries = 20)
  void endsWithATreeOrAnErrorOnWhatIsAlmostSql(@ForAll long seed) {
    for (String spoiled : StatementLists.mutated(StatementLists.written(), seed, 500)) {
      parse(spoiled);
      assertThat(levels(spoiled)).as(spoiled).isLessThanOrEqualTo(bound(spoiled));
    }
  }

  private static List<Stmt> parse(String text) {
    try {
      return SqlParser.parse(text);
    } catch (SqlParseException e) {
      assertThat(e.error().message()).isNotEmpty();
      return List.of();
    }
  }

  private static int levels(String text) {
    Grammar grammar = new Grammar(Tokens.of(text));
    try {
      grammar.statements.statements();
    } catch (SqlParseException e) {
      assertThat(e.error().sqlState()).hasSize(5);
    }
    return grammar.state.nesting.entered();
  }

  private static int bound(String text) {
    return LEVELS_PER_TOKEN * (Tokens.of(text).size() + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; ",
        "SELECT 1 UNION ",
        "SELECT a,",
        "SELECT a AND ",
        "SELECT a OR b AND ",
        "SELECT * FROM t,",
        "INSERT INTO t VALUES (1), ",
        "INSERT INTO t VALUES (1, 2, ",
        "SELECT a.b.",
        "SELECT a[1]",
        "SELECT f(a, ",
        "SELECT 1 IN (1, ",
        "SELECT (",
        "SELECT ((a), ",
        "SELECT f(",
        "SELECT CASE WHEN a THEN b ",
        "SELECT 1 + ",
        "SELECT - ",
        "SELECT a::b",
        "CREATE TABLE t (a int, ",
        "ALTER TABLE t ADD a int, ",
        "GRANT SELECT, ",
        "SET a = 1, ",
        "WITH a AS (SELECT 1), ",
        "SELECT ARRAY[1, ",
        "SELECT a OPERATOR(",
        "SELECT a.b.c.",
        "CREATE FUNCTION f(a int, ",
        "DROP TABLE a, ",
        "SELECT 1 ORDER BY a, ",
        "SELECT x FROM a JOIN b ON c ",
        "COPY t TO STDOUT (a b, ",
        "SELECT 'a' ",
        "SELECT /* ",
        "$$ ",
        "\" ",
        "SELECT 1 -- \n",
        "SELECT U&'\\",
        "SELECT $1"
      })
  void worksLinearlyOnWhatIsRepeated(String part) {
    int times = 2_000;
    // What is loaded the first time is of no interest.
    use(part, times);
    long once = use(part, times);
    long twice = use(part, 2 * times);

    assertThat(twice).as("bytes for twice the text").isLessThan(once * 5 / 2 + 100_000);
  }

  /** The memory that a text takes to read: copies of growing lists would show. */
  private static long use(String part, int times) {
    String whole = part.repeat(times);
    String tail = part.substring(part.indexOf(' ') + 1).repeat(times);
    String head = part.substring(0, part.indexOf(' ') + 1);
    com.sun.management.ThreadMXBean thread =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    parse(whole);
    parse(head + tail);
    long after = thread.getCurrentThreadAllocatedBytes();
    assertThat(levels(whole)).isLessThanOrEqualTo(bound(whole));
    assertThat(levels(head + tail)).isLessThanOrEqualTo(bound(head + tail));
    return after - before;
  }
}
