package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.IndexElem;
import dev.borealis.sql.tree.Clause.IntoClause;
import dev.borealis.sql.tree.Expr;
import dev.borealis.sql.tree.Expr.CoalesceExpr;
import dev.borealis.sql.tree.Expr.FuncCall;
import dev.borealis.sql.tree.Expr.MinMaxExpr;
import dev.borealis.sql.tree.Expr.SqlValueFunction;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RelationStmt;
import dev.borealis.sql.tree.RelationStmt.AlterPolicyStmt;
import dev.borealis.sql.tree.RelationStmt.AlterSeqStmt;
import dev.borealis.sql.tree.RelationStmt.AlterStatsStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableMoveAllStmt;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreateForeignTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreatePolicyStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSchemaStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSeqStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStatsStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.RelationStmt.CreateTableAsStmt;
import dev.borealis.sql.tree.RelationStmt.CreateTrigStmt;
import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.RelationStmt.RefreshMatViewStmt;
import dev.borealis.sql.tree.RelationStmt.RuleStmt;
import dev.borealis.sql.tree.RelationStmt.ViewStmt;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes statements that define tables, views, indexes and sequences. */
final class RelationPrinter {
  private final Printout p;

  RelationPrinter(Printout printout) {
    this.p = printout;
  }

  void print(RelationStmt statement) {
    switch (statement) {
      case CreateStmt create -> p.tables.print(create);
      case CreateForeignTableStmt create -> p.tables.print(create);
      case CreateTableAsStmt create -> createAs(create);
      case AlterTableStmt alter -> p.alterTables.print(alter);
      case AlterTableMoveAllStmt move -> p.alterTables.print(move);
      case IndexStmt index -> index(index);
      case ViewStmt view -> view(view);
      case RefreshMatViewStmt refresh -> {
        p.text.add("REFRESH MATERIALIZED VIEW").addIf(refresh.concurrent(), "CONCURRENTLY");
        p.froms.relation(refresh.relation());
        p.text.addIf(refresh.skipData(), "WITH NO DATA");
      }
      case CreateSeqStmt create -> {
        p.tables.create(create.sequence());
        p.text.add("SEQUENCE").ifNotExists(create.ifNotExists());
        p.froms.relation(create.sequence());
        p.options.sequence(create.options());
      }
      case AlterSeqStmt alter -> {
        p.text.add("ALTER SEQUENCE").ifExists(alter.missingOk());
        p.froms.relation(alter.sequence());
        p.options.sequence(alter.options());
      }
      case CreateSchemaStmt create -> schema(create);
      case CreateTrigStmt create -> p.triggers.print(create);
      case RuleStmt rule -> p.triggers.print(rule);
      case CreatePolicyStmt create -> createPolicy(create);
      case AlterPolicyStmt alter -> {
        p.text.addName("ALTER POLICY", alter.policyName()).add("ON");
        p.froms.relation(alter.table());
        if (!alter.roles().isEmpty()) {
          p.text.add("TO").list(alter.roles(), p.names::print);
        }
        p.expressions.parenthesizedClause("USING", alter.qual());
        p.expressions.parenthesizedClause("WITH CHECK", alter.withCheck());
      }
      case CreateStatsStmt create -> statistics(create);
      case AlterStatsStmt alter -> {
        p.text.add("ALTER STATISTICS").ifExists(alter.missingOk()).dotted(alter.defnames());
        p.text.add("SET STATISTICS").add(Integer.toString(alter.stxstattarget()));
      }
    }
  }

  private void createAs(CreateTableAsStmt create) {
    p.tables.create(create.into().rel());
    p.text.add(create.objtype() == ObjectType.MATVIEW ? "MATERIALIZED VIEW" : "TABLE");
    p.text.ifNotExists(create.ifNotExists());
    into(create.into());
    p.text.add("AS");
    p.print(create.query());
    p.text.addIf(create.into().skipData(), "WITH NO DATA");
  }

  /** What is created, without whether it is filled. */
  void into(IntoClause into) {
    p.froms.relation(into.rel());
    p.text.optional(into.colNames(), p.text::name).addName("USING", into.accessMethod());
    p.options.with(into.options());
    p.tables.onCommit(into.onCommit());
    p.text.addName("TABLESPACE", into.tableSpaceName());
  }

  private void index(IndexStmt index) {
    p.text.add("CREATE").addIf(index.unique(), "UNIQUE").add("INDEX");
    p.text.addIf(index.concurrent(), "CONCURRENTLY").addIf(index.async(), "ASYNC");
    p.text.ifNotExists(index.ifNotExists());
    if (index.idxname() != null) {
      // Bare, this name would be DSQL's word.
      boolean async = index.idxname().equals("async");
      p.text.add(async ? "\"async\"" : SqlText.quoteName(index.idxname()));
    }
    p.text.add("ON");
    p.froms.relation(index.relation());
    p.text.addName("USING", index.accessMethod());
    p.text.parenthesized(index.indexParams(), this::indexElement);
    if (!index.indexIncludingParams().isEmpty()) {
      p.text.add("INCLUDE").parenthesized(index.indexIncludingParams(), this::indexElement);
    }
    p.text.addIf(index.nullsNotDistinct(), "NULLS NOT DISTINCT");
    p.options.with(index.options());
    p.text.addName("TABLESPACE", index.tableSpace());
    p.expressions.where(index.whereClause());
  }

  void indexElement(IndexElem element) {
    columnOrExpression(element.name(), element.expr());
    p.constraints.collate(element.collation());
    p.text.dotted(element.opclass());
    if (!element.opclassopts().isEmpty()) {
      p.options.definition(element.opclassopts());
    }
    p.queries.direction(element.ordering(), element.nullsOrdering());
  }

  /** A column, a call, or another expression in parentheses. */
  void columnOrExpression(@Nullable String name, @Nullable Expr expr) {
    if (name != null) {
      p.text.name(name);
    } else if (expr != null && isCall(expr)) {
      p.expressions.print(expr);
    } else if (expr != null) {
      p.expressions.inParentheses(expr);
    }
  }

  private static boolean isCall(Expr expr) {
    return switch (expr) {
      case FuncCall call ->
          FunctionPrinter.operator(call).isEmpty()
              && call.aggFilter() == null
              && call.over() == null
              && !call.aggWithinGroup();
      case CoalesceExpr _, MinMaxExpr _, SqlValueFunction _ -> true;
      default -> false;
    };
  }

  private void view(ViewStmt view) {
    p.text.add("CREATE").addIf(view.replace(), "OR REPLACE");
    p.tables.persistence(view.view());
    p.text.addIf(view.recursive(), "RECURSIVE").add("VIEW");
    p.froms.relation(view.view());
    p.text.optional(view.aliases(), p.text::name);
    p.options.with(view.options());
    p.text.add("AS");
    p.queries.print(view.query());
    switch (view.withCheckOption()) {
      case LOCAL -> p.text.add("WITH LOCAL CHECK OPTION");
      case CASCADED -> p.text.add("WITH CASCADED CHECK OPTION");
      case NONE -> {}
    }
  }

  private void schema(CreateSchemaStmt create) {
    p.text.add("CREATE SCHEMA").ifNotExists(create.ifNotExists());
    if (create.schemaname() != null) {
      p.text.name(create.schemaname());
    }
    if (create.authrole() != null) {
      p.text.add("AUTHORIZATION");
      p.names.print(create.authrole());
    }
    create.schemaElts().forEach(p::print);
  }

  private void createPolicy(CreatePolicyStmt create) {
    p.text.addName("CREATE POLICY", create.policyName()).add("ON");
    p.froms.relation(create.table());
    p.text.addIf(!create.permissive(), "AS RESTRICTIVE");
    p.text.add("FOR").add(create.cmdName().toUpperCase(Locale.ROOT));
    p.text.add("TO").list(create.roles(), p.names::print);
    p.expressions.parenthesizedClause("USING", create.qual());
    p.expressions.parenthesizedClause("WITH CHECK", create.withCheck());
  }

  private void statistics(CreateStatsStmt create) {
    p.text.add("CREATE STATISTICS").ifNotExists(create.ifNotExists()).dotted(create.defnames());
    p.text.optional(create.statTypes(), p.text::name);
    p.text.add("ON");
    p.text.list(create.exprs(), element -> columnOrExpression(element.name(), element.expr()));
    p.froms.list("FROM", create.relations());
  }
}
