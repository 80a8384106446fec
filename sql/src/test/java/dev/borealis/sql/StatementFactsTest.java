package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
