package dev.borealis.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.borealis.diagnose.Finding.Cause;
import dev.borealis.diagnose.IndexOperators.Pair;
import dev.borealis.diagnose.TableEvidence.Column;
import dev.borealis.diagnose.TableEvidence.Index;
import dev.borealis.plan.PlanReader;
import dev.borealis.plan.RelationName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What plans of Aurora DSQL show and the local cluster's do not. */
class RulesTest {
  private static final String FOOTER =
      """
      Query Identifier: qymgw1m77maoe
      Planning Time: 1.000 ms
      Execution Time: 500.000 ms
      Statement DPU Estimate:
        Compute: 0.50100 DPU
        Read: 2.00000 DPU
        Write: 0.00000 DPU
        Total: 2.50100 DPU
      """;

  private static TableEvidence orders(long count) {
    return new TableEvidence(
        new RelationName("public", "orders", null),
        count,
        1,
        count,
        List.of(
            new Column("id", "uuid", true, null),
            new Column("customer_id", "integer", false, null),
            new Column("made_at", "timestamp with time zone", false, null),
            new Column("total", "numeric(10,2)", false, null)),
        List.of(
            new Index("orders_pkey", true, true, List.of("id"), List.of()),
            new Index("by_customer", false, true, List.of("customer_id"), List.of()),
            new Index("by_time", false, true, List.of("made_at"), List.of())));
  }

  private static Evidence evidence(String sql, String plan, long count) {
    String text = plan + FOOTER;
    return Evidence.gather(
        ExplainedStatement.of(sql),
        new CapturedPlan(sql, text, PlanReader.read(text)),
        relation -> orders(count));
  }

  private static List<Finding> findings(String sql, String plan, long count) {
    Evidence evidence = evidence(sql, plan, count);
    List<Finding> findings = new ArrayList<>(new AccessRules(evidence).findings());
    findings.addAll(new JoinRules(evidence).findings());
    return findings;
  }

  @Test
  void countsWhatStorageFiltersDrop() {
    List<Finding> findings =
        findings(
            "SELECT id FROM orders WHERE total = 5 AND customer_id = 3",
            """
            Full Scan (btree-table) on public.orders  (cost=100.00..200.00 rows=9 width=16) (actual time=1.000..400.000 rows=10 loops=1)
              Output: id
              Filter: (orders.total = '5'::numeric)
              Rows Removed by Filter: 90
              -> Storage Scan on orders  (cost=100.00..200.00 rows=9 width=16 loops=1) (actual rows=100 loops=1)
                  Projections: id, total
                  Filters: (orders.made_at > '2026-03-01 00:00:00+00'::timestamp with time zone)
                  Rows Filtered: 9900
                  -> B-Tree Scan on orders  (cost=100.00..200.00 rows=9 width=16 loops=1) (actual rows=10000 loops=1)
            """,
            10_000);
    assertThat(findings).hasSize(1);
    Finding finding = findings.getFirst();
    assertThat(finding.cause()).isEqualTo(Cause.MISSING_INDEX);
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.sql()).isEqualTo("CREATE INDEX ASYNC ON public.orders (total, made_at)");
    assertThat(finding.observed())
        .contains(
            new Finding.Metric("Rows read", "10,000"),
            new Finding.Metric("Rows removed by the filter", "9,990"));
  }

  @Test
  void includesColumnsThatAreLookedUpOftenAndReportsImpossibleRows() {
    List<Finding> findings =
        findings(
            "SELECT total FROM orders WHERE customer_id = 3",
            """
            Index Scan using by_customer on public.orders  (cost=100.00..200.00 rows=9 width=16) (actual time=1.000..110.000 rows=20000 loops=1)
              Output: total
              Index Cond: (orders.customer_id = 3)
              -> Storage Scan on by_customer  (cost=100.00..200.00 rows=9 width=16 loops=1) (actual rows=20000 loops=1)
                  -> B-Tree Scan on by_customer  (cost=100.00..200.00 rows=9 width=16 loops=1) (actual rows=20000 loops=1)
                      Index Cond: (orders.customer_id = 3)
              -> Storage Lookup on orders  (cost=100.00..200.00 rows=9 width=16 loops=1) (actual rows=7738472893322 loops=1)
                  Projections: total
                  -> B-Tree Lookup on orders  (cost=100.00..200.00 rows=9 width=16 loops=1) (actual rows=20000 loops=1)
            """,
            30_000);
    assertThat(findings)
        .extracting(Finding::cause)
        .containsExactly(Cause.STORAGE_LOOKUPS, Cause.IMPOSSIBLE_ROWS);
    assertThat(findings.getFirst().sql())
        .isEqualTo("CREATE INDEX ASYNC ON public.orders (customer_id) INCLUDE (total)");
    assertThat(findings.getFirst().severity()).isEqualTo(Severity.HIGH);
    assertThat(findings.getLast().severity()).isEqualTo(Severity.BUG_REPORT);
    assertThat(findings.getLast().why()).contains("result of the query is right");
  }

  @Test
  void knowsThatOnlyIntegersMixInIndexConditions() {
    String plan =
        """
        Full Scan (btree-table) on public.orders  (cost=100.00..200.00 rows=9 width=16) (actual time=1.000..400.000 rows=10 loops=1)
          -> Storage Scan on orders  (cost=100.00..200.00 rows=9 width=16 loops=1) (actual rows=10 loops=1)
              Filters: (orders.made_at > '2026-03-01'::date)
              Rows Filtered: 9990
        """;
    Finding finding =
        findings("SELECT id FROM orders WHERE made_at > date '2026-03-01'", plan, 10_000)
            .getFirst();
    assertThat(finding.cause()).isEqualTo(Cause.TYPE_MISMATCH);
    assertThat(finding.sql())
        .isEqualTo("made_at > CAST('2026-03-01'::date AS timestamp with time zone)");
    assertThat(finding.recommendation()).contains("by_time");
    IndexOperators published = IndexOperators.PUBLISHED;
    assertThat(published.areMixable("integer", "bigint")).isTrue();
    assertThat(published.areMixable("character varying(60)", "text")).isTrue();
    assertThat(published.areMixable("character(3)", "bpchar")).isTrue();
    assertThat(published.areMixable("character(3)", "text")).isFalse();
    assertThat(published.areMixable("timestamp with time zone", "date")).isFalse();
    assertThat(published.isComparableWith("uuid", "'4b'::uuid")).isTrue();
    assertThat(published.isComparableWith("integer", "'{1,2}'::bigint[]")).isTrue();
  }

  @Test
  void takesWhichTypesMixFromTheCatalogOfAuroraDsql() {
    IndexOperators told =
        IndexOperators.of(
            List.of(new Pair("timestamp with time zone", "date"), new Pair("integer", "integer")));
    assertThat(told.areMixable("timestamp(3) with time zone", "date")).isTrue();
    assertThat(told.areMixable("date", "timestamp with time zone")).isFalse();
    assertThat(told.areMixable("integer", "bigint")).isFalse();
    assertThat(told.source()).contains("btree_index");
    assertThat(IndexOperators.of(List.of())).isEqualTo(IndexOperators.PUBLISHED);
  }

  @Test
  void fallsBackToThePublishedRuleWhereTheCatalogIsNotRead() {
    Evidence.Tables closed =
        new Evidence.Tables() {
          @Override
          public TableEvidence table(RelationName relation) {
            return orders(10);
          }

          @Override
          public IndexOperators indexOperators() throws SQLException {
            throw new SQLException("permission denied for table pg_amop", "42501");
          }
        };
    String plan = "Result  (cost=1.00..9.00 rows=9 width=16)\n" + FOOTER;
    Evidence evidence =
        Evidence.gather(
            ExplainedStatement.of("SELECT 1"),
            new CapturedPlan("SELECT 1", plan, PlanReader.read(plan)),
            closed);
    assertThat(evidence.operators()).isEqualTo(IndexOperators.PUBLISHED);
    assertThat(evidence.gaps())
        .singleElement()
        .asString()
        .contains("permission denied for table pg_amop (42501)");
  }

  @Test
  void findsLoopsThatRunOftenAndHashesThatGrew() {
    List<Finding> findings =
        findings(
            "SELECT o.id FROM orders o, orders p WHERE o.total = p.total",
            """
            Hash Join  (cost=1.00..9.00 rows=9 width=16) (actual time=1.000..490.000 rows=9000 loops=1)
              Hash Cond: (x.a = y.b)
              ->  Nested Loop  (cost=1.00..9.00 rows=9 width=16) (actual time=1.000..450.000 rows=9000 loops=1)
                    Join Filter: (o.total = p.total)
                    ->  Full Scan (btree-table) on public.orders o  (cost=1.00..9.00 rows=3 width=16) (actual time=1.000..2.000 rows=900 loops=1)
                    ->  Full Scan (btree-table) on public.orders p  (cost=1.00..9.00 rows=3 width=16) (actual time=0.100..0.400 rows=10 loops=900)
              ->  Hash  (cost=1.00..9.00 rows=9 width=16) (actual time=5.000..5.000 rows=9000 loops=1)
                    Buckets: 16384 (originally 1024)  Batches: 1 (originally 1)  Memory Usage: 900kB
                    ->  Result  (cost=1.00..9.00 rows=9 width=16) (actual time=1.000..2.000 rows=9000 loops=1)
            """,
            10_000);
    assertThat(findings)
        .extracting(Finding::cause)
        .containsExactly(Cause.LOOP_AMPLIFICATION, Cause.HASH_GROWTH);
    Finding loops = findings.getFirst();
    assertThat(loops.sql()).isEqualTo("CREATE INDEX ASYNC ON public.orders (total)");
    assertThat(loops.millis()).isCloseTo(360, within(0.001));
    assertThat(loops.why()).contains("300 times as many");
    assertThat(findings.getLast().title()).contains("from 1024 to 16384");
  }

  @Test
  void asksTheStatisticsForTheNumberOfRowsOfALargeTable() {
    String plan =
        """
        Aggregate  (cost=1.00..9.00 rows=1 width=8) (actual time=300.000..400.000 rows=1 loops=1)
          ->  Index Only Scan using orders_pkey on public.orders  (cost=1.00..9.00 rows=9 width=16) (actual time=1.000..390.000 rows=200000 loops=1)
        """;
    List<Finding> large = Rewrites.findings(evidence("SELECT count(*) FROM orders", plan, 200_000));
    assertThat(large).hasSize(1);
    assertThat(large.getFirst().sql()).isNull();
    assertThat(large.getFirst().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(large.getFirst().recommendation())
        .contains("c.reltuples")
        .contains("n.nspname = 'public' AND c.relname = 'orders'");
    for (String sql :
        List.of(
            "SELECT count(*) FROM orders WHERE total > 3",
            "SELECT count(customer_id) FROM orders",
            "SELECT count(*) FROM orders GROUP BY customer_id")) {
      assertThat(Rewrites.findings(evidence(sql, plan, 200_000))).isEmpty();
    }
    assertThat(Rewrites.findings(evidence("SELECT count(*) FROM orders", plan, 90_000))).isEmpty();
  }

  @Test
  void showsWhatTheClusterTells() {
    Evidence evidence =
        evidence(
            "SELECT id FROM orders WHERE id = '4b18a761-5870-4d7c-95ce-0a48eca3fceb'",
            """
            Index Only Scan using orders_pkey on public.orders  (cost=100.00..104.00 rows=1 width=16) (actual time=1.000..2.000 rows=1 loops=1)
              Index Cond: (orders.id = '4b18a761-5870-4d7c-95ce-0a48eca3fceb'::uuid)
            """,
            10_000);
    Experiments none = new Experiments(List.of(), List.of(), "The plan has no join.");
    String report = new ReportWriter(evidence, none, List.of()).write();
    assertThat(report)
        .contains("| Query identifier | qymgw1m77maoe |")
        .contains("| Read DPU | 2.00000 |")
        .contains("| Total DPU | 2.50100 |")
        .doesNotContain("estimated here");
  }
}
