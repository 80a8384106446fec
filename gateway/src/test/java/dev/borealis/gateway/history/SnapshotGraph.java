package dev.borealis.gateway.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What must have happened before what, if the history is one of snapshot isolation. Each
 * transaction has two nodes, the moment of its snapshot and the moment of its commit; a cycle means
 * that no such moments exist.
 */
final class SnapshotGraph {
  /** Why one moment is before another one. */
  enum Why {
    /** A transaction's snapshot is before its commit. */
    OWN,
    /** It wrote what the other one replaced: committed before the other one's snapshot. */
    WW,
    /** It locked what the other one replaced or locked: the same. */
    LOCK,
    /** It wrote what the other one read: committed before the other one's snapshot. */
    WR,
    /** It read what the other one replaced: its snapshot is before the other one's commit. */
    RW,
    /** One was over before the other one began. */
    TIME
  }

  record Edge(int from, int to, Why why, int key) {}

  private final List<Transaction> transactions;
  private final IdentityHashMap<Transaction, Integer> ids = new IdentityHashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private int nodes;

  SnapshotGraph(List<Transaction> transactions) {
    this.transactions = transactions;
    for (Transaction transaction : transactions) {
      ids.put(transaction, nodes);
      edges.add(new Edge(nodes, nodes + 1, Why.OWN, 0));
      nodes += 2;
    }
  }

  private int start(Transaction transaction) {
    return Objects.requireNonNull(ids.get(transaction));
  }

  private int commit(Transaction transaction) {
    return start(transaction) + 1;
  }

  /** One has committed before the other one's snapshot. */
  void visible(Transaction one, Transaction other, Why why, int key) {
    if (one != other) {
      edges.add(new Edge(commit(one), start(other), why, key));
    }
  }

  /** One has taken its snapshot before the other one committed. */
  void antiDepends(Transaction one, Transaction other, int key) {
    if (one != other) {
      edges.add(new Edge(start(one), commit(other), Why.RW, key));
    }
  }

  /** The shortest cycle found, as long as real time is left out of account; empty if none. */
  List<Edge> cycle() {
    return cycle(edges);
  }

  /** The same in real time. */
  List<Edge> cycleInTime() {
    List<Edge> all = new ArrayList<>(edges);
    TreeSet<Long> passed = new TreeSet<>();
    for (Transaction transaction : transactions) {
      passed.add(transaction.snapshotNanos());
      passed.add(transaction.endedNanos());
    }
    passed.remove(Transaction.NEVER);
    Map<Long, Integer> moments = new HashMap<>();
    int before = -1;
    for (Long moment : passed) {
      moments.put(moment, nodes);
      if (before >= 0) {
        all.add(new Edge(before, nodes, Why.TIME, 0));
      }
      before = nodes++;
    }
    for (Transaction transaction : transactions) {
      within(
          start(transaction),
          transaction.begunNanos(),
          transaction.snapshotNanos(),
          passed,
          moments,
          all);
      within(
          commit(transaction),
          transaction.endingNanos(),
          transaction.endedNanos(),
          passed,
          moments,
          all);
    }
    return cycle(all);
  }

  private static void within(
      int node,
      long after,
      long before,
      NavigableSet<Long> passed,
      Map<Long, Integer> moments,
      List<Edge> all) {
    Long earlier = passed.lower(after);
    Integer from = earlier == null ? null : moments.get(earlier);
    if (from != null && after != Transaction.NEVER) {
      all.add(new Edge(from, node, Why.TIME, 0));
    }
    Integer to = moments.get(before);
    if (to != null) {
      all.add(new Edge(node, to, Why.TIME, 0));
    }
  }

  private List<Edge> cycle(List<Edge> of) {
    List<List<Edge>> out = new ArrayList<>(Collections.nCopies(nodes, List.of()));
    for (Edge edge : of) {
      if (out.get(edge.from()).isEmpty()) {
        out.set(edge.from(), new ArrayList<>());
      }
      out.get(edge.from()).add(edge);
    }
    int[] component = new Components(out).find();
    List<Edge> shortest = List.of();
    for (int node = 0; node < 2 * transactions.size(); node++) {
      if (component[node] >= 0) {
        List<Edge> found = shortestThrough(node, out, component);
        if (!found.isEmpty() && (shortest.isEmpty() || found.size() < shortest.size())) {
          shortest = found;
        }
        if (!shortest.isEmpty() && shortest.size() <= 4) {
          break;
        }
      }
    }
    return shortest;
  }

  private static List<Edge> shortestThrough(int node, List<List<Edge>> out, int[] component) {
    Map<Integer, Edge> cameBy = new HashMap<>();
    Deque<Integer> queue = new ArrayDeque<>(List.of(node));
    while (!queue.isEmpty()) {
      int at = queue.remove();
      for (Edge edge : out.get(at)) {
        if (component[edge.to()] == component[node]
            && cameBy.putIfAbsent(edge.to(), edge) == null) {
          if (edge.to() == node) {
            return unwind(node, cameBy);
          }
          queue.add(edge.to());
        }
      }
    }
    return List.of();
  }

  private static List<Edge> unwind(int node, Map<Integer, Edge> cameBy) {
    List<Edge> cycle = new ArrayList<>();
    int at = node;
    do {
      Edge edge = Objects.requireNonNull(cameBy.get(at));
      cycle.add(edge);
      at = edge.from();
    } while (at != node);
    Collections.reverse(cycle);
    return cycle;
  }

  /** A cycle for people to read. */
  String describe(List<Edge> cycle) {
    StringBuilder text = new StringBuilder();
    for (Edge edge : cycle) {
      if (edge.why() != Why.OWN && edge.from() < 2 * transactions.size()) {
        Transaction from = transactions.get(edge.from() / 2);
        String on = edge.why() == Why.TIME ? "" : " on k" + edge.key();
        text.append("\n  ").append(from).append("\n    ").append(edge.why()).append(on);
      }
    }
    return text.toString();
  }

  /** Strongly connected components, after Tarjan (1972), without recursion. */
  private static final class Components {
    private final List<List<Edge>> out;
    private final int[] index;
    private final int[] low;
    private final int[] component;
    private final int[] nextEdge;
    private final boolean[] onStack;
    private final Deque<Integer> stack = new ArrayDeque<>();
    private int visited;
    private int components;

    Components(List<List<Edge>> out) {
      this.out = out;
      int nodes = out.size();
      index = new int[nodes];
      low = new int[nodes];
      component = new int[nodes];
      nextEdge = new int[nodes];
      onStack = new boolean[nodes];
      Arrays.fill(index, -1);
      Arrays.fill(component, -1);
    }

    /** Each node's component; -1 for a node that is on no cycle. */
    int[] find() {
      for (int node = 0; node < index.length; node++) {
        if (index[node] < 0) {
          visit(node);
        }
      }
      return component;
    }

    private void visit(int root) {
      Deque<Integer> path = new ArrayDeque<>();
      enter(root, path);
      while (!path.isEmpty()) {
        int node = path.peek();
        if (nextEdge[node] < out.get(node).size()) {
          int to = out.get(node).get(nextEdge[node]++).to();
          if (index[to] < 0) {
            enter(to, path);
          } else if (onStack[to]) {
            low[node] = Math.min(low[node], index[to]);
          }
        } else {
          path.pop();
          if (!path.isEmpty()) {
            low[path.peek()] = Math.min(low[path.peek()], low[node]);
          }
          if (low[node] == index[node]) {
            close(node);
          }
        }
      }
    }

    private void enter(int node, Deque<Integer> path) {
      index[node] = visited;
      low[node] = visited++;
      stack.push(node);
      onStack[node] = true;
      path.push(node);
    }

    private void close(int root) {
      boolean alone = stack.peek() == root;
      int node;
      do {
        node = stack.pop();
        onStack[node] = false;
        component[node] = alone ? -1 : components;
      } while (node != root);
      components++;
    }
  }
}
