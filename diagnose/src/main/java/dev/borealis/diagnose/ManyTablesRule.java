package dev.borealis.diagnose;

import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.diagnose.GivenStatement.Query;
import dev.borealis.plan.Footer;
import java.util.List;

/** So many relations in one FROM that not every order of joining them is looked at. */
final class ManyTablesRule implements Rewrites.Rule {
  private static final int MANY = 10;

  @Override
  public void find(GivenStatement statement, List<Finding> findings) {
    for (Query query : statement.queries()) {
      int relations = query.scope().relations().size();
      if (!query.from().isEmpty() && relations >= MANY) {
        findings.add(finding(statement, relations));
      }
    }
  }

  private static Finding finding(GivenStatement statement, int relations) {
    Footer footer = statement.evidence().capture().plan().footer();
    double planning = footer.planningMillis() == null ? 0 : footer.planningMillis();
    return statement.finding(
        "%d relations are joined at once".formatted(relations),
        0,
        List.of(
            new Metric("Relations", Integer.toString(relations)),
            new Metric("Planning time", Figures.millis(planning))),
        "From about ten relations on, the planner no longer tries every order of joining them, and"
            + " what it overlooks depends on how FROM is written.",
        "Split the query: find the keys of the few rows that matter in a common table expression"
            + " (AS MATERIALIZED), with the relations that narrow most, and join the rest to it."
            + " Leave out relations whose columns are not used. Check that outer joins stay on"
            + " their side of the split.",
        null,
        "Not known before the split is chosen: compare the plans.");
  }
}
