package dev.borealis.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A plan as EXPLAIN shows it.
 *
 * @param root the node that gives the result
 * @param footer what stands below the tree
 */
public record QueryPlan(PlanNode root, Footer footer) {

  /** All nodes, each before those below it, in the order of the text. */
  public List<PlanNode> nodes() {
    List<PlanNode> nodes = new ArrayList<>();
    collect(root, nodes);
    return nodes;
  }

  private static void collect(PlanNode node, List<PlanNode> into) {
    into.add(node);
    for (PlanNode.Branch branch : node.branches()) {
      collect(branch.node(), into);
    }
  }
}
