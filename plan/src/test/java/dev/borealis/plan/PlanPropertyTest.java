package dev.borealis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.plan.Operation.Join;
import dev.borealis.plan.Operation.Scan;
import dev.borealis.plan.Operation.Storage;
import dev.borealis.plan.PlanNode.Actual;
import dev.borealis.plan.PlanNode.Branch;
import dev.borealis.plan.PlanNode.Estimate;
import dev.borealis.plan.PlanNode.Property;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Every plan is read as it was written, and no text whatever breaks the reader. */
class PlanPropertyTest {
  private static final int CENT = 100;
  private static final int MICROS = 1000;
  private static final double DPU_STEPS = 100_000;

  @net.jqwik.api.Property(tries = 300)
  void readsWhatWasWritten(@ForAll("plans") QueryPlan plan) {
    String text = PlanWriter.write(plan);
    QueryPlan read = PlanReader.read(text);
    assertThat(read).isEqualTo(plan);
    assertThat(PlanWriter.write(read)).isEqualTo(text);
  }

  @net.jqwik.api.Property(tries = 1000)
  void survivesAnything(
      @ForAll @Size(max = 60) List<@net.jqwik.api.From("fragments") String> text) {
    surviveReading(String.join("", text));
  }

  @net.jqwik.api.Property(tries = 500)
  void survivesDamage(
      @ForAll("samples") String sample, @ForAll int where, @ForAll("fragments") String put) {
    int at = Math.floorMod(where, sample.length());
    int end = Math.min(sample.length(), at + Math.floorMod(where / 7, 40));
    surviveReading(sample.substring(0, at) + put + sample.substring(end));
  }

  private static void surviveReading(String text) {
    try {
      QueryPlan plan = PlanReader.read(text);
      assertThat(plan.nodes()).isNotEmpty();
      for (PlanNode node : plan.nodes()) {
        for (Property property : node.properties()) {
          assertThat(new Condition(property.value()).predicates()).isNotEmpty();
        }
      }
      assertThat(PlanWriter.write(plan)).isNotEmpty();
    } catch (PlanFormatException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<String> samples() {
    return Arbitraries.of(Samples.ALL);
  }

  @Provide
  Arbitrary<String> fragments() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "\n",
            "  ",
            "      ",
            "-> ",
            "->  ",
            "Seq Scan on t",
            "Full Scan (btree-table) on \"",
            "  (cost=0.00..1.00 rows=1 width=8)",
            "(cost=",
            "(actual time=0.1..0.2 rows=1 loops=1)",
            "(actual rows=",
            "(never executed)",
            "Filter: (a = 'x",
            "'",
            "\"",
            "''",
            ": ",
            ":",
            "SubPlan 1",
            "CTE x",
            "InitPlan",
            "Planning Time: 0.1 ms",
            "Query Identifier: x",
            "Statement DPU Estimate:",
            "  Compute: 0.1 DPU",
            "Total: DPU",
            "(1 row)",
            "---",
            "\t",
            "\r",
            "é",
            "\u2028",
            "9".repeat(400),
            "..",
            "using ",
            " on ",
            "Storage Lookup on "),
        Arbitraries.strings().ofMaxLength(8));
  }

  @Provide
  Arbitrary<QueryPlan> plans() {
    return Combinators.combine(ordinary(2), footers()).as(QueryPlan::new);
  }

  private static Arbitrary<PlanNode> ordinary(int depth) {
    Arbitrary<List<Branch>> none = Arbitraries.just(List.of());
    Arbitrary<List<Branch>> storage =
        storage(1).map(node -> new Branch(null, node)).list().ofMaxSize(2);
    Arbitrary<List<Branch>> below =
        depth == 0
            ? Arbitraries.oneOf(none, storage)
            : Arbitraries.oneOf(
                none,
                storage,
                Combinators.combine(labels(), Arbitraries.lazy(() -> ordinary(depth - 1)))
                    .as(Branch::new)
                    .list()
                    .ofMaxSize(2));
    return Combinators.combine(
            operations(), estimates(false), actuals().injectNull(0.3), properties(), below)
        .as((operation, estimate, actual, properties, branches) ->
            new PlanNode(operation, estimate, actual, properties, branches));
  }

  private static Arbitrary<PlanNode> storage(int depth) {
    Arbitrary<Operation> operation =
        Combinators.combine(Arbitraries.of(Storage.Kind.class), names()).as(Storage::new);
    Arbitrary<List<Branch>> below =
        depth == 0
            ? Arbitraries.just(List.of())
            : storage(depth - 1).map(node -> new Branch(null, node)).list().ofMaxSize(1);
    return Combinators.combine(
            operation, estimates(true), actuals().injectNull(0.3), properties(), below)
        .as((kind, estimate, actual, properties, branches) ->
            new PlanNode(kind, estimate, actual, properties, branches));
  }

  private static Arbitrary<@Nullable String> labels() {
    return Arbitraries.of("CTE big", "SubPlan 2", "InitPlan 1 (returns $0)").injectNull(0.6);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of(
        "t", "orders", "Order Lines", "a\"b", "x.y", "select", "transaction", "é");
  }

  private static Arbitrary<RelationName> relations() {
    return Combinators.combine(names().injectNull(0.5), names(), names().injectNull(0.5))
        .as(RelationName::new);
  }

  private static Arbitrary<Operation> operations() {
    Arbitrary<Operation> scans =
        Combinators.combine(
                Arbitraries.of(
                    Scan.FULL_SCAN, Scan.SEQ_SCAN, Scan.INDEX_SCAN, Scan.INDEX_ONLY_SCAN),
                Arbitraries.of(true, false),
                names().injectNull(0.5),
                relations())
            .as(Scan::new);
    Arbitrary<Operation> joins =
        Combinators.combine(
                Arbitraries.of(Join.Method.class),
                Arbitraries.of("Left", "Semi", "Right Anti").injectNull(0.5),
                Arbitraries.of(true, false))
            .as(Join::new);
    Arbitrary<Operation> changes =
        Combinators.combine(Arbitraries.of("Insert", "Update", "Delete"), relations())
            .as(Operation.Modify::new);
    Arbitrary<Operation> others =
        Arbitraries.of("Sort", "Aggregate", "Limit", "Merge Append", "Result")
            .map(Operation.Other::new);
    return Arbitraries.oneOf(scans, joins, changes, others);
  }

  private static Arbitrary<Estimate> estimates(boolean storage) {
    Arbitrary<Double> costs =
        Arbitraries.integers().between(0, 100_000_000).map(n -> n / (double) CENT);
    Arbitrary<@Nullable Long> loops =
        Arbitraries.longs().between(1, 100).injectNull(storage ? 0.5 : 1);
    return Combinators.combine(
            costs,
            costs,
            Arbitraries.longs().between(0, 1L << 50).map(Long::doubleValue),
            Arbitraries.longs().between(0, 100_000),
            loops)
        .as(Estimate::new);
  }

  private static Arbitrary<Actual> actuals() {
    Arbitrary<Double> millis =
        Arbitraries.integers().between(0, 100_000_000).map(n -> n / (double) MICROS);
    Arbitrary<Double> rows = Arbitraries.longs().between(0, 1L << 50).map(Long::doubleValue);
    Arbitrary<Long> loops = Arbitraries.longs().between(1, 1L << 40);
    return Arbitraries.oneOf(
        Combinators.combine(millis, millis, rows, loops).as(Actual::new),
        Combinators.combine(rows, loops).as((count, times) -> new Actual(null, null, count, times)),
        Arbitraries.just(Actual.NEVER_EXECUTED));
  }

  private static Arbitrary<List<Property>> properties() {
    return Combinators.combine(
            Arbitraries.of(
                "Filter", "Index Cond", "Output", "Rows Removed by Filter", "Sort Method"),
            Arbitraries.of(
                "(a = 'x'::text)",
                "('a\nb: -> c'::text = t.\"it's\")",
                "a, b",
                "17",
                "quicksort  Memory: 25kB",
                "((hashed SubPlan 2) OR (b ~~ 'it''s'::text))"))
        .as(Property::new)
        .list()
        .ofMaxSize(3);
  }

  private static Arbitrary<Footer> footers() {
    Arbitrary<Double> millis =
        Arbitraries.integers().between(0, 100_000_000).map(n -> n / (double) MICROS);
    Arbitrary<Double> dpus = Arbitraries.integers().between(0, 10_000_000).map(n -> n / DPU_STEPS);
    Arbitrary<Footer.DpuEstimate> estimates =
        Combinators.combine(dpus, dpus, dpus, dpus.injectNull(0.5), dpus)
            .as(Footer.DpuEstimate::new);
    return Combinators.combine(
            Arbitraries.of("qymgw1m77maoe", "0123456789abc").injectNull(0.5),
            millis.injectNull(0.5),
            millis.injectNull(0.5),
            estimates.injectNull(0.5),
            Arbitraries.of("Settings: jit = 'off'", "JIT:").list().ofMaxSize(2))
        .as(Footer::new);
  }
}
