package dev.borealis.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import dev.borealis.diagnose.Diagnosis.Diagnosed;
import dev.borealis.diagnose.Diagnosis.Phase;
import dev.borealis.diagnose.Finding.AppliesTo;
import dev.borealis.diagnose.Finding.Cause;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Diagnoses of queries on a real local cluster. */
class DiagnosisTest {
  private static final int BATCHES = 4;

  @SuppressWarnings("NullAway.Init") // Set before the first test.
  private static LocalDsql dsql;

  @SuppressWarnings("NullAway.Init") // Set before the first test.
  private static ClusterClient client;

  @BeforeAll
  static void fill(@TempDir Path directory) throws IOException, SQLException {
    dsql = LocalDsql.start(directory, 0);
    client = ClusterClient.open(dsql.login(), 2, RetryPolicy.INTERACTIVE, new Cancellation());
    run(
        "CREATE TABLE customers (id int PRIMARY KEY, name text, region text, city text)",
        "CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), customer_id int,"
            + " status text, total numeric, note varchar(60))",
        "CREATE TABLE grown (id int PRIMARY KEY, kind int)",
        "INSERT INTO customers SELECT g, 'c' || g, CASE WHEN g % 10 = 0 THEN 'eu' ELSE 'us' END,"
            + " CASE WHEN g % 10 = 0 THEN 'Berlin' ELSE 'Boston' END FROM generate_series(1, 3000)"
            + " g",
        "INSERT INTO grown SELECT g, g % 7 FROM generate_series(1, 150) g",
        "ANALYZE grown");
    for (int i = 0; i < BATCHES; i++) {
      run(
          "INSERT INTO orders (customer_id, status, total, note) SELECT g % 1000 + 1, CASE WHEN g %"
              + " 50 = 0 THEN 'open' ELSE 'done' END, g, repeat('x', 50) FROM generate_series(1,"
              + " 3000) g");
    }
    run("ANALYZE orders", "ANALYZE customers");
  }

  @AfterAll
  static void stop() {
    client.close();
    dsql.close();
  }

  private static void run(String... statements) throws SQLException {
    try (Connection connection = client.connection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static @Nullable String first(String sql) throws SQLException {
    try (Connection connection = client.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  private static Diagnosed diagnose(String sql, String... predicates) {
    return new Diagnosis(client, statement -> {}).diagnose(sql, List.of(predicates));
  }

  private static List<Cause> causes(Diagnosed diagnosed) {
    return diagnosed.findings().stream().map(Finding::cause).toList();
  }

  private static Finding finding(Diagnosed diagnosed, Cause cause) {
    assertThat(causes(diagnosed)).contains(cause);
    return diagnosed.findings().stream()
        .filter(finding -> finding.cause() == cause)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void findsAMissingIndexFirst() {
    Diagnosed diagnosed = diagnose("SELECT id, note FROM orders WHERE customer_id = 7");
    Finding first = diagnosed.findings().getFirst();
    assertThat(first.cause()).isEqualTo(Cause.MISSING_INDEX);
    assertThat(first.sql()).isEqualTo("CREATE INDEX ASYNC ON public.orders (customer_id)");
    assertThat(first.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(first.expectedImpact()).contains("12 rows read instead of 12,000");
    assertThat(first.observed())
        .contains(new Finding.Metric("Rows removed by the filter", "11,988"));
    assertThat(diagnosed.report()).contains("```sql\n" + first.sql() + ";\n```");
  }

  @Test
  void putsEqualityBeforeOneRange() {
    Finding first =
        diagnose("SELECT id FROM orders WHERE total > 2990 AND total < 9999 AND customer_id = 995")
            .findings()
            .getFirst();
    assertThat(first.sql()).isEqualTo("CREATE INDEX ASYNC ON public.orders (customer_id, total)");
  }

  @Test
  void findsTheIndexThatAJoinLacks() {
    Diagnosed diagnosed =
        diagnose(
            "SELECT o.id FROM customers c JOIN orders o ON o.customer_id = c.id WHERE c.id IN (5,"
                + " 6)");
    assertThat(diagnosed.findings())
        .extracting(Finding::sql)
        .contains("CREATE INDEX ASYNC ON public.orders (customer_id)");
    assertThat(diagnosed.report()).contains("| Merge joins only |");
  }

  @Test
  void findsStaleStatistics() throws SQLException {
    // The cluster takes statistics by itself as well, perhaps just now; but not again and again.
    Diagnosed diagnosed;
    int attempt = 0;
    do {
      attempt++;
      run("INSERT INTO grown SELECT id + (SELECT count(*) FROM grown), kind FROM grown");
      diagnosed = diagnose("SELECT count(*) FROM grown WHERE kind = 3");
    } while (attempt < 5 && !causes(diagnosed).contains(Cause.STALE_STATISTICS));
    Finding finding = finding(diagnosed, Cause.STALE_STATISTICS);
    assertThat(finding.sql()).isEqualTo("ANALYZE public.grown");
    assertThat(finding.observed())
        .extracting(Finding.Metric::name)
        .containsExactly("Rows in the statistics", "Rows counted", "Off by");
  }

  @Test
  void findsSkew() {
    Finding finding =
        finding(diagnose("SELECT count(*) FROM orders WHERE status = 'open'"), Cause.SKEW);
    assertThat(finding.observed())
        .contains(
            new Finding.Metric("Most frequent value", "`done`"),
            new Finding.Metric("Its share of the rows", "98.0 %"));
  }

  @Test
  void findsConditionsThatGoTogether() {
    Finding finding =
        finding(
            diagnose("SELECT * FROM customers WHERE region = 'eu' AND city = 'Berlin'"),
            Cause.CORRELATED_PREDICATES);
    assertThat(finding.sql()).isEqualTo("CREATE STATISTICS ON region, city FROM public.customers");
    assertThat(finding.observed())
        .contains(
            new Finding.Metric("Rows with all of them", "300"),
            new Finding.Metric("Expected if they were independent", "30"));
  }

  @Test
  void tellsSmallErrorsOfThePlannerAsSmall() {
    Finding finding =
        finding(diagnose("SELECT id FROM orders WHERE total % 50 = 0"), Cause.MISESTIMATE);
    assertThat(finding.severity()).isEqualTo(Severity.LOW);
    assertThat(finding.observed())
        .contains(
            new Finding.Metric("Rows estimated", "60"),
            new Finding.Metric("Rows in fact", "240"),
            new Finding.Metric("Judgement", "minor"));
  }

  @Test
  void findsAColumnThatIsComparedAsAnotherType() {
    Diagnosed diagnosed = diagnose("SELECT * FROM customers WHERE id = 5.0");
    Finding finding = finding(diagnosed, Cause.TYPE_MISMATCH);
    assertThat(finding.sql()).isEqualTo("id = CAST(5.0 AS integer)");
    assertThat(finding.recommendation()).contains("customers_pkey");
    assertThat(causes(diagnosed)).doesNotContain(Cause.MISSING_INDEX);
  }

  @Test
  void saysWhatNoIndexCanServe() {
    Diagnosed diagnosed = diagnose("SELECT * FROM orders WHERE note LIKE '%y%'");
    assertThat(finding(diagnosed, Cause.UNINDEXABLE_FILTER).sql()).isNull();
  }

  @Test
  void findsNothingWhereAllIsWell() {
    Diagnosed diagnosed = diagnose("SELECT * FROM customers WHERE id = 5");
    assertThat(diagnosed.findings()).isEmpty();
    assertThat(diagnosed.report()).contains("Nothing needs to be done");
  }

  @Test
  void reportsInTheFixedOrder() {
    String report = diagnose("SELECT id FROM orders WHERE customer_id = 7").report();
    assertThat(report.lines().filter(line -> line.startsWith("#")))
        .containsSubsequence(
            "# SQL Query Explainability — Diagnostic Report",
            "## Query Information",
            "## SQL Statement",
            "## Plan Overview",
            "## Findings",
            "#### What we observed",
            "#### Why it happened",
            "#### Recommendation",
            "## GUC Experiment Results",
            "## Summary",
            "## Next Steps");
    assertThat(report)
        .containsPattern("### Finding 1: .* \\(CRITICAL — [0-9.]+ ms\\)")
        .contains("**Applies to:** Original Query")
        .contains("**Expected impact:** ")
        .contains("| # | Finding | Severity | Recommendation | Expected Impact |");
  }

  @Test
  void saysWhatTheClusterDoesNotTell() {
    String report = diagnose("SELECT * FROM customers WHERE id = 5").report();
    assertThat(report)
        .contains("| DPU | not told by this cluster |")
        .contains("estimated here")
        .contains("| Query identifier | not told by this cluster |");
  }

  @Test
  void explainsChangesAsTheSelectThatFindsTheRows() throws SQLException {
    Diagnosed update =
        diagnose(
            "UPDATE orders o SET status = 'x' FROM customers c WHERE c.id = o.customer_id AND"
                + " c.name = 'c7'");
    assertThat(update.capture().query())
        .isEqualTo(
            "SELECT o.* FROM orders AS o, customers AS c WHERE c.id = o.customer_id AND c.name ="
                + " 'c7'");
    assertThat(update.note()).contains("UPDATE is explained as the SELECT");
    Diagnosed delete = diagnose("DELETE FROM orders WHERE customer_id = 7 RETURNING id");
    assertThat(delete.capture().query())
        .isEqualTo("SELECT orders.* FROM orders WHERE customer_id = 7");
    assertThat(delete.findings().getFirst().cause()).isEqualTo(Cause.MISSING_INDEX);
    Diagnosed locking = diagnose("SELECT id FROM customers WHERE id = 1 FOR UPDATE");
    assertThat(locking.capture().query()).isEqualTo("SELECT id FROM customers WHERE id = 1");
    assertThat(first("SELECT count(*) FROM orders WHERE customer_id = 7")).isEqualTo("12");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          INSERT INTO customers VALUES (0)                                   | INSERT is not diagnosed
          DO $$ BEGIN END $$                                                 | DO and CALL are not diagnosed
          CALL sys.wait_for_job('x')                                         | DO and CALL are not diagnosed
          DROP TABLE customers                                               | Only SELECT
          SELECT 1; SELECT 2                                                 | has 2 statements
          SELECT * FROM                                                      | is not SQL
          SELECT pg_sleep(1)                                                 | calls pg_sleep
          SELECT nextval('s')                                                | calls nextval
          SELECT my_function(id) FROM customers                              | does not show what happens in functions
          SELECT * FROM customers WHERE id = $1                              | has parameters ($1)
          SELECT * INTO copied FROM customers                                | INTO
          WITH gone AS (DELETE FROM customers RETURNING id) SELECT * FROM gone | changes rows
          SELECT * FROM (SELECT * FROM customers FOR UPDATE) c               | FOR UPDATE
          UPDATE customers SET name = '' WHERE CURRENT OF c                  | CURRENT OF
          """)
  void refusesWhatMustNotRun(String sql, String words) {
    assertThatThrownBy(() -> diagnose(sql))
        .isInstanceOf(DiagnosisException.class)
        .hasMessageContaining(words);
  }

  @Test
  void reportsErrorsWordForWord() {
    assertThatThrownBy(() -> diagnose("SELECT * FROM nowhere"))
        .isInstanceOf(DiagnosisException.class)
        .hasMessageContaining("relation \"nowhere\" does not exist")
        .hasMessageContaining("42P01");
  }

  @Test
  void findsPagesThatAreReachedByReadingThoseBefore() {
    Finding finding =
        finding(
            diagnose("SELECT * FROM customers ORDER BY id OFFSET 2000 LIMIT 10"),
            Cause.LARGE_OFFSET);
    assertThat(finding.title()).isEqualTo("OFFSET drops 2,000 rows");
  }

  @Test
  void triesRedundantPredicates() {
    Diagnosed same = diagnose("SELECT * FROM customers WHERE region = 'eu'", "city = 'Berlin'");
    assertThat(same.report()).contains("### Redundant predicates").contains("All predicates");
    Diagnosed other = diagnose("SELECT * FROM customers WHERE region = 'eu'", "id < 100");
    Finding finding = finding(other, Cause.REDUNDANT_PREDICATE);
    assertThat(finding.title()).isEqualTo("A predicate is not redundant");
    assertThat(finding.appliesTo()).isEqualTo(AppliesTo.REDUNDANT_PREDICATE_EXPERIMENT);
    assertThatThrownBy(() -> diagnose("SELECT * FROM customers", "id = 1; DROP TABLE customers"))
        .isInstanceOf(DiagnosisException.class)
        .hasMessageContaining("not a condition");
  }

  @Test
  void plansWithoutRunning() {
    Diagnosis diagnosis = new Diagnosis(client, statement -> {});
    assertThat(diagnosis.plan("DELETE FROM customers", false).text())
        .startsWith("Delete on public.customers")
        .doesNotContain("actual");
    assertThat(diagnosis.plan("SELECT 1;", true).text()).contains("actual");
    assertThatThrownBy(() -> diagnosis.plan("DROP TABLE customers", false))
        .isInstanceOf(DiagnosisException.class);
  }

  @Test
  void tellsWhatItRuns() {
    List<Statement> seen = new ArrayList<>();
    List<Phase> phases = new ArrayList<>();
    Diagnosed _ = new Diagnosis(client, seen::add, phases::add).diagnose("SELECT 1", List.of());
    assertThat(seen).isNotEmpty();
    assertThat(phases).containsExactly(Phase.values());
  }

  @Test
  void reassessesAfterTheChange() throws Exception {
    run(
        "CREATE TABLE visits (id int PRIMARY KEY, page int, text varchar(80))",
        "INSERT INTO visits SELECT g, g % 500, repeat('y', 70) FROM generate_series(1, 3000) g",
        "ANALYZE visits");
    Diagnosis diagnosis = new Diagnosis(client, statement -> {});
    Diagnosed before = diagnosis.diagnose("SELECT * FROM visits WHERE page = 7;", List.of());
    String sql = before.findings().getFirst().sql();
    assertThat(sql).isEqualTo("CREATE INDEX ASYNC ON public.visits (page)");
    run("CALL sys.wait_for_job('" + first(String.valueOf(sql)) + "')");
    String addendum = diagnosis.reassess(before.report());
    assertThat(addendum)
        .contains("## Addendum: After-Change Performance")
        .contains("| Figure | Before | After | Improvement |")
        .contains("| Rows read | 3,000 | 6 | 99.8 % |")
        .contains("| Rows of the result | 6 | 6 | – |")
        .contains("| gone |")
        .doesNotContain("Alarm");
    run("DELETE FROM visits WHERE id = 7");
    String appended = before.report() + addendum;
    assertThat(diagnosis.reassess(appended)).contains("**Alarm: the number of rows");
  }

  @Test
  void reassessesOnlyReports() {
    Diagnosis diagnosis = new Diagnosis(client, statement -> {});
    for (String text : List.of("", "# Hello", "## SQL Statement\n\n```sql\nSELECT 1\n")) {
      assertThatThrownBy(() -> diagnosis.reassess(text)).isInstanceOf(DiagnosisException.class);
    }
  }
}
