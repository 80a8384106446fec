package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.Stmt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NestingTest {
  private static final int SMALL_STACK_BYTES = 512 * 1024;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "NOT ",
        "- ",
        "CASE WHEN ",
        "f(",
        "ARRAY[",
        "(SELECT (",
        "a[",
        "1 IN (",
        "EXISTS (SELECT ",
        "coalesce(",
        "f() OVER (ORDER BY ",
        "json_array(",
        "xmlconcat(",
        "f(a => ",
        "1 = ANY (",
        "ROW(",
        "a || (b, ",
        "substring(",
        "f() FILTER (WHERE ",
        "1 FROM (SELECT ",
        "(SELECT 1 FROM a JOIN (b JOIN ",
        "(SELECT 1 GROUP BY GROUPING SETS (",
        "1 UNION (SELECT ",
        "x'1' COLLATE c || (",
        "a BETWEEN (SELECT ",
        "(SELECT 1 LIMIT ",
        "CAST(",
        "1::t(",
        "COLLATION FOR (",
        "f(VARIADIC ",
        "overlay(",
        "trim(",
        "xmlparse(document ",
        "json_object(1: ",
        "(WITH c AS (SELECT ",
        "f() OVER (ROWS ",
        "f(1 ORDER BY ",
        "a[1:",
        "nullif(",
        "1 IS DISTINCT FROM NOT "
      })
  void refusesDeepNestingInsteadOfOverflowing(String opening) throws InterruptedException {
    Throwable thrown =
        thrownOnSmallStack(() -> SqlParser.parse("SELECT " + opening.repeat(50_000)));

    assertThat(thrown)
        .isInstanceOfSatisfying(
            SqlParseException.class,
            refusal -> {
              assertThat(refusal.error().sqlState()).isEqualTo("54001");
              assertThat(refusal.error().message()).isEqualTo("stack depth limit exceeded");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " || 1",
        "::int",
        " UNION SELECT 1",
        " IS NULL",
        " IS NOT DOCUMENT",
        " COLLATE c",
        " AT TIME ZONE 'UTC'",
        " = ANY (SELECT 1) ",
        " NOT IN (SELECT 1)"
      })
  void refusesLongChainsInsteadOfOverflowing(String link) {
    assertThatThrownBy(() -> SqlParser.parse("SELECT 1" + link.repeat(20_000)))
        .hasMessage("stack depth limit exceeded");
  }

  @ParameterizedTest
  @ValueSource(strings = {" AND a", " OR a", ", 1", ".b", "[1]", "; SELECT 1"})
  void readsWhatIsLongButNotNested(String part) {
    assertThat(SqlParser.parse("SELECT a" + part.repeat(20_000))).isNotEmpty();
  }

  /** The highest trees that are accepted are safe in the threads that the JVM makes by itself. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          ""|1|" || 1"|990
          ""|1|::int|240
          ""|1| UNION ALL SELECT 1|990
          ""|1 FROM t| JOIN t ON true|990
          ""|1| IS NULL|240
          ""|1| IS NOT DOCUMENT|80
          ""|1| AT TIME ZONE 'UTC'|240
          (|1|)|290
          NOT |1|""|290
          (SELECT |1|)|95
          f(|1|)|145
          JSON_ARRAY(|1|)|95
          a[|1|]|145
          CASE WHEN true THEN |1| END|145
          """)
  void comparesAndWalksTheHighestTrees(String before, String inner, String after, int times)
      throws InterruptedException {
    String sql = "SELECT " + before.repeat(times) + inner + after.repeat(times);

    Runnable use =
        () -> {
          Stmt statement = SqlParser.parse(sql).getFirst();
          Stmt same = SqlParser.parse(sql).getFirst();
          assertThat(statement.equals(same)).isTrue();
          assertThat(statement).hasSameHashCodeAs(same);
          assertThat(statement.toString()).isNotEmpty();
          assertThat(countRecursively(statement)).isEqualTo(countOnOneLevel(statement));
          assertThat(StatementFacts.of(statement).parameters()).isEmpty();
          assertThat(SqlPrinter.print(statement)).isNotEmpty();
        };
    assertThat(thrownIn(Thread.ofPlatform(), use)).isNull();
    assertThat(thrownIn(Thread.ofVirtual(), use)).isNull();
  }

  private static int countRecursively(Node node) {
    int count = 1;
    for (Node child : Children.of(node)) {
      count += countRecursively(child);
    }
    return count;
  }

  private static int countOnOneLevel(Node root) {
    int[] count = new int[1];
    Children.walk(root, node -> count[0]++);
    return count[0];
  }

  private static Throwable thrownOnSmallStack(Runnable run) throws InterruptedException {
    return thrownIn(Thread.ofPlatform().stackSize(SMALL_STACK_BYTES), run);
  }

  private static Throwable thrownIn(Thread.Builder builder, Runnable run)
      throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        builder.unstarted(() -> {
          try {
            run.run();
          } catch (SqlParseException | StackOverflowError | AssertionError e) {
            thrown.set(e);
          }
        });
    thread.start();
    thread.join();
    return thrown.get();
  }
}
