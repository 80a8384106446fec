package dev.borealis.gateway;

import dev.borealis.sql.tree.Clause.LockingClause;
import dev.borealis.sql.tree.Clause.SortBy;
import dev.borealis.sql.tree.Expr.AConst;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.QueryStmt.SelectStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.JoinExpr;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that a SELECT locks FOR UPDATE. To DSQL that is a write: two transactions that
 * locked the same row conflict even if the first had committed before the second came to it. A lock
 * of PostgreSQL's is forgotten by then, so the rows are also updated, to what they are.
 *
 * @param table the table's name as it would be written in SQL
 * @param touch the statement that updates the rows that the SELECT has just locked
 */
record RowLock(String table, byte[] touch) {
  /** The locks that a statement takes at its outermost level. */
  static List<RowLock> of(Stmt tree, String source) {
    if (!(tree instanceof SelectStmt select)
        || select.limitOption() == SelectStmt.LimitOption.WITH_TIES
        || (isLimited(select) && select.sortClause().stream().anyMatch(RowLock::isPosition))) {
      return List.of();
    }
    List<RowLock> locks = new ArrayList<>();
    List<RangeVar> tables = new ArrayList<>();
    select.fromClause().forEach(item -> collect(item, tables));
    for (RangeVar table : tables) {
      if (select.lockingClause().stream().anyMatch(clause -> isUpdate(clause, table))) {
        locks.add(lock(select, table, source));
      }
    }
    return List.copyOf(locks);
  }

  private static boolean isLimited(SelectStmt select) {
    return select.limitCount() != null || select.limitOffset() != null;
  }

  private static boolean isPosition(SortBy sort) {
    return sort.node() instanceof AConst;
  }

  private static void collect(TableRef item, List<RangeVar> tables) {
    switch (item) {
      case RangeVar table -> tables.add(table);
      case JoinExpr join -> {
        collect(join.larg(), tables);
        collect(join.rarg(), tables);
      }
      default -> {
        // The rows of a query in parentheses are locked where they come from.
      }
    }
  }

  private static boolean isUpdate(LockingClause clause, RangeVar table) {
    return clause.strength() == LockingClause.Strength.FORUPDATE
        && (clause.lockedRels().isEmpty()
            || clause.lockedRels().stream()
                .anyMatch(locked -> locked.relname().equals(nameInQuery(table))));
  }

  private static String nameInQuery(RangeVar table) {
    return table.alias() == null ? table.relname() : table.alias().aliasname();
  }

  private static RowLock lock(SelectStmt select, RangeVar table, String source) {
    String schema = table.schemaname();
    String name =
        schema == null ? quoted(table.relname()) : quoted(schema) + "." + quoted(table.relname());
    String sql =
        "%sSELECT sys.borealis_touch('%s'::pg_catalog.regclass, ARRAY(SELECT %s.ctid FROM %s%s%s%s))"
            .formatted(
                select.withClause() == null ? "" : text(select.withClause(), source) + " ",
                name.replace("'", "''"),
                quoted(nameInQuery(table)),
                text(select.fromClause(), source),
                clause(" WHERE ", select.whereClause(), source),
                isLimited(select) && !select.sortClause().isEmpty()
                    ? " ORDER BY " + text(select.sortClause(), source)
                    : "",
                clause(" LIMIT ", select.limitCount(), source)
                    + clause(" OFFSET ", select.limitOffset(), source));
    return new RowLock(name, sql.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String clause(String words, @Nullable Node node, String source) {
    return node == null ? "" : words + text(node, source);
  }

  private static String text(Node node, String source) {
    return node.span().of(source);
  }

  private static String text(List<? extends Node> nodes, String source) {
    return new Span(nodes.getFirst().span().start(), nodes.getLast().span().end()).of(source);
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
