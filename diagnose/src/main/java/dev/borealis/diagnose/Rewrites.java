package dev.borealis.diagnose;

import java.util.ArrayList;
import java.util.List;

/**
 * The catalogue of rewrites: how the statement itself could be written so that less is to do. Each
 * rule looks at the tree of the statement and at the plan. It gives SQL only where the rewritten
 * statement has the same rows whatever the data, and else says what decides.
 */
final class Rewrites {
  private static final List<Rule> RULES =
      List.of(
          new MembershipRule(),
          new OuterJoinRule(),
          new DisjunctionRule(),
          new ComputedColumnRule(),
          new ScalarSubqueryRule(),
          new UnionRule(),
          new RowCountRule(),
          new ManyTablesRule(),
          new SortAliasRule());

  private Rewrites() {}

  /** A rewrite that may be recognised in a statement. */
  @FunctionalInterface
  interface Rule {
    void find(GivenStatement statement, List<Finding> findings);
  }

  static List<Finding> findings(Evidence evidence) {
    GivenStatement statement = GivenStatement.of(evidence);
    List<Finding> findings = new ArrayList<>();
    RULES.forEach(rule -> rule.find(statement, findings));
    return findings;
  }
}
