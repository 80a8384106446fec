package dev.borealis.diagnose;

import dev.borealis.diagnose.Finding.AppliesTo;
import dev.borealis.diagnose.Finding.Cause;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.plan.Operation;
import dev.borealis.plan.PlanNode;
import dev.borealis.plan.PlanNode.Actual;
import dev.borealis.plan.PlanNode.Branch;
import dev.borealis.sql.Script;
import dev.borealis.sql.SourceEdits;
import dev.borealis.sql.SqlParser;
import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Clause.CommonTableExpr;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.QueryStmt.DeleteStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.SetOperation;
import dev.borealis.sql.tree.QueryStmt.UpdateStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user's own statement, as it can be rewritten.
 *
 * @param text without the semicolon
 * @param tree of the text
 * @param queries all of them, at any depth, each before those within
 * @param evidence what is known about its tables and its plan
 */
record GivenStatement(
    String text, Stmt tree, List<GivenStatement.Query> queries, Evidence evidence) {
  /** Less is read for nothing in any plan. */
  private static final double MIN_REMOVED_ROWS = 100;

  private static final double WASTE = 0.1;

  /** What there is to say of a rewrite that was not tried. */
  static final String COMPARE =
      "Not known before it is tried: explain the rewritten statement, and compare rows read, time"
          + " and DPUs.";

  /**
   * A query, or an UPDATE or DELETE.
   *
   * @param select null of an UPDATE or DELETE
   * @param from the relations, that which is changed among them
   * @param within whether another query is around it
   */
  record Query(
      @Nullable SelectStmt select,
      List<TableRef> from,
      @Nullable Expr where,
      Scope scope,
      boolean within) {}

  /**
   * A part of the plan that is run for an expression.
   *
   * @param node its root
   * @param loops how often it ran
   */
  record SubPlan(PlanNode node, long loops, double millis) {}

  static GivenStatement of(Evidence evidence) {
    String given = evidence.statement().given();
    String text = Script.split(given).getFirst().text(given);
    Stmt tree = SqlParser.parse(text).getFirst();
    Set<String> expressions = new HashSet<>();
    Children.walk(
        tree,
        node -> {
          if (node instanceof CommonTableExpr common) {
            expressions.add(common.ctename());
          }
        });
    return new GivenStatement(text, tree, queries(tree, evidence, expressions), evidence);
  }

  private record Visit(Node node, @Nullable Scope around) {}

  private static List<Query> queries(Stmt tree, Evidence evidence, Set<String> expressions) {
    List<Query> queries = new ArrayList<>();
    Deque<Visit> next = new ArrayDeque<>(List.of(new Visit(tree, null)));
    while (!next.isEmpty()) {
      Visit visit = next.pop();
      Scope around = visit.around();
      List<TableRef> from = from(visit.node());
      Scope scope = around;
      if (from != null) {
        scope = Scope.of(from, around, table -> known(table, evidence, expressions));
        queries.add(
            new Query(
                visit.node() instanceof SelectStmt select ? select : null,
                from,
                where(visit.node()),
                scope,
                around != null));
      }
      for (Node child : Children.of(visit.node()).reversed()) {
        next.push(new Visit(child, scope));
      }
    }
    return List.copyOf(queries);
  }

  private static @Nullable List<TableRef> from(Node node) {
    return switch (node) {
      case SelectStmt select when select.op() == SetOperation.NONE -> select.fromClause();
      case UpdateStmt update -> with(update.relation(), update.fromClause());
      case DeleteStmt delete -> with(delete.relation(), delete.usingClause());
      default -> null;
    };
  }

  private static List<TableRef> with(RangeVar relation, List<TableRef> others) {
    List<TableRef> all = new ArrayList<>(List.of(relation));
    all.addAll(others);
    return all;
  }

  private static @Nullable Expr where(Node node) {
    return switch (node) {
      case SelectStmt select -> select.whereClause();
      case UpdateStmt update -> update.whereClause();
      case DeleteStmt delete -> delete.whereClause();
      default -> null;
    };
  }

  /** The table that a name means; null if another schema or a WITH could give it its meaning. */
  private static @Nullable TableEvidence known(
      RangeVar relation, Evidence evidence, Set<String> expressions) {
    String schema = relation.schemaname();
    if (schema == null && expressions.contains(relation.relname())) {
      return null;
    }
    String expected = schema == null ? "public" : schema;
    return evidence.tables().stream()
        .filter(table -> relation.relname().equals(table.relation().name()))
        .filter(table -> expected.equals(table.relation().schema()))
        .findFirst()
        .orElse(null);
  }

  /** What the FROM of one of its queries makes visible; null if it is no query with a FROM. */
  @Nullable Scope scopeOf(SelectStmt select) {
    for (Query query : queries) {
      if (query.select() != null && isAt(query.select(), select)) {
        return query.scope();
      }
    }
    return null;
  }

  /** Whether two nodes are the same one: nodes that say the same elsewhere are equal to it. */
  static boolean isAt(Node node, Node other) {
    Span place = node.span();
    return place.start() == other.span().start() && place.end() == other.span().end();
  }

  /** The statement with other text in the place of a node. */
  String replaced(Span span, String replacement) {
    return new SourceEdits(text).replace(span, replacement).apply();
  }

  /** The scan of a table that reads much and drops much of it; null if none does. */
  @Nullable ScannedTable wastefulScan(TableEvidence table) {
    for (ScannedTable scan : evidence.scans()) {
      if (table.equals(scan.table())
          && scan.removedRows() >= MIN_REMOVED_ROWS
          && scan.waste() >= WASTE) {
        return scan;
      }
    }
    return null;
  }

  /** The part of the plan that is run for an expression and reads one of these relations. */
  @Nullable SubPlan subPlan(Scope inner) {
    for (PlanNode node : evidence.capture().plan().nodes()) {
      for (Branch branch : node.branches()) {
        Actual actual = branch.node().actual();
        String label = branch.label();
        if (label != null
            && label.startsWith("SubPlan")
            && actual != null
            && reads(branch.node(), inner)) {
          return new SubPlan(branch.node(), actual.loops(), actual.allMillis());
        }
      }
    }
    return null;
  }

  private static boolean reads(PlanNode node, Scope inner) {
    return (node.operation() instanceof Operation.Scan scan
            && inner.names(scan.relation().qualifier()))
        || node.branches().stream().anyMatch(branch -> reads(branch.node(), inner));
  }

  /** A finding about how the statement is written. */
  Finding finding(
      String title,
      double millis,
      List<Metric> observed,
      String why,
      String recommendation,
      @Nullable String sql,
      String impact) {
    return new Finding(
        Cause.REWRITE,
        title,
        evidence.severity(millis),
        millis,
        AppliesTo.ORIGINAL_QUERY,
        observed,
        why,
        recommendation,
        sql,
        impact);
  }
}
