package dev.borealis.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.plan.Operation.Join;
import dev.borealis.plan.Operation.Scan;
import dev.borealis.plan.Operation.Storage;
import dev.borealis.plan.PlanNode.Property;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanReaderTest {
  static Stream<String> samples() {
    return Samples.ALL.stream();
  }

  private static List<String> titles(QueryPlan plan) {
    return plan.nodes().stream().map(PlanNode::title).toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void writesLivePlansAsTheyWere(String sample) {
    assertThat(PlanWriter.write(PlanReader.read(sample))).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsWithTheFrameOfPsql(String sample) {
    // A line end within a literal is shown in a way of its own there.
    String framed =
        "  QUERY PLAN\n-----------\n"
            + sample.replaceAll("(?m)^(?!y: )", " ").stripTrailing()
            + "\n(12 rows)\n";
    assertThat(PlanReader.read(framed)).isEqualTo(PlanReader.read(sample));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsWithoutTheBlankThatCopyingLosesFirst(String sample) {
    String copied = sample.replaceAll("(?m)^(?!y: )", " ").strip();
    assertThat(PlanReader.read(copied)).isEqualTo(PlanReader.read(sample));
  }

  @Test
  void tellsTheThreeLayersOfFilters() {
    PlanNode scan = PlanReader.read(Samples.INDEX_SCAN).root();
    assertThat(scan.operation())
        .isEqualTo(new Scan("Index Scan", false, "idx1", new RelationName(null, "account", null)));
    assertThat(scan.property(Property.FILTER)).isEqualTo("(balance > '100'::numeric)");
    assertThat(scan.branches())
        .extracting(branch -> branch.node().operation())
        .containsExactly(
            new Storage(Storage.Kind.STORAGE_SCAN, "idx1"),
            new Storage(Storage.Kind.STORAGE_LOOKUP, "account"));
    PlanNode storage = scan.branches().getFirst().node();
    assertThat(storage.property(Property.STORAGE_FILTERS)).contains("'open'");
    assertThat(storage.property(Property.PROJECTIONS)).isEqualTo("balance");
    assertThat(storage.branches().getFirst().node().property(Property.INDEX_CONDITION))
        .isEqualTo(scan.property(Property.INDEX_CONDITION));
  }

  @Test
  void readsNumbersAndFooter() {
    QueryPlan plan = PlanReader.read(Samples.ANALYZED);
    assertThat(plan.root().estimate())
        .isEqualTo(new PlanNode.Estimate(100.17, 111.17, 120, 36, null));
    assertThat(plan.root().actual()).isEqualTo(new PlanNode.Actual(2.953, 4.482, 120, 1));
    assertThat(plan.nodes().get(1).estimate())
        .isEqualTo(new PlanNode.Estimate(100.17, 111.17, 120, 36, 1L));
    assertThat(plan.nodes().get(1).actual()).isEqualTo(new PlanNode.Actual(null, null, 120, 1));
    assertThat(plan.footer())
        .isEqualTo(
            new Footer(
                "qymgw1m77maoe",
                11.415,
                4.528,
                new Footer.DpuEstimate(0.01607, 0.04312, 0, null, 0.05919),
                List.of()));
    assertThat(PlanReader.read(Samples.OF_2025).nodes().getLast().actual())
        .isEqualTo(PlanNode.Actual.NEVER_EXECUTED);
  }

  @Test
  void readsPartsOfPlansWithTheirLabels() {
    QueryPlan plan = PlanReader.read(Samples.POSTGRESQL);
    assertThat(plan.root().branches())
        .extracting(PlanNode.Branch::label)
        .containsExactly("CTE big", "InitPlan 3 (returns $2)", null);
    assertThat(titles(plan))
        .containsExactly(
            "Result",
            "Seq Scan on public.orders orders_1",
            "Result",
            "Limit",
            "Index Only Scan Backward using customers_pkey on public.customers",
            "Hash Join",
            "CTE Scan on big",
            "Hash",
            "Seq Scan on public.orders");
    assertThat(plan.footer().otherLines())
        .containsExactly("Settings: jit = 'off', max_parallel_workers_per_gather = '0'");
  }

  @Test
  void readsValuesOverSeveralLinesAndQuotedNames() {
    PlanNode root = PlanReader.read(Samples.LINES_IN_LITERALS).root();
    assertThat(root.property(Property.FILTER))
        .isEqualTo("((hashed SubPlan 2) OR (\"o'l\".name ~~* 'x''%\ny: -> z'::text))");
    assertThat(root.operation())
        .isEqualTo(
            new Scan("Seq Scan", false, null, new RelationName("public", "Order Lines", "o'l")));
    assertThat(root.count(Property.REMOVED_BY_FILTER)).isEqualTo(999);
  }

  @Test
  void readsJoins() {
    assertThat(PlanReader.read(Samples.BATCHED).root().operation())
        .isEqualTo(new Join(Join.Method.NESTED_LOOP, null, true));
    for (String title :
        List.of("Hash Right Semi Join", "Merge Full Join", "Nested Loop Anti Join", "Hash Join")) {
      assertThat(Operation.parse(title)).isInstanceOf(Join.class);
      assertThat(Operation.parse(title).title()).isEqualTo(title);
    }
    assertThat(Operation.parse("Hash")).isEqualTo(new Operation.Other("Hash"));
  }

  @Test
  void readsTheGuidesSamplesWhoseCostsAreLeftOut() {
    QueryPlan plan =
        PlanReader.read(
            """
             Index Only Scan using idx1 on account (cost=...)
               Filter: (balance > '100'::numeric)
               Index Cond: (customer_id = '4b18'::uuid)
               -> Storage Scan on idx1 (cost=...)
                   Projections: balance
                   -> B-Tree Scan on account
            """);
    assertThat(plan.nodes()).hasSize(3);
    assertThat(plan.root().property(Property.INDEX_CONDITION)).contains("4b18");
    assertThat(plan.nodes().getLast().operation())
        .isEqualTo(new Storage(Storage.Kind.BTREE_SCAN, "account"));
  }

  @Test
  void readsFiguresThatCannotBe() {
    PlanNode node =
        PlanReader.read(
                """
                Index Scan using i on t  (cost=1.00..2.00 rows=1 width=8) (actual time=1.000..2.000 rows=1 loops=1)
                  -> Storage Lookup on t  (cost=1.00..2.00 rows=1 width=8 loops=1) (actual rows=7738472893322 loops=9)
                """)
            .nodes()
            .getLast();
    assertThat(node.actual()).isEqualTo(new PlanNode.Actual(null, null, 7738472893322.0, 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n\n", "hello", "[\n  {\n    \"Plan\": {}\n  }\n]", "(6 rows)", "<explain>"})
  void saysWhatIsNoPlan(String text) {
    assertThatThrownBy(() -> PlanReader.read(text))
        .isInstanceOf(PlanFormatException.class)
        .hasMessageContaining("not the text of a plan");
  }

  @Test
  void losesNothingBehindALoneQuote() {
    QueryPlan plan =
        PlanReader.read(
            """
            Sort  (cost=1.00..2.00 rows=1 width=8)
              Sort Key: it's
              ->  Seq Scan on t  (cost=1.00..2.00 rows=1 width=8)
            """);
    assertThat(titles(plan)).containsExactly("Sort", "Seq Scan on t");
  }

  @Test
  void refusesWhatNoPlanCanBe() {
    StringBuilder deep = new StringBuilder("Sort  (cost=1.00..2.00 rows=1 width=8)\n");
    for (int i = 1; i < 2000; i++) {
      deep.repeat(" ", i).append("->  Sort\n");
    }
    assertThatThrownBy(() -> PlanReader.read(deep.toString()))
        .isInstanceOf(PlanFormatException.class)
        .hasMessageContaining("deep");
    assertThatThrownBy(() -> PlanReader.read(" ".repeat(PlanReader.MAX_CHARACTERS + 1)))
        .isInstanceOf(PlanFormatException.class)
        .hasMessageContaining("characters");
  }
}
