package dev.borealis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.plan.Predicate.Column;
import dev.borealis.plan.Predicate.ColumnEquality;
import dev.borealis.plan.Predicate.Comparison;
import dev.borealis.plan.Predicate.Unclassified;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static Predicate only(String condition) {
    assertThat(new Condition(condition).predicates()).hasSize(1);
    return new Condition(condition).predicates().getFirst();
  }

  @Test
  void takesConditionsApartAtAnd() {
    assertThat(
            new Condition("((o.a = 1) AND ((o.b)::text = 'x'::text) AND (o.c OR (o.d > 2)))")
                .predicates())
        .hasSize(3)
        .element(1)
        .isEqualTo(
            new Comparison(
                "o.b::text = 'x'::text", new Column("o", "b"), "text", "=", "'x'::text"));
  }

  @Test
  void turnsComparisonsSoThatTheColumnComesFirst() {
    assertThat(only("(5 < t.a)"))
        .isEqualTo(new Comparison("5 < t.a", new Column("t", "a"), null, ">", "5"));
  }

  @Test
  void knowsListsNullsAndTruthValues() {
    Predicate list = only("(t.a = ANY ('{1,2}'::integer[]))");
    assertThat(list).isInstanceOf(Comparison.class);
    assertThat(((Comparison) list).isEquality()).isTrue();
    assertThat(((Comparison) only("(t.a IS NULL)")).isEquality()).isTrue();
    assertThat(((Comparison) only("(NOT t.done)")).operand()).isEqualTo("false");
    assertThat(((Comparison) only("t.done")).operand()).isEqualTo("true");
    assertThat(((Comparison) only("(t.a >= now())")).isRange()).isTrue();
  }

  @Test
  void knowsWhatJoins() {
    assertThat(only("(o.customer_id = c.id)"))
        .isEqualTo(
            new ColumnEquality(
                "o.customer_id = c.id", new Column("o", "customer_id"), new Column("c", "id")));
  }

  @Test
  void leavesTheRestUnclassified() {
    assertThat(only("((hashed SubPlan 2) OR (a = 1))")).isInstanceOf(Unclassified.class);
    assertThat(only("(lower(t.a) = 'x'::text)").columns()).containsExactly(new Column("t", "a"));
    assertThat(only("(t.a = 1); DROP TABLE t")).isInstanceOf(Unclassified.class);
    assertThat(only("(ROW(t.a, t.b) > ROW(1, 2))")).isInstanceOf(Unclassified.class);
    assertThat(((Comparison) only("(t.a ~~ '%x%'::text)")).isRange()).isFalse();
  }
}
