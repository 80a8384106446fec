package dev.borealis.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.diagnose.ExperimentRuns.Variant;
import dev.borealis.diagnose.Finding.Cause;
import dev.borealis.plan.PlanReader;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How often experiments run, and what is made of the runs. */
class ExperimentsTest {
  private static final String BATCHED =
      """
      Nested Loop (Batched Join)  (cost=1.00..9.00 rows=9 width=16) (actual time=1.000..4.000 rows=9 loops=1)
        Join Type: Left
        ->  Full Scan (btree-table) on public.a  (cost=1.00..9.00 rows=9 width=16) (actual time=1.000..2.000 rows=9 loops=1)
        ->  Full Scan (btree-table) on public.b  (cost=1.00..9.00 rows=9 width=16) (actual time=1.000..2.000 rows=9 loops=1)
      """;

  private static CapturedPlan plan(String nodes, double millis) {
    String text = nodes + "Planning Time: 0.000 ms\nExecution Time: %.3f ms\n".formatted(millis);
    return new CapturedPlan("SELECT 1", text, PlanReader.read(text));
  }

  private static CapturedPlan taking(double millis) {
    return plan("Result  (cost=0.00..0.01 rows=1 width=4)\n", millis);
  }

  private static Variant variant(String name) {
    return new Variant(name, name, List.of(), List.of());
  }

  @Test
  void takesTheRunInTheMiddleOfThree() {
    Map<String, Deque<Double>> millis =
        Map.of(
            "one", new ArrayDeque<>(List.of(90.0, 10.0, 20.0)),
            "other", new ArrayDeque<>(List.of(5.0, 7.0, 6.0)));
    List<String> order = new ArrayList<>();
    List<Experiment> experiments =
        ExperimentRuns.run(
            List.of(variant("one"), variant("other")),
            30_000,
            (query, settings) -> {
              order.add(query);
              return taking(millis.getOrDefault(query, new ArrayDeque<>()).remove());
            });
    assertThat(order).containsExactly("one", "other", "one", "other", "one", "other");
    assertThat(experiments).extracting(Experiment::runs).containsExactly(3, 3);
    assertThat(experiments)
        .extracting(experiment -> String.valueOf(experiment.capture()))
        .satisfiesExactly(
            one -> assertThat(one).contains("20.000 ms"),
            other -> assertThat(other).contains("6.000 ms"));
  }

  @Test
  void runsAgainOnlyAsLongAsTheTimeAllows() {
    Deque<Double> millis = new ArrayDeque<>(List.of(12_000.0, 9_000.0, 1.0));
    List<Experiment> twice =
        ExperimentRuns.run(
            List.of(variant("slow")), 25_000, (query, settings) -> taking(millis.remove()));
    assertThat(twice.getFirst().runs()).isEqualTo(2);
    assertThat(String.valueOf(twice.getFirst().capture())).contains("9000.000 ms");
    List<Experiment> once =
        ExperimentRuns.run(List.of(variant("slower")), 30_000, (query, settings) -> taking(20_000));
    assertThat(once.getFirst().runs()).isEqualTo(1);
  }

  @Test
  void runsNoMoreWhatHasFailed() {
    List<String> runs = new ArrayList<>();
    List<Experiment> experiments =
        ExperimentRuns.run(
            List.of(variant("refused"), variant("fine")),
            30_000,
            (query, settings) -> {
              runs.add(query);
              if (query.equals("refused")) {
                throw new SQLException("no such setting", "42704");
              }
              return taking(1);
            });
    assertThat(runs).containsExactly("refused", "fine", "fine", "fine");
    List<Finding> findings = new Experiments(experiments, List.of(), null).findings();
    assertThat(findings).extracting(Finding::cause).containsExactly(Cause.FAILED_EXPERIMENT);
    assertThat(findings.getFirst().observed().getFirst().value())
        .isEqualTo("no such setting (42704)");
  }

  @Test
  void triesNestedLoopsWithoutBatchesWhereThereAreBatches() {
    assertThat(Experiments.joinVariants(plan(BATCHED, 4), "SELECT 1"))
        .extracting(Variant::settings)
        .containsExactly(
            List.of(), Experiments.MERGE_ONLY, List.of("dsql.enable_batched_nestloop = off"));
    String usual = BATCHED.replace(" (Batched Join)", "").replace("  Join Type: Left\n", "");
    assertThat(Experiments.joinVariants(plan(usual, 4), "SELECT 1"))
        .extracting(Variant::name)
        .containsExactly("Default", "Merge joins only");
    assertThat(Experiments.joinVariants(taking(1), "SELECT 1")).isEmpty();
  }

  @Test
  void saysWhichWayToJoinIsFaster() {
    List<Experiment> settings =
        List.of(
            new Experiment("Default", List.of(), List.of(), 3, plan(BATCHED, 100), null),
            new Experiment(
                "Merge joins only", Experiments.MERGE_ONLY, List.of(), 3, taking(95), null),
            new Experiment(
                "Nested loops without batches",
                Experiments.BATCHES_OFF,
                List.of(),
                2,
                taking(30),
                null));
    List<Finding> findings = new Experiments(settings, List.of(), null).findings();
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().cause()).isEqualTo(Cause.JOIN_STRATEGY);
    assertThat(findings.getFirst().title()).endsWith("nested loops without batches");
    assertThat(findings.getFirst().severity()).isEqualTo(Severity.CRITICAL);
  }
}
