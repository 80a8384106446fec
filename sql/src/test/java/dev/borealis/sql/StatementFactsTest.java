package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementFactsTest {
  private static StatementFacts facts(String sql) {
    return StatementFacts.of(SqlParser.parse(sql).getFirst());
  }

  private static List<String> names(List<RangeVar> relations) {
    return relations.stream().map(RangeVar::relname).toList();
  }

  @Test
  void tellsReadFromWrittenTables() {
    StatementFacts facts =
        facts("INSERT INTO t SELECT * FROM a JOIN b USING (id) WHERE id IN (SELECT id FROM c)");

    assertThat(names(facts.tablesWritten())).containsExactly("t");
    assertThat(names(facts.tablesRead())).containsExactly("a", "b", "c");
    assertThat(facts.readOnly()).isFalse();
  }

  @Test
  void doesNotTakeCommonTableExpressionsForTables() {
    StatementFacts facts =
        facts("WITH a AS (SELECT * FROM a), b AS (SELECT 1) SELECT * FROM a, b, s.b");

    assertThat(names(facts.tablesRead())).containsExactly("a", "b");
    assertThat(facts.tablesRead().getLast().schemaname()).isEqualTo("s");
    assertThat(facts.readOnly()).isTrue();
  }

  @Test
  void findsModifyingCommonTableExpressions() {
    StatementFacts facts = facts("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d");

    assertThat(facts.modifyingCtes()).hasSize(1);
    assertThat(names(facts.tablesWritten())).containsExactly("t");
    assertThat(facts.readOnly()).isFalse();
  }

  @Test
  void findsParametersFunctionsAndLocks() {
    StatementFacts facts =
        facts("SELECT f($2, now()) FROM t WHERE a = $1 FOR UPDATE OF t SKIP LOCKED");

    assertThat(facts.parameters()).containsExactly(1, 2);
    assertThat(facts.functions())
        .extracting(call -> call.funcname().getLast())
        .containsExactly("f", "now");
    assertThat(facts.lockingClauses()).hasSize(1);
    assertThat(names(facts.tablesRead())).containsExactly("t");
    assertThat(facts.readOnly()).isFalse();
  }

  @Test
  void knowsThatExplainRunsOnlyWithAnalyze() {
    assertThat(facts("EXPLAIN DELETE FROM t").readOnly()).isTrue();
    assertThat(facts("EXPLAIN (ANALYZE false) DELETE FROM t").readOnly()).isTrue();
    assertThat(facts("EXPLAIN ANALYZE DELETE FROM t").readOnly()).isFalse();
    assertThat(facts("EXPLAIN ANALYZE SELECT 1").readOnly()).isTrue();
  }

  @Test
  void countsSelectIntoAndFilesAsWriting() {
    assertThat(facts("SELECT 1 INTO t").readOnly()).isFalse();
    assertThat(facts("COPY t TO STDOUT").readOnly()).isTrue();
    assertThat(facts("COPY t TO '/tmp/x'").readOnly()).isFalse();
    assertThat(facts("COPY t FROM STDIN").readOnly()).isFalse();
  }

  @Test
  void doesNotTakeDefinedRelationsForReadOnes() {
    assertThat(facts("CREATE TABLE t (a int, CHECK (a > 0))").tablesRead()).isEmpty();
    assertThat(facts("CREATE INDEX i ON t (a)").tablesRead()).isEmpty();
    assertThat(names(facts("CREATE VIEW v AS SELECT * FROM t").tablesRead())).containsExactly("t");
    assertThat(names(facts("PREPARE p AS DELETE FROM t USING u").tablesRead()))
        .containsExactly("u");
  }

  @Test
  void readsTheTargetTooIfItStandsInFromAgain() {
    StatementFacts facts = facts("UPDATE t SET a = 1 FROM t WHERE (SELECT b FROM t)");

    assertThat(names(facts.tablesWritten())).containsExactly("t");
    assertThat(names(facts.tablesRead())).containsExactly("t", "t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          SELECT a, 1 FROM t WHERE b                                  | IMMUTABLE
          SELECT lower(a) + 1 FROM t                                  | STABLE
          SELECT a * 2 - b FROM t WHERE c ~ 'x'                       | STABLE
          SELECT lower(a) FROM t                                      | IMMUTABLE
          SELECT CURRENT_TIMESTAMP, a::date FROM t                    | STABLE
          SELECT now() + interval '1 day'                             | STABLE
          SELECT random()                                             | VOLATILE
          INSERT INTO t VALUES (gen_random_uuid())                    | VOLATILE
          INSERT INTO t VALUES (1, DEFAULT)                           | IMMUTABLE
          SELECT * FROM t TABLESAMPLE system (1)                      | VOLATILE
          SELECT * FROM t TABLESAMPLE system (1) REPEATABLE (1)       | STABLE
          SELECT * FROM t FOR UPDATE                                  | STABLE
          SELECT * FROM t FOR UPDATE SKIP LOCKED                      | VOLATILE
          SELECT mine(a) FROM t                                       | VOLATILE
          SELECT a OPERATOR(mine.+) b FROM t                          | VOLATILE
          WITH x AS (SELECT nextval('s')) SELECT * FROM x             | VOLATILE
          SELECT (SELECT max(a) FROM t ORDER BY clock_timestamp())    | VOLATILE
          UPDATE t SET a = EXTRACT(year FROM b) WHERE c BETWEEN 1 AND 2 | STABLE
          EXECUTE p                                                   | VOLATILE
          CALL p()                                                    | VOLATILE
          DO 'x'                                                      | VOLATILE
          """)
  void tellsWhetherTheSameWouldComeOutAgain(String sql, Volatility volatility) {
    assertThat(facts(sql).volatility()).isEqualTo(volatility);
  }

  @Test
  void factsOfAPrintedTreeAreTheSame() {
    for (String sql : StatementLists.written()) {
      if (Verdict.of(sql).accepts() && !SqlParser.parse(sql).isEmpty()) {
        StatementFacts printed = facts(SqlPrinter.print(SqlParser.parse(sql).getFirst()));
        assertThat(printed).as(sql).isEqualTo(facts(sql));
      }
    }
  }
}
