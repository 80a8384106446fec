package dev.borealis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.sql.SqlParseException;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Stmt;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The newest version says what a live cluster said in September 2026. */
class RecordedAnswersTest {
  private static final Dialect DIALECT = Dialect.of(DsqlVersion.parse("2026-09"));

  /** What depends on the catalog, on rows or on the transaction, PostgreSQL or the gateway says. */
  private static final Set<String> NOT_OF_THE_TEXT =
      Set.of(
          "ddl and dml are not supported in the same transaction",
          "transaction row limit exceeded",
          "current transaction is aborted, commands ignored until end of transaction block",
          "insert or update on table \"baseline_child\" violates foreign key constraint"
              + " \"baseline_child_parent_id_fkey\"",
          "sys.wait_for_job(text) is a procedure",
          "Unable to convert text to UUID",
          "type \"baseline_mood\" does not exist",
          "value for domain baseline_mood_domain violates check constraint"
              + " \"baseline_mood_domain_check\"",
          "new row for relation \"baseline_enum_check_v\" violates check constraint"
              + " \"baseline_enum_check_v_m_check\"",
          "index \"baseline_alter_big_uq\" is not valid");

  @TestFactory
  Stream<DynamicTest> answersAsTheLiveCluster() throws IOException {
    return RecordedAnswers.all().stream()
        .filter(answer -> answer.message() == null || !NOT_OF_THE_TEXT.contains(answer.message()))
        .map(answer ->
            DynamicTest.dynamicTest(
                answer.name() + ": " + answer.sql(),
                () ->
                    assertThat(answerTo(answer.sql()))
                        .isEqualTo(
                            answer.message() == null
                                ? "accepted"
                                : answer.sqlState() + " " + answer.message())));
  }

  private static String answerTo(String sql) {
    try {
      Stmt statement = SqlParser.parse(sql).getFirst();
      return switch (DIALECT.verdict(statement, sql)) {
        case Verdict.Accept _, Verdict.Rewrite _ -> "accepted";
        case Verdict.Refuse refuse -> refuse.sqlState() + " " + refuse.message();
      };
    } catch (SqlParseException e) {
      return e.error().sqlState() + " " + e.error().message();
    }
  }
}
