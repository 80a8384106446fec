package dev.borealis.alter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.alter.AlterPlan.Validation;
import dev.borealis.alter.AlterReport.Outcome;
import dev.borealis.alter.AlterRun.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops a change before it begins, and how it is told. */
class RefusalTest {
  @TempDir private static Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static Workbench bench;

  @BeforeAll
  static void start() throws IOException, SQLException {
    bench = Workbench.open(directory, "2026-06");
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a varchar(20), b numeric(10,3), c timestamp, d text)",
        "INSERT INTO t VALUES (1, '10', 1.250, '2026-01-01 10:00:00', 'x'), (2, 'ten', 2, NULL, 'x'),"
            + " (3, '99999999999', 3, NULL, NULL), (4, NULL, 4, NULL, 'long text')");
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  private static Validation inTheWay(String sql, String... assignments) throws SQLException {
    AlterPlan plan = bench.plan(sql, assignments);
    assertThat(plan.isRunnable()).isFalse();
    assertThatThrownBy(() -> bench.runner().run(plan, false))
        .isInstanceOf(AlterException.class)
        .hasMessageContaining("cannot be run");
    return plan.validations().stream().filter(Validation::isInTheWay).findFirst().orElseThrow();
  }

  @Test
  void countsAndShowsValuesThatCannotBeCast() throws SQLException {
    Validation found = inTheWay("ALTER TABLE t ALTER a TYPE integer");
    assertThat(found.found()).isEqualTo(2);
    assertThat(found.examples()).containsExactly("id = 2, a = ten", "id = 3, a = 99999999999");
  }

  @Test
  void stopsAtTextThatIsTooLongInsteadOfCuttingIt() throws SQLException {
    assertThat(inTheWay("ALTER TABLE t ALTER d TYPE varchar(5)").examples())
        .containsExactly("id = 4, d = long text");
  }

  @Test
  void countsNullsAndTakesAValueForThem() throws SQLException {
    assertThat(inTheWay("ALTER TABLE t ALTER d SET NOT NULL").examples()).containsExactly("id = 3");
    assertThat(
            bench
                .plan("ALTER TABLE t ALTER d SET NOT NULL", "d = coalesce(d, 'none')")
                .isRunnable())
        .isTrue();
    assertThat(inTheWay("ALTER TABLE t ADD COLUMN e int NOT NULL").found()).isEqualTo(4);
    assertThat(bench.plan("ALTER TABLE t ADD COLUMN e int NOT NULL DEFAULT 1").isRunnable())
        .isTrue();
  }

  @Test
  void countsDuplicatesAndRowsThatBreakAConstraint() throws SQLException {
    assertThat(inTheWay("ALTER TABLE t ADD PRIMARY KEY (d)").found()).isEqualTo(1);
    Validation duplicates = bench.plan("ALTER TABLE t ADD PRIMARY KEY (d)").validations().getLast();
    assertThat(duplicates.examples()).containsExactly("d = x (2 rows)");
    assertThat(inTheWay("ALTER TABLE t ALTER b TYPE numeric(12,3), ADD CHECK (b < 3)").found())
        .isEqualTo(2);
  }

  @Test
  void tellsWhatIsLostWithoutRefusingIt() throws SQLException {
    AlterPlan plan = bench.plan("ALTER TABLE t ALTER b TYPE integer, ALTER c TYPE date");
    assertThat(plan.isRunnable()).isTrue();
    assertThat(plan.validations()).filteredOn(found -> found.found() == 1).hasSize(2);
  }

  @Test
  void triesTheExpressionOfTheUser() throws SQLException {
    assertThat(inTheWay("ALTER TABLE t ALTER a TYPE integer USING a::integer * 2").found())
        .isEqualTo(-1);
    assertThat(
            bench
                .plan(
                    "ALTER TABLE t ALTER a TYPE integer USING CASE WHEN a ~ '^[0-9]{1,5}$' THEN a::integer END")
                .isRunnable())
        .isTrue();
  }

  @Test
  void stopsAtViewsAndNeverDropsThem() throws SQLException {
    bench.sql(
        "CREATE TABLE viewed (id int PRIMARY KEY, a text)",
        "CREATE VIEW recent AS SELECT id FROM viewed");
    AlterPlan plan = bench.plan("ALTER TABLE viewed ALTER a SET NOT NULL");
    assertThat(plan.blockers()).singleElement().asString().contains("view recent");
    assertThat(PlanText.of(plan)).doesNotContain("CASCADE").contains("IN THE WAY");
  }

  @Test
  void refusesWhatTheVersionCannotHave() throws SQLException {
    AlterPlan plan = bench.plan("ALTER TABLE t ADD FOREIGN KEY (id) REFERENCES t (id)");
    assertThat(plan.blockers())
        .anyMatch(text -> text.contains("FOREIGN KEY") && text.contains("0A000"));
    assertThat(bench.plan("ALTER TABLE t ALTER a TYPE text[] USING NULL").blockers()).isNotEmpty();
  }

  @Test
  void saysWhatIsWrongWithTheRequest() {
    refuses("ALTER TABLE nothing ADD COLUMN a int", "no table nothing");
    refuses("ALTER TABLE t DROP COLUMN z", "no column z");
    refuses("ALTER TABLE t DROP CONSTRAINT z", "t_pkey");
    refuses("ALTER TABLE t DROP COLUMN a CASCADE", "CASCADE");
    refuses("ALTER TABLE t ALTER a TYP integer", "not SQL");
    refuses("SELECT 1", "Only ALTER TABLE");
    refuses("ALTER TABLE t DROP COLUMN a; ALTER TABLE u DROP COLUMN a", "one table at a time");
    refuses("ALTER TABLE t SET (fillfactor = 10)", "DSQL has no");
    refuses("", "no statement");
    assertThatThrownBy(() -> bench.plan("ALTER TABLE t DROP COLUMN d", "a = 1, b = 2"))
        .hasMessageContaining("not an assignment");
    assertThatThrownBy(() -> bench.plan("ALTER TABLE t DROP COLUMN d", "a = z"))
        .hasMessageContaining("column z");
  }

  private static void refuses(String sql, String... words) {
    assertThatThrownBy(() -> bench.plan(sql))
        .isInstanceOf(AlterException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void evaluatesNothingThatHasEffects() throws SQLException {
    bench.sql("CREATE SEQUENCE numbers CACHE 1");
    AlterPlan plan =
        bench.plan(
            "ALTER TABLE t ALTER a TYPE bigint USING nextval('numbers'), ADD CHECK (nextval('numbers') > 0 OR a > 0)");
    assertThat(plan.validations()).isEmpty();
    assertThat(bench.cell("SELECT is_called FROM numbers")).isEqualTo("f");
  }

  @Test
  void stopsWhereSomebodyDoesNotAgree() throws SQLException {
    bench.sql("CREATE TABLE asked (id int PRIMARY KEY, a int)", "INSERT INTO asked VALUES (1, 1)");
    AlterPlan plan = bench.plan("ALTER TABLE asked ALTER a SET NOT NULL");
    AlterReport stopped = bench.runnerThatRefuses(Gate.SWAP).run(plan, false);
    assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(bench.plan("ALTER TABLE asked ALTER a TYPE bigint").blockers())
        .anyMatch(text -> text.contains("asked_new"));
    assertThat(bench.runner().abort(plan.id()).outcome()).isEqualTo(Outcome.UNDONE);
    assertThat(
            bench.rows(
                "SELECT relname FROM pg_class WHERE relname ~ '^(asked|dsql_alter)' AND relkind = 'r'"))
        .isEqualTo(List.of("asked"));
    AlterPlan again = bench.plan("ALTER TABLE asked ALTER a SET NOT NULL");
    assertThat(bench.runnerThatRefuses(Gate.DROP).run(again, true).outcome())
        .isEqualTo(Outcome.STOPPED);
    assertThat(bench.cell("SELECT count(*) FROM " + again.oldTable())).isEqualTo("1");
  }
}
