package dev.borealis.dialect;

import dev.borealis.sql.Keyword;
import dev.borealis.sql.tree.Clause.AlterTableCmd;
import dev.borealis.sql.tree.Clause.ColumnDef;
import dev.borealis.sql.tree.Clause.Constraint;
import dev.borealis.sql.tree.Clause.OnCommitAction;
import dev.borealis.sql.tree.Clause.TableElement;
import dev.borealis.sql.tree.Clause.TableLikeClause;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Properties of CREATE TABLE, ALTER TABLE, CREATE VIEW and CREATE SEQUENCE. */
final class TableProperties {
  private TableProperties() {}

  static @Nullable Condition of(String property, Condition.Words words) {
    return switch (property) {
      case "CreateStmt clause" -> {
        String wanted = words.word(0);
        yield Condition.on(CreateStmt.class, (create, site) -> clause(create, wanted, site));
      }
      case "CreateStmt columns-over" -> {
        int most = words.number(0);
        yield Condition.on(
            CreateStmt.class,
            (create, _) ->
                Match.when(
                    create.tableElts().stream().filter(ColumnDef.class::isInstance).count() > most,
                    create.span()));
      }
      case "CreateStmt has-primary-key" ->
          Condition.on(
              CreateStmt.class,
              (create, _) ->
                  Match.when(
                      create.tableElts().stream().anyMatch(TableProperties::makesPrimaryKey),
                      create.span()));
      case "CreateTableAsStmt materialized" ->
          Condition.on(
              CreateTableAsStmt.class,
              (create, _) -> Match.when(create.objtype() == ObjectType.MATVIEW, create.span()));
      case "CreateStmt persistence" -> persistence(CreateStmt.class, CreateStmt::relation, words);
      case "ViewStmt persistence" -> persistence(ViewStmt.class, ViewStmt::view, words);
      case "CreateSeqStmt persistence" ->
          persistence(CreateSeqStmt.class, CreateSeqStmt::sequence, words);
      default -> ofAlterTable(property, words);
    };
  }

  private static @Nullable Condition ofAlterTable(String property, Condition.Words words) {
    return switch (property) {
      case "AlterTableStmt kind" -> {
        NameSet kinds = words.set();
        yield Condition.on(
            AlterTableStmt.class,
            (alter, _) ->
                Match.when(
                    kinds.contains(alter.objtype().name()), alter.span(), alter.objtype().words()));
      }
      case "AlterTableCmd of" -> {
        NameSet kinds = words.set();
        yield Condition.on(
            AlterTableCmd.class,
            (command, site) -> {
              AlterTableStmt alter = site.enclosing(AlterTableStmt.class);
              return Match.when(
                  alter != null && kinds.contains(alter.objtype().name()), command.span());
            });
      }
      case "AlterTableCmd subtype" -> {
        NameSet subtypes = words.set();
        yield Condition.on(
            AlterTableCmd.class,
            (command, _) -> subtype(command, subtypes.contains(command.subtype().name())));
      }
      case "AlterTableCmd subtype-outside" -> {
        NameSet subtypes = words.set();
        yield Condition.on(
            AlterTableCmd.class,
            (command, _) -> subtype(command, !subtypes.contains(command.subtype().name())));
      }
      case "AlterTableCmd adds" -> {
        NameSet types = words.set();
        yield Condition.on(
            AlterTableCmd.class,
            (command, _) ->
                subtype(
                    command,
                    command.def() instanceof Constraint constraint
                        && command.subtype() == AlterTableCmd.Type.ADD_CONSTRAINT
                        && types.contains(constraint.contype().name())));
      }
      case "AlterTableStmt async" ->
          Condition.on(AlterTableStmt.class, (alter, _) -> Match.when(alter.async(), alter.span()));
      case "AlterTableCmd async" ->
          Condition.on(
              AlterTableCmd.class,
              (command, site) -> {
                AlterTableStmt alter = site.enclosing(AlterTableStmt.class);
                return Match.when(alter != null && alter.async(), command.span());
              });
      case "AlterTableCmd trigger-group" -> {
        String wanted = words.word(0);
        yield Condition.on(
            AlterTableCmd.class,
            (command, site) ->
                site.found(command.subtype().name().equals(wanted), command.span(), Keyword.ALL));
      }
      case "AlterTableCmd using-index" -> constraint(added -> added.indexname() != null);
      case "AlterTableCmd not-valid" -> constraint(Constraint::skipValidation);
      case "AlterTableCmd deferrable" ->
          constraint(added -> added.deferrable() || added.initdeferred());
      default -> null;
    };
  }

  private static Condition constraint(Predicate<Constraint> holds) {
    return Condition.on(
        AlterTableCmd.class,
        (command, _) ->
            Match.when(
                command.def() instanceof Constraint constraint && holds.test(constraint),
                command.span()));
  }

  private static @Nullable Match subtype(AlterTableCmd command, boolean holds) {
    return holds ? new Match(command.span(), SubcommandNames.of(command.subtype())) : null;
  }

  private static <S extends Stmt> Condition persistence(
      Class<S> statement, Function<S, RangeVar> relation, Condition.Words words) {
    RangeVar.Persistence wanted = RangeVar.Persistence.valueOf(words.word(0));
    return Condition.on(
        statement,
        (node, site) ->
            relation.apply(node).relpersistence() == wanted
                ? new Match(persistenceWord(node.span(), wanted, site), "")
                : null);
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

  private static boolean makesPrimaryKey(TableElement element) {
    return switch (element) {
      case Constraint constraint -> constraint.contype() == Constraint.Type.PRIMARY;
      case ColumnDef column ->
          column.constraints().stream()
              .anyMatch(constraint -> constraint.contype() == Constraint.Type.PRIMARY);
      case TableLikeClause _ -> false;
    };
  }
}
