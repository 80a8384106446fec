package dev.borealis.dialect;

import dev.borealis.sql.tree.Children;
import dev.borealis.sql.tree.Clause.Alias;
import dev.borealis.sql.tree.Clause.CommonTableExpr;
import dev.borealis.sql.tree.Clause.ResTarget;
import dev.borealis.sql.tree.Expr.ColumnRef;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.TableRef;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.List;
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
    Search search = new Search(name);
    search.visit(site.root());
    return Match.when(search.readsTable && !search.givesName, column.span());
  }

  /** A walk through a statement. */
  private static final class Search {
    private final String name;
    private boolean readsTable;
    private boolean givesName;

    Search(String name) {
      this.name = name;
    }

    void visit(Node node) {
      switch (node) {
        case RangeVar table -> {
          readsTable |= !isCatalog(table);
          gives(table.alias());
        }
        case TableRef.RangeSubselect query -> gives(query.alias());
        case TableRef.RangeFunction function -> gives(function.alias());
        case CommonTableExpr cte -> gives(cte.aliascolnames());
        case ResTarget target -> givesName |= name.equals(target.name());
        default -> {}
      }
      Children.each(node, this::visit);
    }

    private void gives(@Nullable Alias alias) {
      if (alias != null) {
        gives(alias.colnames());
      }
    }

    private void gives(List<String> names) {
      givesName |= names.contains(name);
    }

    private static boolean isCatalog(RangeVar table) {
      return table.schemaname() == null
          ? table.relname().startsWith(CATALOG_PREFIX)
          : CATALOGS.contains(table.schemaname());
    }
  }
}
