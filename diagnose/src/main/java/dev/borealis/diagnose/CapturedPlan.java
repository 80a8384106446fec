package dev.borealis.diagnose;

import dev.borealis.plan.Footer;
import dev.borealis.plan.QueryPlan;

/**
 * What EXPLAIN said.
 *
 * @param query what was explained
 * @param text as the cluster wrote it
 * @param plan what the text says
 */
public record CapturedPlan(String query, String text, QueryPlan plan) {

  /** Planning and execution, as far as they are shown; 0 without ANALYZE. */
  double totalMillis() {
    Footer footer = plan.footer();
    return (footer.planningMillis() == null ? 0 : footer.planningMillis()) + executionMillis();
  }

  /** 0 without ANALYZE. */
  double executionMillis() {
    Double execution = plan.footer().executionMillis();
    return execution == null ? 0 : execution;
  }
}
