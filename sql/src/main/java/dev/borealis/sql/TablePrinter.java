package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.OnCommitAction;
import dev.borealis.sql.tree.Clause.PartitionBoundSpec;
import dev.borealis.sql.tree.Clause.PartitionElem;
import dev.borealis.sql.tree.Clause.PartitionSpec;
import dev.borealis.sql.tree.Clause.TableElement;
import dev.borealis.sql.tree.Clause.TableLikeClause;
import dev.borealis.sql.tree.RelationStmt.CreateForeignTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.TableRef.RangeVar;

/** Writes CREATE TABLE and the items in it. */
final class TablePrinter {
  private final Printout p;

  TablePrinter(Printout printout) {
    this.p = printout;
  }

  /** Adds CREATE and how long the relation lives. */
  void create(RangeVar relation) {
    p.text.add("CREATE");
    persistence(relation);
  }

  void persistence(RangeVar relation) {
    switch (relation.relpersistence()) {
      case TEMP -> p.text.add("TEMPORARY");
      case UNLOGGED -> p.text.add("UNLOGGED");
      case PERMANENT -> {}
    }
  }

  void print(CreateStmt create) {
    create(create.relation());
    p.text.add("TABLE");
    body(create);
    if (create.partspec() != null) {
      partition(create.partspec());
    }
    p.text.addName("USING", create.accessMethod());
    p.options.with(create.options());
    onCommit(create.oncommit());
    p.text.addName("TABLESPACE", create.tablespacename());
  }

  void print(CreateForeignTableStmt create) {
    p.text.add("CREATE FOREIGN TABLE");
    body(create.base());
    p.text.addName("SERVER", create.servername());
    p.options.generic(create.options());
  }

  private void body(CreateStmt create) {
    p.text.ifNotExists(create.ifNotExists());
    p.froms.relation(create.relation());
    if (create.ofTypename() != null) {
      p.text.add("OF").dotted(create.ofTypename().names());
      p.text.optional(create.tableElts(), this::element);
    } else if (create.partbound() != null) {
      p.text.add("PARTITION OF");
      p.froms.relation(create.inhRelations().getFirst());
      p.text.optional(create.tableElts(), this::element);
      bound(create.partbound());
    } else {
      p.text.parenthesized(create.tableElts(), this::element);
      if (!create.inhRelations().isEmpty()) {
        p.text.add("INHERITS").parenthesized(create.inhRelations(), p.froms::relation);
      }
    }
  }

  void onCommit(OnCommitAction action) {
    switch (action) {
      case PRESERVE_ROWS, DELETE_ROWS, DROP -> p.text.add("ON COMMIT").words(action);
      case NOOP -> {}
    }
  }

  private void element(TableElement element) {
    switch (element) {
      case ColumnDef column -> column(column);
      case Constraint constraint -> p.constraints.print(constraint);
      case TableLikeClause like -> like(like);
    }
  }

  void column(ColumnDef column) {
    p.text.name(column.colname());
    if (column.typeName() != null) {
      p.types.print(column.typeName());
    }
    p.text.addName("STORAGE", column.storageName());
    p.text.addName("COMPRESSION", column.compression());
    p.options.generic(column.fdwoptions());
    p.constraints.collate(column.collation());
    column.constraints().forEach(p.constraints::print);
  }

  void like(TableLikeClause like) {
    p.text.add("LIKE");
    p.froms.relation(like.relation());
    like.options().forEach(option -> p.text.add("INCLUDING").words(option));
  }

  void partition(PartitionSpec partition) {
    p.text.add("PARTITION BY").words(partition.strategy());
    p.text.parenthesized(partition.partParams(), this::partitionElement);
  }

  void partitionElement(PartitionElem element) {
    p.relations.columnOrExpression(element.name(), element.expr());
    p.constraints.collate(element.collation());
    p.text.dotted(element.opclass());
  }

  void bound(PartitionBoundSpec bound) {
    switch (bound.strategy()) {
      case null -> p.text.add("DEFAULT");
      case LIST ->
          p.text.add("FOR VALUES IN").parenthesized(bound.listdatums(), p.expressions::print);
      case RANGE -> {
        p.text.add("FOR VALUES FROM").parenthesized(bound.lowerdatums(), p.expressions::print);
        p.text.add("TO").parenthesized(bound.upperdatums(), p.expressions::print);
      }
      case HASH ->
          p.text.add(
              "FOR VALUES WITH (MODULUS "
                  + bound.modulus()
                  + ", REMAINDER "
                  + bound.remainder()
                  + ")");
    }
  }
}
