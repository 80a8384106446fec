package dev.borealis.diagnose;

import dev.borealis.diagnose.Conditions.Compared;
import dev.borealis.diagnose.Finding.Metric;
import dev.borealis.diagnose.Scope.Found;
import dev.borealis.sql.SqlPrinter;
import dev.borealis.sql.StatementFacts;
import dev.borealis.sql.Volatility;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Expr.BoolExpr;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.QueryStmt.SelectStmt.SetOperation;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Branches of a UNION that read the same table and differ in WHERE only, as one query. UNION drops
 * what is twice, as DISTINCT does; UNION ALL keeps it, so there no row may satisfy two conditions.
 */
final class UnionRule implements Rewrites.Rule {
  private static final Set<String> TEXTS = Set.of("text", "character varying");

  @Override
  public void find(GivenStatement statement, List<Finding> findings) {
    if (!(statement.tree() instanceof SelectStmt union)
        || union.op() != SetOperation.UNION
        || StatementFacts.of(union).volatility() == Volatility.VOLATILE) {
      return;
    }
    List<SelectStmt> branches = branches(union);
    List<ScannedTable> scans = wholeScans(statement);
    if (branches.isEmpty() || scans.size() < 2 || !differInWhereOnly(branches)) {
      return;
    }
    double millis = scans.stream().mapToDouble(ScannedTable::millis).sum();
    boolean same = !union.all() || exclude(statement, branches);
    findings.add(
        statement.finding(
            "UNION reads %s once for each of its %d branches"
                .formatted(scans.getFirst().name(), branches.size()),
            millis,
            List.of(
                new Metric("Scans of the whole table", Integer.toString(scans.size())),
                new Metric(
                    "Rows read",
                    Figures.count(scans.stream().mapToDouble(ScannedTable::readRows).sum())),
                new Metric("Duration of the scans", Figures.millis(millis))),
            "The branches differ in their conditions only, but each is planned and read by itself.",
            same
                ? "Ask for all of them at once. The rows are the same."
                : "Ask for all of them at once, with OR, if no row satisfies two of the conditions:"
                    + " UNION ALL shows such a row twice.",
            same ? flattened(union, branches) : null,
            "%s fewer; the rows read become those of one scan."
                .formatted(scans.size() == 2 ? "One scan" : (scans.size() - 1) + " scans")));
  }

  /** Those of a chain of the same kind of UNION; none if there is something else among them. */
  private static List<SelectStmt> branches(SelectStmt union) {
    Deque<SelectStmt> branches = new ArrayDeque<>();
    SelectStmt next = union;
    while (next.larg() != null && next.rarg() != null) {
      branches.push(next.rarg());
      next = next.larg();
      if (next.op() != SetOperation.NONE && !goesOn(next, union)) {
        return List.of();
      }
    }
    branches.push(next);
    return List.copyOf(branches);
  }

  /** Whether a part of a chain is the same kind of UNION, and no more. */
  private static boolean goesOn(SelectStmt part, SelectStmt union) {
    return part.op() == SetOperation.UNION
        && part.all() == union.all()
        && part.sortClause().isEmpty()
        && part.limitCount() == null
        && part.limitOffset() == null
        && part.withClause() == null;
  }

  private static List<ScannedTable> wholeScans(GivenStatement statement) {
    List<ScannedTable> whole =
        statement.evidence().scans().stream()
            .filter(scan -> scan.table() != null && scan.indexPredicates().isEmpty())
            .toList();
    boolean one = whole.stream().map(ScannedTable::table).distinct().count() == 1;
    return one ? whole : List.of();
  }

  private static boolean differInWhereOnly(List<SelectStmt> branches) {
    SelectStmt first = branches.getFirst();
    return branches.stream()
        .allMatch(branch ->
            Conditions.isPlain(branch)
                && branch.sortClause().isEmpty()
                && branch.distinctClause() == null
                && branch.whereClause() != null
                && branch.targetList().equals(first.targetList())
                && branch.fromClause().equals(first.fromClause())
                && branch.targetList().stream().noneMatch(Conditions::aggregates));
  }

  /** Whether each branch asks for another value of one column, so that no row is in two. */
  private static boolean exclude(GivenStatement statement, List<SelectStmt> branches) {
    return Conditions.conjuncts(branches.getFirst().whereClause()).stream()
        .map(Conditions::withConstant)
        .anyMatch(first -> first != null && differIn(statement, branches, first.left()));
  }

  private static boolean differIn(
      GivenStatement statement, List<SelectStmt> branches, Expr column) {
    Set<Expr> values = new HashSet<>();
    for (SelectStmt branch : branches) {
      Scope scope = statement.scopeOf(branch);
      Found found = scope == null ? null : scope.column(column);
      Expr value = found == null ? null : valueOf(branch, column);
      if (found == null || value == null || !isExact(found, value) || !values.add(value)) {
        return false;
      }
    }
    return true;
  }

  /** What a branch says that a column equals; null if it does not. */
  private static @Nullable Expr valueOf(SelectStmt branch, Expr column) {
    for (Expr conjunct : Conditions.conjuncts(branch.whereClause())) {
      Compared compared = Conditions.withConstant(conjunct);
      if (compared != null
          && compared.operator().equals("=")
          && compared.left().equals(column)
          && Conditions.isConstant(compared.right())) {
        return compared.right();
      }
    }
    return null;
  }

  /** Whether constants that are written differently are different values of the column. */
  private static boolean isExact(Found column, Expr value) {
    String type = column.column().type();
    int precision = type.indexOf('(');
    String plain = precision < 0 ? type : type.substring(0, precision);
    Object constant = value instanceof AConst known ? known.val() : null;
    return (constant instanceof IntegerValue && column.column().isInteger())
        || (constant instanceof StringValue && TEXTS.contains(plain));
  }

  private static String flattened(SelectStmt union, List<SelectStmt> branches) {
    SelectStmt first = branches.getFirst();
    SelectStmt open =
        new SelectStmt(
            union.all() ? null : List.of(),
            null,
            first.targetList(),
            first.fromClause(),
            any(branches),
            List.of(),
            false,
            null,
            List.of(),
            List.of(),
            union.sortClause(),
            union.limitOffset(),
            union.limitCount(),
            union.limitOption(),
            List.of(),
            union.withClause(),
            SetOperation.NONE,
            false,
            null,
            null,
            union.span());
    return SqlPrinter.print(open);
  }

  private static Expr any(List<SelectStmt> branches) {
    List<Expr> conditions = new ArrayList<>();
    for (SelectStmt branch : branches) {
      if (branch.whereClause() != null) {
        conditions.add(branch.whereClause());
      }
    }
    return new BoolExpr(BoolExpr.Op.OR, conditions, Span.NONE);
  }
}
