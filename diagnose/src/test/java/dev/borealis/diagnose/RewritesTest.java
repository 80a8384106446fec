package dev.borealis.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.client.Cancellation;
import dev.borealis.client.ClusterClient;
import dev.borealis.client.RetryPolicy;
import dev.borealis.diagnose.Finding.Cause;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rewrites of statements on a real local cluster: recognised, and with the same rows. */
class RewritesTest {
  @SuppressWarnings("NullAway.Init") // Set before the first test.
  private static LocalDsql dsql;

  @SuppressWarnings("NullAway.Init") // Set before the first test.
  private static ClusterClient client;

  @BeforeAll
  static void fill(@TempDir Path directory) throws IOException, SQLException {
    dsql = LocalDsql.start(directory, 0);
    client = ClusterClient.open(dsql.login(), 2, RetryPolicy.INTERACTIVE, new Cancellation());
    run(
        "CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, region text, score int)",
        "CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL, referrer int,"
            + " status text NOT NULL, total numeric, qty int, made_at timestamp NOT NULL)",
        "INSERT INTO customers SELECT g, 'c' || g, nullif('r' || g % 5, 'r4'), g % 20 FROM"
            + " generate_series(1, 2000) g",
        "INSERT INTO orders SELECT g, g % 900 + 1, nullif(g % 7, 0), CASE WHEN g % 50 = 0 THEN"
            + " 'open' ELSE 'done' END, g, nullif(g % 40, 3), timestamp '2024-11-05 06:07:08' + g *"
            + " interval '7 hours' FROM generate_series(1, 3000) g");
    for (String keys : List.of("customer_id", "qty", "made_at")) {
      String job = rows("CREATE INDEX ASYNC ON orders (" + keys + ")").getFirst();
      run("CALL sys.wait_for_job('" + job + "')");
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

  private static List<String> rows(String sql) throws SQLException {
    try (Connection connection = client.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        all.add(String.join("|", row));
      }
      return all;
    }
  }

  private static String labels(String sql) throws SQLException {
    try (Connection connection = client.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> labels = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        labels.add(rows.getMetaData().getColumnLabel(i));
      }
      return String.join("|", labels);
    }
  }

  private static List<Finding> rewrites(String sql) {
    return new Diagnosis(client, statement -> {})
        .diagnose(sql, List.of()).findings().stream()
            .filter(finding -> finding.cause() == Cause.REWRITE)
            .toList();
  }

  private static Finding only(String sql) {
    List<Finding> found = rewrites(sql);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  /** The statement as it is rewritten, which has the same rows, and is not found fault with. */
  private static String rewritten(String sql) throws SQLException {
    String rewritten = String.valueOf(only(sql).sql());
    List<String> expected = rows(sql);
    assertThat(expected).isNotEmpty();
    List<String> given = rows(rewritten);
    Collections.sort(expected);
    Collections.sort(given);
    assertThat(given).isEqualTo(expected);
    assertThat(labels(rewritten)).isEqualTo(labels(sql));
    assertThat(rewrites(rewritten)).isEmpty();
    return rewritten;
  }

  @Test
  void writesNotInAsNotExistsWhereNothingCanBeNull() throws SQLException {
    assertThat(
            rewritten(
                "SELECT name FROM customers c -- those who never\n"
                    + "WHERE id NOT IN (SELECT customer_id FROM orders WHERE qty > 5 OR qty = 1)"))
        .isEqualTo(
            "SELECT name FROM customers c -- those who never\n"
                + "WHERE NOT EXISTS (SELECT 1 FROM orders WHERE (qty > 5 OR qty = 1) AND c.id ="
                + " orders.customer_id)");
  }

  @Test
  void saysWhatToCheckOfNotInWhereSomethingCanBeNull() {
    Finding nullable =
        only("SELECT name FROM customers WHERE id NOT IN (SELECT referrer FROM orders)");
    assertThat(nullable.sql()).isNull();
    assertThat(nullable.recommendation())
        .contains("Check whether orders.referrer can be NULL")
        .contains("NOT EXISTS (SELECT 1 FROM orders WHERE customers.id = orders.referrer)");
    Finding outer =
        only("SELECT name FROM customers WHERE score NOT IN (SELECT customer_id FROM orders)");
    assertThat(outer.sql()).isNull();
    assertThat(outer.recommendation()).contains("customers.score can be NULL");
    Finding more =
        only(
            "SELECT name FROM customers WHERE id NOT IN (SELECT max(customer_id) FROM orders GROUP"
                + " BY qty)");
    assertThat(more.sql()).isNull();
  }

  @Test
  void writesInAsExistsWhereItsSubqueryRunsForEachRow() throws SQLException {
    assertThat(
            rewritten(
                "SELECT c.id FROM customers c WHERE c.score IN (SELECT o.referrer FROM orders o WHERE"
                    + " o.customer_id = c.id)"))
        .isEqualTo(
            "SELECT c.id FROM customers c WHERE EXISTS (SELECT 1 FROM orders AS o WHERE"
                + " o.customer_id = c.id AND c.score = o.referrer)");
  }

  @Test
  void writesALeftJoinAsWhatWhereMakesOfIt() throws SQLException {
    assertThat(
            rewritten(
                "SELECT c.id, o.id FROM customers c\n  left outer join orders o ON o.customer_id ="
                    + " c.id WHERE o.status = 'open'"))
        .isEqualTo(
            "SELECT c.id, o.id FROM customers c\n  JOIN orders o ON o.customer_id = c.id WHERE"
                + " o.status = 'open'");
    assertThat(
            rewritten(
                "SELECT name, total FROM customers LEFT JOIN orders ON customer_id = customers.id"
                    + " WHERE total IS NOT NULL AND score < 3"))
        .contains("FROM customers JOIN orders");
    Finding commented =
        only(
            "SELECT c.id FROM customers c LEFT /* ! */ JOIN orders o ON o.customer_id = c.id WHERE"
                + " o.qty BETWEEN 3 AND 5");
    assertThat(commented.sql()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          total = 5 OR total = 7 OR 9 = total | total IN (5, 7, 9)
          (total = 5 OR total = 7) AND qty < 30 | (total IN (5, 7)) AND qty < 30
          status = 'open' OR status = 'lost'  | status IN ('open', 'lost')
          """)
  void writesEqualitiesOfOneColumnAsIn(String condition, String in) throws SQLException {
    assertThat(rewritten("SELECT id FROM orders WHERE " + condition))
        .isEqualTo("SELECT id FROM orders WHERE " + in);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          qty + 5 = 12                           | qty = 7
          33 <= qty - 5                          | qty >= 38
          10 - qty > 8                           | qty < 2
          o.qty + 1 = 4 + 0                      |
          qty * 2 = 8                            |
          made_at::date = '2025-01-05'           | (made_at >= '2025-01-05' AND made_at < '2025-01-06')
          CAST(made_at AS date) <= date '2024-11-06' | made_at < '2024-11-07'
          date '2025-12-01' < made_at::date      | made_at >= '2025-12-02'
          EXTRACT(YEAR FROM made_at) = 2024      | (made_at >= '2024-01-01' AND made_at < '2025-01-01')
          date_trunc('day', made_at) = '2025-01-05' |
          made_at + interval '1 month' < '2024-12-12' |
          """)
  void movesAComputationOnAnIndexedColumnToTheConstant(String condition, String moved)
      throws SQLException {
    String before = "SELECT id FROM orders o WHERE ";
    if (moved == null) {
      assertThat(only(before + condition).sql()).isNull();
    } else {
      assertThat(rewritten(before + condition)).isEqualTo(before + moved);
    }
  }

  @Test
  void joinsTheAggregatesOfAllGroups() throws SQLException {
    assertThat(
            rewritten(
                "SELECT c.id, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id AND"
                    + " o.status = 'open') FROM customers c WHERE region = 'r1'"))
        .isEqualTo(
            "SELECT c.id, COALESCE(grouped.grouped_value, 0) AS count FROM customers c LEFT JOIN"
                + " (SELECT o.customer_id AS grouped_key, count(*) AS grouped_value FROM orders AS"
                + " o WHERE o.status = 'open' GROUP BY o.customer_id) AS grouped ON"
                + " grouped.grouped_key = c.id WHERE region = 'r1'");
    assertThat(
            rewritten(
                "SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.total >"
                    + " (SELECT avg(i.total) FROM orders i WHERE o.customer_id = i.customer_id AND"
                    + " i.qty IS NOT NULL) ORDER BY o.id"))
        .contains("WHERE o.total > grouped.grouped_value ORDER BY o.id");
    Finding first =
        only(
            "SELECT c.id, (SELECT o.id FROM orders o WHERE o.customer_id = c.id ORDER BY o.id LIMIT"
                + " 1) AS first FROM customers c");
    assertThat(first.sql()).isNull();
    assertThat(first.recommendation()).contains("Check that at most one row");
    Finding star =
        only(
            "SELECT *, (SELECT max(o.qty) FROM orders o WHERE o.customer_id = c.id) AS most FROM"
                + " customers c");
    assertThat(star.sql()).isNull();
  }

  @Test
  void readsATableOnceForAllBranchesOfAUnion() throws SQLException {
    assertThat(
            rewritten(
                "SELECT id FROM orders WHERE status = 'open' AND total > 9 UNION ALL SELECT id FROM"
                    + " orders WHERE status = 'done' AND total < 9 ORDER BY id DESC LIMIT 500"))
        .isEqualTo(
            "SELECT id FROM orders WHERE status = 'open' AND total > 9 OR status = 'done' AND total"
                + " < 9 ORDER BY id DESC LIMIT 500");
    assertThat(
            rewritten(
                "SELECT customer_id FROM orders WHERE total > 2900 UNION SELECT customer_id FROM"
                    + " orders WHERE total < 2990 UNION SELECT customer_id FROM orders WHERE"
                    + " referrer = 2"))
        .isEqualTo(
            "SELECT DISTINCT customer_id FROM orders WHERE total > 2900 OR total < 2990 OR referrer"
                + " = 2");
    Finding both =
        only(
            "SELECT id FROM orders WHERE total > 2900 UNION ALL SELECT id FROM orders WHERE total >"
                + " 2990");
    assertThat(both.sql()).isNull();
    assertThat(both.recommendation()).contains("shows such a row twice");
  }

  @Test
  void splitsJoinsOfManyTables() {
    String ten =
        IntStream.rangeClosed(1, 10)
            .mapToObj(number -> "customers c" + number)
            .collect(Collectors.joining(", "));
    String keys =
        IntStream.rangeClosed(2, 10)
            .mapToObj(number -> "c" + number + ".id = c1.id")
            .collect(Collectors.joining(" AND "));
    Finding finding = only("SELECT c1.id FROM " + ten + " WHERE c1.id = 1 AND " + keys);
    assertThat(finding.title()).isEqualTo("10 relations are joined at once");
    assertThat(finding.sql()).isNull();
    String nine = ten.substring(0, ten.lastIndexOf(','));
    String fewer = keys.substring(0, keys.lastIndexOf(" AND "));
    assertThat(rewrites("SELECT c1.id FROM " + nine + " WHERE c1.id = 1 AND " + fewer)).isEmpty();
  }

  @Test
  void ordersByTheColumnThatAnIndexHasInOrder() throws SQLException {
    String sql = "SELECT id, made_at::date AS day FROM orders ORDER BY day DESC";
    assertThat(rewritten(sql))
        .isEqualTo("SELECT id, made_at::date AS day FROM orders ORDER BY orders.made_at DESC");
    assertThat(rows(sql.replace("id, ", "")))
        .isEqualTo(rows("SELECT made_at::date AS day FROM orders ORDER BY orders.made_at DESC"));
    assertThat(rewritten("SELECT COALESCE(id, 0) AS id FROM orders ORDER BY id"))
        .endsWith("ORDER BY orders.id");
    Finding limited = only("SELECT id, qty + 1 AS more FROM orders ORDER BY more LIMIT 5");
    assertThat(limited.sql()).isNull();
    assertThat(limited.recommendation()).contains("ORDER BY orders.qty");
    assertThat(only("SELECT abs(qty) AS qty FROM orders ORDER BY qty").sql()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT name FROM customers WHERE id NOT IN (1, 2)",
        "SELECT name FROM customers WHERE NOT EXISTS (SELECT 1 FROM orders WHERE customer_id ="
            + " customers.id)",
        "SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders)",
        "SELECT c.id FROM customers c LEFT JOIN orders o ON o.customer_id = c.id WHERE o.id IS NULL",
        "SELECT c.id FROM customers c LEFT JOIN orders o ON o.customer_id = c.id WHERE c.score = 1",
        "SELECT c.id FROM customers c LEFT JOIN orders o ON o.customer_id = c.id WHERE o.qty = 1 OR"
            + " c.score = 1",
        "SELECT c.id FROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.qty = 1",
        "SELECT id FROM orders WHERE total = 5 OR referrer = 7",
        "SELECT id FROM orders WHERE total = 5 OR total > 2990",
        "SELECT id FROM orders WHERE total = 5 OR total = 7.5",
        "SELECT id FROM orders WHERE id = 5 OR id = 7",
        "SELECT id FROM orders WHERE total + 5 = 12",
        "SELECT id FROM orders WHERE qty = 5 + 7",
        "SELECT id, (SELECT max(total) FROM orders) FROM customers",
        "SELECT id FROM customers WHERE id = 7 AND score < (SELECT max(o.qty) FROM orders o WHERE"
            + " o.customer_id = customers.id)",
        "SELECT id FROM orders WHERE status = 'open' UNION ALL SELECT id + 1 FROM orders WHERE"
            + " status = 'done'",
        "SELECT count(*) FROM orders WHERE status = 'open' UNION ALL SELECT count(*) FROM orders"
            + " WHERE status = 'done'",
        "SELECT id FROM orders WHERE id = 1 UNION ALL SELECT id FROM orders WHERE id = 2",
        "SELECT id FROM orders WHERE status = 'open' INTERSECT SELECT id FROM orders WHERE total ="
            + " 50",
        "SELECT count(*) FROM orders",
        "SELECT id, made_at AS day FROM orders ORDER BY day",
        "SELECT id, total + 1 AS more FROM orders ORDER BY more",
        "SELECT id, qty + 1 AS more FROM orders ORDER BY orders.made_at"
      })
  void leavesAloneWhatIsWellWritten(String sql) {
    assertThat(rewrites(sql)).isEmpty();
  }

  @Test
  void rewritesWhatIsChangedWhereItStands() throws SQLException {
    Finding finding = only("DELETE FROM orders o WHERE o.qty + 5 = 12 RETURNING id");
    assertThat(finding.sql()).isEqualTo("DELETE FROM orders o WHERE o.qty = 7 RETURNING id");
    Finding update =
        only(
            "UPDATE customers SET score = 1 WHERE id NOT IN (SELECT customer_id FROM orders WHERE"
                + " qty = 8);");
    assertThat(update.sql())
        .isEqualTo(
            "UPDATE customers SET score = 1 WHERE NOT EXISTS (SELECT 1 FROM orders WHERE qty = 8"
                + " AND customers.id = orders.customer_id)");
    assertThat(rows("SELECT count(*) FROM orders")).containsExactly("3000");
  }

  @Test
  void doesNotTakeACommonTableExpressionForTheTableOfItsName() {
    Finding finding =
        only(
            "WITH orders AS (SELECT nullif(customer_id, 3) AS customer_id FROM public.orders)"
                + " SELECT name FROM customers WHERE id NOT IN (SELECT customer_id FROM orders)");
    assertThat(finding.sql()).isNull();
  }

  @Test
  void reportsARewriteAsAStatement() {
    Diagnosis diagnosis = new Diagnosis(client, statement -> {});
    String report =
        diagnosis.diagnose("SELECT id FROM orders WHERE qty + 5 = 12", List.of()).report();
    assertThat(report)
        .contains("A computation on orders.qty hides it from the index")
        .contains("```sql\nSELECT id FROM orders WHERE qty = 7;\n```");
  }
}
