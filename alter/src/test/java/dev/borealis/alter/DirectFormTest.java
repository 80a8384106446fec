package dev.borealis.alter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.alter.AlterPlan.Method;
import dev.borealis.alter.AlterPlan.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The version with many direct forms, and with foreign keys. */
class DirectFormTest {
  @TempDir private static Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before any test runs.
  private static Workbench bench;

  @BeforeAll
  static void start() throws IOException {
    bench = Workbench.open(directory, "2026-09");
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  private static List<String> statements(AlterPlan plan) {
    return plan.steps().stream()
        .map(AlterPlan.Step::sql)
        .filter(sql -> !sql.contains("dsql_alter_"))
        .toList();
  }

  @Test
  void leavesToTheClusterWhatItAccepts() throws SQLException {
    bench.sql(
        "CREATE TABLE d (id int PRIMARY KEY, a int, b text, c text DEFAULT 'x')",
        "INSERT INTO d VALUES (1, 1, 'b')");
    AlterPlan plan = bench.plan("ALTER TABLE d DROP COLUMN b, ALTER a SET DEFAULT 4");
    assertThat(plan.method()).isEqualTo(Method.DIRECT);
    assertThat(statements(plan))
        .containsExactly("ALTER TABLE public.d DROP COLUMN b, ALTER COLUMN a SET DEFAULT 4");
    assertThat(plan.steps().getFirst().destructive()).isTrue();
    bench.runner().run(plan, false);
    bench.alter("ALTER TABLE d RENAME COLUMN c TO e");
    bench.sql("INSERT INTO d (id) VALUES (2)");
    assertThat(bench.cell("SELECT CAST(d AS text) FROM d WHERE id = 2")).isEqualTo("(2,4,x)");
  }

  @Test
  void addsUniqueByAnIndexAndChecksByAJob() throws SQLException {
    bench.sql(
        "CREATE TABLE u (id int PRIMARY KEY, a int, b int)",
        "INSERT INTO u VALUES (1, 1, 1), (2, 2, 2)");
    AlterPlan plan = bench.plan("ALTER TABLE u ADD UNIQUE (a), ADD CONSTRAINT big CHECK (b > 0)");
    assertThat(plan.method()).isEqualTo(Method.DIRECT);
    assertThat(statements(plan))
        .containsExactly(
            "CREATE UNIQUE INDEX ASYNC IF NOT EXISTS u_a_key ON public.u (a)",
            "ALTER TABLE public.u ADD CONSTRAINT u_a_key UNIQUE USING INDEX u_a_key",
            "ALTER TABLE public.u ADD CONSTRAINT big CHECK (b > 0) NOT VALID",
            "ALTER TABLE ASYNC public.u VALIDATE CONSTRAINT big");
    bench.runner().run(plan, false);
    assertThat(
            bench.rows(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'u'::regclass AND convalidated ORDER BY 1"))
        .containsExactly("big", "u_a_key", "u_pkey");
    assertThatThrownBy(() -> bench.plan("ALTER TABLE u ADD CONSTRAINT big CHECK (b > 1)"))
        .hasMessageContaining("already");
  }

  @Test
  void goesOnAfterEachStepOfADirectChange() throws SQLException {
    for (int step = 0; step < 6; step++) {
      String table = "k" + step;
      bench.sql(
          "CREATE TABLE " + table + " (id int PRIMARY KEY, a int)",
          "INSERT INTO " + table + " VALUES (1, 1)");
      AlterPlan plan =
          bench.plan(
              "ALTER TABLE "
                  + table
                  + " ADD COLUMN z text, ADD UNIQUE (a), ADD CONSTRAINT big CHECK (a > 0)");
      assertThat(plan.steps()).hasSize(6);
      String place = "after " + step;
      assertThatThrownBy(() ->
              bench
                  .runner(reached -> {
                    if (reached.equals(place)) {
                      throw new IllegalStateException("killed");
                    }
                  })
                  .run(plan, false))
          .hasMessage("killed");
      bench.runner().resume(plan.id(), false);
      assertThat(
              bench.rows(
                  "SELECT conname FROM pg_constraint WHERE conrelid = '"
                      + table
                      + "'::regclass AND convalidated"))
          .hasSize(3);
    }
  }

  @Test
  void findsDuplicatesAndViewsBeforeItBegins() throws SQLException {
    bench.sql(
        "CREATE TABLE dup (id int PRIMARY KEY, a int, b int)",
        "INSERT INTO dup VALUES (1, 7, 1), (2, 7, 2)",
        "CREATE VIEW dup_b AS SELECT b FROM dup");
    Validation found = bench.plan("ALTER TABLE dup ADD UNIQUE (a)").validations().getFirst();
    assertThat(found.isInTheWay()).isTrue();
    assertThat(found.examples()).containsExactly("a = 7 (2 rows)");
    assertThat(bench.plan("ALTER TABLE dup DROP COLUMN b").blockers())
        .singleElement()
        .asString()
        .contains("dup_b");
    assertThat(bench.plan("ALTER TABLE dup DROP COLUMN a").isRunnable()).isTrue();
  }

  @Test
  void recreatesWhatStillNeedsItAndKeepsForeignKeys() throws SQLException {
    bench.sql(
        "CREATE TABLE parent (id int PRIMARY KEY, code text)",
        "INSERT INTO parent VALUES (1, '11'), (2, '22')",
        "CREATE TABLE node (id int PRIMARY KEY, up int CONSTRAINT up_fk REFERENCES node (id), p int CONSTRAINT p_fk REFERENCES parent (id), v text)",
        "INSERT INTO node VALUES (5, NULL, 1, '1')",
        "INSERT INTO node VALUES (2, 5, 2, '2')",
        "CREATE TABLE child (id int PRIMARY KEY, n int CONSTRAINT n_fk REFERENCES node (id))",
        "INSERT INTO child VALUES (1, 5), (2, 2)");
    AlterPlan plan = bench.plan("ALTER TABLE node ALTER v TYPE integer");
    assertThat(plan.isRunnable()).as(PlanText.of(plan)).isTrue();
    bench.runner().run(plan, false);
    requireKeys("node");
    bench.runner().abort(plan.id());
    requireKeys("node");
    assertThat(bench.cell("SELECT min(pg_typeof(v)::text) FROM node")).isEqualTo("text");
    bench.sql("DROP TABLE node_new");
    bench.alter("ALTER TABLE node ALTER v TYPE bigint");
    requireKeys("node");
  }

  private static void requireKeys(String table) throws SQLException {
    assertThat(
            bench.rows(
                "SELECT conname || ' ' || conrelid::regclass || ' ' || confrelid::regclass FROM pg_constraint WHERE contype = 'f' AND (conrelid = '%s'::regclass OR confrelid = '%s'::regclass) ORDER BY 1"
                    .formatted(table, table)))
        .containsExactly("n_fk child node", "p_fk node parent", "up_fk node node");
    assertThatThrownBy(() -> bench.sql("INSERT INTO child VALUES (9, 9)"))
        .hasMessageContaining("n_fk");
    assertThatThrownBy(() -> bench.sql("INSERT INTO node VALUES (9, 99, 1, 1)"))
        .hasMessageContaining("up_fk");
  }

  @Test
  void restoresForeignKeysFromEveryPlace() throws SQLException {
    int steps = 0;
    for (int step = 1; step <= Math.max(1, steps); step++) {
      String parent = "fp" + step;
      bench.sql(
          "CREATE TABLE %s (id int PRIMARY KEY, v text)".formatted(parent),
          "INSERT INTO %s VALUES (1, '1')".formatted(parent),
          "CREATE TABLE %s_c (id int PRIMARY KEY, n int CONSTRAINT n_fk REFERENCES %s (id))"
              .formatted(parent, parent));
      AlterPlan plan = bench.plan("ALTER TABLE " + parent + " ALTER v TYPE integer");
      steps = plan.steps().size() - 2;
      String place = "after " + step;
      assertThatThrownBy(() ->
              bench
                  .runner(reached -> {
                    if (reached.equals(place)) {
                      throw new IllegalStateException("killed");
                    }
                  })
                  .run(plan, false))
          .hasMessage("killed");
      if (step % 2 == 0) {
        bench.runner().resume(plan.id(), false);
      } else {
        bench.runner().abort(plan.id());
      }
      assertThat(
              bench.cell(
                  "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = '"
                      + parent
                      + "_c'::regclass"))
          .as(place)
          .isEqualTo(parent);
    }
    assertThat(steps).isGreaterThan(5);
  }
}
