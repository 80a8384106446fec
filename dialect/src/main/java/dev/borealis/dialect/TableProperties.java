package dev.borealis.dialect;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.OnCommitAction;
import dev.borealis.sql.tree.ObjectType;
import dev.borealis.sql.tree.RelationStmt.AlterTableStmt;
import dev.borealis.sql.tree.RelationStmt.CreateSeqStmt;
import dev.borealis.sql.tree.RelationStmt.CreateStmt;
import dev.borealis.sql.tree.RelationStmt.CreateTableAsStmt;
import dev.borealis.sql.tree.RelationStmt.ViewStmt;
import dev.borealis.sql.tree.Span;
import dev.borealis.sql.tree.Stmt;
import dev.borealis.sql.tree.TableRef.RangeVar;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Properties of CREATE TABLE, ALTER TABLE, CREATE VIEW and CREATE SEQUENCE. */
final class TableProperties {
  private TableProperties() {}

  static void addTo(Properties properties) {
    persistence(properties, CreateStmt.class, CreateStmt::relation);
    persistence(properties, ViewStmt.class, ViewStmt::view);
    persistence(properties, CreateSeqStmt.class, CreateSeqStmt::sequence);
    properties.add(
        CreateStmt.class, "clause", words -> (create, site) -> clause(create, words.word(0), site));
    properties.add(
        CreateStmt.class,
        "columns-over",
        words ->
            (create, _) ->
                Match.when(
                    create.tableElts().stream().filter(ColumnDef.class::isInstance).count()
                        > words.number(0),
                    create.span()));
    properties.add(
        CreateStmt.class,
        "has-primary-key",
        (create, _) ->
            Match.when(
                create.tableElts().stream().anyMatch(TableProperties::makesPrimaryKey),
                create.span()));
    properties.add(
        CreateTableAsStmt.class,
        "materialized",
        (create, _) -> Match.when(create.objtype() == ObjectType.MATVIEW, create.span()));
    addAlterTable(properties);
  }

  private static void addAlterTable(Properties properties) {
    properties.add(
        AlterTableStmt.class,
        "kind",
        words -> {
          NameSet kinds = words.set();
          return (alter, _) ->
              Match.when(
                  kinds.contains(alter.objtype().name()), alter.span(), alter.objtype().words());
        });
    properties.add(
        AlterTableCmd.class,
        "of",
        words -> {
          NameSet kinds = words.set();
          return (command, site) -> {
            AlterTableStmt alter = site.enclosing(AlterTableStmt.class);
            return Match.when(
                alter != null && kinds.contains(alter.objtype().name()), command.span());
          };
        });
    properties.add(
        AlterTableCmd.class,
        "subtype",
        words -> {
          NameSet subtypes = words.set();
          return (command, _) -> subtype(command, subtypes.contains(command.subtype().name()));
        });
    properties.add(
        AlterTableCmd.class,
        "subtype-outside",
        words -> {
          NameSet subtypes = words.set();
          return (command, _) -> subtype(command, !subtypes.contains(command.subtype().name()));
        });
    properties.add(
        AlterTableCmd.class,
        "adds",
        words -> {
          NameSet types = words.set();
          return (command, _) ->
              subtype(
                  command,
                  command.def() instanceof Constraint constraint
                      && command.subtype() == AlterTableCmd.Type.ADD_CONSTRAINT
                      && types.contains(constraint.contype().name()));
        });
    constraint(properties, "using-index", constraint -> constraint.indexname() != null);
    constraint(properties, "not-valid", Constraint::skipValidation);
    constraint(
        properties,
        "deferrable",
        constraint -> constraint.deferrable() || constraint.initdeferred());
    properties.add(
        AlterTableStmt.class, "async", (alter, _) -> Match.when(alter.async(), alter.span()));
    properties.add(
        AlterTableCmd.class,
        "async",
        (command, site) -> {
          AlterTableStmt alter = site.enclosing(AlterTableStmt.class);
          return Match.when(alter != null && alter.async(), command.span());
        });
    properties.add(
        AlterTableCmd.class,
        "trigger-group",
        words ->
            (command, site) ->
                site.found(
                    command.subtype().name().equals(words.word(0)), command.span(), Keyword.ALL));
  }

  private static void constraint(
      Properties properties, String name, Function<Constraint, Boolean> holds) {
    properties.add(
        AlterTableCmd.class,
        name,
        (command, _) ->
            Match.when(
                command.def() instanceof Constraint constraint && holds.apply(constraint),
                command.span()));
  }

  private static @Nullable Match subtype(AlterTableCmd command, boolean holds) {
    return Match.when(holds, command.span(), SubcommandNames.of(command.subtype()));
  }

  private static <S extends Stmt> void persistence(
      Properties properties, Class<S> statement, Function<S, RangeVar> relation) {
    properties.add(
        statement,
        "persistence",
        words ->
            (node, site) -> {
              RangeVar.Persistence wanted = RangeVar.Persistence.valueOf(words.word(0));
              return relation.apply(node).relpersistence() == wanted
                  ? new Match(persistenceWord(node.span(), wanted, site), "")
                  : null;
            });
  }

  private static Span persistenceWord(Span statement, RangeVar.Persistence wanted, Site site) {
    if (wanted == RangeVar.Persistence.UNLOGGED) {
      return site.words(statement, Keyword.UNLOGGED);
    }
    Span word = site.words(statement, Keyword.TEMPORARY);
    return word.end() == statement.end() ? site.words(statement, Keyword.TEMP) : word;
  }

  private static @Nullable Match clause(CreateStmt create, String clause, Site site) {
    Span all = create.span();
    return switch (clause) {
      case "PARTITION_OF" ->
          site.found(create.partbound() != null, all, Keyword.PARTITION, Keyword.OF);
      case "PARTITION_BY" ->
          create.partspec() == null ? null : new Match(create.partspec().span(), "");
      case "OF" -> create.ofTypename() == null ? null : new Match(create.ofTypename().span(), "");
      case "INHERITS" ->
          site.found(
              !create.inhRelations().isEmpty() && create.partbound() == null,
              all,
              Keyword.INHERITS);
      case "USING" -> site.found(create.accessMethod() != null, all, Keyword.USING);
      case "WITH" -> site.found(!create.options().isEmpty(), all, Keyword.WITH);
      case "ON_COMMIT" ->
          site.found(create.oncommit() != OnCommitAction.NOOP, all, Keyword.ON, Keyword.COMMIT);
      case "TABLESPACE" -> site.found(create.tablespacename() != null, all, Keyword.TABLESPACE);
      default -> throw new IllegalStateException("CREATE TABLE has no clause " + clause);
    };
  }

  private static boolean makesPrimaryKey(dev.borealis.sql.tree.Clause.TableElement element) {
    return switch (element) {
      case Constraint constraint -> constraint.contype() == Constraint.Type.PRIMARY;
      case ColumnDef column ->
          column.constraints().stream()
              .anyMatch(constraint -> constraint.contype() == Constraint.Type.PRIMARY);
      case dev.borealis.sql.tree.Clause.TableLikeClause _ -> false;
    };
  }
}
