package dev.borealis.dialect;

import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Clause.Alias;
import dev.borealis.sql.tree.Clause.CommonTableExpr;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Columns that every table of PostgreSQL has without anyone having defined them. */
final class SystemColumns {
  private static final Set<String> NAMES = Set.of("ctid", "xmin", "xmax", "cmin", "cmax");
  private static final Set<String> CATALOGS = Set.of("pg_catalog", "information_schema");
  private static final String CATALOG_PREFIX = "pg_";

  private SystemColumns() {}

  /**
   * A system column of a table that is not the catalog's. Only the catalog knows tables; here a
   * statement that reads catalogs only, or that gives the name to a result of its own, is left
   * alone.
   */
  static @Nullable Match read(ColumnRef column, Site site) {
    String name = column.star() ? "" : column.fields().getLast();
    if (!NAMES.contains(name)) {
      return null;
    }
    Scope scope = site.scope();
    return Match.when(scope.readsTable && !scope.given.contains(name), column.span());
  }

  /** What a statement reads, and the names that it gives. */
  static final class Scope {
    private final Set<String> given = new HashSet<>();
    private boolean readsTable;

    static Scope of(Stmt statement) {
      Scope scope = new Scope();
      scope.visit(statement);
      return scope;
    }

    private void visit(Node node) {
      switch (node) {
        case RangeVar table -> {
          readsTable |= !isCatalog(table);
          columnsOf(table.alias());
        }
        case TableRef.RangeSubselect query -> columnsOf(query.alias());
        case TableRef.RangeFunction function -> columnsOf(function.alias());
        case CommonTableExpr cte -> given.addAll(cte.aliascolnames());
        case ResTarget target -> {
          if (target.name() != null) {
            given.add(target.name());
          }
        }
        default -> {}
      }
      Children.each(node, this::visit);
    }

    private void columnsOf(@Nullable Alias alias) {
      if (alias != null) {
        given.addAll(alias.colnames());
      }
    }

    private static boolean isCatalog(RangeVar table) {
      return table.schemaname() == null
          ? table.relname().startsWith(CATALOG_PREFIX)
          : CATALOGS.contains(table.schemaname());
    }
  }
}
